/**
 * What a spreadsheet would carry out instead of showing, at the start of a cell or behind what another spreadsheet takes
 * for a separator or for the end of a line; also behind any marks that were put before it already.
 */
const formula = /(^|[;,|\t\r\n])(?='*["\s]*[=+\-@\t\r＝＋－＠])/g;

/** The same with our mark before it. */
const markedFormula = /(^|[;,|\t\r\n])'(?='*["\s]*[=+\-@\t\r＝＋－＠])/g;

/** Spreadsheets take a file without this mark for one in an old local encoding. */
export const byteOrderMark = "\ufeff";

/**
 * Lines of a CSV file that spreadsheets show as they are, whether they separate cells by commas or by semicolons: what
 * would be a formula there gets a `'` in front.
 */
export async function csvLines(rows: readonly (readonly string[])[]): Promise<string> {
  const { default: papaparse } = await import("papaparse");
  const marked = rows.map((row) => row.map((cell) => cell.replace(formula, "$1'")));
  const quotes = (cell: unknown) => /[;|\t'=]/.test(String(cell));
  return marked.length === 0 ? "" : `${papaparse.unparse(marked, { newline: "\r\n", quotes })}\r\n`;
}

/** The text of a cell without the marks that `csvLines` puts into it. */
export function withoutMarks(cell: string): string {
  return cell.includes("'") ? cell.replace(markedFormula, "$1") : cell;
}
