import assert from "node:assert/strict";
import { ask, query } from "./ask";
import { startSandbox, type Sandbox } from "./server";

type Row = Record<string, unknown> & { ID: string; name: string };

describe("what users hold", () => {
  const tyler = "592125e60089b88fae8b51c08383e144";
  let sandbox: Sandbox;
  before(async () => (sandbox = await startSandbox()));
  after(() => sandbox.stop());

  const get = async (target: string, parameters: Record<string, string | string[]>): Promise<unknown> => {
    const headers = { apiKey: sandbox.administrator.apiKey };
    const reply = await ask(sandbox.url, `/attask/api/v22.0/${target}?${query(parameters)}`, { headers });
    assert.equal(reply.status, 200, reply.text);
    return reply.json.data;
  };
  const count = async (type: string, parameters: Record<string, string | string[]>) =>
    ((await get(`${type}/count`, parameters)) as { count: number }).count;
  const isOpen = { actualCompletionDate: "", actualCompletionDate_Mod: "isnull" };

  const queries: [what: string, type: string, parameters: Record<string, string | string[]>][] = [
    ["issues", "OPTASK", { "assignments:assignedToID": tyler, ...isOpen }],
    ["projects owned", "PROJ", { ownerID: tyler, status: ["CPL", "DED"], status_Mod: "notin" }],
    ["projects sponsored", "PROJ", { sponsorID: tyler }],
    ["projects as resource manager", "PROJ", { resourceManagerIDs: tyler }],
    ["templates", "TMPL", { ownerID: tyler }],
    ["template assignments", "TASSGN", { assignedToID: tyler }],
    ["portfolios", "PORT", { ownerID: tyler }],
    ["programs", "PRGM", { ownerID: tyler }],
    ["approvals, by userID", "AWAPVL", { userID: tyler }],
    ["approvals, by approverID", "AWAPVL", { approverID: tyler }],
    ["document approvals", "DOCAPL", { approverID: tyler, approvalDate: "", approvalDate_Mod: "isnull" }],
    ["documents owned", "DOCU", { ownerID: tyler }],
    ["documents checked out", "DOCU", { checkedOutByID: tyler }],
    ["own timesheets", "TSHET", { userID: tyler, status: "O" }],
    ["timesheets to approve", "TSHET", { approverID: tyler, status: "S" }],
    ["timesheets to approve as one of several", "TSHET", { "approvers:ID": tyler, status: "S" }],
    ["timesheet profiles", "TSPRO", { approverID: tyler }],
    ["timesheet profiles as one of several", "TSPRO", { "approvers:ID": tyler }],
    ["templates as resource manager", "TMPL", { resourceManagerIDs: tyler }],
    ["reports that run as them", "PTLSEC", { runAsUserID: tyler }],
    ["public reports that run as them", "PTLSEC", { publicRunAsUserID: tyler }],
    ["deliveries that run as them", "SCHREP", { runAsUserID: tyler }],
    ["routing rules", "RRUL", { defaultAssignedToID: tyler }],
    ["teams owned", "TEAMOB", { ownerID: tyler }],
    ["delegations", "USRDEL", { fromUserID: tyler }],
  ];
  for (const [what, type, parameters] of queries)
    it(`is counted and listed: ${what}`, async () => {
      const number = await count(type, parameters);
      assert.ok(number >= 1);
      const rows = (await get(`${type}/search`, { ...parameters, ID_Sort: "asc" })) as Row[];
      assert.equal(rows.length, number);
    });

  it("includes groups administered, which the user alone leads to", async () => {
    const user = (await get("USER/search", { ID: tyler, fields: "userGroups:isOwner,userGroups:group:name" })) as Row[];
    const groups = user[0]?.["userGroups"] as { isOwner: boolean; group: Row }[];
    assert.ok(groups.some(({ isOwner, group }) => isOwner && group.name.startsWith("Special group")));
    const headers = { apiKey: sandbox.administrator.apiKey };
    for (const type of ["USRGPS", "usrgps", "UserGroups", "STEPAP", "ACSRUL", "TEAMMB"])
      for (const operation of ["search", "count"]) {
        const reply = await ask(sandbox.url, `/attask/api/v22.0/${type}/${operation}`, { headers });
        const words = `${type} is not a top level object and can't be requested directly`;
        assert.deepEqual([reply.status, reply.json.error?.message], [422, words]);
      }
  });

  it("includes tasks of which they are not the main assignee, and not those that are complete", async () => {
    const main = await count("TASK", { assignedToID: tyler, ...isOpen });
    const assigned = await count("TASK", { "assignments:assignedToID": tyler, ...isOpen });
    assert.ok(assigned > main);
    assert.ok((await count("TASK", { "assignments:assignedToID": tyler })) > assigned);
    const exists = { "EXISTS:1:$$OBJCODE": "ASSGN", "EXISTS:1:taskID": "FIELD:ID", "EXISTS:1:assignedToID": tyler };
    assert.equal(await count("TASK", { ...exists, ...isOpen }), assigned);
    const without = Object.fromEntries(Object.entries(exists).map(([name, value]) => [`NOT${name}`, value]));
    const open = await count("TASK", isOpen);
    assert.equal(await count("TASK", { ...without, ...isOpen }), open - assigned);
  });

  it("is one list of tasks and issues as WORK", async () => {
    const rows = (await get("work/search", { assignedToID: tyler, fields: "project:name,status" })) as Row[];
    assert.deepEqual([...new Set(rows.map((row) => row["objCode"]))].sort(), ["OPTASK", "TASK"]);
    assert.ok(rows.every((row) => typeof (row["project"] as Row).name === "string"));
  });

  it("is nothing for some, little for most, and a great deal for a few", async () => {
    const [nina] = sandbox.directory.usersNamed("Nina Castellano");
    const [grace] = sandbox.directory.usersNamed("Grace Holloway");
    assert.equal(await count("ASSGN", { assignedToID: nina!.ID }), 0);
    assert.ok((await count("ASSGN", { assignedToID: grace!.ID })) > 10);
  });

  it("stays with a user who is deactivated", async () => {
    const before = await count("ASSGN", { assignedToID: tyler });
    sandbox.directory.users.get(tyler)!.isActive = false;
    assert.equal(await count("ASSGN", { assignedToID: tyler }), before);
  });
});
