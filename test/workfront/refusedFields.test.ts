import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { clientFor } from "../support/client";
import { failureOf } from "../support/failure";

const wholePage = { first: 0, limit: 2000 };

describe("a field that the server does not know", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 20 });
  });
  afterEach(() => sandbox.stop());

  const refuseField = (field: string, named = field) =>
    sandbox.fail({
      match: ({ parameters }) => (parameters.get("fields") ?? "").split(",").includes(field),
      effect: { kind: "status", status: 422, message: `APIModel V22_0 does not support field ${named} (User)` },
    });
  const askedFor = () => sandbox.requests.map(({ parameters }) => (parameters.get("fields") ?? "").split(","));

  for (const named of ["homeGroup:name", "homeGroup"]) {
    it(`is left out, once and for all, where it is called ${named}`, async () => {
      const client = clientFor(sandbox);
      refuseField("homeGroup:name", named);
      assert.equal((await client.searchUsers({}, wholePage)).length, 20);
      await client.getUsers([sandbox.administrator.ID]);
      await client.whoAmI();
      assert.deepEqual(client.refusedFields, ["homeGroup:name"]);
      assert.deepEqual(
        askedFor().map((fields) => fields.includes("homeGroup:name")),
        [true, false, false, false],
      );
    });
  }

  it("is left out together with another one", async () => {
    const client = clientFor(sandbox);
    refuseField("title");
    refuseField("lastLoginDate");
    const [user] = await client.getUsers([sandbox.administrator.ID]);
    assert.equal(user?.title, null);
    assert.equal(user.lastLoginDate, undefined);
    assert.deepEqual(client.refusedFields, ["title", "lastLoginDate"]);
  });

  it("is asked for all the same where nothing can be known without it", async () => {
    for (const field of ["ID", "isActive"]) {
      const fault = refuseField(field);
      const client = clientFor(sandbox);
      assert.equal((await failureOf(client.whoAmI())).kind, "refused");
      assert.deepEqual(client.refusedFields, []);
      fault.remove();
    }
  });

  it("is left out by the last part of its name, and no other of that name with it", async () => {
    const nested = [
      "company:nam",
      "company:name",
      "homeGroup:name",
      "role:nam",
      "homeGroup:nam",
      "userGroups:group:nam",
    ];
    for (const fields of [nested, nested.toReversed()]) {
      const client = clientFor(sandbox);
      const raw = await client.getRawUser(sandbox.administrator.ID, fields);
      assert.equal(raw?.ID, sandbox.administrator.ID);
      const unknown = ["company:nam", "homeGroup:nam", "role:nam", "userGroups:group:nam"];
      assert.deepEqual(client.refusedFields.toSorted(), unknown);
    }
  });

  it("is found among others that are called alike, by asking", async () => {
    const client = clientFor(sandbox);
    refuseField("manager:locale", "locale");
    await client.getRawUser(sandbox.administrator.ID, ["locale", "manager:locale"]);
    assert.deepEqual(client.refusedFields, ["manager:locale"]);
  });

  it("is left out for that type of object alone", async () => {
    const client = clientFor(sandbox);
    const { ID } = sandbox.administrator;
    const project = sandbox.directory.add("PROJ", { name: "Theirs", ownerID: ID });
    await client.getRawUser(ID, ["ownerID"]);
    assert.deepEqual(client.refusedFields, ["ownerID"]);
    const shown = { ownerID: ID };
    assert.deepEqual([...(await client.readFields("PROJ", [project.ID], ["ownerID"]))], [[project.ID, shown]]);
    assert.deepEqual(await client.edit("PROJ", project.ID, shown, ["ownerID"]), shown);
  });

  it("is a failure where it was not asked for", async () => {
    sandbox.fail({
      effect: { kind: "status", status: 422, message: "APIModel V22_0 does not support field nonsense (User)" },
    });
    assert.equal((await failureOf(clientFor(sandbox).whoAmI())).kind, "refused");
    assert.equal(sandbox.requests.length, 1);
  });

  it("is left out as well where it was asked for in addition", async () => {
    const client = clientFor(sandbox);
    const raw = await client.getRawUser(sandbox.administrator.ID, ["noSuchField", "locale"]);
    assert.equal(raw?.ID, sandbox.administrator.ID);
    assert.deepEqual(client.refusedFields, ["noSuchField"]);
  });
});
