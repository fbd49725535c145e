import * as vscode from "vscode";
import type { Plan } from "../../domain/plan";
import { changedUsers, type RunRecord } from "../../domain/runRecord";
import { displayName } from "../../domain/user";
import { runCommand } from "../editor/commands";
import { tell } from "../editor/tell";
import { countInWords } from "../words/numbers";
import { failureInWords, leftInWords, reasonInWords, refusalInWords, runInWords } from "../words/runs";

/** How many users' reasons a notification spells out. */
const spelledOut = 3;

/** Says that there is nothing to change, and why. */
export function tellNothingToDo({ wish, unchanged, refused }: Plan, host: string): void {
  const lines = refused.slice(0, spelledOut).map(({ user, reason }) => refusalInWords(displayName(user), reason));
  if (refused.length > spelledOut)
    lines.push(vscode.l10n.t("{0} more are left as they are.", countInWords(refused.length - spelledOut)));
  const [only] = unchanged;
  if (unchanged.length === 1 && only)
    lines.push(
      wish === "deactivate"
        ? vscode.l10n.t("{0} is already deactivated on {1}. Nothing was changed.", displayName(only), host)
        : vscode.l10n.t("{0} is already active on {1}. Nothing was changed.", displayName(only), host),
    );
  else if (unchanged.length > 1)
    lines.push(
      wish === "deactivate"
        ? vscode.l10n.t("All {0} users are already deactivated on {1}. Nothing was changed.", unchanged.length, host)
        : vscode.l10n.t("All {0} users are already active on {1}. Nothing was changed.", unchanged.length, host),
    );
  else if (lines.length === 0) lines.push(vscode.l10n.t("There is nobody left to change on {0}.", host));
  void tell.info(lines.join(" "));
}

/** The one notification at the end of a run. */
export function tellReport(run: RunRecord): void {
  const undo = { title: vscode.l10n.t("Undo"), run: () => runCommand("undoRun", run.id) };
  const showReport = { title: vscode.l10n.t("Show Report"), run: () => runCommand("showRun", run.id) };
  const actions = [...(changedUsers(run).length > 0 ? [undo] : []), showReport];
  const isComplete = run.state === "finished" && leftInWords(run.users) === "";
  if (isComplete || run.state === "cancelled") void tell.info(reportInWords(run), ...actions);
  else void tell.error(reportInWords(run), ...actions);
}

function reportInWords(run: RunRecord): string {
  const { host, users, state, failure } = run;
  const left = leftInWords(users);
  const first = vscode.l10n.t("{0} on {1}", runInWords(run), host) + (left ? ` · ${left}.` : ".");
  const reasons: string[] = [];
  if (state === "cancelled") reasons.push(vscode.l10n.t("Canceled: Resume in the Runs view does the rest."));
  if (state === "stopped" && failure)
    reasons.push(vscode.l10n.t("Stopped: {0} Resume in the Runs view does the rest.", failureInWords(failure, host)));
  const troubled = users.filter((one) => one.result === "failed" || one.result === "unknown");
  if (state !== "stopped" && troubled.length <= spelledOut)
    reasons.push(troubled.map((one) => `${displayName(one.user)}: ${reasonInWords(one, host)}`).join(" · "));
  return [first, ...reasons].filter(Boolean).join(" ");
}
