import * as vscode from "vscode";

/**
 * The address that leads to this editor's URI handler. It is the same in every window, and another one in each product
 * that is made from VS Code.
 */
export function editorAddress({ extension }: Pick<vscode.ExtensionContext, "extension">): string {
  return `${vscode.env.uriScheme}://${extension.id}/callback`;
}

/**
 * Where the page of vscode.dev is to send the browser on to, with the nonce in the query. VS Code adds which window it is
 * that asks. The page knows the editors of the desktop and its own sites; elsewhere the browser's address is pasted.
 */
export async function callbackWith(
  nonce: string,
  context: Pick<vscode.ExtensionContext, "extension">,
): Promise<string> {
  const own = vscode.Uri.parse(`${editorAddress(context)}?nonce=${nonce}`, true);
  const external = await vscode.env.asExternalUri(own);
  const isKnown = external.scheme === own.scheme || /(^|\.)(vscode|github)\.dev$/.test(external.authority);
  return (isKnown ? external : own).toString(true);
}
