import assert from "node:assert/strict";
import { ESLint } from "eslint";
import { project } from "./sources";

const forbidden = [
  'void vscode.window.showInformationMessage("");',
  'void vscode.window.showWarningMessage("");',
  'void vscode.window.showErrorMessage("");',
  "void vscode.window.showQuickPick([]);",
  "vscode.window.createQuickPick();",
  "void vscode.window.showInputBox();",
  "vscode.window.createInputBox();",
  'vscode.commands.registerCommand("", () => undefined);',
  'void vscode.commands.executeCommand("setContext", "", true);',
  "export const { showQuickPick } = vscode.window;",
];

describe("the rules for sources", function () {
  this.timeout(120_000);

  /** The project's own, but for the rules that need to know types. */
  const eslint = new ESLint({
    cwd: project,
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    ruleFilter: ({ ruleId }) => ruleId === "no-restricted-syntax",
  });
  const restrictions = async (filePath: string, text: string) => {
    const [result] = await eslint.lintText(text, { filePath });
    return (result?.messages ?? []).filter(({ ruleId }) => ruleId === "no-restricted-syntax").map(({ line }) => line);
  };
  const text = forbidden.join("\n");

  it("keep what shows text, asks or registers out of all but the editor's room", async () => {
    const everyLine = forbidden.map((_, index) => index + 1);
    assert.deepEqual(await restrictions("src/ui/users/rows.ts", text), everyLine);
    assert.deepEqual(await restrictions("src/extension.ts", text), everyLine);
    assert.deepEqual(await restrictions("src/ui/editor/tell.ts", text), []);
  });
});
