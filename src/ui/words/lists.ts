import * as vscode from "vscode";
import type { AccountedLine, Accounting, LineClass } from "../../domain/lists/accounting";
import type { ColumnChoice } from "../../domain/lists/column";
import type { Doubt } from "../../domain/lists/doubts";
import type { Aside } from "../../domain/lists/list";
import type { Match } from "../../domain/lists/match";
import type { StatusColumn } from "../../domain/lists/status";
import { limits, type ListTooLongError } from "../../domain/lists/tooLong";
import { Turns } from "../../domain/turns";
import { pastedTable } from "../../domain/pastedTable";
import type { Wish } from "../../domain/runs/plan";
import { displayName } from "../../domain/user";
import { explain } from "./failures";
import { countInWords } from "./numbers";

/** The classes of lines in the order in which they are told: problems first. */
export const classesInOrder: readonly LineClass[] = [
  "toDecide",
  "notFound",
  "notLookedUp",
  "refused",
  "duplicate",
  "asWished",
  "decided",
  "aside",
  "continued",
  "matched",
];

export function listTitle(wish: Wish): string {
  return wish === "deactivate"
    ? vscode.l10n.t("Deactivate Users from a List")
    : vscode.l10n.t("Reactivate Users from a List");
}

/** How many lines are in a class. */
export function classInWords(kind: LineClass, count: number, wish: Wish): string {
  const number = countInWords(count);
  switch (kind) {
    case "matched":
      return vscode.l10n.t("{0} matched", number);
    case "asWished":
      return wish === "deactivate"
        ? vscode.l10n.t("{0} already deactivated", number)
        : vscode.l10n.t("{0} already active", number);
    case "toDecide":
      return vscode.l10n.t("{0} to decide", number);
    case "decided":
      return vscode.l10n.t("{0} decided by you", number);
    case "duplicate":
      return vscode.l10n.t("{0} listed before", number);
    case "notFound":
      return vscode.l10n.t("{0} not found", number);
    case "notLookedUp":
      return vscode.l10n.t("{0} could not be looked up", number);
    case "refused":
      return vscode.l10n.t("{0} cannot be changed", number);
    case "aside":
      return vscode.l10n.t("{0} not about a user", number);
    case "continued":
      return vscode.l10n.t("{0} inside a cell with line breaks", number);
  }
}

/** All counts of a list in one line. */
export function countsInWords({ counts }: Accounting, wish: Wish): string {
  const kinds = classesInOrder.filter((kind) => counts[kind] > 0);
  return kinds.map((kind) => classInWords(kind, counts[kind], wish)).join(" · ");
}

/** The same as text to be pasted into a spreadsheet or a ticket. */
export async function accountingAsTable(accounting: Accounting, wish: Wish): Promise<string> {
  const turns = new Turns();
  const lines: string[] = [];
  for (const row of await accountingAsRows(accounting, wish)) {
    lines.push(pastedTable([row]));
    if (turns.isOver) await turns.next();
  }
  return lines.join("\n");
}

/** Where a change comes from, in one line for its report. */
export function noteInWords(name: string, accounting: Accounting, wish: Wish): string {
  return vscode.l10n.t("From the list {0}: {1}", name, countsInWords(accounting, wish));
}

/** What became of one line, and why. */
export function lineInWords({ class: kind, match, aside }: AccountedLine, wish: Wish): string {
  if (aside) return asideInWords(aside);
  return match
    ? matchInWords(match, wish)
    : kind === "continued"
      ? vscode.l10n.t("Inside a cell with line breaks")
      : "";
}

function matchInWords(match: Match, wish: Wish): string {
  switch (match.kind) {
    case "matched":
      return displayName(match.user);
    case "asWished":
      return wish === "deactivate"
        ? vscode.l10n.t("{0} is already deactivated", displayName(match.user))
        : vscode.l10n.t("{0} is already active", displayName(match.user));
    case "toDecide":
      return match.doubts.map(doubtInWords).join(" · ");
    case "decided":
      return match.users.length === 0
        ? vscode.l10n.t("Decided by you: nobody")
        : vscode.l10n.t("Decided by you: {0}", match.users.map(displayName).join(", "));
    case "duplicate":
      return vscode.l10n.t("The same as line {0}", match.of);
    case "notFound":
      return notFoundInWords(match);
    case "notLookedUp":
      return explain(match.error);
    case "refused":
      return match.reason === "self"
        ? vscode.l10n.t("{0} is you: nobody can deactivate themselves", displayName(match.user))
        : vscode.l10n.t("{0} is waiting for approval", displayName(match.user));
  }
}

function notFoundInWords({ entry }: Match): string {
  const [only] = [...entry.named, ...entry.others];
  if (!only) return vscode.l10n.t("No whole email and no ID in this line");
  switch (only.kind) {
    case "email":
      return vscode.l10n.t("Nobody has the email {0}", only.text);
    case "ID":
      return vscode.l10n.t("Nobody has the ID {0}", only.text);
    case "username":
      return vscode.l10n.t("Nobody has the username {0}", only.text);
  }
}

function doubtInWords(doubt: Doubt): string {
  switch (doubt.kind) {
    case "alsoNamed":
      return vscode.l10n.t("{0} is also in this line", doubt.text);
    case "severalNamed":
      return vscode.l10n.t("{0} users are in this line", doubt.count);
    case "shared":
      return vscode.l10n.t("{0} users have {1}", doubt.count, doubt.text);
    case "missing":
      return vscode.l10n.t("{0} was not found", doubt.text);
    case "otherColumn":
      return vscode.l10n.t("Only {0} is in this line, in another column", doubt.text);
    case "wordBefore":
      return vscode.l10n.t("“{0}” is directly before {1}", doubt.word, doubt.text);
    case "wordAfter":
      return vscode.l10n.t("“{0}” is directly after {1}", doubt.word, doubt.text);
    case "remark":
      return vscode.l10n.t("“{0}” is in this line: somebody else may be meant, or nobody", doubt.text);
    case "signature":
      return vscode.l10n.t("Below “{0}”: this may be the sender’s signature", doubt.text);
    case "heading":
      return vscode.l10n.t("Below “{0}”: somebody else may be meant, or nobody", doubt.text);
    case "marks":
      return vscode.l10n.t("Not all lines are marked alike ({0}): somebody else may be meant, or nobody", doubt.text);
    case "stays":
      return vscode.l10n.t("Line {0} says “{1}” about this user", doubt.line, doubt.text);
    case "otherName":
      return vscode.l10n.t("The line says {0}, but this email is {1}’s", doubt.text, doubt.name);
    case "cells":
      return vscode.l10n.t("The line has {0} instead of {1} cells", doubt.count, doubt.expected);
    case "failed":
      return vscode.l10n.t("{0} could not be looked up: {1}", doubt.text, explain(doubt.error));
    case "tooLong":
      return vscode.l10n.t("A cell in this line is too long to be read");
  }
}

function asideInWords(why: Aside["why"]): string {
  switch (why) {
    case "blank":
      return vscode.l10n.t("Blank line");
    case "separator":
      return vscode.l10n.t("Names the separator");
    case "version":
      return vscode.l10n.t("Names the version");
    case "comment":
      return vscode.l10n.t("Comment");
    case "example":
      return vscode.l10n.t("Example");
    case "header":
      return vscode.l10n.t("Header");
    case "aboveHeader":
      return vscode.l10n.t("Above the header");
  }
}

/** What a column is called, and how its cells are read. The only column of a list without a header has no name. */
export function columnInWords({ column, as }: ColumnChoice, isOnly: boolean): string {
  if (isOnly && column.header === undefined)
    return as === "usernames" ? vscode.l10n.t("Usernames") : vscode.l10n.t("Emails and IDs");
  const name = column.header ?? vscode.l10n.t("column {0}", column.index + 1);
  return as === "usernames" ? vscode.l10n.t("{0} (usernames)", name) : name;
}

/** What a column with a status says: which of its lines are meant is for a person to check. */
export function statusInWords({ index, header, values }: StatusColumn): string {
  const name = header ?? vscode.l10n.t("column {0}", index + 1);
  const counts = values.map(([value, count]) => `${value === "" ? "–" : value} (${countInWords(count)})`).join(", ");
  return vscode.l10n.t("“{0}” says: {1}. Check which lines are meant.", name, counts);
}

export function tooLongInWords({ limit }: ListTooLongError): string {
  return limit === "bytes"
    ? vscode.l10n.t("This list is larger than {0} MB. Split it and use one part at a time.", limits.bytes / 1024 / 1024)
    : vscode.l10n.t(
        "This list has more than {0} lines. Split it and use one part at a time.",
        countInWords(limits.lines),
      );
}

/** What became of every line, as the rows of a table with its headings first: line, result, details, text. */
export async function accountingAsRows(accounting: Accounting, wish: Wish): Promise<string[][]> {
  const turns = new Turns();
  const rows = [[vscode.l10n.t("Line"), vscode.l10n.t("Result"), vscode.l10n.t("Details"), vscode.l10n.t("Text")]];
  for (const line of accounting.lines) {
    rows.push([String(line.line), classNames[line.class](), lineInWords(line, wish), line.text]);
    if (turns.isOver) await turns.next();
  }
  return rows;
}

const classNames: Record<LineClass, () => string> = {
  matched: () => vscode.l10n.t("Matched"),
  asWished: () => vscode.l10n.t("Nothing to change"),
  toDecide: () => vscode.l10n.t("To decide"),
  decided: () => vscode.l10n.t("Decided"),
  duplicate: () => vscode.l10n.t("Duplicate"),
  notFound: () => vscode.l10n.t("Not found"),
  notLookedUp: () => vscode.l10n.t("Not looked up"),
  refused: () => vscode.l10n.t("Cannot be changed"),
  aside: () => vscode.l10n.t("Not about a user"),
  continued: () => vscode.l10n.t("Inside a cell"),
};
