import * as vscode from "vscode";
import type { Connection } from "../../domain/connection";
import type { Plan, Refusal } from "../../domain/runs/plan";
import { nameOf } from "../../domain/runs/record";
import { countInWords } from "./numbers";
import { placeWithHost } from "./place";

/** How a change is asked for, and what it brings about. */
interface QuestionWords {
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
  readonly unchanged: (count: number) => string;
}

/** The verb, the number or the name, and where: connection and host. */
export function questionInWords({ kind, change }: Plan, connection: Connection): string {
  const words = wordsOfQuestion(kind);
  const place = placeWithHost(connection);
  const [first] = change;
  if (first && change.length === 1) return words.one(nameOf(first), place);
  return words.several(countInWords(change.length), place);
}

/** @param mostByButton how many are changed by a button alone; for more, their number is asked for. */
export function buttonInWords({ kind, change }: Plan, mostByButton: number): string {
  const words = wordsOfQuestion(kind);
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

/** The words of the question for a kind of run. */
export function wordsOfQuestion(kind: string): QuestionWords {
  switch (kind) {
    case "deactivate":
      return deactivate();
    case "reactivate":
      return reactivate();
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
            "The user loses access now, also to a connected Frame.io, and the license becomes free. Work stays assigned, and the Admin Console is not changed.",
          )
        : vscode.l10n.t(
            "The users lose access now, also to a connected Frame.io, and their licenses become free. Work stays assigned, and the Admin Console is not changed.",
          ),
    unchanged: (count) =>
      count === 1
        ? vscode.l10n.t("1 user is already deactivated and stays so.")
        : vscode.l10n.t("{0} users are already deactivated and stay so.", countInWords(count)),
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
            "The user can sign in again and takes a license. Proof licenses and Frame.io do not come back, and the next Admin Console sync can deactivate a user who is not there.",
          )
        : vscode.l10n.t(
            "The users can sign in again and take licenses. Proof licenses and Frame.io do not come back, and the next Admin Console sync can deactivate users who are not there.",
          ),
    unchanged: (count) =>
      count === 1
        ? vscode.l10n.t("1 user is already active and stays so.")
        : vscode.l10n.t("{0} users are already active and stay so.", countInWords(count)),
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
    unchanged: (count) => vscode.l10n.t("Already as wanted: {0}", countInWords(count)),
  };
}

/** Why some are left out, as one line for all of them. @param names a few of their names. */
export function leftOutInWords(reason: Refusal, names: string): string {
  switch (reason) {
    case "self":
      return vscode.l10n.t("Left out, because nobody can deactivate themselves here: {0}", names);
    case "waitingForApproval":
      return vscode.l10n.t("Left out, because they wait for approval in Workfront: {0}", names);
    case "otherConnection":
      return vscode.l10n.t("Left out, because they were chosen on another connection: {0}", names);
    case "readOnly":
      return vscode.l10n.t("Left out, because the connection is read-only: {0}", names);
    case "changedSince":
      return vscode.l10n.t("Left out, because somebody else changed them since: {0}", names);
    case "unknown":
      return vscode.l10n.t("Left out, because they are not there or not visible to you: {0}", names);
    case "unknownState":
      return vscode.l10n.t("Left out, because Workfront does not say whether they are active: {0}", names);
  }
}
