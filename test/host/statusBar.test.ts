import assert from "node:assert/strict";
import * as vscode from "vscode";
import { ConnectionStatus } from "../../src/ui/connections/statusBar";
import { placeOf } from "../../src/ui/words/place";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { openWindow, type Window } from "../support/session";

describe("the connection in the status bar", () => {
  let sandbox: Sandbox;
  let window: Window;
  let item: vscode.StatusBarItem & { isShown?: boolean };
  let status: ConnectionStatus;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 12 });
    window = await openWindow(new KeptState(), sandbox);
    const { createStatusBarItem } = vscode.window;
    const created = {
      show: () => (item.isShown = true),
      hide: () => (item.isShown = false),
      dispose: () => undefined,
    } as never;
    Object.assign(vscode.window, { createStatusBarItem: () => (item = created) });
    status = new ConnectionStatus(window.connections);
    Object.assign(vscode.window, { createStatusBarItem });
  });
  afterEach(async () => {
    status.dispose();
    window.connections.dispose();
    await sandbox.stop();
  });

  /** Text, tooltip, and the command of a click. What is heard is what the tooltip says. */
  const shown = () => {
    assert.equal(item.accessibilityInformation?.label, item.tooltip);
    const command = typeof item.command === "string" ? item.command : item.command?.command;
    return [item.text, item.tooltip, command?.replace("workfrontUsers.", "")];
  };
  const id = () => window.connections.current!.id;

  it("has the host once where the connection has no name of its own, and else its name first", async () => {
    const { host } = new URL(sandbox.url);
    const connected = (place: string) => `Connected to Workfront ${place}. Select to switch the connection.`;
    assert.deepEqual(shown(), [host, connected(host), "switchConnection"]);
    await window.connections.rename(id(), "Acme $(trash) \u202egnp");
    const place = `Acme $(trash) [U+202E]gnp · ${host}`;
    assert.deepEqual(shown(), ["Acme \\$(trash) [U+202E]gnp", connected(place), "switchConnection"]);
    assert.equal(item.backgroundColor, undefined);
  });

  it("has a lock on a read-only connection", async () => {
    await window.connections.rename(id(), "Acme");
    await window.connections.setReadOnly(true);
    const { host } = new URL(sandbox.url);
    assert.deepEqual(shown(), [
      "$(lock) Acme",
      `Connected to Workfront Acme · ${host}, read-only. Select to switch the connection.`,
      "switchConnection",
    ]);
  });

  it("signs in again where the sign-in has ended", async () => {
    await window.connections.rename(id(), "Acme");
    sandbox.fail({ effect: { kind: "status", status: 401 } });
    await window.session.directory.refresh();
    const { host } = new URL(sandbox.url);
    assert.deepEqual(shown(), [
      "$(warning) Acme",
      `Workfront connection Acme · ${host} needs you to sign in again. Select to sign in.`,
      "connect",
    ]);
    assert.deepEqual((item.command as vscode.Command).arguments, [{ again: true }]);
    assert.equal((item.backgroundColor as { id?: string }).id, "statusBarItem.warningBackground");
  });

  it("does not say that it is connected where the last reading failed, and does again after the next one", async () => {
    await window.connections.rename(id(), "Acme");
    const { host } = new URL(sandbox.url);
    const failing = sandbox.fail({ effect: { kind: "status", status: 403 } });
    await window.session.directory.refresh();
    assert.deepEqual(shown(), [
      "$(warning) Acme",
      `Workfront Acme · ${host} could not be read; the Users view says why. Select to switch the connection.`,
      "switchConnection",
    ]);
    await window.connections.setReadOnly(true);
    assert.equal(shown()[0], "$(warning) $(lock) Acme");
    failing.remove();
    await window.session.directory.refresh();
    assert.equal(shown()[0], "$(lock) Acme");
  });

  it("says that it is a preview or a sandbox, which the name alone does not", () => {
    const called = (host: string) => placeOf({ name: "Acme", origin: `https://${host}` });
    const hosts = ["acme.my.workfront.com", "acme.preview.workfront.com", "acme.sb01.workfront.com"];
    assert.deepEqual(hosts.map(called), ["Acme", "Acme (preview)", "Acme (sandbox)"]);
  });

  it("is gone where there is no connection", async () => {
    assert.equal(item.isShown, true);
    await window.connections.remove(id());
    assert.equal(item.isShown, false);
  });
});
