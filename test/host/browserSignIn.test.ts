import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as vscode from "vscode";
import { BrowserSignIn, type BrowserSignInParts } from "../../src/ui/connections/browserSignIn";
import { SignInAttempts } from "../../src/ui/connections/signInAttempts";
import { ContextKeyStore } from "../../src/ui/editor/contextKeys";
import type { Log } from "../../src/ui/editor/log";
import { Settings } from "../../src/ui/editor/settings";
import { authorizationAddress } from "../../src/workfront/oauth";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { consent } from "../support/consent";
import { KeptState } from "../support/memoryContext";
import { waitUntil } from "../support/waitUntil";

type Added = Parameters<BrowserSignInParts["connections"]["add"]>;

describe("a sign-in through the browser", () => {
  const logged: string[] = [];
  const keys = new ContextKeyStore();
  let sandbox: Sandbox;
  let kept: KeptState;
  let messages: string[];
  const { showErrorMessage, showWarningMessage } = vscode.window;

  beforeEach(async () => {
    sandbox = await startSandbox({ era: "2026", users: 12 });
    kept = new KeptState();
    messages = [];
    const note = (message: string) => Promise.resolve(void messages.push(message));
    Object.assign(vscode.window, { showErrorMessage: note, showWarningMessage: note });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showErrorMessage, showWarningMessage });
    await sandbox.stop();
  });

  /** One window of the editor: its sign-in, and the connections that it came to. */
  function openWindow(patience?: number) {
    const added: Added[] = [];
    const connections = { add: (...connection: Added) => Promise.resolve(void added.push(connection)) };
    const context = kept.window();
    const log = { request: noteTrace, info: noteTrace, error: noteTrace } as Partial<Log> as Log;
    const parts = { context, connections, settings: new Settings(), log, keys, ...(patience ? { patience } : {}) };
    const signIn = new BrowserSignIn(parts);
    const begin = () => ({ over: signIn.run(sandbox.url, sandbox.oauth.clientId) });
    return { begin, added, receive: (answer: URL) => signIn.receive(answer.searchParams) };
  }

  /** Allows the access on the page of the attempt that is under way. */
  async function allow(): Promise<URL> {
    await waitUntil(() => kept.secrets.length > 0);
    const attempt = await new SignInAttempts(kept.window().secrets).current();
    const redirectAddress = `${vscode.env.uriScheme}://workfront-tools.workfront-users/callback`;
    const { clientId } = sandbox.oauth;
    return consent(await authorizationAddress(sandbox.url, { clientId, redirectAddress }, attempt!));
  }

  /** All that the log could tell, and more. */
  const noteTrace = (traced: unknown) => void logged.push(inspect(traced, { depth: 20, showHidden: true }));

  const exchanges = () => sandbox.requests.filter(({ path }) => path.endsWith("/token"));

  it("ends in a connection whose tokens are kept as a secret", async () => {
    const { begin, added, receive } = openWindow();
    const { over } = begin();
    const answer = await allow();
    await receive(answer);
    await over;
    const [[connection, { user, secret, version }]] = added as [Added];
    assert.deepEqual(connection, { origin: sandbox.url, way: "oauth", clientId: sandbox.oauth.clientId });
    assert.equal(user.ID, sandbox.administrator.ID);
    assert.equal(version, "v22.0");
    assert.deepEqual(Object.keys(JSON.parse(secret) as object), ["accessToken", "refreshToken", "renewAt"]);
    assert.deepEqual(kept.secrets, [], "the attempt is kept although it is over");
    assert.deepEqual(messages, []);
    const tokens = JSON.parse(secret) as { accessToken: string; refreshToken: string };
    for (const word of [answer.searchParams.get("code")!, tokens.accessToken, tokens.refreshToken])
      assert.ok(!logged.some((line) => line.includes(word)));
    assert.ok(logged.length > 0);
  });

  it("is over when its time is, says so, and takes no answer afterward", async () => {
    const { begin, added, receive } = openWindow(300);
    const { over } = begin();
    const answer = await allow();
    await over;
    assert.match(messages.join(), /did not come back/);
    await receive(answer);
    assert.match(messages.join(), /is not waiting for/);
    assert.deepEqual(added, []);
    assert.deepEqual(exchanges(), []);
    assert.deepEqual(kept.secrets, []);
  });

  it("may come back to another window, and the one that waits stops waiting", async () => {
    const [one, other] = [openWindow(), openWindow()];
    const { over } = one.begin();
    await other.receive(await allow());
    await over;
    assert.equal(other.added.length, 1);
    assert.deepEqual(one.added, []);
    assert.deepEqual(messages, []);
  });

  it("may come back when the window that began it is gone", async () => {
    const gone = openWindow();
    void gone.begin();
    const answer = await allow();
    const later = openWindow();
    await later.receive(answer);
    assert.equal(later.added.length, 1);
  });

  it("takes an answer once, also where it arrives twice at the same moment", async () => {
    const { begin, added, receive } = openWindow();
    const { over } = begin();
    const answer = await allow();
    await Promise.all([receive(answer), receive(answer)]);
    await over;
    assert.equal(added.length, 1);
    assert.equal(exchanges().length, 1);
    assert.match(messages.join(), /is not waiting for/);
  });

  it("is replaced by one that begins later, whose answer alone counts", async () => {
    const { begin, added, receive } = openWindow();
    const first = begin();
    const old = await allow();
    const second = begin();
    await first.over;
    await receive(old);
    assert.deepEqual(added, []);
    await receive(await allow());
    await second.over;
    assert.equal(added.length, 1);
  });

  it("says what to do where the code is refused, and keeps nothing", async () => {
    sandbox.oauth.codeLifetime = 0;
    const { begin, added, receive } = openWindow();
    const { over } = begin();
    const answer = await allow();
    const code = answer.searchParams.get("code")!;
    await receive(answer);
    await over;
    assert.match(messages.join(), /did not accept the browser's answer.*try again/);
    assert.deepEqual(added, []);
    assert.deepEqual(kept.secrets, []);
    assert.ok(!logged.some((line) => line.includes(code)));
  });
});
