import assert from "node:assert/strict";
import fc from "fast-check";
import type { Fault } from "../../sandbox/server";
import { anyFault } from "../../support/anyFault";
import { buildKilledProgram, inTurns, type KilledProgram } from "../../support/killedProgram";
import {
  assertTrue,
  bringToEnd,
  deactivation,
  isBulk,
  newOwner,
  planFor,
  setScene,
  tally,
  values,
  type Scene,
  type Subject,
} from "../../support/scene";

/** A process of its own that is killed at every third step: now before it writes or sends something, now after it. */
describe("A run whose process is killed", function () {
  this.timeout(120_000);
  let program: KilledProgram;
  before(async () => (program = await buildKilledProgram()));
  after(() => program.remove());

  const runAndKill = async (scene: Scene, killAt: number) => program.run(scene, await planFor(scene), killAt);

  /** Kills it there, checks that what it left behind is true, resumes it, and checks that all is done. */
  async function killAndResume(subject: Subject, size: number, killAt: number, fault?: Fault): Promise<void> {
    await using scene = await setScene(size, { subject });
    const { sandbox, runs } = scene;
    if (fault) sandbox.fail(fault);
    // How many steps there are differs by a few, as writes come together or do not.
    const steps = await runAndKill(scene, killAt);
    assert.ok(steps === undefined || steps < killAt);
    const [left] = await runs.list();
    if (!left) {
      assert.deepEqual(values(sandbox, subject), scene.before, "nothing is sent before the plan is on the disk");
      return;
    }
    assertTrue(scene, (await runs.read(left.id))!);
    if (left.state === "finished") return;
    assert.equal(left.state, "interrupted");
    const [whole] = await bringToEnd(scene, left.id);
    assertTrue(scene, whole!);
    assert.deepEqual([whole!.state, tally(whole!)], ["finished", { changed: size }]);
    // A request that was under way when its sender was killed may be carried out after it was read for.
    assert.ok(scene.needless.length <= size);
  }

  async function stepsOf(subject: Subject, size: number, fault?: Fault): Promise<number> {
    await using scene = await setScene(size, { subject });
    if (fault) scene.sandbox.fail(fault);
    const steps = await runAndKill(scene, 0);
    assert.ok(steps);
    return steps;
  }

  for (const [what, subject, size] of [
    ["users", deactivation, 50],
    ["projects", newOwner, 3],
  ] as const)
    it(`leaves a record that is true, and is resumed to the end: ${what}`, async () => {
      const steps = await stepsOf(subject, size);
      await inTurns(steps, 3, (step) => killAndResume(subject, size, step));
    });

  it("leaves a record that is true, also where users are sent one by one", async () => {
    const declined: Fault = { match: isBulk, effect: { kind: "status", status: 422 } };
    const steps = await stepsOf(deactivation, 26, declined);
    await inTurns(steps, 29, (step) => killAndResume(deactivation, 26, step, declined));
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
        const [left] = await scene.runs.list();
        if (!left) return;
        assertTrue(scene, (await scene.runs.read(left.id))!);
        assertTrue(scene, ...(await bringToEnd(scene, left.id)));
        assert.ok(scene.chosen.every(({ isActive }) => isActive === false));
      },
    );
    await fc.assert(killed, { numRuns: 8 });
  });
});
