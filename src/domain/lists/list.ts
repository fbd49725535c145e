import { identifiersIn, visible, type Identifier } from "./identifiers";
import { linesOf } from "./lines";
import { recipientsIn } from "./recipients";
import { headerIn, rowsBeforeHeader, separatorOf } from "./separator";
import { rowsOf, type Row, type Separator } from "./table";
import { textFrom } from "./text";
import { longestCell } from "./tooLong";
import { Turns } from "../turns";

/** A row that may be about a person. */
export interface PersonRow extends Row {
  /** Which of the recipients in its line it is, counted from 1; nothing where the line is one row. */
  readonly part?: number | undefined;
  /** By cell: what in it could identify somebody. */
  readonly identifiers: readonly (readonly Identifier[])[];
}

/** Lines that are not about a person, and why. */
export interface Aside {
  readonly line: number;
  readonly lines: number;
  readonly text: string;
  readonly why: "blank" | "separator" | "version" | "comment" | "example" | "header" | "aboveHeader";
}

/** A list as it was given: every line of it is in a row or an aside. */
export interface List {
  readonly lines: number;
  readonly separator: Separator;
  readonly header: readonly string[] | undefined;
  readonly rows: readonly PersonRow[];
  readonly asides: readonly Aside[];
}

const separatorLine = /^\s*"?sep=(.)"?\s*$/i;
/** How many lines are looked at to see what separates their cells. */
const sampleLines = 400;

const someLetter = /[\p{L}\p{N}]/u;

/**
 * Reads a list of users in whatever form it comes: a table with or without a header, whatever separates its cells, one
 * text per line, or one line of recipients.
 * @throws {ListTooLongError}
 * @throws {NotTextError}
 */
export async function readList(content: string | Uint8Array): Promise<List> {
  const lines = await linesOf(typeof content === "string" ? content : await textFrom(content));
  const told = separatorLine.exec((lines[0] ?? "").slice(0, 20))?.[1];
  const above: Aside[] = told ? [{ line: 1, lines: 1, text: lines[0] ?? "", why: "separator" }] : [];
  const rest = lines.slice(above.length);
  const separator = isSeparator(told) ? told : await separatorOf(firstOf(rest, sampleLines, (line) => [line]));
  const rows = await rowsOf(rest, separator, above.length + 1);
  const header = headerIn(firstOf(rows, rowsBeforeHeader, ({ cells }) => cells));
  const { asides, others } = await sorted(rows, header);
  const [only, ...more] = others;
  const isOneText = only !== undefined && more.length === 0 && separator === undefined;
  const recipients = isOneText ? await recipientsIn(only.cells[0] ?? "") : undefined;
  const parts = only && recipients?.map((text, index) => ({ ...only, cells: [text], part: index + 1 }));
  return {
    lines: lines.length,
    separator,
    header: header?.cells,
    rows: await personRows(parts ?? others),
    asides: [...above, ...asides],
  };
}

/** The first of some lines that may be about a person or be the header. */
function firstOf<T>(all: readonly T[], count: number, cellsOf: (one: T) => readonly string[]): T[] {
  const first: T[] = [];
  for (const one of all) {
    if (first.length === count) break;
    if (!asideOf(cellsOf(one))) first.push(one);
  }
  return first;
}

/** Sorts out the rows that are not about a person: blank ones, comments, the header, wherever it is repeated. */
async function sorted(
  rows: readonly Row[],
  header: Row | undefined,
): Promise<{ readonly asides: Aside[]; readonly others: Row[] }> {
  const turns = new Turns();
  const asides: Aside[] = [];
  const others: Row[] = [];
  let isAbove = header !== undefined;
  for (const row of rows) {
    if (turns.isOver) await turns.next();
    if (row === header) isAbove = false;
    const why = asideOf(row.cells) ?? (isRepeated(row, header) ? "header" : isAbove ? "aboveHeader" : undefined);
    if (why) asides.push({ line: row.line, lines: row.lines, text: textOf(row.cells), why });
    else others.push(row);
  }
  return { asides, others };
}

function isRepeated({ cells }: Row, header: Row | undefined): boolean {
  return cells.length === header?.cells.length && cells.every((cell, index) => cell === header.cells[index]);
}

async function personRows(rows: readonly (Row & { readonly part?: number })[]): Promise<PersonRow[]> {
  const turns = new Turns();
  const read: PersonRow[] = [];
  for (const { line, lines, part, cells } of rows) {
    read.push({ line, lines, part, cells, identifiers: cells.map(identifiersIn) });
    if (turns.isOver) await turns.next();
  }
  return read;
}

/** Why cells are not about a person, whatever else is in the list. */
function asideOf(cells: readonly string[]): Aside["why"] | undefined {
  if (!cells.some((cell) => cell.length > longestCell || someLetter.test(cell))) return "blank";
  const first = (cells[0] ?? "").slice(0, 100).trim();
  if (/^"?version\s*:\s*v?\d/i.test(first)) return "version";
  if (/^"?(example|beispiel|예|예시)\s*:/i.test(first)) return "example";
  return /^"?(#|\/\/)/.test(first) && !/^#\s*\d*$/.test(first) ? "comment" : undefined;
}

/** A row as a person would read it. */
export function textOf(cells: readonly string[]): string {
  const texts = cells.map((cell) => visible(cell.slice(0, longestText)).trim()).filter(Boolean);
  const text = texts.join(" · ");
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
const longestText = 300;

function isSeparator(text: string | undefined): text is Exclude<Separator, undefined> {
  return text !== undefined && ["\t", ";", ",", "|"].includes(text);
}
