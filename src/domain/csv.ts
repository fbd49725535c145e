/** What a spreadsheet would carry out instead of showing, behind any marks that were put before it already. */
const formula = /^'*[=+\-@\t\r]/;

/** Spreadsheets take a file without this mark for one in an old local encoding. */
export const byteOrderMark = "\ufeff";

/** Lines of a CSV file that spreadsheets show as they are: a cell that would be a formula there gets a `'` in front. */
export async function csvLines(rows: readonly (readonly string[])[]): Promise<string> {
  const { csvFormatRow } = await library();
  return rows.map((row) => `${csvFormatRow(row.map((cell) => (formula.test(cell) ? `'${cell}` : cell)))}\r\n`).join("");
}

/** The cells of a table, line by line. Takes off the marks that `csvLines` puts on. */
export async function readTable(text: string, delimiter: string): Promise<string[][]> {
  const content = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  const { dsvFormat } = await library();
  const rows = hasForeignQuotes(content, delimiter)
    ? content.split(/\r\n|\r|\n/).map((line) => line.split(delimiter))
    : dsvFormat(delimiter).parseRows(content);
  return rows.map((cells) => cells.map(withoutMark));
}

/** Loaded when the first table is read or written, to keep activation quick. */
function library() {
  return import("d3-dsv");
}

/** Quotes that are not CSV's own, as in `"Doe, Jane" <jane@…>`, would join lines. */
function hasForeignQuotes(text: string, delimiter: string): boolean {
  const around = `[${delimiter}\\r\\n]`;
  const quoted = new RegExp(`(?<=^|${around})"(?:[^"]|"")*"(?=$|${around})`, "g");
  return text.replaceAll(quoted, "").includes('"');
}

function withoutMark(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
