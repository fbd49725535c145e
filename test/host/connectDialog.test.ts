import assert from "node:assert/strict";
import * as vscode from "vscode";
import { ConnectDialog } from "../../src/ui/connections/connect";
import { Connections } from "../../src/ui/connections/connections";
import { openSession } from "../../src/ui/connections/openSession";
import type { BrowserSignInRequest } from "../../src/ui/connections/browserSignIn";
import { Log } from "../../src/ui/editor/log";
import { Settings } from "../../src/ui/editor/settings";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { openWindow } from "../support/session";

const { createInputBox, showInformationMessage } = vscode.window;

describe("connecting without a person", () => {
  const settings = new Settings();
  const log = new Log();
  let sandbox: Sandbox;
  let connections: Connections;
  let kept: KeptState;
  /** What input boxes said was wrong, each closed at once. */
  let problems: string[];
  let begun: BrowserSignInRequest[];

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 12 });
    kept = new KeptState();
    connections = new Connections(kept.window(), settings, log, () => Promise.resolve(openSession));
    problems = [];
    begun = [];
    Object.assign(vscode.window, {
      createInputBox: () => {
        const box = createInputBox();
        const hidden = new vscode.EventEmitter<void>();
        return Object.assign(Object.create(box) as object, {
          validationMessage: undefined as string | undefined,
          onDidHide: hidden.event,
          show() {
            problems.push((this as { validationMessage?: string }).validationMessage ?? "");
            hidden.fire();
          },
          dispose: () => box.dispose(),
        });
      },
      showInformationMessage: () => Promise.resolve(undefined),
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { createInputBox, showInformationMessage });
    connections.dispose();
    await sandbox.stop();
  });

  const run = (argument: unknown) =>
    new ConnectDialog({
      connections,
      settings,
      log,
      signInThroughBrowser: (request) => Promise.resolve(void begun.push(request)),
      editorAddress: "code-oss://workfront-tools.workfront-users/callback",
    }).run(argument);

  it("takes an address, a way and a key, and asks nothing", async () => {
    await run({ url: sandbox.url, way: "apiKey", secret: `${sandbox.administrator.apiKey}\n` });
    assert.equal(connections.current?.userID, sandbox.administrator.ID);
    assert.deepEqual(problems, []);
  });

  it("tells a key of what cannot stand in a header before anything is sent", async () => {
    for (const secret of ["0123\n4567", "0123 4567", "schlüssel", "a\u200bb", "key\r\nX: y"]) {
      await run({ url: sandbox.url, way: "apiKey", secret });
      assert.match(problems.pop() ?? "", /other characters that no API key has/);
    }
    assert.deepEqual(sandbox.requests, []);
    assert.equal(connections.current, undefined);
  });

  it("signs in through the browser with the redirect address that was given, kept, or else the editor's own", async () => {
    const clientId = "client";
    const answer = { url: sandbox.url, way: "oauth", clientId };
    await run({ ...answer, redirectAddress: "https://acme.example/done" });
    await run(answer);
    await assert.rejects(
      run({ ...answer, redirectAddress: "http://acme.example/done" }),
      /cannot be a redirect address/,
    );
    assert.deepEqual(
      begun.map(({ redirectAddress }) => redirectAddress),
      ["https://acme.example/done", "code-oss://workfront-tools.workfront-users/callback"],
    );
  });

  it("says what is wrong with an address at which nobody answers", async () => {
    await run({ url: "http://127.0.0.1:9", way: "apiKey" });
    assert.match(problems.join(), /127\.0\.0\.1:9 cannot be reached/);
  });
});

describe("a keyring that is locked", () => {
  it("is told as that, and nothing is rejected without being handled", async () => {
    const sandbox = await startSandbox({ users: 3 });
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    try {
      const kept = new KeptState();
      const { connections } = await openWindow(kept, sandbox);
      kept.isLocked = true;
      kept.announce(`workfrontUsers.secret.${connections.current!.id}`);
      await assert.rejects(connections.select(connections.current!.id), /Unlock the keyring of this computer/);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(unhandled, []);
      kept.isLocked = false;
      await connections.open();
      assert.equal(await connections.session?.client.countUsers({}), 3);
      connections.dispose();
    } finally {
      process.off("unhandledRejection", note);
      await sandbox.stop();
    }
  });
});
