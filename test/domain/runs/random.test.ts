import assert from "node:assert/strict";
import fc from "fast-check";
import type { Effect, Fault } from "../../sandbox/server";
import { anyFault } from "../../support/anyFault";
import { assertTrue, bringToEnd, changes, planFor, runOn, setScene, type Scene } from "../../support/scene";

const limits: fc.Arbitrary<number> = fc.constantFrom(1, 4, 6);
const sizes: fc.Arbitrary<number> = fc.constantFrom(1, 5, 20, 21, 45);

const story = fc.record({
  size: fc.oneof({ weight: 4, arbitrary: sizes }, { weight: 1, arbitrary: fc.constant(100) }),
  faults: fc.array(anyFault, { maxLength: 4 }),
  concurrency: limits,
  /** After how many results it is canceled; beyond the number of users for never. */
  cancelAfter: fc.nat(150),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

describe("A run under any faults", function () {
  this.timeout(120_000);

  it("tells the truth of every user, and is brought to its end by resuming and retrying", async () => {
    await fc.assert(fc.asyncProperty(story, tell), { numRuns: 40 });
  });

  it("of 300 and of 1,000 users tells the truth of every user as well", async () => {
    for (const size of [300, 1000])
      for (const concurrency of [1, 4, 6])
        await fc.assert(
          fc.asyncProperty(story, (one) => tell({ ...one, size, concurrency })),
          { numRuns: 1 },
        );
  });
});

/** Effects after which a request may still be carried out, for all that its sender knows. */
const undecided: ReadonlySet<Effect["kind"]> = new Set([
  "html",
  "truncated",
  "otherShape",
  "resetBefore",
  "resetAfter",
  "hangAfter",
  "hang",
  "slow",
]);

async function tell({ size, faults, concurrency, cancelAfter }: Story): Promise<void> {
  await using scene = await setScene(size, { users: 5 });
  const plan = await planFor(scene);
  const doubtful = doubts(scene);
  const struck = faults.map((one) => scene.sandbox.fail(noting(one, doubtful)));
  const cancel = new AbortController();
  let told = 0;
  const record = await runOn(scene, {
    plan,
    concurrency,
    signal: cancel.signal,
    client: { timeout: 60, firstDelay: 1 },
    onResult: () => ++told === cancelAfter && cancel.abort(),
  });
  assertTrue(scene, record);
  for (const one of record.results)
    if (one.result === "unknown") assert.ok(doubtful.of(one.ID), `why is ${one.name ?? ""} not known?`);
  for (const one of struck) one.remove();
  const whole = await bringToEnd(scene, record.id);
  assertTrue(scene, ...whole);
  assert.ok(scene.chosen.every(({ isActive }) => isActive === false));
  assert.deepEqual(scene.needless, []);
}

/** Whose request was ever left without a decision; all, where a read was. */
function doubts({ chosen }: Scene) {
  const ids = new Set<string>();
  return {
    note: (request: Parameters<NonNullable<Fault["match"]>>[0]) => {
      for (const user of chosen) if (request.method !== "PUT" || changes(user)(request)) ids.add(user.ID);
    },
    of: (id: string) => ids.has(id),
  };
}

/** The same fault, which notes whom it leaves in doubt. A read that fails leaves everybody in doubt. */
function noting(fault: Fault, doubtful: ReturnType<typeof doubts>): Fault {
  return {
    ...fault,
    match: (request) => {
      const strikes = fault.match?.(request) ?? true;
      if (strikes && (request.method !== "PUT" || undecided.has(fault.effect.kind))) doubtful.note(request);
      return strikes;
    },
  };
}
