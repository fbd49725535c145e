import * as vscode from "vscode";
import type { ByHandReason } from "../../domain/handOver/kinds";
import { withRole } from "../../domain/handOver/plan";
import type { SuccessorRefusal } from "../../domain/handOver/successor";
import type { Plan } from "../../domain/runs/plan";
import type { RunHeader } from "../../domain/runs/record";
import { countInWords } from "./numbers";
import { peopleInQuestion, peopleInWords } from "./people";
import type { QuestionWords } from "./questions";

type People = RunHeader["from"];

/** The question before work is handed over. */
export function handOverQuestion(fromPeople: People, toPeople: People): QuestionWords {
  const [from, to] = [peopleInQuestion(fromPeople), peopleInQuestion(toPeople)];
  return {
    title: vscode.l10n.t("Hand Over Work"),
    one: (name, place) => vscode.l10n.t("Hand over {0} from {1} to {2} in {3}?", name, from, to, place),
    several: (count, place) => vscode.l10n.t("Hand over {0} items from {1} to {2} in {3}?", count, from, to, place),
    buttonForOne: vscode.l10n.t("Hand Over"),
    button: (count) => vscode.l10n.t("Hand Over {0} Items", count),
    buttonWithInput: (count) => vscode.l10n.t("Hand Over {0} Items…", count),
    typeNumber: (number) => vscode.l10n.t("Type {0} to hand over {0} items.", number),
    consequence: () =>
      vscode.l10n.t("Workfront emails {0}. Access that comes with ownership moves along. You can undo this.", to),
    unchanged: vscode.l10n.t("already handed over"),
    oneUnchanged: (name, place) =>
      vscode.l10n.t("{0} has already been handed over to {1} in {2}. Nothing was changed.", name, to, place),
    allUnchanged: (count, place) =>
      vscode.l10n.t(
        "All {0} items have already been handed over to {1} in {2}. Nothing was changed.",
        count,
        to,
        place,
      ),
  };
}

/** The question before it is given back. */
export function handBackQuestion(toPeople: People): QuestionWords {
  const to = peopleInQuestion(toPeople);
  return {
    title: vscode.l10n.t("Give Work Back"),
    one: (name, place) => vscode.l10n.t("Give {0} back to {1} in {2}?", name, to, place),
    several: (count, place) => vscode.l10n.t("Give {0} items back to {1} in {2}?", count, to, place),
    buttonForOne: vscode.l10n.t("Give Back"),
    button: (count) => vscode.l10n.t("Give {0} Items Back", count),
    buttonWithInput: (count) => vscode.l10n.t("Give {0} Items Back…", count),
    typeNumber: (number) => vscode.l10n.t("Type {0} to give {0} items back.", number),
    consequence: () => vscode.l10n.t("Each item goes back to its former owner or assignee. Workfront emails them."),
    unchanged: vscode.l10n.t("already given back"),
    oneUnchanged: (name, place) =>
      vscode.l10n.t("{0} has already been given back to {1} in {2}. Nothing was changed.", name, to, place),
    allUnchanged: (count, place) =>
      vscode.l10n.t("All {0} items have already been given back to {1} in {2}. Nothing was changed.", count, to, place),
  };
}

/** Who has to be reactivated before something can be given to them. Only work that is handed over may go to others. */
export function inactiveInWords(people: NonNullable<People>, kind: string): string {
  const names = peopleInWords(people);
  if (kind === "handOver")
    return vscode.l10n.t(
      "{0} is deactivated, so Workfront assigns nothing to this user. Reactivate the user first, or hand the work over to somebody else.",
      names,
    );
  return people.length === 1
    ? vscode.l10n.t("{0} is deactivated, so Workfront assigns nothing to this user. Reactivate the user first.", names)
    : vscode.l10n.t(
        "{0} users are deactivated, so Workfront assigns nothing to them. Reactivate them first.",
        countInWords(people.length),
      );
}

/** The button that does so. */
export function reactivateFirst(): string {
  return vscode.l10n.t("Reactivate First…");
}

/** The button that asks for another successor. */
export function handOverToOthers(): string {
  return vscode.l10n.t("Hand Over to Somebody Else…");
}

/** What deserves a second look before work goes to somebody else. */
export function handOverWarnings({ kind, change, to }: Plan): readonly string[] {
  const receiver = peopleInQuestion(to);
  const roles = withRole(change);
  const reports = change.filter(({ item }) => item?.kind === "reports").length;
  const someRoles = vscode.l10n.t(
    "{0} assignments keep their job role. Where Workfront refuses the role for {1}, Retry Failed hands over without it.",
    countInWords(roles),
    receiver,
  );
  const oneRole = vscode.l10n.t(
    "1 assignment keeps its job role. If Workfront refuses the role for {0}, Retry Failed hands over without it.",
    receiver,
  );
  return [
    ...(roles === 0 ? [] : [roles === 1 ? oneRole : someRoles]),
    ...(reports > 0 && kind === "handOver" ? [reportsInWords(reports, receiver)] : []),
  ];
}

/** What a report that runs as somebody else changes for whoever reads it. */
export function reportsInWords(count: number, receiver: string): string {
  return count === 1
    ? vscode.l10n.t("1 report: everybody who reads it will see what {0} can see.", receiver)
    : vscode.l10n.t("{0} reports: everybody who reads them will see what {1} can see.", countInWords(count), receiver);
}

/** Why somebody cannot take over work, in a sentence. */
export function successorRefusalInWords(reason: SuccessorRefusal, name: string): string {
  switch (reason) {
    case "leaver":
      return vscode.l10n.t("{0} is the one whose work is handed over.", name);
    case "deactivated":
      return vscode.l10n.t("{0} is deactivated, so Workfront assigns nothing to this user.", name);
    case "waiting":
      return vscode.l10n.t("{0} is waiting for approval, so Workfront assigns nothing to this user.", name);
    case "scheduled":
      return vscode.l10n.t("{0} is scheduled for deactivation in Workfront.", name);
    case "unknown":
      return vscode.l10n.t("{0} was not found, or Workfront does not say whether this user is active.", name);
  }
}

/** Why a kind of work is to be moved in Workfront itself. */
export function byHandInWords(reason: ByHandReason): string {
  switch (reason) {
    case "decision":
      return vscode.l10n.t("A decision that this user was asked for personally. Ask somebody else in Workfront.");
    case "list":
      return vscode.l10n.t("The user is one of several in a list, which can be changed only in Workfront.");
    case "undocumented":
      return vscode.l10n.t("Workfront documents no way for other programs to change this.");
  }
}
