import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import type { Effect, Fault, RequestRecord } from "../../sandbox/server";
import { anyFault, longestDelay } from "../../support/anyFault";
import {
  assertTrue,
  bringToEnd,
  changes,
  deactivation,
  isWrite,
  newOwner,
  planFor,
  runOn,
  setScene,
  type Scene,
  type Subject,
} from "../../support/scene";

/** What goes wrong, and when it is canceled: after so many results, or so many milliseconds; perhaps never. */
interface Story {
  readonly faults: readonly Fault[];
  readonly cancel: { readonly results?: number; readonly milliseconds?: number };
}

const story: fc.Arbitrary<Story> = fc.record({
  faults: fc.array(anyFault, { maxLength: 4 }),
  cancel: fc.oneof(
    fc.constant({}),
    fc.record({ results: fc.integer({ min: 1, max: 150 }) }),
    fc.record({ milliseconds: fc.nat(300) }),
  ),
});

/** How many stories are told of so many objects, with each limit of requests at a time. */
const sizes = new Map([
  [1, 4],
  [5, 6],
  [20, 4],
  [21, 4],
  [100, 3],
  [300, 1],
  [1000, 1],
]);

describe("A run under any faults", function () {
  this.timeout(120_000);

  for (const [size, numRuns] of sizes)
    for (const concurrency of [1, 4, 6])
      it(`tells the truth of each of ${size}, ${concurrency} at a time, and is brought to its end`, async () => {
        const subject = fc.constantFrom(deactivation, newOwner);
        const told = fc.asyncProperty(story, subject, (one, of) => tell(one, of, { size, concurrency }));
        await fc.assert(told, { numRuns });
      });
});

/** Effects that leave a request without an answer for longer than its sender waits. */
const hanging: ReadonlySet<Effect["kind"]> = new Set(["hangAfter", "hang", "late"]);

/** Effects after which a request may still be carried out, for all that its sender knows. */
const undecided: ReadonlySet<Effect["kind"]> = new Set([
  ...hanging,
  "html",
  "truncated",
  "otherShape",
  "resetBefore",
  "resetAfter",
]);

async function tell(
  { faults, cancel }: Story,
  subject: Subject,
  { size, concurrency }: { readonly size: number; readonly concurrency: number },
): Promise<void> {
  await using scene = await setScene(size, { subject, users: 5 });
  const plan = await planFor(scene);
  const has = (...kinds: readonly Effect["kind"][]) => faults.some(({ effect }) => kinds.includes(effect.kind));
  const doubtful = doubts(scene);
  const struck = faults.map((one) => scene.sandbox.fail(noting(one, doubtful)));
  const canceled = new AbortController();
  const { milliseconds } = cancel;
  if (milliseconds !== undefined) void setTimeout(milliseconds).then(() => canceled.abort());
  let told = 0;
  const record = await runOn(scene, {
    plan,
    concurrency,
    signal: canceled.signal,
    client: {
      timeout: has(...hanging) ? 60 : 5000,
      firstDelay: 1,
      log: ({ result }) => result === "timeout" && doubtful.timedOut(),
    },
    onResult: () => ++told === cancel.results && canceled.abort(),
  });
  // What the server does long after it was asked counts as well.
  if (has("late")) await setTimeout(longestDelay);
  assertTrue(scene, record);
  for (const one of record.results)
    if (one.result === "unknown") assert.ok(doubtful.of(one.ID), `why is ${one.name ?? ""} not known?`);
  for (const one of struck) one.remove();
  const whole = await bringToEnd(scene, record.id);
  assertTrue(scene, ...whole);
  assert.ok(scene.chosen.every((one) => one[subject.field] === subject.wished(scene.sandbox)));
  // Nobody can see that something is done where it is done later, or seen later.
  if (!has("late", "stale") && !doubtful.isSlow()) assert.deepEqual(scene.needless, []);
}

/** Whose request was ever left without a decision; all, where a read was, or where this computer is too slow. */
function doubts({ chosen }: Scene) {
  const ids = new Set<string>();
  let slow = 0;
  return {
    note: (request: RequestRecord, { kind }: Effect) => {
      if (hanging.has(kind)) slow--;
      if (isWrite(request) && !undecided.has(kind)) return;
      for (const one of chosen) if (!isWrite(request) || changes(one)(request)) ids.add(one.ID);
    },
    timedOut: () => slow++,
    isSlow: () => slow > 0,
    of: (id: string) => slow > 0 || ids.has(id),
  };
}

/** The same fault, which notes whom it leaves in doubt. A read that fails leaves everybody in doubt. */
function noting(
  { match = () => true, after = 0, effect, ...fault }: Fault,
  doubtful: ReturnType<typeof doubts>,
): Fault {
  let matching = 0;
  return {
    ...fault,
    effect,
    after,
    match: (request) => {
      const isMeant = match(request);
      if (isMeant && ++matching > after) doubtful.note(request, effect);
      return isMeant;
    },
  };
}
