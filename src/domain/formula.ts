/** What a spreadsheet would carry out instead of showing, behind any marks that were put before it already. */
export const formula = /^'*[=+\-@\t\r]/;

/** Takes off the mark by which a cell of our own CSV was kept from being a formula. */
export function withoutMark(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
