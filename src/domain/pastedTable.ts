/** Lines of cells for the clipboard: pasted into a spreadsheet or a ticket they make a table, and no cell a formula. */
export function pastedTable(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(pastedCell).join("\t")).join("\n");
}

function pastedCell(text: string): string {
  const line = text.replaceAll(/[\t\r\n]+/g, " ");
  return /^["'\s]*[=+\-@＝＋－＠]/.test(line) ? `'${line}` : line;
}
