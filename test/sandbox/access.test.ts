import assert from "node:assert/strict";
import { ask, query } from "./ask";
import { startSandbox, type Sandbox } from "./server";

const form = { "Content-Type": "application/x-www-form-urlencoded" };

describe("who may ask the sandbox", () => {
  let sandbox: Sandbox;
  let self: string;
  before(async () => {
    sandbox = await startSandbox();
    self = "/attask/api/v22.0/user?id=$$USER&fields=isAdmin";
  });
  after(() => sandbox.stop());

  const withKey = () => ({ headers: { apiKey: sandbox.administrator.apiKey } });

  it("is whoever sends a key in a header or in the query", async () => {
    const byHeader = await ask(sandbox.url, self, withKey());
    assert.equal((byHeader.json.data as { ID: string }).ID, sandbox.administrator.ID);
    const byQuery = await ask(sandbox.url, `${self}&apiKey=${sandbox.administrator.apiKey}`);
    assert.deepEqual(byQuery.json, byHeader.json);
  });

  it("is nobody without a credential, with a wrong key, or with a key in place of a session", async () => {
    const nothing = await ask(sandbox.url, self);
    assert.equal(nothing.status, 401);
    const wrong = await ask(sandbox.url, self, { headers: { apiKey: "0".repeat(32) } });
    assert.equal(wrong.status, 401);
    const keyAsSession = await ask(sandbox.url, self, { headers: { sessionID: sandbox.administrator.apiKey } });
    assert.deepEqual(
      [keyAsSession.status, keyAsSession.json.error?.message],
      [401, "You are not currently logged in."],
    );
  });

  it("is nobody, though with a status that promises success, where the switch says so", async () => {
    const quiet = await startSandbox({ users: 3, signedOut: 200 });
    try {
      const { status, json } = await ask(quiet.url, self, { headers: { apiKey: "0".repeat(32) } });
      assert.deepEqual([status, json], [200, { error: { message: "You are not currently logged in." } }]);
    } finally {
      await quiet.stop();
    }
  });

  it("is nobody with a key in a form body", async () => {
    const body = query({ method: "PUT", isActive: "false", apiKey: sandbox.administrator.apiKey });
    const [user] = sandbox.directory.usersNamed("Tyler Reid");
    const reply = await ask(sandbox.url, `/attask/api/v22.0/user/${user!.ID}`, { method: "POST", headers: form, body });
    assert.deepEqual([reply.status, reply.json.error?.message], [401, "AuthenticationException: {0}"]);
    assert.equal(user!.isActive, true);
  });

  it("is nobody any more once the key is revoked, replaced, or its user deactivated", async () => {
    const [user] = sandbox.directory.usersNamed("Grace Holloway");
    const status = async (apiKey: string) => (await ask(sandbox.url, self, { headers: { apiKey } })).status;
    const revoked = sandbox.keyFor(user!.ID);
    assert.equal(await status(revoked), 200);
    sandbox.revokeKey(revoked);
    assert.equal(await status(revoked), 401);
    const replaced = sandbox.keyFor(user!.ID);
    const generate = "/attask/api/v22.0/user?action=generateApiKey&method=put";
    assert.equal((await ask(sandbox.url, generate, { headers: { apiKey: replaced } })).status, 200);
    assert.equal(await status(replaced), 401);
    const last = sandbox.keyFor(user!.ID);
    user!.isActive = false;
    assert.equal(await status(last), 401);
    user!.isActive = true;
  });

  it("gets the key there is, or none, for a password in a form body; a wrong password is refused", async () => {
    const { username, password, apiKey } = sandbox.administrator;
    const actOn = (action: string, secret: string) =>
      ask(sandbox.url, "/attask/api/v15.0/user", {
        method: "POST",
        headers: form,
        body: query({ method: "PUT", action, username, password: secret }),
      });
    assert.deepEqual((await actOn("getApiKey", password)).json, { data: { result: apiKey } });
    assert.deepEqual((await actOn("clearApiKey", password)).json, { data: { success: true } });
    assert.deepEqual((await actOn("getApiKey", password)).json, { data: { result: "" } });
    assert.equal(sandbox.administrator.apiKey, "");
    assert.equal((await actOn("generateApiKey", password)).status, 200);
    const refused = await actOn("getApiKey", "wrong");
    assert.equal(refused.status, 401);
    assert.equal(refused.json.error?.class, "com.attask.common.AuthenticationException");
  });

  it("needs no path below the API root to be told the versions", async () => {
    const reply = await ask(sandbox.url, "/attask/api/v22.0/info");
    assert.ok((reply.json.data as { versions: string[] }).versions.includes("v15.0"));
  });

  it("changes nobody without the right to, and finds nobody without access to users", async () => {
    const [tyler] = sandbox.directory.usersNamed("Tyler Reid");
    const put = (apiKey: string) =>
      ask(sandbox.url, `/attask/api/v22.0/user/${tyler!.ID}?isActive=true`, { method: "PUT", headers: { apiKey } });
    const [contributor] = sandbox.directory.usersWhere(
      (user) => user.isActive && user.licenseType === "R" && user.ID !== tyler!.managerID,
    );
    assert.equal((await put(sandbox.keyFor(contributor!.ID))).status, 403);
    const [userAdmin] = sandbox.directory.usersNamed("Uma Raghavan");
    assert.equal((await put(sandbox.keyFor(userAdmin!.ID))).status, 200);
    const [external] = sandbox.directory.usersWhere((user) => user.isActive && user.licenseType === "X");
    const headers = { apiKey: sandbox.keyFor(external!.ID) };
    const search = await ask(sandbox.url, "/attask/api/v22.0/user/search", { headers });
    assert.deepEqual([search.status, search.json], [200, { data: [] }]);
  });

  it("does not see email addresses without View Contact Info", async () => {
    const [contributor] = sandbox.directory.usersWhere((user) => user.isActive && user.licenseType === "R");
    const target = `/attask/api/v22.0/user/${sandbox.administrator.ID}?fields=emailAddr,title`;
    const reply = await ask(sandbox.url, target, { headers: { apiKey: sandbox.keyFor(contributor!.ID) } });
    assert.ok(!("emailAddr" in (reply.json.data as object)));
    assert.ok("title" in (reply.json.data as object));
  });
});

describe("the versions the sandbox serves", () => {
  const ask22 = (sandbox: Sandbox, root: string) =>
    ask(sandbox.url, `${root}/user?id=$$USER`, { headers: { apiKey: sandbox.administrator.apiKey } });

  it("are all of them in 2022, and the newest where none is named", async () => {
    const sandbox = await startSandbox({ users: 5 });
    for (const root of ["/attask/api/v2.0", "/attask/api/v15.0", "/attask/api/v22.0", "/attask/api"])
      assert.equal((await ask22(sandbox, root)).status, 200, root);
    assert.equal((await ask22(sandbox, "/attask/api/v23.0")).status, 404);
    const unknown = await ask(sandbox.url, "/attask/api-internal/user/search?fields=nonsense", {
      headers: { apiKey: sandbox.administrator.apiKey },
    });
    assert.equal(unknown.json.error?.message, "APIModel INTERNAL does not support field nonsense (User)");
    await sandbox.stop();
  });

  it("are five in 2026, without keys for passwords", async () => {
    const sandbox = await startSandbox({ users: 5, era: "2026" });
    assert.equal((await ask22(sandbox, "/attask/api/v15.0")).status, 410);
    assert.equal((await ask22(sandbox, "/attask/api/v18.0")).status, 200);
    const { username, password } = sandbox.administrator;
    const target = `/attask/api/v22.0/user?method=PUT&action=getApiKey&username=${username}&password=${password}`;
    assert.equal((await ask(sandbox.url, target)).status, 401);
    await sandbox.stop();
  });

  it("can be withdrawn with a page instead of an error", async () => {
    const sandbox = await startSandbox({ users: 5, era: "2026", withdrawnVersion: "html" });
    const reply = await ask22(sandbox, "/attask/api/v15.0");
    assert.equal(reply.headers["content-type"], "text/html;charset=UTF-8");
    await sandbox.stop();
  });
});
