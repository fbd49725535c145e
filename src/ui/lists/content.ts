import * as vscode from "vscode";
import type { Wish } from "../../domain/runs/plan";
import { limits, ListTooLongError } from "../../domain/lists/tooLong";
import { pick, type Item } from "../editor/pick";
import { explainFile, Explanation } from "../words/failures";
import { listTitle } from "../words/lists";

/** A list as it was given, and where it comes from. */
export interface ListContent {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Asks where the list is, and reads it there; `undefined` where the question was closed. */
export async function chooseContent(wish: Wish): Promise<ListContent | undefined> {
  const editor = vscode.window.activeTextEditor;
  const read = await pick<() => Promise<ListContent | undefined>>({
    title: listTitle(wish),
    placeholder: vscode.l10n.t("Where is the list of emails, usernames, or user IDs?"),
    rows: [
      { label: vscode.l10n.t("Clipboard"), icon: "clippy", value: fromClipboard },
      ...(editor ? [fromEditor(editor)] : []),
      { label: vscode.l10n.t("CSV or Text File…"), icon: "file", value: () => fromDialog(wish) },
    ],
  });
  return read?.();
}

/** @throws {ListTooLongError} before a file is read that is larger than a list may be. */
export async function fromFile(file: vscode.Uri): Promise<ListContent> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > limits.bytes) throw new ListTooLongError("bytes");
    return { name: nameOf(file), content: await vscode.workspace.fs.readFile(file) };
  } catch (error) {
    if (error instanceof ListTooLongError) throw error;
    throw new Explanation(vscode.l10n.t("{0} could not be read. {1}", file.fsPath, explainFile(error)));
  }
}

async function fromClipboard(): Promise<ListContent> {
  return { name: vscode.l10n.t("Clipboard"), content: await vscode.env.clipboard.readText() };
}

function fromEditor({ document, selection }: vscode.TextEditor): Item<() => Promise<ListContent>> {
  const range = selection.isEmpty ? undefined : selection;
  return {
    label: range ? vscode.l10n.t("Selection in the Active Editor") : vscode.l10n.t("Active Editor"),
    description: vscode.workspace.asRelativePath(document.uri),
    icon: "edit",
    value: () => Promise.resolve({ name: nameOf(document.uri), content: document.getText(range) }),
  };
}

async function fromDialog(wish: Wish): Promise<ListContent | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: listTitle(wish),
      filters: { [vscode.l10n.t("Lists")]: ["csv", "tsv", "txt"], [vscode.l10n.t("All files")]: ["*"] },
    })) ?? [];
  return file && fromFile(file);
}

function nameOf(file: vscode.Uri): string {
  return file.path.slice(file.path.lastIndexOf("/") + 1);
}
