import * as vscode from "vscode";
import { toReactivate } from "../../domain/handOver/plan";
import type { Plan } from "../../domain/runs/plan";
import { nameOf, pendingOf, type ChangeResult, type RunRecord } from "../../domain/runs/record";
import { groupedBy } from "../../workfront/chunksOf";
import { runCommand, type CommandName } from "../editor/commands";
import { nextSteps } from "../editor/errorReport";
import { tell, type Action } from "../editor/tell";
import { handOverToOthers, inactiveInWords, reactivateFirst } from "../words/handOver";
import { countInWords } from "../words/numbers";
import { wordsOfQuestion } from "../words/questions";
import { failureInWords, reasonInWords, refusalInWords, restInWords, runInWords } from "../words/runs";
import type { OpenNotices } from "./openNotices";

/** How many users' reasons a notification spells out. */
const spelledOut = 3;

/** Says that there is nothing to change, and why. @param again the command that asks for the same once more. */
export function tellNothingToDo(
  plan: Plan,
  place: string,
  again?: readonly [command: CommandName, runID: string],
): void {
  const { unchanged } = plan;
  const words = wordsOfQuestion(plan);
  const lines = refusalLines(plan);
  const [only] = unchanged;
  if (only && unchanged.length === 1) lines.push(words.oneUnchanged(nameOf(only), place));
  else if (only) lines.push(words.allUnchanged(countInWords(unchanged.length), place));
  else if (lines.length === 0) lines.push(vscode.l10n.t("There is nothing left to change in {0}.", place));
  void tell.info(lines.join(" "), ...whatToDoFirst(plan, again));
}

/** What helps where whoever is to have something is deactivated. */
function whatToDoFirst(plan: Plan, again?: readonly [command: CommandName, runID: string]): Action[] {
  const inactive = toReactivate(plan);
  if (inactive.length === 0) return [];
  const ids = (users: Plan["from"] = []) => users.map(({ ID }) => ID);
  const reactivate = async () => {
    await runCommand("reactivate", ids(inactive));
    if (again) await runCommand(...again);
  };
  const toOthers = () => runCommand("handOver", ids(plan.from));
  return [
    { title: reactivateFirst(), run: reactivate },
    ...(plan.kind === "handOver" ? [{ title: handOverToOthers(), run: toOthers }] : []),
  ];
}

/** Says that a question was answered whose change is no longer asked for. */
export function tellTakenBack(place: string): void {
  void tell.info(vscode.l10n.t("The agent's request was canceled. Nothing was changed in {0}.", place));
}

/** Why some are left as they are; users to whom nothing can be given are told of once, not for each thing. */
function refusalLines(plan: Plan): string[] {
  const inactive = toReactivate(plan);
  const others = plan.refused.filter(({ reason }) => reason !== "receiverInactive" || inactive.length === 0);
  const lines = others.slice(0, spelledOut).map(({ change, reason }) => refusalInWords(nameOf(change), reason));
  if (others.length > spelledOut)
    lines.push(vscode.l10n.t("Others left as they are: {0}.", countInWords(others.length - spelledOut)));
  return inactive.length > 0 ? [inactiveInWords(inactive, plan.kind), ...lines] : lines;
}

/** The one notification at the end of a run, with the next step. @param plan what of it was carried out now. */
export function tellReport(run: RunRecord, place: string, plan: Plan, notices: OpenNotices): void {
  const { changed = 0, failed = 0 } = run.counts;
  const isResumable = pendingOf(run.counts) > 0;
  const steps = run.state === "stopped" && run.failure ? nextSteps(run.failure) : [];
  const actions = [
    ...steps.map((step) => (isResumable ? beforeResuming(step, run, place, notices) : step)),
    ...(isResumable ? [about(run, "resumeRun", vscode.l10n.t("Resume"))] : []),
    ...(failed > 0 ? [about(run, "retryRun", vscode.l10n.t("Retry Failed"))] : []),
    ...(changed > 0 ? [about(run, "undoRun", vscode.l10n.t("Undo"))] : []),
    about(run, "showRun", vscode.l10n.t("Show Report")),
  ];
  const isComplete = run.state === "finished" && !isResumable && failed === 0;
  // Where nothing was left to change, no question has said why some are left as they are.
  const unasked = plan.change.length === 0 ? refusalLines(plan) : [];
  const message = [reportInWords(run, place), ...unasked].join(" ");
  const show = isComplete || run.state === "cancelled" ? tell.info : tell.error;
  if (isResumable) void notices.show(run.id, actions, (all) => show(message, ...all));
  else void show(message, ...actions);
}

function about(run: RunRecord, name: CommandName, title: string): Action {
  return { title, run: () => runCommand(name, run.id) };
}

/** A step that closes the notification in which it is chosen: Resume, which comes next, is offered in another one. */
function beforeResuming(step: Action, run: RunRecord, place: string, notices: OpenNotices): Action {
  const actions = [
    about(run, "resumeRun", vscode.l10n.t("Resume")),
    about(run, "showRun", vscode.l10n.t("Show Report")),
  ];
  const message = `${resultInPlace(run, place)} ${vscode.l10n.t("Resume does the rest.")}`;
  const act = async () => {
    await step.run();
    void notices.show(run.id, actions, (all) => tell.info(message, ...all));
  };
  return { title: step.title, run: act };
}

function reportInWords(run: RunRecord, place: string): string {
  const { host, results, state, failure } = run;
  const reasons: string[] = [];
  if (state === "cancelled") reasons.push(vscode.l10n.t("Canceled: Resume does the rest."));
  if (state === "stopped" && failure)
    reasons.push(vscode.l10n.t("Stopped: {0} Resume does the rest.", failureInWords(failure, host)));
  const troubled = results.filter((one) => one.result === "failed" || one.result === "unknown");
  if (state !== "stopped" && troubled.length <= spelledOut) reasons.push(...withReasons(troubled, run));
  return [resultInPlace(run, place), ...reasons].join(" ");
}

/** What was done where, and what became of all others. */
function resultInPlace(run: RunRecord, place: string): string {
  const what = vscode.l10n.t("{0} in {1}", runInWords(run), place);
  const rest = restInWords(run);
  // Of the only one, what was tried is no sentence of its own.
  return rest ? `${what}${run.count === 1 ? ":" : "."} ${rest}.` : `${what}.`;
}

/** Each reason once, after the names of all whom it stopped; the only one is named before. */
function withReasons(troubled: readonly ChangeResult[], { count, host }: RunRecord): string[] {
  const byReason = groupedBy(troubled, (one) => reasonInWords(one, host));
  return byReason.map((group) => {
    const reason = reasonInWords(group[0], host);
    return count === 1 ? reason : `${group.map(nameOf).join(", ")}: ${reason}`;
  });
}
