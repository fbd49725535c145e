import * as vscode from "vscode";

/** A count as the editor's language writes it, for example `12,345`. */
export function countInWords(count: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(count);
}
