import * as vscode from "vscode";
import type { Refusal, Wish } from "../../domain/plan";
import { asksForAccessLevel } from "../../domain/followUp";
import type { RecordedFailure, RecordedResult, RunRecord, RunState } from "../../domain/runRecord";
import { displayName } from "../../domain/user";
import type { Failure } from "../../workfront/errors";
import { explainFailure } from "./failures";
import { countInWords } from "./numbers";

/** How a run went for one user, in a word or two. */
export function resultInWords(result: RecordedResult["result"], wish: Wish): string {
  switch (result) {
    case "changed":
      return wish === "deactivate" ? vscode.l10n.t("Deactivated") : vscode.l10n.t("Reactivated");
    case "unchanged":
      return wish === "deactivate" ? vscode.l10n.t("Already deactivated") : vscode.l10n.t("Already active");
    case "refused":
      return vscode.l10n.t("Left as is");
    case "failed":
      return vscode.l10n.t("Failed");
    case "unknown":
      return vscode.l10n.t("Not known");
    case "notAttempted":
      return vscode.l10n.t("Not attempted");
  }
}

/** Why it went so; empty where there is nothing to add. */
export function reasonInWords(one: RecordedResult, host: string): string {
  switch (one.result) {
    case "changed":
    case "unchanged":
      return "";
    case "refused":
      return refusalInWords(displayName(one.user), one.reason as Refusal);
    case "failed":
      return failureInWords(one.failure, host);
    case "unknown":
      return [
        vscode.l10n.t("The change was sent, but no answer told what became of it. Resume reads it from Workfront."),
        one.failure ? failureInWords(one.failure, host) : "",
      ]
        .filter(Boolean)
        .join(" ");
    case "notAttempted":
      return vscode.l10n.t("Nothing was sent for this user. Resume does that.");
  }
}

export function failureInWords(failure: RecordedFailure | Failure | "unchanged", host: string): string {
  if (failure === "unchanged")
    return vscode.l10n.t("{0} answered without an error, but changed nothing. Check the user in Workfront.", host);
  const words = explainFailure(failure as Failure);
  if (!asksForAccessLevel(failure)) return words;
  return `${words} ${vscode.l10n.t("Retry Failed sends the recorded access level along.")}`;
}

/** `Deactivated 118 of 120 users`: what was done of what was to be done. */
export function runInWords({ wish, users }: Pick<RunRecord, "wish" | "users">): string {
  const changed = users.filter(({ result }) => result === "changed");
  const tried = users.filter(({ result }) => result !== "unchanged" && result !== "refused");
  const [only] = users;
  if (users.length === 1 && only && changed.length === 1)
    return wish === "deactivate"
      ? vscode.l10n.t("Deactivated {0}", displayName(only.user))
      : vscode.l10n.t("Reactivated {0}", displayName(only.user));
  const [count, of] = [countInWords(changed.length), countInWords(tried.length)];
  return wish === "deactivate"
    ? vscode.l10n.t("Deactivated {0} of {1} users", count, of)
    : vscode.l10n.t("Reactivated {0} of {1} users", count, of);
}

/** What a run left open, such as `2 failed · 3 not attempted`. */
export function leftInWords(users: readonly Pick<RecordedResult, "result">[]): string {
  const count = (wanted: RecordedResult["result"]) => users.filter(({ result }) => result === wanted).length;
  const parts = [
    { number: count("failed"), text: (number: string) => vscode.l10n.t("{0} failed", number) },
    { number: count("unknown"), text: (number: string) => vscode.l10n.t("{0} not known", number) },
    { number: count("notAttempted"), text: (number: string) => vscode.l10n.t("{0} not attempted", number) },
  ];
  return parts.flatMap(({ number, text }) => (number > 0 ? [text(countInWords(number))] : [])).join(" · ");
}

export function stateInWords(state: RunState): string {
  switch (state) {
    case "running":
      return vscode.l10n.t("Running");
    case "interrupted":
      return vscode.l10n.t("Interrupted");
    case "finished":
      return vscode.l10n.t("Finished");
    case "cancelled":
      return vscode.l10n.t("Canceled");
    case "stopped":
      return vscode.l10n.t("Stopped");
  }
}

/** Why a user is left as they are. */
export function refusalInWords(name: string, reason: Refusal): string {
  switch (reason) {
    case "self":
      return vscode.l10n.t("{0} is you: nobody can deactivate themselves here. Ask another administrator.", name);
    case "otherConnection":
      return vscode.l10n.t("{0} was chosen on another connection. Switch to it, or choose the user here.", name);
    case "readOnly":
      return vscode.l10n.t("{0} is left as is: the connection is read-only.", name);
    case "changedSince":
      return vscode.l10n.t("{0} was deactivated by somebody else since, and is left as is.", name);
    case "waitingForApproval":
      return vscode.l10n.t("{0} waits for approval. Approve or reject the user in Workfront.", name);
    case "unknownState":
      return vscode.l10n.t("{0} is left as is: Workfront does not say whether this user is active.", name);
    case "unknown":
      return vscode.l10n.t("{0} is not there any more, or may not be seen by you.", name);
  }
}
