import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { readLeaversWork } from "../../src/domain/leaversWork";
import type { AssignedWork } from "../../src/domain/assignedWork";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { clientFor } from "../support/client";
import { waitUntil } from "../support/waitUntil";

describe("what stays assigned to users who leave", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ users: 12 });
  });
  after(() => sandbox.stop());

  const never = new Promise<never>(() => undefined);
  const work: readonly AssignedWork[] = [{ kind: "tasks", count: 3 }];
  const labels = new Map([["T", "Plan"]]);
  const leavers = async (differences = {}) => {
    const { ID } = sandbox.directory.addUser({ name: "Lea Ver", licenseType: "T", ...differences });
    return clientFor(sandbox).getUsers([ID]);
  };

  it("is asked for all at once, and never waited for longer than one answer may take", async () => {
    const reading = readLeaversWork(await leavers(), { countWork: () => never, licenseLabels: () => never }, 100);
    // Timers end in their order, however busy the computer is.
    const found = await Promise.race([reading, setTimeout(190)]);
    assert.ok(found, "one wait after the other");
    assert.ok(found.work.length > 10 && found.work.every(({ count }) => count === undefined));
    assert.equal(found.someManageWork, false);
  });

  it("is as far known as it is answered", async () => {
    const users = await leavers();
    const late = await readLeaversWork(
      users,
      { countWork: () => never, licenseLabels: () => Promise.resolve(labels) },
      20,
    );
    assert.deepEqual([late.work[0]?.count, late.someManageWork], [undefined, true]);
    const unnamed = await readLeaversWork(
      users,
      { countWork: () => Promise.resolve(work), licenseLabels: () => never },
      20,
    );
    assert.deepEqual(unnamed, { work, someManageWork: false });
  });

  it("gives up counting when it is not waited for any longer", async () => {
    const signals: AbortSignal[] = [];
    const countWork = (_: readonly string[], signal: AbortSignal) => {
      signals.push(signal);
      return never;
    };
    await readLeaversWork(await leavers(), { countWork, licenseLabels: () => Promise.resolve(labels) }, 20);
    assert.equal(signals.length, 1);
    await waitUntil(() => signals[0]!.aborted);
  });
});
