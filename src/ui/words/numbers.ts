import * as vscode from "vscode";

let counts: Intl.NumberFormat | undefined;

/** A count as the editor's language writes it, for example `12,345`. */
export function countInWords(count: number): string {
  counts ??= new Intl.NumberFormat(vscode.env.language);
  return counts.format(count);
}
