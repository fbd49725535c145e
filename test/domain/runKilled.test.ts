import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import fc from "fast-check";
import pLimit from "p-limit";
import { planResume } from "../../src/domain/followUp";
import { carryOut } from "../../src/domain/run";
import { pendingUsers } from "../../src/domain/runRecord";
import type { Fault } from "../sandbox/server";
import { anyFault } from "../support/anyFault";
import { clientFor } from "../support/client";
import {
  assertRecordIsTrue,
  bringToEnd,
  isBulk,
  originOf,
  setScene,
  states,
  tally,
  type Scene,
} from "../support/scene";

/** A process that is killed at every step, because any of them may be its last. */
describe("A run whose process is killed", function () {
  this.timeout(120_000);
  let folder: string;
  let program: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "killed-"));
    program = join(folder, "killedRun.cjs");
    await build({
      entryPoints: ["test/support/killedRun.ts"],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
    });
  });
  after(() => rm(folder, { recursive: true }));

  /** @returns how many steps it took, or undefined where it was killed. */
  async function runAndKill({ sandbox, chosen, folder: runs }: Scene, killAt: number): Promise<number | undefined> {
    const { url, administrator } = sandbox;
    const self = { ID: administrator.ID, name: administrator.name };
    const ids = chosen.map(({ ID }) => ID);
    const assignment = { url, apiKey: administrator.apiKey, folder: runs, ids, self, killAt };
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [program, JSON.stringify(assignment)], (error, output) => {
        if (!error) resolve(Number(output));
        else if (error.signal === "SIGKILL") resolve(undefined);
        else reject(new Error(error.message));
      });
    });
  }

  /** Kills it there, checks that what it left behind is true, resumes it, and checks that all is done. */
  async function killAndResume(killAt: number, fault?: Fault): Promise<void> {
    await using scene = await setScene(50);
    const { sandbox, journal } = scene;
    if (fault) sandbox.fail(fault);
    assert.equal(await runAndKill(scene, killAt), undefined);
    const [left] = await journal.runs();
    if (!left) {
      assert.deepEqual(states(sandbox), scene.before, "nothing is sent before the plan is on the disk");
      return;
    }
    assertRecordIsTrue(sandbox, scene.before, left);
    if (left.state === "finished") return;
    assert.equal(left.state, "interrupted");
    await resume(scene, left.id);
    const record = await journal.run(left.id);
    assert.equal(record?.state, "finished");
    assert.deepEqual(tally(record.users), { changed: 50 }, `killed at step ${killAt}`);
    assertRecordIsTrue(sandbox, scene.before, record);
    assert.deepEqual(scene.needless, []);
  }

  async function resume(scene: Scene, id: string): Promise<void> {
    const record = await scene.journal.run(id);
    assert.ok(record);
    const client = clientFor(scene.sandbox);
    const { connectionID, by } = originOf(scene);
    const found = await client.getUsers(pendingUsers(record).map(({ user }) => user.ID));
    const plan = planResume(record, found, { selfID: by.ID, id: connectionID });
    const run = await scene.journal.reopen(id, by);
    run.settle(plan.settled.map((user) => ({ user, result: { result: "changed" } })));
    await carryOut(plan, client, {
      signal: new AbortController().signal,
      onOutcome: () => undefined,
      journal: run,
      firstDelay: 4,
    });
  }

  async function stepsOf(fault?: Fault): Promise<number> {
    await using scene = await setScene(50);
    if (fault) scene.sandbox.fail(fault);
    const steps = await runAndKill(scene, 0);
    assert.ok(steps);
    return steps;
  }

  it("at any step leaves a record that is true, and is resumed to the end", async () => {
    const steps = await stepsOf();
    await inTurns(steps, 1, (step) => killAndResume(step));
  });

  it("at any step leaves a record that is true, also where users are sent one by one", async () => {
    const declined: Fault = { match: isBulk, effect: { kind: "status", status: 422 } };
    const steps = await stepsOf(declined);
    await inTurns(steps, 13, (step) => killAndResume(step, declined));
  });

  it("leaves a record that is true under any faults, and is brought to its end", async () => {
    const killed = fc.asyncProperty(
      fc.array(anyFault, { maxLength: 3 }),
      fc.integer({ min: 2, max: 60 }),
      async (faults, step) => {
        await using scene = await setScene(20);
        const struck = faults.map((one) => scene.sandbox.fail(one));
        await runAndKill(scene, step).catch(() => undefined);
        for (const one of struck) one.remove();
        const [left] = await scene.journal.runs();
        if (!left) return;
        assertRecordIsTrue(scene.sandbox, scene.before, left);
        assertRecordIsTrue(scene.sandbox, scene.before, await bringToEnd(scene, left));
        assert.ok(scene.chosen.every(({ isActive }) => !isActive));
      },
    );
    await fc.assert(killed, { numRuns: 8 });
  });
});

/** Every so many steps from the first on, three at a time. */
async function inTurns(steps: number, stride: number, kill: (step: number) => Promise<void>): Promise<void> {
  const limit = pLimit(3);
  const chosen = Array.from({ length: Math.ceil(steps / stride) }, (_, index) => 1 + index * stride);
  await Promise.all(chosen.map((step) => limit(() => kill(step))));
}
