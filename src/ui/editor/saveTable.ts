import { homedir } from "node:os";
import * as vscode from "vscode";
import { byteOrderMark, csvLines } from "../../domain/csv";
import { explainFile, Explanation } from "../words/failures";
import { tell } from "./tell";

export interface TableFile {
  /** The title of the question for the file. */
  readonly title: string;
  /** What the file is called unless somebody wants another name. */
  readonly name: string;
  /** What is told when it is written. */
  readonly told: (path: string) => string;
}

/** Writes a table to a CSV file that is asked for. */
export async function saveTable(rows: readonly (readonly string[])[], { title, name, told }: TableFile): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const target = await vscode.window.showSaveDialog({
    title,
    saveLabel: vscode.l10n.t("Export"),
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: { CSV: ["csv"] },
  });
  if (!target) return;
  const content = Buffer.from(byteOrderMark + (await csvLines(rows)), "utf8");
  try {
    await vscode.workspace.fs.writeFile(target, content);
  } catch (error) {
    throw new Explanation(vscode.l10n.t("{0} could not be written. {1}", target.fsPath, explainFile(error)));
  }
  void tell.info(told(target.fsPath), {
    title: vscode.l10n.t("Open File"),
    run: () => vscode.commands.executeCommand("vscode.open", target),
  });
}
