/** The most that a list may hold. */
export const limits = { bytes: 10 * 1024 * 1024, lines: 50_000 } as const;

/** A cell of a spreadsheet holds no more characters (Excel's specification); more is no cell, and nobody is looked for in it. */
export const longestCell = 32_767;

/** Whether a cell holds nothing. One that is too long is not looked at: it holds something. */
export function isBlank(cell: string): boolean {
  return cell.length <= longestCell && cell.trim() === "";
}

/** The list is larger than we read. */
export class ListTooLongError extends Error {
  override readonly name = "ListTooLongError";

  constructor(readonly limit: keyof typeof limits) {
    super(`more than ${limits[limit]} ${limit}`);
  }
}
