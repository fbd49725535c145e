import assert from "node:assert/strict";
import { buildKilledProgram, inTurns, type KilledProgram } from "../../support/killedProgram";
import { held } from "../../support/handOver";
import { assertAgree, carryOutPlan, planAll, planUndoOf, setHandOver } from "../../support/handOverScene";
import { bringToEnd, tally } from "../../support/scene";

/** How many kills there are, spread over all steps. */
const kills = 16;

describe("Handing over 100 things in a process that is killed", function () {
  this.timeout(240_000);
  let program: KilledProgram;
  before(async () => (program = await buildKilledProgram()));
  after(() => program.remove());

  it("leaves at any step a record that is true, which is resumed to the end and can be undone", async () => {
    const killAndResume = async (step: number) => {
      await using scene = await setHandOver(100);
      const plan = await planAll(scene);
      await program.run(scene, plan, step);
      const [left] = await scene.runs.list();
      if (!left) {
        assertAgree(scene, []);
        return;
      }
      const record = await scene.runs.read(left.id);
      assertAgree(scene, [record!]);
      const whole = left.state === "finished" ? [record!] : await bringToEnd(scene, left.id);
      assertAgree(scene, whole);
      assert.deepEqual(tally(whole[0]!), { changed: plan.change.length });
      assert.equal(held(scene.sandbox.directory, scene.leaver.ID), 0);
      await carryOutPlan(scene, await planUndoOf(scene, whole[0]!));
      assertAgree(scene, []);
    };
    await using scene = await setHandOver(100);
    const steps = await program.run(scene, await planAll(scene), 0);
    assert.ok(steps);
    // Odd, so that it is killed before what it does as well as after it.
    await inTurns(steps, Math.ceil(steps / kills) | 1, killAndResume);
  });
});
