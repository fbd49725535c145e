import * as vscode from "vscode";
import type { Connection } from "../../domain/connection";
import type { Refusal } from "../../domain/runs/current";
import type { Plan } from "../../domain/runs/plan";
import { nameOf } from "../../domain/runs/record";
import { handBackQuestion, handOverQuestion } from "./handOver";
import { countInWords } from "./numbers";
import { quoted } from "./people";
import { placeWithHost } from "./place";

/** How a change is asked for, and what it brings about. */
export interface QuestionWords {
  readonly title: string;
  readonly one: (name: string, place: string) => string;
  readonly several: (count: string, place: string) => string;
  readonly buttonForOne: string;
  readonly button: (count: string) => string;
  /** For so many that their number is typed first. */
  readonly buttonWithInput: (count: string) => string;
  readonly typeNumber: (number: string) => string;
  /** What happens, in one or two sentences. */
  readonly consequence: (isOne: boolean) => string;
  /** Why those are left out that are as wanted already, in few words, and where there are no others. */
  readonly unchanged: string;
  readonly oneUnchanged: (name: string, place: string) => string;
  readonly allUnchanged: (count: string, place: string) => string;
}

/** The verb, the number or the name, and where: connection and host. */
export function questionInWords(plan: Plan, connection: Connection): string {
  const { change } = plan;
  const words = wordsOfQuestion(plan);
  const place = placeWithHost(connection);
  const [first] = change;
  if (first && change.length === 1) return words.one(quoted(nameOf(first)), place);
  return words.several(countInWords(change.length), place);
}

/** @param mostByButton how many are changed by a button alone; for more, their number is asked for. */
export function buttonInWords(plan: Plan, mostByButton: number): string {
  const { change } = plan;
  const words = wordsOfQuestion(plan);
  if (change.length === 1) return words.buttonForOne;
  const count = countInWords(change.length);
  return change.length > mostByButton ? words.buttonWithInput(count) : words.button(count);
}

/** The first of some names, and how many more there are. */
export function namesInWords(names: readonly string[], most: number): string {
  const first = names.slice(0, most).join(", ");
  const more = names.length - most;
  return more > 0 ? vscode.l10n.t("{0} and {1} more", first, countInWords(more)) : first;
}

/** The words of the question for a kind of run, and for the people whom it names. */
export function wordsOfQuestion({ kind, from, to }: Pick<Plan, "kind" | "from" | "to">): QuestionWords {
  switch (kind) {
    case "deactivate":
      return deactivate();
    case "reactivate":
      return reactivate();
    case "handOver":
      return handOverQuestion(from, to);
    case "handBack":
      return handBackQuestion(to);
    default:
      return anyChange();
  }
}

function deactivate(): QuestionWords {
  return {
    title: vscode.l10n.t("Deactivate Users"),
    one: (name, place) => vscode.l10n.t("Deactivate {0} in {1}?", name, place),
    several: (count, place) => vscode.l10n.t("Deactivate {0} users in {1}?", count, place),
    buttonForOne: vscode.l10n.t("Deactivate User"),
    button: (count) => vscode.l10n.t("Deactivate {0} Users", count),
    buttonWithInput: (count) => vscode.l10n.t("Deactivate {0} Users…", count),
    typeNumber: (number) => vscode.l10n.t("Type {0} to deactivate {0} users.", number),
    consequence: (isOne) =>
      isOne
        ? vscode.l10n.t(
            "Access ends now, also to a connected Frame.io, and the license becomes available. Work stays assigned. The Admin Console is not changed.",
          )
        : vscode.l10n.t(
            "Access ends now, also to a connected Frame.io, and the licenses become available. Work stays assigned. The Admin Console is not changed.",
          ),
    unchanged: vscode.l10n.t("already deactivated"),
    oneUnchanged: (name, place) =>
      vscode.l10n.t("{0} is already deactivated in {1}. Nothing was changed.", name, place),
    allUnchanged: (count, place) =>
      vscode.l10n.t("All {0} users are already deactivated in {1}. Nothing was changed.", count, place),
  };
}

function reactivate(): QuestionWords {
  return {
    title: vscode.l10n.t("Reactivate Users"),
    one: (name, place) => vscode.l10n.t("Reactivate {0} in {1}?", name, place),
    several: (count, place) => vscode.l10n.t("Reactivate {0} users in {1}?", count, place),
    buttonForOne: vscode.l10n.t("Reactivate User"),
    button: (count) => vscode.l10n.t("Reactivate {0} Users", count),
    buttonWithInput: (count) => vscode.l10n.t("Reactivate {0} Users…", count),
    typeNumber: (number) => vscode.l10n.t("Type {0} to reactivate {0} users.", number),
    consequence: (isOne) =>
      isOne
        ? vscode.l10n.t(
            "Access is restored and takes a license. A proofing license and Frame.io are not restored, and the Admin Console can deactivate the user again.",
          )
        : vscode.l10n.t(
            "Access is restored and takes licenses. Proofing licenses and Frame.io are not restored, and the Admin Console can deactivate users again.",
          ),
    unchanged: vscode.l10n.t("already active"),
    oneUnchanged: (name, place) => vscode.l10n.t("{0} is already active in {1}. Nothing was changed.", name, place),
    allUnchanged: (count, place) =>
      vscode.l10n.t("All {0} users are already active in {1}. Nothing was changed.", count, place),
  };
}

/** For objects of any other type. */
function anyChange(): QuestionWords {
  return {
    title: vscode.l10n.t("Change Objects"),
    one: (name, place) => vscode.l10n.t("Change {0} in {1}?", name, place),
    several: (count, place) => vscode.l10n.t("Change {0} objects in {1}?", count, place),
    buttonForOne: vscode.l10n.t("Change"),
    button: (count) => vscode.l10n.t("Change {0} Objects", count),
    buttonWithInput: (count) => vscode.l10n.t("Change {0} Objects…", count),
    typeNumber: (number) => vscode.l10n.t("Type {0} to change {0} objects.", number),
    consequence: () => "",
    unchanged: vscode.l10n.t("unchanged"),
    oneUnchanged: (name, place) => vscode.l10n.t("{0} is as wanted in {1}. Nothing was changed.", name, place),
    allUnchanged: (count, place) =>
      vscode.l10n.t("All {0} objects are as wanted in {1}. Nothing was changed.", count, place),
  };
}

/** Some who are left out for the same reason: one by name, several by their number. */
export function leftOutInWords(reason: string, names: readonly string[]): string {
  const [only] = names;
  return `${names.length === 1 && only !== undefined ? quoted(only) : countInWords(names.length)} (${reason})`;
}

/** Why somebody is left out, in few words. */
export function briefRefusal(reason: Refusal): string {
  switch (reason) {
    case "self":
      return vscode.l10n.t("you");
    case "waitingForApproval":
      return vscode.l10n.t("waiting for approval");
    case "otherConnection":
      return vscode.l10n.t("from another connection");
    case "readOnly":
      return vscode.l10n.t("read-only connection");
    case "changedSince":
      return vscode.l10n.t("changed by somebody else since");
    case "unknown":
      return vscode.l10n.t("not found");
    case "unknownState":
      return vscode.l10n.t("status unknown");
    case "receiverInactive":
      return vscode.l10n.t("to somebody who is deactivated");
    case "receiverUnknown":
      return vscode.l10n.t("to somebody who is not found");
    case "ownManager":
      return vscode.l10n.t("the successor");
    case "alreadyAssigned":
      return vscode.l10n.t("already assigned to the successor");
  }
}
