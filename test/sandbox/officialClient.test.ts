import assert from "node:assert/strict";
import { NodeApi } from "workfront-api";
import { startSandbox, type Sandbox } from "./server";

type Row = Record<string, unknown> & { ID: string; name: string };

/** Proof from outside: a client that was not written for the sandbox. */
describe("the official client", () => {
  const tyler = "592125e60089b88fae8b51c08383e144";
  let sandbox: Sandbox;
  let client: NodeApi;
  beforeEach(async () => {
    sandbox = await startSandbox();
    client = new NodeApi({ url: sandbox.url, version: "15.0", apiKey: sandbox.administrator.apiKey });
  });
  afterEach(() => sandbox.stop());

  it("gets the key there is, and a new one where there is none, for a password", async () => {
    const { username, password, apiKey } = sandbox.administrator;
    const stranger = new NodeApi({ url: sandbox.url, version: "15.0" });
    assert.equal(await stranger.getApiKey(username, password), apiKey);
    await stranger.clearApiKey();
    assert.equal(sandbox.administrator.apiKey, "");
    const made: string = await stranger.getApiKey(username, password);
    assert.equal(made, sandbox.administrator.apiKey);
    assert.equal(((await stranger.get("USER", "$$USER", "username")) as Row)["username"], username);
  });

  it("logs in and sends a session", async () => {
    const { username, password, ID } = sandbox.administrator;
    const visitor = new NodeApi({ url: sandbox.url, version: "15.0" });
    const { sessionID } = (await visitor.login(username, password)) as { sessionID: string };
    visitor.setSessionID(sessionID);
    assert.equal(((await visitor.get("USER", "$$USER")) as Row).ID, ID);
  });

  it("searches with modifiers, alternatives and nested fields", async () => {
    const filters = { name: "jane", name_Mod: "cicontains", "OR:1:ID": tyler, name_1_Sort: "asc" };
    const rows = (await client.search("USER", filters, ["isActive", "homeGroup:name", "teams:name"])) as Row[];
    assert.deepEqual(
      rows.map(({ name }) => name),
      ["Jane Cooper", "Jane Cooper", "Jane Cooper", "Jane Cooper", "Tyler Reid"],
    );
    assert.ok(rows.every((row) => typeof row["isActive"] === "boolean" && Array.isArray(row["teams"])));
    const repeated = (await client.search(
      "USER",
      { licenseType: ["F", "C"], $$LIMIT: 500 },
      "licenseType",
      true,
    )) as Row[];
    assert.deepEqual([...new Set(repeated.map((row) => row["licenseType"]))].sort(), ["C", "F"]);
  });

  it("counts and reports", async () => {
    const active = sandbox.directory.usersWhere(({ isActive }) => isActive).length;
    assert.equal(await client.count("USER", { isActive: true }), active);
    const groups = (await client.report("USER", { isActive_GroupBy: true, ID_AggFunc: "dcount" }, true)) as object;
    assert.deepEqual(groups, {
      true: { isActive: true, dcount_ID: active },
      false: { isActive: false, dcount_ID: 147 - active },
    });
  });

  it("reads one user and several", async () => {
    assert.equal(((await client.get("USER", tyler)) as Row).name, "Tyler Reid");
    const several = (await client.get("USER", [tyler, sandbox.administrator.ID], "isAdmin")) as Row[];
    assert.deepEqual(
      several.map((row) => row["isAdmin"]),
      [false, true],
    );
  });

  it("changes one user and many", async () => {
    const edited = (await client.edit("USER", tyler, { isActive: false }, "isActive")) as Row;
    assert.deepEqual(edited, { ID: tyler, name: "Tyler Reid", objCode: "USER", isActive: false });
    const users = sandbox.directory.usersNamed("Grace Holloway").concat(sandbox.directory.users.get(tyler)!);
    const updates = users.map(({ ID }) => ({ ID, title: "Admiral" }));
    const rows = (await client.editMultiple("USER", updates, ["title"])) as Row[];
    assert.deepEqual(
      rows.map((row) => row["title"]),
      ["Admiral", "Admiral"],
    );
  });

  it("changes a user with a version that knows no JSON body", async () => {
    const old = new NodeApi({ url: sandbox.url, version: "4.0", apiKey: sandbox.administrator.apiKey });
    assert.equal(((await old.edit("USER", tyler, { isActive: false }, "isActive")) as Row)["isActive"], false);
  });

  it("does everything in GET requests when told to", async () => {
    const options = { url: sandbox.url, version: "15.0", apiKey: sandbox.administrator.apiKey, alwaysUseGet: true };
    const edited = (await new NodeApi(options).edit("USER", tyler, { updates: '{"isActive":"false"}' })) as Row;
    assert.equal(edited.ID, tyler);
    assert.equal(sandbox.directory.users.get(tyler)?.isActive, false);
  });

  it("reads the metadata", async () => {
    const { fields } = (await client.metadata("USER")) as { fields: Record<string, { label: string }> };
    assert.equal(fields["licenseType"]?.label, "License");
  });

  it("is told what was wrong", async () => {
    const message = "APIModel V15_0 does not support field licenseKind (User)";
    await assert.rejects(client.search("USER", {}, "licenseKind"), { status: 422, message });
    await assert.rejects(client.edit("USER", "f".repeat(32), { isActive: false }), { status: 404 });
    const stranger = new NodeApi({ url: sandbox.url, version: "15.0", apiKey: "wrong" });
    await assert.rejects(stranger.count("USER", {}), { status: 401 });
    await assert.rejects(stranger.login(sandbox.administrator.username, "wrong"), {
      status: 401,
      message: /caps lock/,
    });
    sandbox.fail({ effect: { kind: "html", status: 503 } });
    await assert.rejects(client.count("USER", {}), { status: 503, message: "Service Unavailable" });
  });
});
