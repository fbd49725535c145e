import assert from "node:assert/strict";
import { ask } from "./ask";
import { startSandbox, type Sandbox } from "./server";

/** The steps of the article "Deactivate a user with the API", as request lines. */
describe("the article's requests on v15.0", () => {
  const tyler = "592125e60089b88fae8b51c08383e144";
  let sandbox: Sandbox;
  let key = "";
  before(async () => (sandbox = await startSandbox({ era: "2022" })));
  after(() => sandbox.stop());

  it("generate an API key from a username and a password", async () => {
    const { username, password } = sandbox.administrator;
    const credentials = `username=${username}&password=${password}`;
    const reply = await ask(sandbox.url, `/attask/api/v15.0/user?action=generateApiKey&${credentials}&method=PUT`);
    assert.equal(reply.status, 200);
    key = (reply.json.data as { result: string }).result;
    assert.match(key, /^[0-9a-f]{32}$/);
    assert.equal(key, sandbox.administrator.apiKey);
  });

  it("find the IDs of users and whether they are active, a hundred of them at most", async () => {
    const reply = await ask(sandbox.url, "/attask/api/v15.0/USER/search?fields=isActive", { headers: { apiKey: key } });
    const users = reply.json.data as Record<string, unknown>[];
    assert.equal(users.length, 100);
    for (const user of users) {
      assert.deepEqual(Object.keys(user).sort(), ["ID", "isActive", "name", "objCode"]);
      assert.equal(typeof user["isActive"], "boolean");
    }
  });

  it("find them in a browser that is signed in, by its cookie", async () => {
    const { username, password } = sandbox.administrator;
    const body = `username=${encodeURIComponent(username)}&password=${password}`;
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const login = await ask(sandbox.url, "/attask/api/v15.0/login", { method: "POST", headers, body });
    const { sessionID } = login.json.data as { sessionID: string };
    const cookie = { headers: { Cookie: `attask=${sessionID}` } };
    const reply = await ask(sandbox.url, "/attask/api/v15.0/USER/search?fields=isActive", cookie);
    assert.equal((reply.json.data as unknown[]).length, 100);
    const write = `/attask/api/v15.0/USER/${tyler}?updates={"isActive":"false"}&method=put`;
    assert.equal((await ask(sandbox.url, write, cookie)).status, 401);
  });

  it("deactivate a user, with the text false, and answer the boolean", async () => {
    const reply = await ask(
      sandbox.url,
      `/attask/api/v15.0/USER/${tyler}?updates={"isActive":"false"}&method=put&apiKey=${key}&fields=isActive`,
    );
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.json, { data: { ID: tyler, name: "Tyler Reid", objCode: "USER", isActive: false } });
    assert.equal(sandbox.directory.users.get(tyler)?.isActive, false);
  });
});
