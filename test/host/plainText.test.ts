import assert from "node:assert/strict";
import * as vscode from "vscode";
import { inNotification, inQuickPick } from "../../src/ui/editor/plainText";
import { withProgress } from "../../src/ui/editor/progress";

const link = "[Reset](command:workbench.action.closeWindow)";
const asLink = /\[[^\]]+\]\((https?:|command:|file:)/;

describe("text that is shown exactly", () => {
  it("is no link in a notification, and differs from what was meant by nothing that can be seen", () => {
    assert.doesNotMatch(inNotification(link), asLink);
    assert.equal(inNotification(link).replaceAll("\u2060", ""), link);
  });

  it("is no link in progress either, neither as its title nor as a message", async () => {
    const shown: (string | undefined)[] = [];
    const original = vscode.window.withProgress;
    const noted: typeof original = (options, task) => {
      shown.push(options.title);
      return task({ report: ({ message }) => shown.push(message) }, new vscode.CancellationTokenSource().token);
    };
    Object.assign(vscode.window, { withProgress: noted });
    try {
      await withProgress(link, (_, report) => {
        report(link);
        return Promise.resolve();
      });
    } finally {
      Object.assign(vscode.window, { withProgress: original });
    }
    assert.equal(shown.length, 2);
    for (const text of shown) assert.doesNotMatch(text ?? "", asLink);
  });

  it("is no icon in a quick pick, and has no stray backslash where there is none to prevent", () => {
    assert.equal(inQuickPick("$(trash) Icon"), "\\$(trash) Icon");
    assert.equal(inQuickPick("$(10 %)"), "$(10 %)");
  });
});
