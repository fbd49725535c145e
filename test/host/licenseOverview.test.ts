import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { PageRequest, PageState } from "../../src/domain/licenseOverview/messages";
import { Settings } from "../../src/ui/editor/settings";
import { LicenseOverviewTab } from "../../src/ui/overview/licenseOverview";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { answering, openWindow, type Window } from "../support/session";

describe("the license overview in the editor", () => {
  let sandbox: Sandbox;
  let window: Window;
  let folder: string;
  let panel: ReturnType<typeof pagePanel>;
  let tab: LicenseOverviewTab;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 147 });
    window = await openWindow(new KeptState(), sandbox);
    folder = await mkdtemp(join(tmpdir(), "overview-"));
    panel = pagePanel();
    const { createWebviewPanel } = vscode.window;
    Object.assign(vscode.window, { createWebviewPanel: () => panel });
    tab = new LicenseOverviewTab(
      {
        context: { extensionUri: vscode.Uri.file(folder) },
        connections: window.connections,
        settings: new Settings(),
        errors: { show: (error: unknown) => assert.fail(String(error)) } as never,
        targets: { session: () => Promise.resolve(window.session) },
        learn: () => undefined,
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
    await rm(folder, { recursive: true });
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
