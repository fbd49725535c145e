import * as vscode from "vscode";

/**
 * Where Workfront sends the browser after the consent, and what an administrator registers: it leads to this editor's
 * URI handler. It is the same in every window, and another in each product that is made from VS Code.
 */
export function redirectAddress({ extension }: Pick<vscode.ExtensionContext, "extension">): string {
  return `${vscode.env.uriScheme}://${extension.id}/callback`;
}
