import { homedir } from "node:os";
import * as vscode from "vscode";
import { byteOrderMark, csvLines } from "../../domain/csv";
import { tell } from "../editor/tell";
import { Explanation } from "../words/failures";

/** Writes a table to a CSV file that is asked for. */
export async function exportTable(rows: readonly (readonly string[])[], host: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const today = new Date().toISOString().slice(0, 10);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export License Overview"),
    saveLabel: vscode.l10n.t("Export"),
    defaultUri: vscode.Uri.joinPath(folder, `workfront-licenses-${host.replaceAll(":", "-")}-${today}.csv`),
    filters: { CSV: ["csv"] },
  });
  if (!target) return;
  const content = Buffer.from(byteOrderMark + (await csvLines(rows)), "utf8");
  try {
    await vscode.workspace.fs.writeFile(target, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Explanation(vscode.l10n.t("{0} could not be written. {1}", target.fsPath, reason));
  }
  void tell.info(vscode.l10n.t("The license overview is in {0}.", target.fsPath), {
    title: vscode.l10n.t("Open File"),
    run: () => vscode.commands.executeCommand("vscode.open", target),
  });
}
