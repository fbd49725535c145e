import assert from "node:assert/strict";
import fc from "fast-check";
import { anyFault } from "../support/anyFault";
import { assertAgreement, assertRecordIsTrue, bringToEnd, planFor, runOn, setScene } from "../support/scene";

const story = fc.record({
  size: fc.integer({ min: 1, max: 45 }),
  faults: fc.array(anyFault, { maxLength: 4 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  /** After how many outcomes it is canceled; beyond the number of users for never. */
  cancelAfter: fc.nat(90),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

describe("A run under any faults", () => {
  it("tells the truth of every user, and is brought to its end by resuming and retrying", async function () {
    this.timeout(120_000);
    await fc.assert(fc.asyncProperty(story, tell), { numRuns: 30 });
  });
});

async function tell({ size, faults, concurrency, cancelAfter }: Story): Promise<void> {
  await using scene = await setScene(size);
  const plan = await planFor(scene, "deactivate");
  const struck = faults.map((one) => scene.sandbox.fail(one));
  const cancel = new AbortController();
  let told = 0;
  const done = await runOn(scene, {
    ...{ concurrency, signal: cancel.signal, firstDelay: 1, client: { timeout: 60, firstDelay: 1 } },
    plan,
    onOutcome: () => ++told === cancelAfter && cancel.abort(),
  });
  assertAgreement(scene, done);
  for (const one of struck) one.remove();
  const whole = await bringToEnd(scene, done.record);
  assertRecordIsTrue(scene.sandbox, scene.before, whole);
  assert.ok([...scene.chosen].every(({ isActive }) => !isActive));
  assert.deepEqual(scene.needless, []);
}
