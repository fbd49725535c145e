import assert from "node:assert/strict";
import * as vscode from "vscode";
import { checkConnection } from "../../src/ui/connections/checkConnection";
import { registerConnectionCommands } from "../../src/ui/connections/connectionCommands";
import type { MarkdownDocuments } from "../../src/ui/editor/markdownDocuments";
import { Settings } from "../../src/ui/editor/settings";
import { startSandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { openWindow } from "../support/session";

describe("Check Connection", () => {
  it("shows a report in an editor tab, with the versions and without the host", async () => {
    const sandbox = await startSandbox({ users: 12 });
    const { connections, session } = await openWindow(new KeptState(), sandbox);
    // The packaged extension has the scheme of its own documents already.
    let shown = "";
    const reports = { show: (_: string, markdown: string) => Promise.resolve(void (shown = markdown)) };
    const context = { extension: { packageJSON: { version: "9.9.9" } } as vscode.Extension<unknown> };
    try {
      await checkConnection(session, {
        context,
        settings: new Settings(),
        reports: reports as unknown as MarkdownDocuments,
      });
      assert.match(shown, /^# Check Connection\n/);
      assert.match(shown, new RegExp(`Workfront Users: 9\\.9\\.9\n- Visual Studio Code: ${vscode.version}`));
      assert.match(shown, /request forms work\*\*, 0 declined/);
      assert.ok(!shown.includes(session.host));
    } finally {
      connections.dispose();
      await sandbox.stop();
    }
  });

  it("asks to sign in again where this window is signed out, not to connect", async () => {
    const handlers = new Map<string, () => Promise<unknown>>();
    const commands = { register: (name: string, handler: () => Promise<unknown>) => handlers.set(name, handler) };
    const connections = { current: { name: "Acme" }, open: () => Promise.resolve() };
    const context = { extension: { id: "workfront-tools.workfront-users" } };
    registerConnectionCommands(commands as never, { context, connections } as never);
    const signedOut = { message: "You are signed out of Acme.", next: "signIn" };
    await assert.rejects(() => handlers.get("checkConnection")!(), signedOut);
  });
});
