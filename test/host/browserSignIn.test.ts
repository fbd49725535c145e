import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as vscode from "vscode";
import { BrowserSignIn, type BrowserSignInParts } from "../../src/ui/connections/browserSignIn";
import { relayPage } from "../../src/domain/redirectAddress";
import type { SignInAttempt } from "../../src/ui/connections/signInAttempts";
import { ContextKeyStore } from "../../src/ui/editor/contextKeys";
import type { Log } from "../../src/ui/editor/log";
import { Settings } from "../../src/ui/editor/settings";
import { authorizationAddress } from "../../src/workfront/oauth";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { consent } from "../support/consent";
import { KeptState } from "../support/memoryContext";
import { waitUntil } from "../support/waitUntil";

const direct = `${vscode.env.uriScheme}://workfront-tools.workfront-users/callback`;

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
    const errors = { show: noteTrace };
    const parts = { context, connections, settings: new Settings(), log, errors, keys };
    const signIn = new BrowserSignIn({ ...parts, ...(patience ? { patience } : {}) });
    const { clientId } = sandbox.oauth;
    const begin = (redirectAddress = direct) => ({
      over: signIn.run({ origin: sandbox.url, clientId, redirectAddress }),
    });
    return { begin, added, receive: (answer: URL) => signIn.receive(answer.searchParams), signIn };
  }

  /** Allows the access on the page of the attempt that began last. @returns the address that the browser ends on. */
  async function allow(): Promise<URL> {
    await waitUntil(() => kept.history.length > 0);
    const attempt = JSON.parse(kept.history.at(-1)!) as SignInAttempt;
    const answer = await consent(await authorizationAddress(sandbox.url, attempt, attempt));
    return attempt.redirectAddress === relayPage ? relayed(answer) : answer;
  }

  /** What the page of vscode.dev does: it sends the browser on to the address in the state, with what it was given. */
  function relayed({ searchParams }: URL): URL {
    const target = new URL(decodeURIComponent(searchParams.get("state")!));
    for (const [name, value] of searchParams) target.searchParams.append(name, value);
    return target;
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
    const { clientId } = sandbox.oauth;
    assert.deepEqual(connection, { origin: sandbox.url, way: "oauth", clientId, redirectAddress: direct });
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

  it("comes back through the page of vscode.dev, as the editor's own address hands it over", async () => {
    const { begin, added, signIn } = openWindow();
    const { over } = begin(relayPage);
    const answer = await allow();
    assert.equal(answer.protocol, `${vscode.env.uriScheme}:`);
    assert.ok(answer.href.startsWith(`${direct}?nonce=`));
    await signIn.receiveUri(vscode.Uri.parse(answer.href));
    await over;
    assert.equal(added[0]?.[0].redirectAddress, relayPage);
    assert.deepEqual(messages, []);
    const [exchange] = exchanges();
    assert.equal(exchange?.parameters.get("redirect_uri"), relayPage);
  });

  it("takes an address with a slash at its end", async () => {
    const { begin, added, signIn } = openWindow();
    const { over } = begin();
    const answer = await allow();
    await signIn.receiveUri(vscode.Uri.parse(answer.href.replace("/callback?", "/callback/?")));
    await over;
    assert.equal(added.length, 1);
  });

  it("is over when its time is, says so, and takes no answer afterward", async () => {
    const { begin, added, receive } = openWindow(1);
    await begin().over;
    assert.match(messages.join(), /did not come back/);
    await receive(await allow());
    assert.match(messages.join(), /Ignored a sign-in/);
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
    assert.match(messages.join(), /Ignored a sign-in/);
  });

  it("takes an answer once, also where it arrives in two windows at the same moment", async () => {
    const windows = [openWindow(), openWindow()];
    for (let round = 1; round <= 8; round += 1) {
      const begun = kept.history.length;
      const { over } = windows[0]!.begin(round % 2 ? direct : relayPage);
      await waitUntil(() => kept.history.length > begun);
      const answer = await allow();
      await Promise.all(windows.map(({ receive }) => receive(answer)));
      await over;
      assert.equal(exchanges().length, round);
    }
    assert.equal(windows.flatMap(({ added }) => added).length, 8);
  });

  it("is replaced by one that begins later, whose answer alone counts", async () => {
    const { begin, added, receive } = openWindow();
    const first = begin();
    const old = await allow();
    const second = begin();
    await first.over;
    await waitUntil(() => kept.history.length === 2);
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
    assert.match(messages.join(), /did not accept the answer from the browser.*Try again/);
    assert.deepEqual(added, []);
    assert.deepEqual(kept.secrets, []);
    assert.ok(!logged.some((line) => line.includes(code)));
  });
});
