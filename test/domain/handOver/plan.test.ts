import assert from "node:assert/strict";
import { readHeldWork } from "../../../src/domain/handOver/heldWork";
import { planHandOver, toReactivate, withRole } from "../../../src/domain/handOver/plan";
import { successorRefusal } from "../../../src/domain/handOver/successor";
import type { Plan } from "../../../src/domain/runs/plan";
import { keyOf } from "../../../src/domain/runs/record";
import { startSandbox, type Sandbox, type SandboxUser } from "../../sandbox/server";
import { clientFor } from "../../support/client";
import { addLeaver, addSuccessor, held } from "../../support/handOver";
import { changerOf } from "../../support/scene";

describe("The successor of somebody who leaves", () => {
  let sandbox: Sandbox;
  before(async () => (sandbox = await startSandbox({ users: 10 })));
  after(() => sandbox.stop());

  const day = 86_400_000;
  const refusals: readonly [what: string, differences: Partial<SandboxUser>, refusal: string | undefined][] = [
    ["can be somebody active", {}, undefined],
    ["cannot be somebody deactivated", { isActive: false }, "deactivated"],
    ["cannot be somebody who waits for approval", { isActive: false, userApprovalID: "x" }, "waiting"],
    ["cannot be somebody scheduled for deactivation", { scheduledDeactivationDate: Date.now() + 9 * day }, "scheduled"],
    ["cannot be somebody whose deactivation is overdue", { scheduledDeactivationDate: Date.now() - day }, "scheduled"],
  ];
  for (const [what, differences, refusal] of refusals)
    it(what, async () => {
      const userApprovalID = differences["userApprovalID"] && sandbox.directory.add("USRAPV", {}).ID;
      const user = sandbox.directory.addUser({ ...differences, ...(userApprovalID && { userApprovalID }) });
      const [read] = await clientFor(sandbox).getUsers([user.ID]);
      assert.equal(successorRefusal(read, ["somebody else"]), refusal);
    });

  it("cannot be the leaver, nobody at all, or somebody of whom Workfront does not say whether they are active", async () => {
    const [user] = await clientFor(sandbox).getUsers([sandbox.administrator.ID]);
    assert.equal(successorRefusal(user, ["x", sandbox.administrator.ID]), "leaver");
    assert.equal(successorRefusal(undefined, []), "unknown");
    assert.equal(successorRefusal({ ...user!, isActive: null }, []), "unknown");
  });
});

describe("The plan to hand work over", () => {
  let sandbox: Sandbox;
  let leaver: SandboxUser;
  let successor: SandboxUser;
  beforeEach(async () => {
    sandbox = await startSandbox({ users: 30 });
    leaver = addLeaver(sandbox, 60);
    successor = addSuccessor(sandbox);
  });
  afterEach(() => sandbox.stop());

  const items = async () =>
    (await readHeldWork(clientFor(sandbox), [leaver.ID])).flatMap(({ items: ofKind }) => ofKind);
  const plan = async (of: Awaited<ReturnType<typeof items>>, readOnly = false): Promise<Plan> =>
    planHandOver(
      clientFor(sandbox),
      { items: of, leavers: [leaver], successor },
      { ...changerOf({ sandbox }), readOnly },
    );
  const refused = (of: Plan) => of.refused.map(({ change, reason }) => [change.name, reason]);

  it("has one change for each item, with what it was, what it will be, and what people know of it", async () => {
    const all = await items();
    const { kind, from, to, change, unchanged, refused: left } = await plan(all);
    assert.deepEqual(
      [kind, from, to],
      ["handOver", [{ ID: leaver.ID, name: "Lea Ver" }], [{ ID: successor.ID, name: "Sue Next" }]],
    );
    assert.deepEqual([change.length, unchanged, left], [held(sandbox.directory, leaver.ID), [], []]);
    assert.ok(change.every(({ before, wished }) => before === leaver.ID && wished === successor.ID));
    assert.equal(new Set(change.map(keyOf)).size, change.length, "also of a project that is owned and sponsored");
    assert.deepEqual(
      change.map(({ item }) => item?.kind),
      all.map((one) => one.kind),
    );
    const roles = change.filter(({ beside }) => beside?.["roleID"]);
    assert.ok(roles.length > 0 && roles.length === withRole(change));
  });

  it("leaves out what has changed hands since, or is gone, and tells of it", async () => {
    const all = await items();
    const { directory } = sandbox;
    const projects = directory
      .records("PROJ")
      .filter(({ ownerID, name }) => ownerID === leaver.ID && /^Owned \d/.test(String(name)));
    const [third, gone, done] = projects;
    third!["ownerID"] = sandbox.administrator.ID;
    directory.table("PROJ").delete(gone!.ID);
    done!["ownerID"] = successor.ID;
    const planned = await plan(all);
    assert.deepEqual(refused(planned), [
      [third!["name"], "changedSince"],
      [gone!["name"], "unknown"],
    ]);
    assert.deepEqual(
      planned.unchanged.map(({ name }) => name),
      [done!["name"]],
    );
  });

  it("lets nobody report to themselves", async () => {
    successor.managerID = leaver.ID;
    sandbox.directory.relationsChanged("USER");
    const planned = await plan(await items());
    assert.deepEqual(refused(planned), [["Sue Next", "ownManager"]]);
  });

  it("leaves alone tasks and issues to which the successor is assigned as well", async () => {
    const both = sandbox.directory
      .records("ASSGN")
      .filter(({ assignedToID }) => assignedToID === leaver.ID)
      .slice(0, 3);
    const [task] = both;
    sandbox.directory.add("ASSGN", { ...task!, ID: "f".repeat(32), assignedToID: successor.ID, isPrimary: false });
    const all = await items();
    const planned = await plan(all);
    assert.deepEqual(
      planned.refused.map(({ change, reason }) => [change.ID, reason]),
      [[task!.ID, "alreadyAssigned"]],
    );
    assert.equal(planned.change.length, all.length - 1);
  });

  it("assigns nobody twice to what two leavers are assigned to", async () => {
    const other = sandbox.directory.addUser({ name: "Other Leaver" });
    const task = sandbox.directory.records("ASSGN").find(({ assignedToID }) => assignedToID === leaver.ID)!;
    sandbox.directory.add("ASSGN", { ...task, ID: "f".repeat(32), assignedToID: other.ID, isPrimary: false });
    const both = (await readHeldWork(clientFor(sandbox), [leaver.ID, other.ID])).flatMap((one) => one.items);
    const planned = await plan(both);
    assert.deepEqual(
      planned.refused.map(({ change, reason }) => [change.ID, reason]),
      [["f".repeat(32), "alreadyAssigned"]],
    );
    assert.ok(planned.change.some(({ ID }) => ID === task.ID));
  });

  it("gives nothing to a successor who was deactivated meanwhile, or deleted", async () => {
    const all = await items();
    successor.isActive = false;
    const planned = await plan(all);
    assert.equal(planned.change.length, 0);
    assert.ok(planned.refused.every(({ reason }) => reason === "receiverInactive"));
    assert.deepEqual(
      toReactivate(planned).map(({ ID }) => ID),
      [successor.ID],
    );
    sandbox.directory.users.delete(successor.ID);
    const without = await plan(all);
    assert.ok(
      without.refused.length === all.length && without.refused.every(({ reason }) => reason === "receiverUnknown"),
    );
  });

  it("changes nothing on a read-only connection, and is nothing where there is nothing", async () => {
    const planned = await plan(await items(), true);
    assert.equal(planned.change.length, 0);
    assert.ok(planned.refused.every(({ reason }) => reason === "readOnly"));
    const nothing = await plan([]);
    assert.deepEqual([nothing.change, nothing.unchanged, nothing.refused], [[], [], []]);
  });
});
