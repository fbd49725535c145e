import assert from "node:assert/strict";
import {
  countAssignedWork,
  listAssignedWork,
  workKinds,
  type AssignedWork,
  type WorkKind,
} from "../../src/domain/assignedWork";
import { startSandbox, type Sandbox, type SandboxUser } from "../sandbox/server";
import { clientFor } from "../support/client";
import { waitUntil } from "../support/waitUntil";

describe("assigned work", () => {
  let sandbox: Sandbox;
  let bo: SandboxUser;
  let cy: SandboxUser;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 10 });
    bo = sandbox.directory.addUser({ name: "Bo" });
    cy = sandbox.directory.addUser({ name: "Cy" });
  });
  afterEach(() => sandbox.stop());

  const add = (code: string, values: object) => sandbox.directory.add(code, { name: `${code} of somebody`, ...values });

  /** One thing of each kind that counts, and where there is a difference, one that does not. */
  function give({ ID }: SandboxUser): void {
    const done = { actualCompletionDate: Date.now() };
    for (const state of [{ actualCompletionDate: null }, done]) {
      add("ASSGN", { taskID: add("TASK", state).ID, assignedToID: ID });
      add("ASSGN", { opTaskID: add("OPTASK", state).ID, assignedToID: ID });
    }
    for (const status of ["CUR", "CPL", "DED"]) {
      add("PROJ", { ownerID: ID, status });
      add("PROJ", { sponsorID: ID, status });
      add("PROJ", { resourceManagerIDs: [ID], status });
    }
    add("TMPL", { resourceManagerIDs: [ID] });
    for (const approvalDate of [null, Date.now()])
      add("DOCAPL", { approverID: ID, approvalDate, documentID: add("DOCU", {}).ID });
    add("TSPRO", { approverID: ID });
    for (const code of ["TMPL", "PORT", "PRGM", "TEAMOB"]) add(code, { ownerID: ID });
    add("AWAPVL", { userID: ID, projectID: add("PROJ", { name: "Awaits approval" }).ID });
    sandbox.directory.addUser({ name: "Report", managerID: ID });
    sandbox.directory.addUser({ name: "Former report", managerID: ID, isActive: false });
    for (const status of ["S", "C"]) add("TSHET", { approverID: ID, status, displayName: `Week ${status}` });
    add("PTLSEC", { runAsUserID: ID });
    add("SCHREP", { runAsUserID: ID });
    add("RRUL", { defaultAssignedToID: ID });
    for (const isOwner of [true, false]) add("USRGPS", { userID: ID, groupID: add("GROUP", {}).ID, isOwner });
  }

  const count = (users: readonly SandboxUser[]): Promise<AssignedWork[]> =>
    countAssignedWork(
      clientFor(sandbox),
      users.map(({ ID }) => ID),
    );
  const counts = async (users: readonly SandboxUser[]) =>
    new Map<WorkKind, unknown>((await count(users)).map((one) => [one.kind, one.count]));

  const each = (count: unknown) => new Map(workKinds.map((kind) => [kind, count]));

  it("is counted by kind: what is open, current and theirs, and nothing else", async () => {
    give(bo);
    give(cy);
    assert.deepEqual(await counts([bo]), each(1));
  });

  it("is nothing for somebody who holds nothing", async () => {
    give(cy);
    assert.deepEqual(await counts([bo]), each(0));
  });

  it("of several is summed, with one request for each kind however many they are", async () => {
    give(bo);
    give(cy);
    sandbox.clearRequests();
    assert.deepEqual(await counts([bo, cy]), each(2));
    assert.equal(sandbox.requests.length, workKinds.length);
  });

  it("is asked in few requests for very many, none of them too long", async () => {
    give(bo);
    const many = Array.from({ length: 450 }, () => sandbox.directory.addUser());
    sandbox.clearRequests();
    assert.deepEqual(await counts([...many, bo]), each(1));
    assert.equal(sandbox.requests.length, 3 * workKinds.length);
    assert.ok(sandbox.requests.every(({ url }) => url.length < 8892));
  });

  it("is unknown, and not nothing, where the server refuses to count it", async () => {
    give(bo);
    for (const code of ["RRUL", "SCHREP"])
      sandbox.fail({ match: ({ path }) => path.includes(`/${code}/`), effect: { kind: "status", status: 403 } });
    const found = await counts([bo]);
    assert.deepEqual(
      [found.get("routingRules"), found.get("deliveries"), found.get("tasks")],
      [undefined, undefined, 1],
    );
  });

  it("is unknown with Workfront's words where it says why", async () => {
    const words = "RRUL is not a top level object and can't be requested directly";
    sandbox.fail({
      match: ({ path }) => path.includes("/RRUL/"),
      effect: { kind: "status", status: 422, message: words },
    });
    const unknown = (await count([bo])).filter((one) => one.count === undefined);
    assert.deepEqual(
      unknown.map(({ kind, failure }) => [kind, failure?.words]),
      [["routingRules", words]],
    );
  });

  it("is asked of the users where it is groups, since memberships cannot be searched for", async () => {
    for (const isOwner of [true, true, false])
      add("USRGPS", { userID: bo.ID, groupID: add("GROUP", { name: `Group ${isOwner}` }).ID, isOwner });
    assert.equal((await counts([bo, cy])).get("groups"), 2);
    assert.deepEqual(
      (await listAssignedWork(clientFor(sandbox), bo.ID, "groups")).map(({ objCode, name }) => [objCode, name]),
      [
        ["GROUP", "Group true"],
        ["GROUP", "Group true"],
      ],
    );
    assert.ok(sandbox.requests.every(({ path }) => !path.includes("USRGPS")));
  });

  it("is unknown where it is groups and the users do not tell", async () => {
    for (const data of [[{ ID: bo.ID }], [{ ID: bo.ID, userGroups: null }]]) {
      const isGroups = ({ url }: { readonly url: string }) => url.includes("userGroups");
      const fault = sandbox.fail({ match: isGroups, effect: { kind: "otherShape", body: { data } } });
      assert.equal((await counts([bo])).get("groups"), undefined);
      fault.remove();
    }
  });

  it("is to be approved by each of several approvers, wherever they stand, and counted once", async () => {
    const [one, other] = [cy.ID, bo.ID];
    add("TSHET", { approverID: one, approverIDs: [one, other], status: "S", displayName: "Week" });
    add("TSPRO", { approverID: null, approverIDs: [other] });
    add("TSPRO", { approverID: other, approverIDs: [other] });
    const [ofBo, ofCy] = [await counts([bo]), await counts([cy])];
    assert.deepEqual([ofBo.get("timesheets"), ofBo.get("timesheetProfiles")], [1, 2]);
    assert.deepEqual([ofCy.get("timesheets"), ofCy.get("timesheetProfiles")], [1, 0]);
  });

  it("is asked in another way where the server declines the usual one", async () => {
    give(bo);
    sandbox.fail({
      match: ({ url }) => decodeURIComponent(url).includes("assignments:assignedToID"),
      effect: { kind: "status", status: 422, message: "No." },
    });
    const found = await counts([bo]);
    assert.deepEqual([found.get("tasks"), found.get("issues")], [1, 1]);
    assert.equal((await listAssignedWork(clientFor(sandbox), bo.ID, "tasks")).length, 1);
  });

  it("is unknown where it could not be counted in time", async () => {
    give(bo);
    sandbox.fail({ match: ({ path }) => path.includes("/TASK/"), effect: { kind: "hang" } });
    const answered: string[] = [];
    const client = clientFor(sandbox, { log: ({ path }) => answered.push(path) });
    const enough = new AbortController();
    const counting = countAssignedWork(client, [bo.ID], enough.signal);
    // Those owned, those sponsored, and those managed.
    await waitUntil(() => answered.filter((path) => path.includes("/PROJ/")).length >= 3);
    enough.abort();
    const found = new Map((await counting).map(({ kind, count }) => [kind, count]));
    assert.equal(found.get("tasks"), undefined);
    assert.equal(found.get("projects"), 1);
  });

  it("is counted whole, only later, where the server takes few requests in a second", async () => {
    const strict = await startSandbox({ users: 10, requestsPerSecond: 6 });
    try {
      const client = clientFor(strict, { firstDelay: 500 });
      const work = await countAssignedWork(client, [strict.administrator.ID]);
      const unknown = work.filter(({ count }) => count === undefined);
      assert.deepEqual(unknown, []);
    } finally {
      await strict.stop();
    }
  });

  it("can be listed, each item by its name and what it stands for", async () => {
    give(bo);
    for (const kind of workKinds) {
      const items = await listAssignedWork(clientFor(sandbox), bo.ID, kind);
      assert.equal(items.length, 1, kind);
      assert.ok(items[0]?.ID && items[0].name, `${kind}: ${JSON.stringify(items[0])}`);
    }
    const [approval] = await listAssignedWork(clientFor(sandbox), bo.ID, "approvals");
    assert.deepEqual([approval?.objCode, approval?.name], ["PROJ", "Awaits approval"]);
  });
});
