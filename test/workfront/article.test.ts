import assert from "node:assert/strict";
import { apiKeyCredential, apiKeyFor } from "../../src/workfront/credential";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { clientFor, transportTo, setActive } from "../support/client";
import { failureOf } from "../support/failure";

/** Adobe's article on deactivating a user through the API, step by step, as this client takes them. */
describe("the article's four calls on v15.0", () => {
  const version = "v15.0";
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ users: 20 });
  });
  after(() => sandbox.stop());

  it("1 generate an API key, 2 find the GUID, 3 deactivate, 4 read that it was done", async () => {
    const { username, password, apiKey: earlier } = sandbox.administrator;
    sandbox.revokeKey(earlier);

    const apiKey = await apiKeyFor(transportTo(sandbox.url), { username, password }, [version]);
    assert.match(apiKey, /^\w{16,}$/);
    assert.notEqual(apiKey, earlier);

    const client = clientFor(sandbox, { version, credential: apiKeyCredential(apiKey) });
    const users = await client.searchUsers({}, { first: 0, limit: 100 });
    assert.equal(users.length, 20);
    const chosen = users.find(({ ID, isActive }) => isActive && ID !== sandbox.administrator.ID)!;
    assert.match(chosen.ID, /^[0-9a-f]{32}$/);

    sandbox.clearRequests();
    assert.equal(await setActive(client, chosen.ID, false), false);

    const [request, ...others] = sandbox.requests;
    assert.deepEqual(others, []);
    assert.equal(request?.method, "PUT");
    assert.equal(request.url, `/attask/api/v15.0/USER/${chosen.ID}?fields=isActive`);
    assert.deepEqual(JSON.parse(request.body), { isActive: false });
    assert.equal(sandbox.directory.users.get(chosen.ID)?.isActive, false);
    const [reread] = await client.getUsers([chosen.ID]);
    assert.equal(reread?.isActive, false);
  });

  it("and back: the same call with true reactivates", async () => {
    const client = clientFor(sandbox, { version });
    const [chosen] = await client.searchUsers({ isActive: false }, { first: 0, limit: 1 });
    assert.equal(await setActive(client, chosen!.ID, true), true);
    assert.equal(sandbox.directory.users.get(chosen!.ID)?.isActive, true);
  });
});

describe("an API key for a username and password", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 3 });
  });
  afterEach(() => sandbox.stop());

  it("is the one that exists, so that no integration that uses it is cut off", async () => {
    const { username, password, apiKey } = sandbox.administrator;
    assert.equal(await apiKeyFor(transportTo(sandbox.url), { username, password }, ["v22.0"]), apiKey);
    assert.ok(!sandbox.requests.some(({ body }) => body.includes("generateApiKey")));
  });

  it("is asked for without a word of either in an address", async () => {
    const { username, password, apiKey } = sandbox.administrator;
    await apiKeyFor(transportTo(sandbox.url), { username, password }, ["v22.0"]);
    for (const { url } of sandbox.requests)
      for (const secret of [username, password, apiKey]) assert.ok(!decodeURIComponent(url).includes(secret), url);
  });

  it("steps down to a version that the host serves", async () => {
    const { username, password, apiKey } = sandbox.administrator;
    sandbox.fail({
      match: ({ path }) => !path.includes("/v20.0/"),
      effect: { kind: "status", status: 404, message: "Not found" },
    });
    const candidates = ["v22.0", "v21.0", "v20.0"] as const;
    assert.equal(await apiKeyFor(transportTo(sandbox.url), { username, password }, candidates), apiKey);
  });

  it("is refused for a wrong password, in Workfront's words", async () => {
    const { username } = sandbox.administrator;
    const failure = await failureOf(apiKeyFor(transportTo(sandbox.url), { username, password: "wrong" }, ["v22.0"]));
    assert.equal(failure.kind, "unauthorized");
    assert.match(failure.words ?? "", /username\/password combination/);
  });

  it("takes a password of any characters as it is", async () => {
    const password = "a&b=c%20+d #ü€😀\"'";
    const { username } = sandbox.administrator;
    await failureOf(apiKeyFor(transportTo(sandbox.url), { username, password }, ["v22.0"]));
    assert.equal(sandbox.requests[0]?.parameters.get("password"), password);
  });

  it("is not to be had where the organization no longer offers it", async () => {
    const modern = await startSandbox({ users: 3, era: "2026" });
    try {
      const { username, password } = modern.administrator;
      const failure = await failureOf(apiKeyFor(transportTo(modern.url), { username, password }, ["v22.0", "v21.0"]));
      assert.equal(failure.kind, "unauthorized");
    } finally {
      await modern.stop();
    }
  });

  it("of another shape is not believed", async () => {
    const { username, password } = sandbox.administrator;
    for (const body of [{ data: {} }, { data: { result: 5 } }]) {
      sandbox.fail({ times: 1, effect: { kind: "otherShape", body } });
      const failure = await failureOf(apiKeyFor(transportTo(sandbox.url), { username, password }, ["v22.0"]));
      assert.equal(failure.kind, "badReply");
    }
  });
});
