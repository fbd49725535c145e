import { withoutMarks } from "../csv";
import { checkMarksOf, type CheckMarks } from "./checkMarks";
import type { ColumnChoice } from "./column";
import { meaningOf } from "./headers";
import { HintReader, type Hints } from "./hints";
import { folded, visible, type Identifier } from "./identifiers";
import { statusColumnsOf } from "./status";
import { textOf, type List, type PersonRow } from "./list";
import { isBlank, longestCell } from "./tooLong";
import { Turns } from "../turns";

/** One line of a list that may be about a person. */
export interface Entry {
  /** What the line says, as a person would read it. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** How many lines of the file it takes. */
  readonly lines: number;
  /** Which of the recipients in its line it is. */
  readonly part?: number | undefined;
  /** What says who is meant: what the chosen column holds. */
  readonly named: readonly Identifier[];
  /** What else in the line could identify somebody. */
  readonly others: readonly Identifier[];
  /** The line has more cells than the table has columns, or lacks some that matter: its cells may have moved. */
  readonly cells?: { readonly count: number; readonly expected: number } | undefined;
  readonly isTooLong: boolean;
  readonly hints: Hints;
  /** What the columns with a status say; empty where there are none. */
  readonly status: string;
}

/** Workfront has no longer usernames. */
const longestUsername = 255;

/** The lines of a list that may be about a person, read by the chosen column. */
export async function entriesOf(list: List, choice: ColumnChoice): Promise<Entry[]> {
  const turns = new Turns();
  const expected = widthOf(list);
  const isCut = list.header === undefined && expected === 2 && (list.separator === "," || list.separator === ";");
  const usernameColumns = new Set(
    (list.header ?? []).flatMap((header, index) => (meaningOf(header) === "username" ? [index] : [])),
  );
  const identifying = lastIdentifyingColumn(list.rows);
  const hints = new HintReader(list, choice);
  const statuses = await statusColumnsOf(list);
  const entries: Entry[] = [];
  for (const row of list.rows) {
    const found = distinct(namedIn(row, choice));
    const named = isCut ? found.map((one) => withWordBefore(one, row)) : found;
    const others: Identifier[] = [];
    for (const [index, cell] of row.cells.entries())
      if (index !== choice.column.index)
        others.push(...othersIn(cell, row.identifiers[index] ?? [], usernameColumns.has(index)));
    const isNamed = (one: Identifier) => named.some((other) => keyOf(other) === keyOf(one));
    entries.push({
      text: textOf(row.cells),
      line: row.line,
      lines: row.lines,
      part: row.part,
      named,
      others: distinct(others).filter((one) => !isNamed(one)),
      cells: raggedness(row, expected, identifying),
      isTooLong: row.cells.some(({ length }) => length > longestCell),
      hints: hints.next(row),
      status: statuses.length === 0 ? "" : statuses.map(({ index }) => (row.cells[index] ?? "").trim()).join(" · "),
    });
    if (turns.isOver) await turns.next();
  }
  return withMarks(entries, await checkMarksOf(list, (index) => mayBeMeant(entries[index])));
}

/** Whether a line is about somebody, and no sender and nobody below a heading of others. */
function mayBeMeant(entry: Entry | undefined): boolean {
  if (entry === undefined || entry.named.length + entry.others.length === 0) return false;
  return entry.hints.signature === undefined && entry.hints.heading === undefined;
}

function withMarks(entries: Entry[], { ofRows, all, areAlike }: CheckMarks): Entry[] {
  if (areAlike) return entries;
  return entries.map((entry, index) => ({
    ...entry,
    hints: { ...entry.hints, marks: { own: ofRows[index] ?? "", all } },
  }));
}

/** What makes two identifiers the same one. */
export function keyOf({ kind, text }: Identifier): string {
  return `${kind} ${folded(text)}`;
}

function distinct(identifiers: readonly Identifier[]): Identifier[] {
  return identifiers.length < 2 ? [...identifiers] : [...new Map(identifiers.map((one) => [keyOf(one), one])).values()];
}

function namedIn({ cells, identifiers }: PersonRow, { column, as }: ColumnChoice): Identifier[] {
  const cell = cells[column.index] ?? "";
  const found = identifiers[column.index] ?? [];
  if (as === "identifiers") return [...found];
  const [only, ...more] = found;
  // A username may well be an email; then it has to be one as a whole.
  const isUsername = found.length === 0 || (more.length === 0 && only?.kind === "email" && only.text === cell.trim());
  return isUsername ? usernameIn(cell) : [...found];
}

/** Without a header, `jo;smith@example.com` may be a name and an email, or one email that is mistyped. */
function withWordBefore(identifier: Identifier, { cells: [before = "", text = ""] }: PersonRow): Identifier {
  const mayBePiece = identifier.kind === "email" && /^\S*\p{L}\S*$/u.test(before) && /^\S/.test(text);
  return mayBePiece && text.includes(identifier.text) ? { ...identifier, wordBefore: before } : identifier;
}

function othersIn(cell: string, found: readonly Identifier[], holdsUsernames: boolean): readonly Identifier[] {
  return found.length === 0 && holdsUsernames ? usernameIn(cell) : found;
}

function usernameIn(cell: string): Identifier[] {
  const text = withoutMarks(visible(cell.length > longestCell ? "" : cell)).trim();
  return text !== "" && text.length <= longestUsername ? [{ kind: "username", text }] : [];
}

/** How many cells a line of the table has. */
function widthOf({ header, rows }: List): number {
  if (header) return header.length;
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((usual, one) => (one[1] > usual[1] ? one : usual), [1, 0])[0];
}

function lastIdentifyingColumn(rows: readonly PersonRow[]): number {
  return rows.reduce(
    (last, { identifiers }) =>
      Math.max(
        last,
        identifiers.findLastIndex(({ length }) => length > 0),
      ),
    -1,
  );
}

function raggedness({ cells }: PersonRow, expected: number, identifying: number): Entry["cells"] {
  if (cells.length === expected) return undefined;
  const hasMoved =
    cells.length > expected
      ? cells.slice(expected).some((cell) => !isBlank(cell))
      : cells.length <= identifying && identifying < expected;
  return hasMoved ? { count: cells.length, expected } : undefined;
}
