import { isHeader, meaningOf } from "./headers";
import { identifiersIn } from "./identifiers";
import { rowsOf, type Row, type Separator } from "./table";
import { isBlank } from "./tooLong";

const separators = ["\t", ";", ",", "|"] as const;

/** How much of the lines is looked at. */
const mostCharacters = 200_000;

/** How much of a line is looked at for an email in angle brackets at its end. */
const longestEnd = 400;

/** The header of a table stands among its first rows. */
export const rowsBeforeHeader = 10;

/**
 * Of the rows without a header above them, at least so many have as many cells as each other. Below a header it is half
 * of them, and below two headers that we know, any number.
 */
const regular = 0.7;

/**
 * What separates the cells: that which gives the lines as many cells as each other (or as the header), and most cells
 * that are just an email or an ID. Nothing where no separator does.
 * @param lines the first of those that can be about a person.
 */
export async function separatorOf(lines: readonly string[]): Promise<Separator> {
  const some = sampleOf(lines);
  if (some.length > 1 && isOfRecipients(some)) return undefined;
  let best: { readonly separator: Separator; readonly score: readonly number[] } | undefined;
  for (const separator of separators) {
    if (!some.some((line) => line.includes(separator))) continue;
    const score = scoreOf(await rowsOf(some, separator), separator);
    if (score && (!best || isHigher(score, best.score))) best = { separator, score };
  }
  return best?.separator;
}

/** The row that says what the columns hold: it has a header that we know, or nothing but titles, and identifies nobody. */
export function headerIn(rows: readonly Row[]): Row | undefined {
  for (const row of rows.slice(0, rowsBeforeHeader)) {
    if (row.cells.some((cell) => cell.includes("@") || identifiersIn(cell).length > 0)) return undefined;
    const filled = row.cells.filter((cell) => !isBlank(cell));
    if (filled.some(isHeader) || filled.every((cell) => meaningOf(cell) === "otherPerson")) return row;
  }
  return undefined;
}

function sampleOf(lines: readonly string[]): string[] {
  let left = mostCharacters;
  return lines.flatMap((line) => {
    left -= line.length;
    return left >= 0 ? line : [];
  });
}

/** `Smith, Bo <bo@example.com>`, one per line: the comma separates no cells. */
function isOfRecipients(lines: readonly string[]): boolean {
  const such = lines.filter((line) => /[^\s<>]@[^\s<>]+>["'\s,;]*$/.test(line.slice(-longestEnd)));
  return such.length >= lines.length / 2 && !lines.some((line) => line.includes("\t"));
}

function scoreOf(rows: readonly Row[], separator: Separator): number[] | undefined {
  const header = headerIn(rows);
  const below = header ? rows.slice(rows.indexOf(header) + 1) : rows;
  const width = header ? header.cells.length : usualWidth(below);
  // The comma of `"Low, Bo" <bo@example.com>` leaves a cell with a quote that is not closed.
  const isWhole = (cell: string) => header !== undefined || !/^\s*"/.test(cell);
  const fitting = below.filter(({ cells }) => cells.length === width && cells.every(isWhole));
  const filled = new Set((header ? [header, ...fitting] : fitting).flatMap(({ cells }) => filledColumns(cells)));
  if (width < 2 || filled.size < 2) return undefined;
  const share = below.length === 0 ? 1 : fitting.length / below.length;
  const headers = header ? header.cells.filter(isHeader).length : 0;
  const isLoneRow = below.length < 2 && separator !== "\t";
  const enough = header ? (headers > 1 ? 0 : 0.5) : isLoneRow ? Infinity : regular;
  if (share < enough) return undefined;
  const clean = fitting.flatMap(({ cells }) => cells).filter(isClean).length;
  return [header ? 1 : 0, clean, share, width];
}

function filledColumns(cells: readonly string[]): number[] {
  return cells.flatMap((cell, index) => (isBlank(cell) ? [] : [index]));
}

function isClean(cell: string): boolean {
  const [only, ...more] = identifiersIn(cell);
  return only !== undefined && more.length === 0 && cell.trim().length <= only.text.length + 2;
}

function usualWidth(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [usual] = [...counts].sort(([, one], [, other]) => other - one);
  return usual?.[0] ?? 0;
}

function isHigher(score: readonly number[], other: readonly number[]): boolean {
  for (const [index, value] of score.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
