import type { ParseConfig } from "papaparse";
import { longestCell } from "./tooLong";
import { Turns } from "../turns";

/** What stands between the cells of a line; nothing in a list of one text per line. */
export type Separator = "\t" | ";" | "," | "|" | undefined;

/** A row of a table, and where it stands in the file. */
export interface Row {
  /** The first of its lines, counted from 1. */
  readonly line: number;
  /** How many lines it takes: more than one where a quoted cell has line breaks. */
  readonly lines: number;
  readonly cells: readonly string[];
}

/** No row takes more lines; a quote that is not closed by then is a character like any other. */
const mostLinesOfARow = 100;

/** No row of a table is longer; a longer line is one text. */
const longestRow = 8 * longestCell;

/** How many characters are given to the library at once, so that it never works for long. */
const blockLength = 64 * 1024;

/** Stands for a quote that is a character like any other, while the library parses. Not a character of any text. */
const strayQuote = "\uffff";

/**
 * The rows of a table. Line numbers stay those of the file, and a quote that is not closed spoils no cell but its own.
 * @param first the line number of the first line.
 */
export async function rowsOf(lines: readonly string[], separator: Separator, first = 1): Promise<Row[]> {
  const turns = new Turns();
  const rows: Row[] = [];
  if (separator === undefined) {
    for (const [index, line] of lines.entries()) {
      rows.push({ line: first + index, lines: 1, cells: [line] });
      if (turns.isOver) await turns.next();
    }
    return rows;
  }
  const { default: papaparse } = await import("papaparse");
  const config: ParseConfig = { delimiter: separator, newline: "\n", quoteChar: '"', escapeChar: '"' };
  let block: RowText[] = [];
  let length = 0;
  const parse = () => {
    if (block.length === 0) return;
    const { data } = papaparse.parse<string[]>(block.map(({ text }) => text).join("\n"), config);
    for (const [index, record] of block.entries())
      rows.push({ line: record.line + first, lines: record.lines, cells: (data[index] ?? [""]).map(restored) });
    block = [];
    length = 0;
  };
  for (let index = 0; index < lines.length;) {
    const record = recordAt(lines, index, separator);
    index += record.lines;
    if (record.text === "" || record.text.length > longestRow) {
      parse();
      rows.push({ line: record.line + first, lines: record.lines, cells: [record.text] });
    } else {
      block.push(record);
      length += record.text.length;
      if (length > blockLength) parse();
    }
    if (turns.isOver) await turns.next();
  }
  parse();
  return rows;
}

/** The text of one row, in which every quote that the library will see is closed. `line` is counted from 0. */
interface RowText {
  readonly line: number;
  readonly lines: number;
  readonly text: string;
}

function recordAt(lines: readonly string[], line: number, separator: string): RowText {
  let text = lines[line] ?? "";
  let count = 1;
  if (text.length > longestRow || !text.includes('"')) return { line, lines: count, text };
  const strays: number[] = [];
  for (let start = 0; start >= 0 && start < text.length;) {
    let end = start;
    if (text[start] === '"') {
      const closed = closingQuote(lines, { text, line, count, start, separator });
      if (closed) ({ text, count, end } = closed);
      else strays.push(start);
    }
    const next = text.indexOf(separator, end);
    start = next < 0 ? -1 : next + 1;
  }
  return { line, lines: count, text: withStrays(text, strays) };
}

interface OpenQuote {
  readonly text: string;
  readonly line: number;
  readonly count: number;
  readonly start: number;
  readonly separator: string;
}

/** Where the quote that opens at `start` is closed, with as many further lines as that takes. */
function closingQuote(lines: readonly string[], { text, line, count, start, separator }: OpenQuote) {
  const more: string[] = [];
  let current = text;
  let offset = 0;
  for (let position = start + 1; ;) {
    const quote = current.indexOf('"', position);
    if (quote < 0) {
      const next = lines[line + count + more.length];
      if (next === undefined || count + more.length >= mostLinesOfARow || offset > longestCell) return undefined;
      offset += current.length + 1;
      more.push(next);
      [current, position] = [next, 0];
    } else if (current[quote + 1] === '"') position = quote + 2;
    else if (quote + 1 === current.length || current[quote + 1] === separator)
      return { text: [text, ...more].join("\n"), count: count + more.length, end: offset + quote + 1 };
    else return undefined;
  }
}

function withStrays(text: string, strays: readonly number[]): string {
  if (strays.length === 0) return text;
  const ends = [...strays.slice(1), text.length];
  const parts = strays.map((stray, index) => strayQuote + text.slice(stray + 1, ends[index]));
  return text.slice(0, strays[0]) + parts.join("");
}

function restored(cell: string): string {
  return cell.includes(strayQuote) ? cell.replaceAll(strayQuote, '"') : cell;
}
