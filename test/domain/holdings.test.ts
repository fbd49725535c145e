import assert from "node:assert/strict";
import { countHoldings, holdingKinds, listHoldings, type HoldingKind } from "../../src/domain/holdings";
import { startSandbox, type Sandbox, type SandboxUser } from "../sandbox/server";
import { clientFor } from "../support/client";

describe("What a user still holds", () => {
  let sandbox: Sandbox;
  let bo: SandboxUser;
  let cy: SandboxUser;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 10, notTopLevel: [] });
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
      add("PROJ", { resourceManagerIDs: [ID], status });
    }
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

  async function counts(users: readonly SandboxUser[], signal?: AbortSignal): Promise<Map<HoldingKind, unknown>> {
    const holdings = await countHoldings(
      clientFor(sandbox),
      users.map(({ ID }) => ID),
      signal,
    );
    return new Map(holdings.map(({ kind, count }) => [kind, count]));
  }

  const each = (count: unknown) => new Map(holdingKinds.map((kind) => [kind, count]));

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
    assert.equal(sandbox.requests.length, holdingKinds.length);
  });

  it("is asked in few requests for very many, none of them too long", async () => {
    give(bo);
    const many = Array.from({ length: 450 }, () => sandbox.directory.addUser());
    sandbox.clearRequests();
    assert.deepEqual(await counts([...many, bo]), each(1));
    assert.equal(sandbox.requests.length, 3 * holdingKinds.length);
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

  it("is unknown where it could not be counted in time", async () => {
    give(bo);
    sandbox.fail({ match: ({ path }) => path.includes("/TASK/"), effect: { kind: "hang" } });
    const found = await counts([bo], AbortSignal.timeout(300));
    assert.equal(found.get("tasks"), undefined);
    assert.equal(found.get("projects"), 1);
  });

  it("can be listed, each item by its name and what it stands for", async () => {
    give(bo);
    for (const kind of holdingKinds) {
      const items = await listHoldings(clientFor(sandbox), bo.ID, kind);
      assert.equal(items.length, 1, kind);
      assert.ok(items[0]?.ID && items[0].name, `${kind}: ${JSON.stringify(items[0])}`);
    }
    const [approval] = await listHoldings(clientFor(sandbox), bo.ID, "approvals");
    assert.deepEqual([approval?.objCode, approval?.name], ["PROJ", "Awaits approval"]);
  });
});
