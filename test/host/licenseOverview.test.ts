import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { PageRequest, PageState } from "../../src/domain/licenseOverview/messages";
import { Settings } from "../../src/ui/editor/settings";
import { LicenseOverviewTab } from "../../src/ui/overview/licenseOverview";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { answering, openWindow, type Window } from "../support/session";
import { removeFolder } from "../support/removeFolder";

describe("the license overview in the editor", () => {
  let sandbox: Sandbox;
  let window: Window;
  let folder: string;
  let panel: ReturnType<typeof pagePanel>;
  let tab: LicenseOverviewTab;
  /** What each failure that was told offers to do again. */
  let shown: unknown[];

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 147 });
    window = await openWindow(new KeptState(), sandbox);
    folder = await mkdtemp(join(tmpdir(), "overview-"));
    panel = pagePanel();
    shown = [];
    const { createWebviewPanel } = vscode.window;
    Object.assign(vscode.window, { createWebviewPanel: () => panel });
    tab = new LicenseOverviewTab(
      {
        context: { extensionUri: vscode.Uri.file(folder) },
        connections: window.connections,
        settings: new Settings(),
        errors: { show: (_: unknown, again: unknown) => void shown.push(again) } as never,
        targets: { session: () => Promise.resolve(window.session) },
      },
      window.session,
    );
    Object.assign(vscode.window, { createWebviewPanel });
    await tab.refresh();
  });
  afterEach(async () => {
    panel.closed.fire();
    window.connections.dispose();
    await sandbox.stop();
    await removeFolder(folder);
  });

  it("exports what the page shows as CSV, where the person wants it", async () => {
    const file = vscode.Uri.file(join(folder, "licenses.csv"));
    const told = await answering({ showSaveDialog: () => file }, () => panel.ask({ type: "export" }));
    assert.match(told.join(), /The license overview is in .*licenses\.csv\./);
    const [heading, ...lines] = (await readFile(file.fsPath, "utf8")).split("\r\n");
    assert.match(heading ?? "", /^\ufeff,,License,Purchased,Active,/);
    const { licenses, groups } = panel.state!.overview!;
    for (const { name, numbers } of [...licenses, ...groups]) {
      const line = lines.find((one) => one.includes(name.includes(",") ? `"${name}"` : name));
      assert.ok(line?.includes(`,${numbers.active},`), `${name}: ${line}`);
    }
  });

  it("keeps its numbers where they cannot be read again, says so, and offers to read them once more", async () => {
    assert.equal(shown.length, 0);
    const { overview } = panel.state!;
    const fault = sandbox.fail({ effect: { kind: "status", status: 401 } });
    await tab.refresh();
    assert.deepEqual(panel.state?.overview, overview);
    assert.equal(panel.state.status, "Showing earlier results: Workfront refused the sign-in");
    fault.remove();
    const again = shown.at(0) as () => Promise<void>;
    await again();
    assert.equal(panel.state.status, "");
  });

  it("says that its numbers are of an earlier time where the connection is gone", async () => {
    await window.connections.remove(window.session.connection.id);
    assert.ok(panel.state?.overview);
    assert.equal(panel.state.status, "Showing earlier results: you are not connected");
  });

  it("exports nothing where no file is chosen", async () => {
    assert.deepEqual(
      await answering({ showSaveDialog: () => undefined as never }, () => panel.ask({ type: "export" })),
      [],
    );
  });
});

/** A page that answers when it is asked, and notes what it is to show. */
function pagePanel() {
  const [asked, closed] = [new vscode.EventEmitter<PageRequest>(), new vscode.EventEmitter<void>()];
  let handled: unknown;
  const panel = {
    closed,
    state: undefined as PageState | undefined,
    ask: async (request: PageRequest) => {
      asked.fire(request);
      await handled;
    },
    webview: {
      onDidReceiveMessage: (listener: (request: PageRequest) => unknown) =>
        asked.event((request) => (handled = listener(request))),
      postMessage: (state: PageState) => Promise.resolve(Boolean((panel.state = state))),
      asWebviewUri: (uri: vscode.Uri) => uri,
      cspSource: "",
      html: "",
    },
    onDidDispose: closed.event,
    reveal: () => undefined,
  };
  return panel;
}
