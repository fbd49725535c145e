import assert from "node:assert/strict";
import { ask, query, type Reply } from "./ask";
import { startSandbox, type Sandbox, type SandboxUser } from "./server";

type Groups = Record<string, Record<string, unknown>>;

describe("a report on users", () => {
  let sandbox: Sandbox;
  before(async () => (sandbox = await startSandbox({ users: 300 })));
  after(() => sandbox.stop());

  const report = (parameters: Record<string, string>): Promise<Reply> =>
    ask(sandbox.url, `/attask/api/v22.0/user/report?${query(parameters)}`, {
      headers: { apiKey: sandbox.administrator.apiKey },
    });
  const groups = async (parameters: Record<string, string>) => {
    const reply = await report({ ID_AggFunc: "dcount", ...parameters });
    assert.equal(reply.status, 200, reply.text);
    return reply.json.data as Groups;
  };
  const expected = (condition: (user: SandboxUser) => boolean) => sandbox.directory.usersWhere(condition).length;

  it("counts those that the filters match in each group", async () => {
    const licenses = await groups({ isActive: "true", licenseType_GroupBy: "true" });
    for (const letter of ["F", "C", "R", "X"]) {
      const number = expected((user) => user.isActive && user.licenseType === letter);
      assert.deepEqual(licenses[letter], { licenseType: letter, dcount_ID: number });
    }
  });

  it("groups by a field of a reference, those without one under no text", async () => {
    const homes = await groups({ "homeGroup:name_GroupBy": "true" });
    assert.equal(
      homes[""]?.["dcount_ID"],
      expected((user) => user.homeGroupID === null),
    );
    assert.equal(
      Object.values(homes).reduce((total, group) => total + Number(group["dcount_ID"]), 0),
      300,
    );
  });

  it("nests several groupings and adds a total", async () => {
    const parameters = { licenseType_1_GroupBy: "true", isActive_2_GroupBy: "true", $$ROLLUP: "true" };
    const nested = (await groups(parameters)) as unknown as Record<string, Groups>;
    const number = expected((user) => user.licenseType === "F" && !user.isActive);
    assert.deepEqual(nested["F"]?.["false"], { licenseType: "F", isActive: false, dcount_ID: number });
    assert.deepEqual(nested["$$ROLLUP"], { dcount_ID: 300 });
  });

  it("computes other aggregates", async () => {
    const reply = await report({ loginCount_AggFunc: "max", licenseType_AggFunc: "dcount" });
    const most = Math.max(...[...sandbox.directory.users.values()].map(({ loginCount }) => loginCount));
    assert.deepEqual(reply.json.data, { max_loginCount: most, dcount_licenseType: 4 });
  });

  it("refuses fields that cannot be grouped by", async () => {
    for (const field of ["accessLevelID", "username", "isAdmin"]) {
      const reply = await report({ [`${field}_GroupBy`]: "true", ID_AggFunc: "dcount" });
      assert.equal(reply.status, 422, field);
    }
  });
});
