/**
 * Where a spreadsheet would begin to carry something out instead of showing it: at the start of a cell, and behind what
 * another spreadsheet takes for a separator or for the end of a line; also before any marks that are there already.
 */
const formula = /(?<=^|[;,|\t\r\n])(?='*[" ]*[=+\-@＝＋－＠])|^(?='*[\t\r])/g;

/** Our mark at such a place. */
const mark = /(?<=^|[;,|\t\r\n])'(?='*[" ]*[=+\-@＝＋－＠])|^'(?='*[\t\r])/g;

/** Spreadsheets take a file without this mark for one in an old local encoding. */
export const byteOrderMark = "\ufeff";

/**
 * Lines of a CSV file that spreadsheets show as they are, whether they separate cells by commas or by semicolons: what
 * would be a formula there gets a `'` in front.
 */
export async function csvLines(rows: readonly (readonly string[])[]): Promise<string> {
  const { default: papaparse } = await import("papaparse");
  const marked = rows.map((row) => row.map((cell) => cell.replace(formula, "'")));
  const quotes = (cell: unknown) => /[;|\t]/.test(String(cell));
  return marked.length === 0 ? "" : `${papaparse.unparse(marked, { newline: "\r\n", quotes })}\r\n`;
}

/** The text of a cell without the marks that `csvLines` puts into it. */
export function withoutMarks(cell: string): string {
  return cell.includes("'") ? cell.replace(mark, "") : cell;
}
