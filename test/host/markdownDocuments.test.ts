import assert from "node:assert/strict";
import * as vscode from "vscode";
import { MarkdownDocuments } from "../../src/ui/editor/markdownDocuments";

describe("A report that is written again", () => {
  const name = "Report Written Again";
  const text = () => vscode.workspace.textDocuments.find(({ uri }) => uri.path === `/${name}.md`)?.getText();
  let documents: MarkdownDocuments;
  before(() => (documents = new MarkdownDocuments()));
  after(async () => {
    documents.dispose();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("opens with its new text, and never with the one of a tab that was closed", async () => {
    const opened: (string | undefined)[] = [];
    const { executeCommand } = vscode.commands;
    const watched = (command: string, ...rest: unknown[]) => {
      if (command === "vscode.openWith") opened.push(text());
      return executeCommand(command, ...rest);
    };
    Object.assign(vscode.commands, { executeCommand: watched });
    try {
      for (const report of ["# One\n", "# Two\n", "# Two\n", "# Three\n"]) {
        await documents.show(name, report);
        await executeCommand("workbench.action.closeAllEditors");
      }
    } finally {
      Object.assign(vscode.commands, { executeCommand });
    }
    assert.deepEqual(opened, ["# One\n", "# Two\n", "# Two\n", "# Three\n"]);
  });
});
