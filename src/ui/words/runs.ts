import * as vscode from "vscode";
import type { Refusal } from "../../domain/runs/current";
import { fieldsAskedFor, fieldsDeclined } from "../../domain/runs/plan";
import { nameOf } from "../../domain/runs/record";
import type { ChangeResult, RunFailure, RunResult, RunState, RunSummary } from "../../domain/runs/record";
import type { Failure } from "../../workfront/errors";
import { explainFailure } from "./failures";
import { countInWords } from "./numbers";
import { peopleInWords } from "./people";

/** What is said of one kind of run. */
interface KindWords {
  readonly icon: string;
  readonly changed: string;
  readonly unchanged: string;
  readonly progress: (place: string) => string;
  /** @param from, @param to whose work was handed over, and to whom. */
  readonly one: (name: string, from: string, to: string) => string;
  /** The same where it did not go so, or not yet. */
  readonly tried: (name: string, from: string, to: string) => string;
  readonly several: (count: string, of: string, from: string, to: string) => string;
}

/** The words for a kind of run; for one that only a later version knows, such as are true of every kind. */
export function kindInWords(kind: string): KindWords {
  switch (kind) {
    case "deactivate":
      return {
        icon: "stop-circle",
        changed: vscode.l10n.t("Deactivated"),
        unchanged: vscode.l10n.t("Already deactivated"),
        progress: (place) => vscode.l10n.t("Deactivating users in {0}", place),
        one: (name) => vscode.l10n.t("Deactivated {0}", name),
        tried: (name) => vscode.l10n.t("Deactivation of {0}", name),
        several: (count, of) => vscode.l10n.t("Deactivated {0} of {1} users", count, of),
      };
    case "reactivate":
      return {
        icon: "play-circle",
        changed: vscode.l10n.t("Reactivated"),
        unchanged: vscode.l10n.t("Already active"),
        progress: (place) => vscode.l10n.t("Reactivating users in {0}", place),
        one: (name) => vscode.l10n.t("Reactivated {0}", name),
        tried: (name) => vscode.l10n.t("Reactivation of {0}", name),
        several: (count, of) => vscode.l10n.t("Reactivated {0} of {1} users", count, of),
      };
    case "handOver":
      return {
        icon: "arrow-right",
        changed: vscode.l10n.t("Handed over"),
        unchanged: vscode.l10n.t("Already handed over"),
        progress: (place) => vscode.l10n.t("Handing over work in {0}", place),
        one: (name, from, to) => vscode.l10n.t("Handed over {0} from {1} to {2}", name, from, to),
        tried: (name, from, to) => vscode.l10n.t("Hand-over of {0} from {1} to {2}", name, from, to),
        several: (count, of, from, to) =>
          vscode.l10n.t("Handed over {0} of {1} items from {2} to {3}", count, of, from, to),
      };
    case "handBack":
      return {
        icon: "arrow-left",
        changed: vscode.l10n.t("Given back"),
        unchanged: vscode.l10n.t("Already given back"),
        progress: (place) => vscode.l10n.t("Giving work back in {0}", place),
        one: (name, from, to) => vscode.l10n.t("Gave {0} back from {1} to {2}", name, from, to),
        tried: (name, from, to) => vscode.l10n.t("Return of {0} from {1} to {2}", name, from, to),
        several: (count, of, from, to) =>
          vscode.l10n.t("Gave {0} of {1} items back from {2} to {3}", count, of, from, to),
      };
    default:
      return {
        icon: "edit",
        changed: vscode.l10n.t("Changed"),
        unchanged: vscode.l10n.t("Unchanged"),
        progress: (place) => vscode.l10n.t("Making changes in {0}", place),
        one: (name) => vscode.l10n.t("Changed {0}", name),
        tried: (name) => vscode.l10n.t("Change of {0}", name),
        several: (count, of) => vscode.l10n.t("Changed {0} of {1}", count, of),
      };
  }
}

/** How a run went for one object, in a word or two. */
export function resultInWords(result: RunResult["result"], kind: string): string {
  switch (result) {
    case "changed":
      return kindInWords(kind).changed;
    case "unchanged":
      return kindInWords(kind).unchanged;
    case "refused":
      return vscode.l10n.t("Skipped");
    case "failed":
      return vscode.l10n.t("Failed");
    case "unknown":
      return vscode.l10n.t("Unknown");
    case "notAttempted":
      return vscode.l10n.t("Not attempted");
  }
}

/** Why it went so; empty where there is nothing to add. @param canResume unless the record of the run is lost. */
export function reasonInWords(one: ChangeResult, host: string, canResume = true): string {
  switch (one.result) {
    case "changed":
    case "unchanged":
      return "";
    case "refused":
      return refusalInWords(nameOf(one), one.reason);
    case "failed":
      return failureInWords(one.failure, host);
    case "unknown":
      return [
        canResume
          ? vscode.l10n.t(
              "No answer came back, so the change may have been made. Resume checks in Workfront whether it was.",
            )
          : vscode.l10n.t("No answer came back, so the change may have been made. Check it in Workfront."),
        ...(one.failure ? [failureInWords(one.failure, host)] : []),
      ].join(" ");
    case "notAttempted":
      return canResume ? vscode.l10n.t("Nothing was sent. Resume does that.") : vscode.l10n.t("Nothing was sent.");
  }
}

export function failureInWords(failure: RunFailure | "unchanged", host: string): string {
  if (failure === "unchanged")
    return vscode.l10n.t("{0} answered without an error, but changed nothing. Check it in Workfront.", host);
  // Switched on in the middle: what was sent before may have been changed.
  if (failure.kind === "readOnly")
    return vscode.l10n.t(
      "The connection was made read-only, so nothing more was sent. Use Allow Changes on This Connection first.",
    );
  const words = isKnown(failure)
    ? explainFailure(failure)
    : vscode.l10n.t(
        "{0} failed in a way that only a later version of this extension can explain ({1}).",
        host,
        failure.kind,
      );
  // Workfront's own words, which come last, may end without a period.
  const sentence = /[.!?]$/.test(words) ? words : `${words}.`;
  if (fieldsDeclined(failure).length > 0)
    return `${sentence} ${vscode.l10n.t("Retry Failed hands it over without the job role.")}`;
  if (fieldsAskedFor(failure).length === 0) return words;
  return `${sentence} ${vscode.l10n.t("Retry Failed sends along what Workfront asks for, as it was recorded.")}`;
}

/** `Deactivated 118 of 120 users`: what was done of all that was asked for. `restInWords` tells of the others. */
export function runInWords({ kind, count, counts: { changed = 0 }, names, from, to }: RunSummary): string {
  const words = kindInWords(kind);
  const [only] = names;
  const [giver, receiver] = [peopleInWords(from), peopleInWords(to)];
  if (count === 1 && only !== undefined) return (changed === 1 ? words.one : words.tried)(only, giver, receiver);
  return words.several(countInWords(changed), countInWords(count), giver, receiver);
}

/** What became of whatever was not changed, such as `2 failed · 3 not attempted`; empty where there is nothing of it. */
export function restInWords({ kind, count, counts }: Pick<RunSummary, "kind" | "count" | "counts">): string {
  const words: Record<Exclude<RunResult["result"], "changed">, (number: string) => string> = {
    failed: (number) => vscode.l10n.t("{0} failed", number),
    unknown: (number) => vscode.l10n.t("{0} unknown", number),
    notAttempted: (number) => vscode.l10n.t("{0} not attempted", number),
    refused: (number) => vscode.l10n.t("{0} skipped", number),
    unchanged: (number) => vscode.l10n.t("{0} needed no change", number),
  };
  const results = (Object.keys(words) as (keyof typeof words)[]).filter((result) => (counts[result] ?? 0) > 0);
  const [only] = results;
  if (only && count === 1) return resultInWords(only, kind);
  return results.map((result) => words[result](countInWords(counts[result] ?? 0))).join(" · ");
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
    case "newer":
      return vscode.l10n.t("Made by a newer version of this extension");
    case "unreadable":
      return vscode.l10n.t("Cannot be read: the file is damaged");
  }
}

/** Why something is left as it is. A later version may know more reasons. */
export function refusalInWords(name: string, reason: Refusal | (string & {})): string {
  switch (reason) {
    case "self":
      return vscode.l10n.t("{0} is you: nobody can deactivate themselves here. Ask another administrator.", name);
    case "otherConnection":
      return vscode.l10n.t("{0} was selected on another connection. Switch to it, or select the user here.", name);
    case "readOnly":
      return vscode.l10n.t("{0} was skipped: the connection is read-only.", name);
    case "changedSince":
      return vscode.l10n.t("{0} was skipped: somebody else has made a change since then.", name);
    case "waitingForApproval":
      return vscode.l10n.t("{0} is waiting for approval. Approve or reject the user in Workfront.", name);
    case "unknownState":
      return vscode.l10n.t("{0} was skipped: Workfront does not say whether this user is active.", name);
    case "receiverInactive":
      return vscode.l10n.t(
        "{0} was skipped: the user who gets it is deactivated. Reactivate the user first, and try again.",
        name,
      );
    case "receiverUnknown":
      return vscode.l10n.t("{0} was skipped: the user who gets it no longer exists, or is not visible to you.", name);
    case "ownManager":
      return vscode.l10n.t("{0} was skipped: nobody reports to themselves. Choose another manager in Workfront.", name);
    case "alreadyAssigned":
      return vscode.l10n.t(
        "{0} was skipped: the successor is already assigned to it. Remove the other assignment in Workfront.",
        name,
      );
    case "unknown":
      return vscode.l10n.t("{0} no longer exists, or is not visible to you.", name);
    default:
      return vscode.l10n.t("{0} was skipped ({1}).", name, reason);
  }
}

/** Date and time as the editor's language writes them. */
export function momentInWords(at: Date): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** The same in few words: no date for the day that it is about, today unless given, and no year for its year. */
export function momentInBrief(at: Date, now = new Date()): string {
  const isThisYear = at.getFullYear() === now.getFullYear();
  const isToday = isThisYear && at.getMonth() === now.getMonth() && at.getDate() === now.getDate();
  if (!isThisYear) return momentInWords(at);
  const day: Intl.DateTimeFormatOptions = isToday ? {} : { month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(vscode.env.language, { ...day, hour: "numeric", minute: "2-digit" }).format(at);
}

/** Every kind of failure that has words here. */
const known: Record<Failure["kind"], true> = {
  unauthorized: true,
  forbidden: true,
  notFound: true,
  versionRefused: true,
  refused: true,
  throttled: true,
  unavailable: true,
  serverError: true,
  redirected: true,
  notWorkfront: true,
  badReply: true,
  endless: true,
  tooLarge: true,
  timeout: true,
  unreachable: true,
  outdated: true,
  readOnly: true,
};

function isKnown(failure: RunFailure): failure is RunFailure & Failure {
  return Object.hasOwn(known, failure.kind);
}
