import * as vscode from "vscode";
import { inMarkdown, markdownDocument, markdownTable } from "../../domain/markdown";
import { nameOf, type Change, type RunHeader } from "../../domain/runs/record";
import { Turns } from "../../domain/turns";
import { kindOfItem } from "../words/assignedWork";

/** A column of a table that has a line for each change; one that is fixed is in every line, also where all have the same. */
export type Column<T extends Change> = readonly [heading: string, text: (one: T) => string, isFixed?: boolean];

/** What changes are about: users, or work and whose it was and is, where there are several of them. */
export function columnsFor(
  changes: readonly Change[],
  { from = [], to = [] }: Pick<RunHeader, "from" | "to">,
): readonly Column<Change>[] {
  if (!changes.some(({ item }) => item))
    return [
      [vscode.l10n.t("Name"), nameOf, true],
      [vscode.l10n.t("Email"), ({ detail }) => detail ?? ""],
    ];
  const names = new Map<unknown, string>([...from, ...to].map(({ ID, name }) => [ID, name]));
  const nameFor = (id: Change["before"]) => names.get(id) ?? (typeof id === "string" ? id : "");
  const holder: Column<Change> = [vscode.l10n.t("From"), ({ before }) => nameFor(before)];
  const receiver: Column<Change> = [vscode.l10n.t("To"), ({ wished }) => nameFor(wished)];
  return [
    [vscode.l10n.t("Kind"), kindOfItem],
    [vscode.l10n.t("Item"), nameOf, true],
    [vscode.l10n.t("Project"), ({ item }) => item?.project ?? ""],
    [vscode.l10n.t("Status"), ({ item }) => item?.status ?? ""],
    ...(from.length > 1 ? [holder] : []),
    ...(to.length > 1 ? [receiver] : []),
  ];
}

/** The ID of what people know, such as the task of an assignment. */
export function idColumn(): Column<Change> {
  return [vscode.l10n.t("ID"), idOf];
}

function idOf({ ID, item }: Change): string {
  return item?.shown.ID ?? ID;
}

/** A line of Markdown for each, with its ID, which cannot be broken and would make a table wider than half a window. */
export async function idLines(changes: readonly Change[]): Promise<string> {
  const turns = new Turns();
  const lines: string[] = [];
  for (const one of changes) {
    const who = [nameOf(one), one.item?.project ?? one.detail].filter(Boolean).join(" · ");
    lines.push(`- ${inMarkdown(who)}: ${inMarkdown(idOf(one))}`);
    if (turns.isOver) await turns.next();
  }
  return lines.join("\n");
}

/** The table as cells, headings first. */
export function cellsOf<T extends Change>(columns: readonly Column<T>[], changes: readonly T[]): string[][] {
  return [columns.map(([heading]) => heading), ...changes.map((one) => columns.map(([, text]) => text(one)))];
}

/**
 * The table as Markdown, as narrow as it can be without a loss: what is the same in every line is said once above it, and a
 * column without any text is left out. Empty where there are no changes.
 */
export async function tableOf<T extends Change>(columns: readonly Column<T>[], changes: readonly T[]): Promise<string> {
  const common = changes.length > 1 ? columns.filter((column) => isSame(column, changes)) : [];
  const [headings = [], ...rows] = cellsOf(
    columns.filter((column) => !common.includes(column)),
    changes,
  );
  return markdownDocument(commonInWords(common, changes[0]), await markdownTable(headings, rows)).trimEnd();
}

/** Whether a column that is not fixed has the same text in every line. */
function isSame<T extends Change>([, text, isFixed]: Column<T>, changes: readonly T[]): boolean {
  const [first] = changes;
  return !isFixed && first !== undefined && changes.every((one) => text(one) === text(first));
}

function commonInWords<T extends Change>(columns: readonly Column<T>[], one: T | undefined): string {
  const texts = columns.flatMap(([heading, text]) =>
    one && text(one) ? [`${heading}: ${inMarkdown(text(one))}`] : [],
  );
  return texts.length > 0 ? vscode.l10n.t("The same for all: {0}", texts.join(" · ")) : "";
}
