import assert from "node:assert/strict";
import { planChange, type Plan, type Wish } from "../../src/domain/plan";
import { carryOut, type Outcome, type RunOptions } from "../../src/domain/run";
import { startSandbox, type Effect, type RequestRecord, type Sandbox } from "../sandbox/server";
import { clientFor } from "../support/client";
import { noJournal } from "../support/noJournal";

const isChange = ({ method }: RequestRecord) => method === "PUT";

describe("a run", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 5 });
  });
  afterEach(() => sandbox.stop());

  const client = () => clientFor(sandbox, { timeout: 150 });
  const stateOf = (ID: string) => sandbox.directory.users.get(ID)?.isActive;
  const changesSent = () => sandbox.requests.filter(isChange).length;

  /** A plan for so many users who are active, or deactivated where the wish is to reactivate. */
  async function planFor(count: number, wish: Wish = "deactivate"): Promise<Plan> {
    const isActive = wish === "deactivate";
    const added = Array.from({ length: count }, () => sandbox.directory.addUser({ isActive }));
    const found = await client().getUsers(added.map(({ ID }) => ID));
    const order = added.map(({ ID }) => found.find((user) => user.ID === ID)!);
    sandbox.clearRequests();
    return planChange(wish, order, found, sandbox.administrator.ID);
  }

  function run(plan: Plan, options: Partial<RunOptions> = {}): Promise<Outcome[]> {
    const signal = new AbortController().signal;
    return carryOut(plan, client(), {
      signal,
      journal: noJournal,
      onOutcome: () => undefined,
      firstDelay: 5,
      ...options,
    });
  }

  const results = (outcomes: readonly Outcome[]) => outcomes.map(({ result }) => result);

  it("changes every user of the plan and tells each as soon as it is known", async () => {
    for (const wish of ["deactivate", "reactivate"] as const) {
      const plan = await planFor(6, wish);
      const told: Outcome[] = [];
      const outcomes = await run(plan, { onOutcome: (outcome) => told.push(outcome) });
      assert.deepEqual(
        outcomes.map(({ user }) => user.ID),
        plan.change.map(({ ID }) => ID),
      );
      assert.ok(outcomes.every(({ result }) => result === "changed"));
      for (const { user } of outcomes) {
        assert.equal(stateOf(user.ID), wish === "reactivate");
        assert.equal(user.isActive, wish === "reactivate");
      }
      assert.deepEqual(new Set(told), new Set(outcomes));
      assert.equal(told.length, 6);
      assert.equal(changesSent(), 6);
    }
  });

  it("sends nothing for those who are as wished already", async () => {
    const plan = await planFor(0);
    assert.deepEqual(await run(plan), []);
    assert.equal(sandbox.requests.length, 0);
  });

  it("calls it a failure where the server answers well and changes nothing", async () => {
    const plan = await planFor(1);
    sandbox.fail({ match: isChange, effect: { kind: "unchanged" } });
    const [outcome] = await run(plan);
    assert.deepEqual(outcome, { user: plan.change[0], result: "failed", failure: "unchanged" });
    assert.equal(outcome.user.isActive, true);
  });

  it("goes by the user, not by the answer, where the two differ", async () => {
    const plan = await planFor(1);
    const [{ ID } = { ID: "" }] = plan.change;
    sandbox.fail({
      match: isChange,
      effect: { kind: "call", call: () => (sandbox.directory.users.get(ID)!.isActive = false) },
    });
    sandbox.fail({ match: isChange, effect: { kind: "otherShape", body: { data: { ID, isActive: true } } } });
    assert.deepEqual(results(await run(plan)), ["changed"]);
  });

  describe("settles by reading an answer that was lost", () => {
    const losses: [what: string, effect: Effect, applied: boolean][] = [
      ["before the change was made, by a reset", { kind: "resetBefore" }, false],
      ["after it was made, by a reset", { kind: "resetAfter" }, true],
      ["before it was made, in silence", { kind: "hang" }, false],
      ["after it was made, in silence", { kind: "hangAfter" }, true],
      ["half-way", { kind: "truncated" }, true],
      ["for a maintenance page", { kind: "html", status: 503 }, false],
      ["for a page that says all is well", { kind: "html", status: 200 }, false],
      ["for an error of the server", { kind: "status", status: 500 }, false],
      ["for another shape", { kind: "otherShape" }, false],
    ];
    for (const [what, effect, applied] of losses) {
      it(`${what}, and sends it ${applied ? "only once" : "once more"}`, async () => {
        const plan = await planFor(1);
        sandbox.fail({ match: isChange, times: 1, effect });
        assert.deepEqual(results(await run(plan)), ["changed"]);
        assert.equal(stateOf(plan.change[0]!.ID), false);
        assert.equal(changesSent(), applied ? 1 : 2);
      });
    }
  });

  it("waits where the server is busy, and then goes on", async () => {
    const plan = await planFor(3);
    sandbox.fail({ match: isChange, times: 2, effect: { kind: "status", status: 429 } });
    sandbox.fail({ match: isChange, times: 1, after: 2, effect: { kind: "status", status: 429, retryAfter: 1 } });
    assert.deepEqual(results(await run(plan)), ["changed", "changed", "changed"]);
  });

  it("tells in Workfront's words whom it declined, and goes on with the others", async () => {
    const plan = await planFor(3);
    const [, second] = plan.change;
    sandbox.fail({
      match: ({ path }) => path.endsWith(second!.ID),
      effect: { kind: "status", status: 422, message: "Not this one" },
    });
    const outcomes = await run(plan);
    assert.deepEqual(results(outcomes), ["changed", "failed", "changed"]);
    const [, failed] = outcomes;
    assert.ok(failed?.result === "failed" && failed.failure !== "unchanged");
    assert.equal(failed.failure.kind, "refused");
    assert.equal(failed.failure.words, "Not this one");
    assert.equal(stateOf(second!.ID), true);
  });

  it("stops where the key is refused, and sends nothing for the rest", async () => {
    const plan = await planFor(6);
    sandbox.fail({ match: isChange, after: 2, effect: { kind: "status", status: 401 } });
    const outcomes = await run(plan, { concurrency: 1 });
    const rest = Array.from({ length: 3 }, () => "notAttempted");
    assert.deepEqual(results(outcomes), ["changed", "changed", "failed", ...rest]);
    assert.equal(changesSent(), 3);
  });

  describe("that is canceled", () => {
    it("finishes what is under way and sends nothing more", async () => {
      const plan = await planFor(8);
      const controller = new AbortController();
      sandbox.fail({
        match: isChange,
        effect: { kind: "call", call: () => changesSent() === 2 && controller.abort() },
      });
      sandbox.fail({ match: isChange, effect: { kind: "slow", milliseconds: 20 } });
      const outcomes = await run(plan, { signal: controller.signal, concurrency: 2 });
      assert.equal(changesSent(), 2);
      for (const { user, result } of outcomes)
        assert.equal(result, stateOf(user.ID) ? "notAttempted" : "changed", user.ID);
      assert.equal(results(outcomes).filter((result) => result === "changed").length, 2);
    });

    it("before it begins sends nothing", async () => {
      const plan = await planFor(2);
      assert.deepEqual(results(await run(plan, { signal: AbortSignal.abort() })), ["notAttempted", "notAttempted"]);
      assert.equal(sandbox.requests.length, 0);
    });

    it("while the server is busy, does not wait for it", async () => {
      const plan = await planFor(1);
      const controller = new AbortController();
      sandbox.fail({ match: isChange, effect: { kind: "call", call: () => setImmediate(() => controller.abort()) } });
      sandbox.fail({ match: isChange, effect: { kind: "status", status: 429, retryAfter: 50 } });
      assert.deepEqual(results(await run(plan, { signal: controller.signal })), ["notAttempted"]);
      assert.equal(stateOf(plan.change[0]!.ID), true);
    });

    it("while an answer is lost, still finds out what became of it", async () => {
      const plan = await planFor(1);
      const controller = new AbortController();
      sandbox.fail({ match: isChange, effect: { kind: "call", call: () => controller.abort() } });
      sandbox.fail({ match: isChange, effect: { kind: "resetAfter" } });
      assert.deepEqual(results(await run(plan, { signal: controller.signal })), ["changed"]);
    });
  });

  it("on a read-only connection changes nobody", async () => {
    const plan = await planFor(2);
    const readOnly = clientFor(sandbox, { readOnly: () => true });
    const outcomes = await carryOut(plan, readOnly, {
      signal: new AbortController().signal,
      journal: noJournal,
      onOutcome: () => undefined,
    });
    assert.ok(results(outcomes).every((result) => result === "failed" || result === "notAttempted"));
    assert.equal(sandbox.requests.length, 0);
  });
});
