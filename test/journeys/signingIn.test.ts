import { strict as assert } from "node:assert";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { click } from "./support/click";
import { eventually } from "./support/eventually";
import { directAddress as direct, SignIn } from "./support/signIn";
import { useEditor } from "./support/useEditor";

const relay = "https://vscode.dev/redirect";
const own = "Another https address of your organization…";
const organizationPage = "https://intranet.acme.example/workfront";

/** The page of vscode.dev, as far as a sign-in needs it; it names the address that it would go to. */
const relayScript = `<!DOCTYPE html><p id="next"></p><script>
  const given = new URLSearchParams(location.search);
  const next = new URL(decodeURIComponent(given.get("state")));
  for (const [name, value] of given) next.searchParams.append(name, value);
  document.getElementById("next").textContent = next.href;
</script>`;

describe("Signing in with OAuth 2", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let host: string;
  let signIn: SignIn;
  before(async () => {
    sandbox = await startSandbox({ era: "2026", users: 147 });
    sandbox.oauth.redirectUris.push(organizationPage);
    host = new URL(sandbox.url).host;
    signIn = new SignIn(editor(), sandbox);
  });
  after(() => sandbox.stop());

  /** From the palette to the browser. @returns the address that the browser is to open. */
  async function begin(redirect = direct): Promise<string> {
    if (redirect !== own) return signIn.begin(redirect);
    await signIn.toRedirectAddress();
    await editor().quickInput.choose(own);
    await editor().quickInput.says("exactly as the OAuth2 application lists it");
    await editor().quickInput.fill(organizationPage);
    await editor().quickInput.titled(`Sign in to ${host}`);
    return signIn.copiedAddress();
  }

  const decide = (address: string, decision: "Allow" | "Deny") => signIn.decide(address, decision);
  const comeBack = (address: string) => signIn.comeBack(address);

  /** Goes to the page of vscode.dev, as the browser does after the consent. @returns where that page sends it on to. */
  async function goOn(answer: string): Promise<string> {
    const page = await editor().page.context().newPage();
    try {
      // Played here, since the page itself is out of reach.
      await page.route(`${relay}?*`, (route) => route.fulfill({ contentType: "text/html", body: relayScript }));
      await page.goto(answer);
      return (await page.locator("#next").textContent()) ?? "";
    } finally {
      await page.close();
    }
  }

  const isConnected = () =>
    eventually(
      () => editor().users.rows(),
      (rows) => rows.length > 5,
    );
  const connected = () => `Connected to ${host} as ${sandbox.administrator.name}`;

  it("is the first way that is offered, and says what to register", async () => {
    await editor().users.open();
    await editor().palette("Workfront Users: Connect…");
    await editor().quickInput.titled("Connect to Workfront");
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.row("Paste an API key").waitFor();
    const ways = await editor().quickInput.rows();
    assert.match(ways[0]!, /^Sign in with Adobe Workfront \(OAuth 2\)/);
    assert.equal(ways.length, 3);
    await editor().quickInput.choose("Sign in with Adobe Workfront (OAuth 2)");
    await editor().quickInput.says("The client ID of the OAuth2 application");
    await editor().screenshot("client-id");
    await editor().quickInput.fill(sandbox.oauth.clientId);
    await editor().quickInput.row(relay).waitFor();
    const addresses = await editor().quickInput.rows();
    assert.equal(addresses.length, 3);
    assert.ok(addresses[0]?.startsWith(relay) && addresses[1]?.startsWith(direct) && addresses[2]?.startsWith(own));
    await editor().screenshot("redirect-address");
    await editor().quickInput.button("Back");
    await editor().quickInput.says("The client ID of the OAuth2 application");
    assert.equal(await editor().quickInput.box.inputValue(), sandbox.oauth.clientId);
    await editor().quickInput.cancel();
  });

  it("connects through the page of vscode.dev, where Workfront takes nothing but https", async () => {
    sandbox.oauth.acceptsCustomSchemes = false;
    try {
      const next = await goOn(await decide(await begin(relay), "Allow"));
      assert.ok(next.startsWith(`${direct}?nonce=`), next);
      await comeBack(next);
      await editor().notification(connected());
      await isConnected();
      await editor().clearNotifications();
    } finally {
      sandbox.oauth.acceptsCustomSchemes = true;
    }
  });

  it("connects through a page of the organization, whose address is pasted", async () => {
    const answer = await decide(await begin(own), "Allow");
    assert.ok(answer.startsWith(`${organizationPage}?`), answer);
    await editor().quickInput.fill(answer);
    await editor().notification(connected());
    await editor().clearNotifications();
  });

  it("takes the address of vscode.dev's page as well, where it does not lead back", async () => {
    const answer = await decide(await begin(relay), "Allow");
    const waiting = await editor().notification("Continue in the browser");
    await click(waiting.getByRole("link", { name: "Paste the Last Address of the Browser…" }));
    await editor().quickInput.fill(answer);
    await editor().notification(connected());
    await editor().clearNotifications();
  });

  it("connects when the browser comes back to the editor", async () => {
    const address = await begin();
    await editor().screenshot("waiting-for-the-browser");
    await comeBack(await decide(address, "Allow"));
    await editor().notification(connected());
    await isConnected();
    await editor().screenshot("signed-in");
    const [request] = sandbox.requests.filter(({ path }) => path.endsWith("/USER/search"));
    assert.ok(request?.headers["sessionid"]);
    await editor().clearNotifications();
  });

  it("takes an answer once only", async () => {
    const answer = await decide(await begin(), "Allow");
    await comeBack(answer);
    await editor().notification(connected());
    await editor().clearNotifications();
    const exchanges = sandbox.requests.filter(({ path }) => path.endsWith("/token")).length;
    await comeBack(answer);
    await editor().notification("Ignored a sign-in");
    assert.equal(sandbox.requests.filter(({ path }) => path.endsWith("/token")).length, exchanges);
    await editor().clearNotifications();
  });

  it("ignores a stranger's answer, and still takes the right one", async () => {
    const address = await begin();
    await comeBack(`${direct}?code=abc&state=def`);
    await editor().notification("Ignored a sign-in");
    await comeBack(await decide(address, "Allow"));
    await editor().notification(connected());
    await editor().clearNotifications();
  });

  it("takes the address that the browser ended on, and explains in the box what is wrong with another", async () => {
    const answer = await decide(await begin(), "Allow");
    const waiting = await editor().notification("Continue in the browser");
    await click(waiting.getByRole("link", { name: "Paste the Last Address of the Browser…" }));
    await editor().quickInput.titled(`Sign in to ${host}`);
    await editor().quickInput.type("nonsense");
    await editor().quickInput.says("This is not an address");
    await editor().quickInput.type(`${sandbox.url}/integrations/oauth2/authorize?client_id=x`);
    await editor().quickInput.says("has no answer from Workfront yet");
    await editor().quickInput.type(answer.replace(/state=[^&]+/, "state=other"));
    await editor().quickInput.says("belongs to another sign-in");
    await editor().quickInput.fill(answer);
    await editor().notification(connected());
    await editor().clearNotifications();
  });

  it("survives closing the window, also in the middle of signing in", async () => {
    const address = await begin();
    await editor().open();
    await comeBack(await decide(address, "Allow"));
    await editor().notification(connected());
    await editor().clearNotifications();
    await editor().open();
    await editor().users.open();
    await isConnected();
  });

  it("says so where the access was denied, and offers to try again", async () => {
    await comeBack(await decide(await begin(), "Deny"));
    // The one that is over may still be in sight, and has no address any more.
    await signIn.isOver();
    await editor().notificationButton("was not allowed in the browser", "Try Again");
    await signIn.copiedAddress();
    await editor().notificationButton("Continue in the browser", "Cancel");
    await editor().clearNotifications();
  });

  it("is over when it is canceled, also for an answer that comes afterward", async () => {
    const answer = await decide(await begin(), "Allow");
    await editor().notificationButton("Continue in the browser", "Cancel");
    await eventually(
      () => editor().paletteOffers("Workfront Users: Paste the Last Address of the Browser…"),
      (offered) => !offered,
    );
    await comeBack(answer);
    await editor().notification("Ignored a sign-in");
    await editor().clearNotifications();
  });

  it("asks to sign in again where Workfront ended it, and keeps everything else", async () => {
    await isConnected();
    sandbox.oauth.revoke();
    await editor().users.action("Refresh");
    await editor().notificationButton("did not accept the sign-in", "Sign In Again");
    await comeBack(await decide(await signIn.copiedAddress(), "Allow"));
    await editor().notification(connected());
    await eventually(
      () => editor().users.message(),
      (message) => message === "",
    );
    await isConnected();
    await editor().clearNotifications();
  });

  it("is told once where it ends in the middle of a run, which goes on after signing in again", async () => {
    const people = Array.from({ length: 6 }, (_, index) =>
      sandbox.directory.addUser({ firstName: "Aaa", lastName: `Leaver ${index}`, name: `Aaa Leaver ${index}` }),
    );
    const isWrite = ({ method }: { method: string }) => method === "PUT";
    const row = ({ name }: { name: string }) => editor().users.row(name);
    const writes = () => sandbox.requests.filter(isWrite).length;
    await editor().users.action("Refresh");
    await row(people[5]!).waitFor();
    sandbox.fail({ match: isWrite, after: 2, times: 1, effect: { kind: "call", call: () => sandbox.oauth.revoke() } });
    await editor().users.select(...people.map(row));
    await editor().users.contextMenu(row(people[0]!), "Deactivate…");
    await editor().dialog.click("Deactivate 6 Users");
    const stopped = /Deactivated \d of 6 users in .*\. \d not attempted\. Stopped: .* did not accept the sign-in/;
    await editor().notification(stopped);
    await editor().screenshot("sign-in-over-in-mid-run");
    const done = people.filter(({ isActive }) => !isActive).length;
    assert.ok(done >= 2 && done < 6, String(done));
    await editor().notification(`Deactivated ${done} of 6 users in ${host}. ${6 - done} not attempted.`);
    const refused = writes();
    await signIn.again(stopped);
    assert.equal(writes(), refused, "nothing is changed before Resume");
    await editor().palette("Workfront Users: Resume");
    await editor().quickInput.titled("Resume");
    await editor().quickInput.accept();
    await editor().dialog.click(`Deactivate ${6 - done} Users`);
    await editor().notification(`Deactivated 6 of 6 users in ${host}.`);
    assert.ok(people.every(({ isActive }) => !isActive));
    await editor().clearNotifications();
  });

  it("is shown in the list of connections, where a connection can be renamed", async () => {
    await editor().users.menu("Switch Connection…");
    await editor().quickInput.titled("Switch Connection");
    const [current] = await editor().quickInput.rows();
    for (const part of [host, sandbox.administrator.name, "OAuth 2", "v22.0", "changes allowed"])
      assert.ok(current?.includes(part), `${current} lacks ${part}`);
    await editor().screenshot("switch-connection");
    const row = editor().page.locator(".quick-input-list .monaco-list-row").first();
    await row.hover();
    await row.locator('.action-label[aria-label^="Rename"]').click();
    await editor().quickInput.titled("Rename the connection");
    await editor().quickInput.fill("Our sandbox");
    await editor().quickInput.row("Our sandbox").waitFor();
    await editor().quickInput.cancel();
  });

  it("leaves no token, code or verifier in a file, in the log, in an address that we write, or on the page", async () => {
    const ours = sandbox.requests.filter(({ path }) => path !== "/integrations/oauth2/authorize");
    const secrets = ours.flatMap(({ headers, parameters }) => [
      headers["sessionid"],
      ...["code", "code_verifier", "refresh_token"].map((name) => parameters.get(name)),
    ]);
    const known = new Set(secrets.filter((secret) => typeof secret === "string"));
    assert.ok(known.size > 10, `only ${known.size} secrets are known`);
    await editor().palette("Workfront Users: Show Log");
    await editor().page.locator(".view-line", { hasText: "USER/search" }).first().waitFor();
    const page = await editor().page.content();
    for (const secret of known) {
      assert.deepEqual(await editor().filesHolding(secret), []);
      assert.ok(!page.includes(secret));
      assert.ok(!ours.some(({ url }) => url.includes(secret)));
    }
    assert.notDeepEqual(await editor().filesHolding("USER/search"), [], "the log is among the files");
  });

  it("is what a refused password leads to, one step back", async () => {
    await editor().palette("Workfront Users: Connect…");
    await editor().quickInput.titled("Connect to Workfront");
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.choose("Get an API key with username and password");
    await editor().quickInput.says("Your Workfront username");
    await editor().quickInput.fill(sandbox.administrator.username);
    await editor().quickInput.says("Used once");
    await editor().quickInput.fill(sandbox.administrator.password);
    await editor().quickInput.says("Go back to sign in with Adobe Workfront (OAuth 2) or to paste an API key");
    await editor().screenshot("password-no-longer-offered");
    await editor().quickInput.button("Back");
    await editor().quickInput.says("Your Workfront username");
    await editor().quickInput.button("Back");
    await editor().quickInput.row("Sign in with Adobe Workfront (OAuth 2)").waitFor();
    await editor().quickInput.cancel();
  });
});
