import { strict as assert } from "node:assert";
import type { Effect } from "../sandbox/faults";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";
import { usersRead } from "./support/usersRead";

describe("Connecting", () => {
  const editor = useEditor({ settings: { "workfrontUsers.requestTimeout": 3 } });
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
  });
  after(() => sandbox.stop());

  const connect = async () => {
    await editor().palette("Workfront Users: Connect…");
    await editor().quickInput.titled("Connect to Workfront");
  };

  it("begins with a view that says what is missing, and one button", async () => {
    await editor().users.open();
    await eventually(
      () => editor().users.welcome(),
      (text) => text.includes("Connect to Workfront to find users"),
    );
    assert.equal(sandbox.requests.length, 0);
    await editor().screenshot("not-connected");
    await editor().users.welcomeButton("Connect…");
    await editor().quickInput.titled("Connect to Workfront");
    await editor().quickInput.cancel();
  });

  it("explains an address that cannot be Workfront's in the box", async () => {
    await connect();
    await editor().quickInput.type("https://acme.example.com/home");
    await editor().quickInput.says("acme.example.com is not a Workfront address");
    await editor().quickInput.type("http://acme.my.workfront.com");
    await editor().quickInput.says("must be reached through https");
    await editor().quickInput.cancel();
  });

  it("refuses a wrong key in the box, keeps nothing, and takes the right one", async () => {
    await connect();
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.titled(new URL(sandbox.url).host);
    await editor().quickInput.choose("Paste an API key");
    await editor().quickInput.fill("0123456789abcdef0123456789abcdef");
    await editor().quickInput.says("did not accept this key");
    await editor().screenshot("wrong-key");
    assert.match(await editor().users.welcome(), /Connect to Workfront/);
    assert.equal(await editor().quickInput.box.getAttribute("type"), "password");
    await editor().quickInput.fill(sandbox.administrator.apiKey);
    await editor().notification(`Connected to ${new URL(sandbox.url).host} as ${sandbox.administrator.name}`);
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.length > 5,
    );
    assert.ok((await editor().users.rows()).length > 5);
    await editor().clearNotifications();
    await editor().screenshot("connected");
  });

  it("goes back one step at a time", async () => {
    await connect();
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.choose("Paste an API key");
    await editor().quickInput.says("Your API key");
    await editor().quickInput.button("Back");
    await editor().quickInput.row("Paste an API key").waitFor();
    await editor().quickInput.button("Back");
    await editor().quickInput.titled("Connect to Workfront");
    await editor().quickInput.cancel();
  });

  it("gets a key with username and password", async () => {
    await connect();
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.choose("Get an API key with username and password");
    await editor().quickInput.fill(sandbox.administrator.username);
    await editor().quickInput.fill("wrong");
    await editor().quickInput.says("did not accept this username and password");
    const asked = sandbox.requests.length;
    await editor().quickInput.fill(sandbox.administrator.password);
    await editor().notification("Connected to");
    // The rows may be those of the connection before, and a read that is still to come would meet what follows.
    await usersRead(sandbox, asked);
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.length > 5,
    );
    await editor().clearNotifications();
  });

  const failures: readonly [what: string, effect: Effect, says: RegExp][] = [
    [
      "a page instead of an API",
      { kind: "html", status: 200 },
      /Something other than Workfront answered at 127\.0\.0\.1/,
    ],
    ["an error of the server", { kind: "status", status: 500 }, /reported a server error \(HTTP 500\)/],
    ["maintenance", { kind: "html", status: 503 }, /A maintenance or error page answered in place of .* \(HTTP 503\)/],
    ["too many requests", { kind: "status", status: 429, retryAfter: 7 }, /too many requests.*in 7 s/],
    ["JSON of another shape", { kind: "otherShape", body: { data: 7 } }, /not as Workfront documents it/],
    [
      "a way to another host",
      { kind: "redirect", location: "https://elsewhere.example.com/" },
      /elsewhere\.example\.com/,
    ],
    ["a broken connection", { kind: "resetBefore" }, /cannot be reached: the connection was lost/],
    ["no answer", { kind: "hang" }, /did not answer in time/],
  ];

  it("explains in the box whatever a server answers that is no sign-in, and keeps nothing", async () => {
    await connect();
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.choose("Paste an API key");
    for (const [what, effect, says] of failures) {
      const fault = sandbox.fail({ effect });
      await editor().quickInput.fill(sandbox.administrator.apiKey);
      await editor()
        .quickInput.says(says)
        .catch((error: unknown) => {
          throw new Error(`${what}: ${String(error)}`);
        });
      fault.remove();
    }
    await editor().quickInput.cancel();
    assert.ok((await editor().users.rows()).length > 5, "the view works as before");
  });

  it("refuses an address where nobody answers, before a secret is typed", async () => {
    await connect();
    await editor().quickInput.fill("http://127.0.0.1:9");
    await editor().quickInput.says("127.0.0.1:9 cannot be reached: it refused the connection");
    await editor().quickInput.cancel();
  });

  it("says so where somebody else answers at an address, and uses it after a second Enter", async () => {
    const fault = sandbox.fail({ effect: { kind: "html", status: 200 } });
    sandbox.clearRequests();
    await connect();
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.says("Press Enter again to use this address anyway");
    await editor().screenshot("stranger-at-the-address");
    assert.ok(sandbox.requests.length > 0);
    for (const { headers } of sandbox.requests)
      assert.deepEqual(
        [headers["apikey"], headers["sessionid"], headers.authorization],
        [undefined, undefined, undefined],
      );
    fault.remove();
    await editor().quickInput.accept();
    await editor().quickInput.titled(new URL(sandbox.url).host);
    await editor().quickInput.cancel();
  });

  it("asks to sign in again where the key is no longer accepted", async () => {
    const fault = sandbox.fail({ effect: { kind: "status", status: 401 } });
    await editor().users.action("Refresh");
    await editor().notification("did not accept the sign-in");
    await eventually(
      () => editor().users.message(),
      (message) => message.includes("Showing earlier results"),
    );
    await editor().screenshot("key-refused-rows-kept");
    fault.remove();
    await editor().clearNotifications();
    await editor().users.action("Refresh");
    await eventually(
      () => editor().users.message(),
      (message) => message === "",
    );
  });

  it("leaves key and password in no file, no log, no address and nowhere on the page", async () => {
    await editor().palette("Workfront Users: Show Log");
    await editor().page.locator(".view-line", { hasText: "USER/search" }).first().waitFor();
    const page = await editor().page.content();
    for (const secret of [sandbox.administrator.apiKey, sandbox.administrator.password]) {
      assert.deepEqual(await editor().filesHolding(secret), []);
      assert.ok(!page.includes(secret));
      assert.ok(!sandbox.requests.some(({ url }) => url.includes(secret)));
    }
    assert.notDeepEqual(await editor().filesHolding("USER/search"), [], "the log is among the files");
  });

  it("disconnects after asking, and says that the key stays valid in Workfront", async () => {
    await editor().users.menu("Disconnect…");
    assert.match(await editor().dialog.detail(), /stays valid in Workfront/);
    await editor().dialog.click("Disconnect");
    await eventually(
      () => editor().users.welcome(),
      (text) => text.includes("Connect to Workfront to find users"),
    );
  });
});
