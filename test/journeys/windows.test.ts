import { strict as assert } from "node:assert";
import { startSandbox, type Sandbox } from "../sandbox/server";
import type { Editor } from "./support/editor";
import { eventually } from "./support/eventually";
import { directAddress, SignIn } from "./support/signIn";
import { useEditor } from "./support/useEditor";
import { usersRead } from "./support/usersRead";

/** Browser windows of one editor share its files and the browser's storage, but see what others keep once they are loaded anew. */
describe("Two windows", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let second: Editor;
  let here: SignIn;
  let there: SignIn;
  before(async () => {
    sandbox = await startSandbox({ era: "2026", users: 147 });
    sandbox.oauth.endsReusedSignIns = true;
    second = await editor().openWindow();
    here = new SignIn(editor(), sandbox);
    there = new SignIn(second, sandbox);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await second.keepFailure(`${this.currentTest.fullTitle()} second`);
  });
  after(() => sandbox.stop());

  const exchanges = () => sandbox.requests.filter(({ path }) => path.endsWith("/token"));
  const renewals = () => exchanges().filter(({ parameters }) => parameters.get("grant_type") === "refresh_token");

  it("ignore in either a stranger's answer", async () => {
    await editor().users.open();
    await second.users.open();
    for (const [window, signIn] of [
      [editor(), here],
      [second, there],
    ] as const) {
      await signIn.comeBack(`${directAddress}?code=abc&state=def`);
      await window.notification("Ignored a sign-in");
      await window.clearNotifications();
    }
    assert.equal(exchanges().length, 0);
  });

  it("both sign in at the same time, each by its own answer, whichever window it comes to", async () => {
    const mine = await here.begin();
    const theirs = await there.begin();
    const [myAnswer, theirAnswer] = [await here.decide(mine, "Allow"), await there.decide(theirs, "Allow")];
    await there.comeBack(myAnswer);
    await second.notification("Ignored a sign-in");
    assert.equal(exchanges().length, 0);
    await second.clearNotifications();
    await here.comeBack(myAnswer);
    await here.isConnected();
    await there.comeBack(theirAnswer);
    await there.isConnected();
    assert.equal(exchanges().length, 2);
  });

  it("exchange an answer once that comes to both", async () => {
    const before = exchanges().length;
    const answer = await here.decide(await here.begin(), "Allow");
    await here.comeBack(answer);
    await there.comeBack(answer);
    await second.notification("Ignored a sign-in");
    await here.isConnected();
    assert.equal(exchanges().length, before + 1);
    await second.clearNotifications();
  });

  it("stay signed in where both renew: the one that cannot see the fresh sign-in says so, and sees it once it is loaded anew", async () => {
    const asked = sandbox.requests.length;
    await second.open();
    await second.users.open();
    // It asks for nothing more, and so it does not renew first.
    await usersRead(sandbox, asked);
    const before = renewals().length;
    const last = sandbox.requests.findLast(({ headers }) => headers["sessionid"] !== undefined);
    const expired = String(last?.headers["sessionid"]);
    sandbox.oauth.expire(expired);
    await editor().page.bringToFront();
    await editor().users.action("Refresh");
    await eventually(
      () => renewals().length,
      (count) => count === before + 1,
    );
    // The fresh sign-in is kept before it is used.
    await eventually(
      () => sandbox.requests.at(-1)?.headers["sessionid"],
      (session) => session !== undefined && session !== expired,
    );
    await second.page.bringToFront();
    await second.users.action("Refresh");
    await second.notification("Another window has renewed the sign-in");
    await second.screenshot("outdated-sign-in");
    const reloaded = second.page.waitForEvent("load");
    await second.notificationButton("Another window has renewed the sign-in", "Reload Window");
    await reloaded;
    await second.users.open();
    await eventually(
      () => second.users.rows(),
      (rows) => rows.length > 5,
    );
    assert.equal(renewals().length, before + 1);
    await editor().page.bringToFront();
    await editor().users.action("Refresh");
    await eventually(
      () => editor().users.message(),
      (message) => message === "",
    );
    assert.equal(await editor().page.locator(".notification-list-item", { hasText: "did not accept" }).count(), 0);
  });
});
