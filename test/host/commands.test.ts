import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("commands in the editor", () => {
  it("are all registered once the extension runs, and no others", async () => {
    const extension = vscode.extensions.getExtension("workfront-tools.workfront-users")!;
    await extension.activate();
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = contributes.commands.map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter((command) =>
      command.startsWith("workfrontUsers."),
    );
    // The editor itself adds commands for views, such as `workfrontUsers.users.focus`.
    const own = registered.filter((command) => !/^workfrontUsers\.(users|runs)\./.test(command));
    assert.deepEqual(own.sort(), declared.sort());
  });
});
