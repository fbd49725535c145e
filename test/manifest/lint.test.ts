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
  // By another name, and by a name that is a text.
  'void window["showInformationMessage"]("");',
  'export const { "createInputBox": input } = vscode.window;',
  'commands["registerCommand"]("", () => undefined);',
  'export const show: unknown = Reflect.get(vscode.window, "showErrorMessage");',
  "void commands.executeCommand(`setContext`, '', true);",
  'void commands.executeCommand("_setContext", "", true);',
  // What also shows a text to people.
  'vscode.window.setStatusBarMessage("");',
  "void vscode.window.withProgress({ location: 15 }, () => Promise.resolve());",
  "void vscode.window.showInputBox(); // eslint-disable-line no-restricted-syntax",
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
