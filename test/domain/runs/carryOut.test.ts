import assert from "node:assert/strict";
import type { ChangeResult, Counts } from "../../../src/domain/runs/record";
import { apiKeyCredential } from "../../../src/workfront/credential";
import type { Effect, Fault, RequestRecord, SandboxUser } from "../../sandbox/server";
import { clientFor } from "../../support/client";
import { listeningToWaits } from "../../../src/workfront/waits";
import {
  assertTrue,
  bringToEnd,
  changes,
  deactivation,
  editsIn,
  isBulk,
  isWrite,
  newOwner,
  planFor,
  runOn,
  setScene,
  tally,
  type RunOverrides,
  type Scene,
  type SceneOptions,
} from "../../support/scene";

interface Case {
  readonly what: string;
  /** What goes wrong. */
  readonly faults?: (scene: Scene) => readonly Fault[];
  /** What becomes of how many; the others are changed. */
  readonly expected?: Readonly<Record<string, number>>;
}

/** The server fails in this way a few times, whatever it is asked to change. */
const fewTimes = (what: string, effect: Effect): Case => ({
  what,
  faults: () => [{ match: isWrite, times: 3, effect }],
});

/** The server fails in this way for one object, again and again. */
const forOne = (what: string, effect: Effect, result: string): Case => ({
  what,
  faults: ({ chosen }) => [{ match: changes(chosen[2]!), effect }],
  expected: { [result]: 1 },
});

/** The change is made, and then something else is answered. */
const doneBut = (what: string, effect: Effect): Case => ({
  what: `all is done, but the answer is ${what}`,
  faults: (scene) => [
    { match: isWrite, effect: { kind: "call", call: doing(scene) } },
    { match: isWrite, effect },
  ],
});

/** Carries a request out at once. */
function doing({ sandbox, subject }: Scene): (request: RequestRecord) => void {
  return (request) => {
    for (const { ID, ...edit } of editsIn(request)) {
      const record = sandbox.directory.table(subject.objCode).get(ID)!;
      record[subject.field] = edit[subject.field] as string | boolean;
      if (subject.datedBy) record[subject.datedBy] = Date.now();
    }
  };
}

const status = (code: number, more: object = {}): Effect => ({ kind: "status", status: code, ...more });
const page = (code: number): Effect => ({ kind: "html", status: code });

const tooMany = "429 Too many concurrent API requests";

const cases: readonly Case[] = [
  { what: "nothing goes wrong" },
  fewTimes("too many requests, without a word on when to come back", status(429)),
  fewTimes("too many requests, which Workfront says with HTTP 200", status(200, { message: tooMany })),
  fewTimes("an error inside Workfront", status(500)),
  fewTimes("Workfront is unavailable", status(503)),
  fewTimes("a page instead of an answer", page(200)),
  fewTimes("a maintenance page", page(503)),
  fewTimes("a proxy's page of too many requests", page(429)),
  fewTimes("an answer that is cut off", { kind: "truncated" }),
  fewTimes("an answer of another shape", { kind: "otherShape" }),
  fewTimes("the connection breaks before anything is done", { kind: "resetBefore" }),
  fewTimes("the connection breaks after it was done", { kind: "resetAfter" }),
  fewTimes("no answer, and nothing done", { kind: "hang" }),
  fewTimes("no answer, but it was done", { kind: "hangAfter" }),
  fewTimes("an answer that comes late", { kind: "slow", milliseconds: 60 }),
  forOne("an error inside Workfront for one", status(500), "failed"),
  forOne("one that Workfront declines to change", status(422, { message: "This cannot be changed" }), "failed"),
  forOne("one that we may not change", status(403), "failed"),
  forOne("one for which the connection always breaks", { kind: "resetBefore" }, "unknown"),
  forOne("one for which a page of a proxy comes", page(403), "unknown"),
  forOne(
    "one for which we are sent elsewhere",
    { kind: "redirect", location: "https://elsewhere.example/" },
    "unknown",
  ),
  ...[403, 404, 407, 408, 413, 451, 500, 502].map((code) => doneBut(`a page with ${code}`, page(code))),
  ...[400, 403, 404, 409, 422, 500, 503].map((code) => doneBut(`Workfront's own ${code}`, status(code))),
  doneBut("another shape", { kind: "otherShape" }),
  doneBut("a no that happens to speak of a version", status(422, { message: "Version 12 of this user is locked" })),
  forOne("a no that happens to speak of a version", status(422, { message: "Version 12 is locked" }), "failed"),
];

describe("Carrying out a run", () => {
  const kinds: readonly [string, SceneOptions, sizes: readonly number[]][] = [
    ["users", {}, [12, 60]],
    ["projects", { subject: newOwner }, [25]],
  ];
  for (const [what, options, sizes] of kinds)
    for (const size of sizes)
      for (const { what: fault, faults, expected = {} } of cases)
        it(`tells of each of ${size} ${what} exactly what became of them: ${fault}`, async () => {
          await using scene = await setScene(size, options);
          const all = faults?.(scene) ?? [];
          for (const one of all) scene.sandbox.fail(one);
          // Only where no answer ever comes, so that no busy computer takes longer.
          const isSilent = all.some(({ effect: { kind } }) => kind.startsWith("hang"));
          const record = await runOn(scene, isSilent ? { client: { timeout: 400 } } : {});
          assertTrue(scene, record);
          const others = Object.values(expected).reduce((sum, count) => sum + count, 0);
          assert.deepEqual(tally(record), { changed: size - others, ...expected });
          if (!fault.startsWith("all is done")) assert.deepEqual(scene.needless, []);
          assert.equal(record.state, "finished");
        });

  it("calls it failed where the answer is 200 and nothing changes", async () => {
    await using scene = await setScene(12);
    scene.sandbox.fail({ match: changes(scene.chosen[2]!), effect: { kind: "unchanged" } });
    const record = await runOn(scene);
    assertTrue(scene, record);
    assert.deepEqual(tally(record), { changed: 11, failed: 1 });
    const [one] = record.results.filter(({ result }) => result === "failed");
    assert.ok(one?.result === "failed" && one.failure === "unchanged");
  });

  for (const bulkFailure of ["abort", "partial", "skip"] as const)
    it(`lets one user hold up nobody, where Workfront answers that in a request for several with: ${bulkFailure}`, async () => {
      await using scene = await setScene(60, { bulkFailure });
      scene.sandbox.directory.adminEmailUserID = scene.chosen[10]!.ID;
      const record = await runOn(scene);
      assertTrue(scene, record);
      assert.deepEqual(tally(record), { changed: 59, failed: 1 });
      assert.deepEqual(scene.needless, []);
    });

  it("keeps Workfront's own date of each deactivation", async () => {
    for (const size of [2, 25]) {
      await using scene = await setScene(size);
      const { results } = await runOn(scene);
      for (const one of results) {
        const { actualDeactivationDate: date } = scene.chosen.find(({ ID }) => ID === one.ID) as SandboxUser;
        assert.ok(one.result === "changed" && one.dated);
        assert.equal(new Date(one.dated.replace(/:(\d{3})([+-]\d\d)(\d\d)$/, ".$1$2:$3")).getTime(), date);
      }
    }
  });

  describe("whose request may still be carried out", () => {
    /** The server answers nothing, and does what it was asked to when the test says so, long after we have read that it did not. */
    const late = (scene: Scene, times: number) => {
      const asked: RequestRecord[] = [];
      const call = (request: RequestRecord) => void asked.push(request);
      const faults = [{ kind: "call", call } as const, { kind: "hang" } as const].map((effect) =>
        scene.sandbox.fail({ match: isWrite, times, effect }),
      );
      return {
        carryOut: () => asked.forEach(doing(scene)),
        end: () => faults.forEach((fault) => fault.remove()),
      };
    };
    const impatient: RunOverrides = { client: { timeout: 100, firstDelay: 2 } };

    it("calls it not known, and later finds that it was ours", async () => {
      await using scene = await setScene(2);
      const server = late(scene, 5);
      const record = await runOn(scene, { ...impatient, concurrency: 1 });
      server.end();
      assert.deepEqual(tally(record), { unknown: 1, changed: 1 });
      server.carryOut();
      assert.ok(scene.chosen.every(({ isActive }) => isActive === false));
      const [whole] = await bringToEnd(scene, record.id);
      assertTrue(scene, whole!);
      assert.deepEqual(tally(whole!), { changed: 2 });
    });

    it("calls it not known where it is canceled before an answer could be had", async () => {
      await using scene = await setScene(1);
      const cancel = new AbortController();
      scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call: () => cancel.abort() } });
      late(scene, 1);
      const record = await runOn(scene, { ...impatient, signal: cancel.signal });
      assert.deepEqual(tally(record), { unknown: 1 });
    });

    it("is settled where sending it again makes the change", async () => {
      await using scene = await setScene(1);
      scene.sandbox.fail({ match: isWrite, times: 1, effect: { kind: "hang" } });
      const record = await runOn(scene, impatient);
      assertTrue(scene, record);
      assert.deepEqual(tally(record), { changed: 1 });
    });

    it("is not settled by a no to sending it again, but by resuming later", async () => {
      for (const effect of [status(422), status(403), { kind: "unchanged" } as const])
        for (const isCarriedOut of [true, false]) {
          await using scene = await setScene(1);
          const no = scene.sandbox.fail({ match: isWrite, after: 1, effect });
          const server = late(scene, 1);
          const record = await runOn(scene, impatient);
          assert.deepEqual(tally(record), { unknown: 1 });
          if (isCarriedOut) {
            server.carryOut();
            no.remove();
          }
          const [whole] = await bringToEnd(scene, record.id, { retries: false });
          assertTrue(scene, whole!);
          assert.deepEqual(tally(whole!), isCarriedOut ? { changed: 1 } : { failed: 1 });
        }
    });

    it("does not call it failed where a page comes and the server reads stale", async () => {
      await using scene = await setScene(1);
      const [user] = scene.chosen as [SandboxUser];
      const stale = () => {
        const now = user.isActive;
        user.isActive = true;
        queueMicrotask(() => (user.isActive = now));
      };
      const call = doing(scene);
      const plan = await planFor(scene);
      scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call } });
      scene.sandbox.fail({ match: isWrite, effect: page(502) });
      scene.sandbox.fail({ match: ({ method }) => method === "GET", effect: { kind: "call", call: stale } });
      assert.deepEqual(tally(await runOn(scene, { plan })), { unknown: 1 });
    });
  });

  it("repeats a read that shows the old value where Workfront did what it was asked to and answers and reads stale", async () => {
    await using scene = await setScene(1);
    const [user] = scene.chosen as [SandboxUser];
    const plan = await planFor(scene);
    let staleReads = 2;
    const stale = () => {
      if (staleReads-- <= 0) return;
      user.isActive = true;
      queueMicrotask(() => (user.isActive = false));
    };
    const before = { data: { ID: user.ID, isActive: true } };
    scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call: doing(scene) } });
    scene.sandbox.fail({ match: isWrite, effect: { kind: "otherShape", body: before } });
    scene.sandbox.fail({ match: ({ method }) => method === "GET", effect: { kind: "call", call: stale } });
    const record = await runOn(scene, { plan });
    assertTrue(scene, record);
    assert.deepEqual(tally(record), { changed: 1 });
  });

  it("does not claim to know of those that cannot be seen any more", async () => {
    await using scene = await setScene(4);
    const [gone] = scene.chosen;
    const call = () => void scene.sandbox.directory.users.delete(gone!.ID);
    scene.sandbox.fail({ match: isWrite, times: 1, effect: { kind: "call", call } });
    const record = await runOn(scene);
    assertTrue(scene, record);
    assert.deepEqual(tally(record), { unknown: 1, changed: 3 });
  });

  for (const [answer, effect] of [
    ["a no", status(403)],
    ["a yes that shows nobody", { kind: "otherShape", body: { data: [] } }],
  ] as const)
    it(`does not claim to know of those whose value cannot be seen any more, after ${answer}`, async () => {
      for (const size of [1, 25]) {
        await using scene = await setScene(size);
        const plan = await planFor(scene);
        const body = { data: scene.chosen.map(({ ID }) => ({ ID })) };
        scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call: doing(scene) } });
        scene.sandbox.fail({ match: isWrite, effect });
        scene.sandbox.fail({ match: ({ method }) => method === "GET", effect: { kind: "otherShape", body } });
        assert.deepEqual(tally(await runOn(scene, { plan })), { unknown: size });
      }
    });

  it("does not take away what somebody else has given to a third person meanwhile, and says so", async () => {
    for (const size of [1, 25])
      for (const effect of [page(502), status(500), status(422)]) {
        await using scene = await setScene(size, { subject: newOwner });
        const [project] = scene.chosen as [Scene["chosen"][number]];
        const third = scene.sandbox.directory.addUser().ID;
        const call = () => void (project["ownerID"] = third);
        scene.sandbox.fail({ match: changes(project), times: 1, effect: { kind: "call", call } });
        scene.sandbox.fail({ match: changes(project), times: 1, effect });
        const record = await runOn(scene);
        assert.deepEqual(tally(record), { unknown: 1, ...(size > 1 && { changed: size - 1 }) });
        const [whole] = await bringToEnd(scene, record.id);
        assert.deepEqual([project["ownerID"], tally(whole!)], [third, tally(record)]);
      }
  });

  for (const [subject, values] of [
    [deactivation, [undefined, null, "false", "true"]],
    [newOwner, [undefined]],
  ] as const)
    it(`does not claim to know of ${subject.objCode} where the field is not shown, or as something else`, async () => {
      for (const value of values)
        for (const size of [1, 25]) {
          await using scene = await setScene(size, { subject });
          const plan = await planFor(scene);
          const data = scene.chosen.map(({ ID }) => ({ ID, [subject.field]: value }));
          const isRead = (request: RequestRecord) => !isWrite(request);
          scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call: doing(scene) } });
          const edited = { data: size === 1 ? data[0] : data };
          scene.sandbox.fail({ match: isWrite, effect: { kind: "otherShape", body: edited } });
          scene.sandbox.fail({ match: isRead, effect: { kind: "otherShape", body: { data } } });
          const record = await runOn(scene, { plan });
          assertTrue(scene, record);
          assert.deepEqual(tally(record), { unknown: size }, String(value));
        }
    });

  it("changes a user whom somebody else changes at the same moment, and says so", async () => {
    await using scene = await setScene(3);
    const call = () => void (scene.chosen[0]!["isActive"] = false);
    scene.sandbox.fail({ match: changes(scene.chosen[0]!), times: 1, effect: { kind: "call", call } });
    const record = await runOn(scene);
    assertTrue(scene, record);
    assert.deepEqual(tally(record), { changed: 3 });
  });

  it("changes those whom we may change, and nobody else", async () => {
    await using scene = await setScene(30);
    const { sandbox, chosen } = scene;
    const level = sandbox.directory.records("ACSLVL").find((one) => !one["mayEditUsers"] && one["seesUsers"]);
    const lead = sandbox.directory.addUser({ accessLevelID: level!.ID });
    for (const report of chosen.slice(0, 11)) report["managerID"] = lead.ID;
    sandbox.directory.relationsChanged("USER");
    const credential = apiKeyCredential(sandbox.keyFor(lead.ID));
    const record = await runOn(scene, { client: { credential } });
    assertTrue({ ...scene, before: new Map([...scene.before, [lead.ID, true]]) }, record);
    assert.deepEqual(tally(record), { changed: 11, failed: 19 });
  });

  describe("stops", () => {
    it("when the key is refused, and leaves the rest to be resumed, also what was under way", async () => {
      await using scene = await setScene(12);
      const { sandbox } = scene;
      const call = () => sandbox.revokeKey(sandbox.administrator.apiKey);
      const plan = await planFor(scene);
      sandbox.fail({ match: isWrite, after: 4, times: 1, effect: { kind: "call", call } });
      const credential = apiKeyCredential(sandbox.administrator.apiKey);
      const record = await runOn(scene, { plan, client: { credential }, concurrency: 2 });
      assertTrue(scene, record);
      assert.equal(record.state, "stopped");
      assert.equal(record.failure?.kind, "unauthorized");
      assert.deepEqual(tally(record), { changed: 4, notAttempted: 8 });
      assert.ok(sandbox.requests.filter(isWrite).length <= 6, "only what was under way already is refused");
    });

    it("when the API version is withdrawn, instead of asking for each user in vain", async () => {
      await using scene = await setScene(60);
      scene.sandbox.fail({ match: isWrite, after: 1, effect: status(410) });
      const record = await runOn(scene, { concurrency: 1 });
      assertTrue(scene, record);
      assert.equal(record.failure?.kind, "versionRefused");
      assert.equal(scene.sandbox.requests.filter(isWrite).length, 2);
    });

    it("when the answer is lost and reading fails as well, and does not claim to know", async () => {
      await using scene = await setScene(12);
      const { sandbox } = scene;
      const plan = await planFor(scene);
      sandbox.fail({ match: isWrite, after: 3, effect: { kind: "resetAfter" } });
      sandbox.fail({ match: ({ method }) => method === "GET", effect: { kind: "resetBefore" } });
      const record = await runOn(scene, { plan, concurrency: 1 });
      assertTrue(scene, record);
      assert.equal(record.state, "stopped");
      assert.deepEqual(tally(record), { changed: 3, unknown: 1, notAttempted: 8 });
    });

    it("where the host is gone, and knows that nothing arrived there", async () => {
      await using scene = await setScene(5);
      const plan = await planFor(scene);
      const onResult = () => void scene.sandbox.stop();
      // Windows asks for two seconds whether nobody listens there.
      const record = await runOn(scene, { plan, concurrency: 1, onResult, client: { timeout: 10_000 } });
      assertTrue(scene, record);
      assert.deepEqual([record.state, tally(record)], ["stopped", { changed: 1, notAttempted: 4 }]);
    });

    it("when it has given up on three in a row", async () => {
      await using scene = await setScene(10);
      scene.sandbox.fail({ match: isWrite, after: 2, effect: status(503) });
      const record = await runOn(scene, { concurrency: 1 });
      assertTrue(scene, record);
      assert.deepEqual(tally(record), { changed: 2, failed: 3, notAttempted: 5 });
      assert.equal(record.failure?.kind, "unavailable");
    });

    it("rather than wait for an hour", async () => {
      await using scene = await setScene(10);
      scene.sandbox.fail({ match: isWrite, after: 2, effect: status(429, { retryAfter: 3600 }) });
      const record = await runOn(scene, { concurrency: 1 });
      assertTrue(scene, record);
      assert.deepEqual(tally(record), { changed: 2, notAttempted: 8 });
      assert.equal(record.failure?.kind, "throttled");
    });

    it("rather than wait for an hour, after it has found out what became of what it sent", async () => {
      const hour = { retryAfter: 3600 };
      for (const [effect, undone] of [
        [status(503, hour), "notAttempted"],
        [status(500, hour), "notAttempted"],
        [{ kind: "html", status: 503, ...hour }, "unknown"],
      ] as const)
        for (const isDone of [true, false]) {
          await using scene = await setScene(1);
          if (isDone) scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call: doing(scene) } });
          scene.sandbox.fail({ match: isWrite, effect });
          const record = await runOn(scene);
          assertTrue(scene, record);
          assert.deepEqual(tally(record), { [isDone ? "changed" : undone]: 1 });
          assert.equal(scene.sandbox.requests.filter(isWrite).length, 1);
        }
    });

    it("when the connection is made read-only, at once", async () => {
      for (const size of [12, 100]) {
        await using scene = await setScene(size);
        let isReadOnly = false;
        const onResult = () => (isReadOnly = true);
        const record = await runOn(scene, { onResult, concurrency: 1, client: { readOnly: () => isReadOnly } });
        assertTrue(scene, record);
        assert.equal(scene.sandbox.requests.filter(isWrite).length, 1);
        assert.deepEqual([record.state, record.failure?.kind], ["stopped", "readOnly"]);
      }
    });
  });

  describe("that is canceled", () => {
    it("finishes what is under way, and sends nothing more", async () => {
      for (const size of [12, 60]) {
        await using scene = await setScene(size);
        const cancel = new AbortController();
        const record = await runOn(scene, { concurrency: 1, signal: cancel.signal, onResult: () => cancel.abort() });
        assertTrue(scene, record);
        assert.equal(record.state, "cancelled");
        const changed = size === 12 ? 1 : 25;
        assert.deepEqual(tally(record), { changed, notAttempted: size - changed });
      }
    });

    it("while the last request is under way, is finished", async () => {
      await using scene = await setScene(3);
      const cancel = new AbortController();
      const call = () => cancel.abort();
      scene.sandbox.fail({ match: isWrite, after: 2, effect: { kind: "call", call } });
      scene.sandbox.fail({ match: isWrite, effect: { kind: "slow", milliseconds: 20 } });
      const record = await runOn(scene, { concurrency: 1, signal: cancel.signal });
      assert.deepEqual([record.state, tally(record)], ["finished", { changed: 3 }]);
    });

    it("while the server reads stale what it answered well, does not call it not attempted", async () => {
      await using scene = await setScene(25);
      const { sandbox, chosen } = scene;
      const plan = await planFor(scene);
      const cancel = new AbortController();
      const stale = () => {
        cancel.abort();
        for (const user of chosen) user["isActive"] = true;
        queueMicrotask(() => chosen.forEach((user) => (user["isActive"] = false)));
      };
      const body = { data: chosen.map(({ ID }) => ({ ID })) };
      sandbox.fail({ match: isWrite, effect: { kind: "call", call: doing(scene) } });
      sandbox.fail({ match: isWrite, effect: { kind: "otherShape", body } });
      sandbox.fail({ match: (request) => !isWrite(request), times: 1, effect: { kind: "call", call: stale } });
      const record = await runOn(scene, { plan, signal: cancel.signal });
      assertTrue(scene, record);
      assert.deepEqual(tally(record), { unknown: 25 });
      const [resumed] = await bringToEnd(scene, record.id, { retries: false });
      assert.deepEqual(tally(resumed!), { changed: 25 });
    });

    it("before it begins, sends nothing", async () => {
      await using scene = await setScene(2);
      const record = await runOn(scene, { signal: AbortSignal.abort() });
      assert.deepEqual([record.state, tally(record)], ["cancelled", { notAttempted: 2 }]);
      assert.equal(scene.sandbox.requests.filter(isWrite).length, 0);
    });

    it("while the server is busy, does not wait for it, and says how long it would have", async () => {
      await using scene = await setScene(1);
      const cancel = new AbortController();
      const waits: number[] = [];
      const onWait = (seconds: number) => {
        waits.push(seconds);
        cancel.abort();
      };
      scene.sandbox.fail({ match: isWrite, effect: status(429, { retryAfter: 50 }) });
      const record = await listeningToWaits(onWait, () => runOn(scene, { signal: cancel.signal }));
      assert.deepEqual([record.state, tally(record), waits], ["cancelled", { notAttempted: 1 }, [50]]);
    });

    it("while an answer is lost, still finds out what became of it", async () => {
      await using scene = await setScene(1);
      const cancel = new AbortController();
      scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call: () => cancel.abort() } });
      scene.sandbox.fail({ match: isWrite, effect: { kind: "resetAfter" } });
      assert.deepEqual(tally(await runOn(scene, { signal: cancel.signal })), { changed: 1 });
    });
  });

  it("waits where the server is busy: as long as it is set the first time, and twice as long the next", async () => {
    await using scene = await setScene(1);
    const waits: number[] = [];
    const times: number[] = [];
    const call = () => void times.push(performance.now());
    scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call } });
    scene.sandbox.fail({ match: isWrite, times: 2, effect: status(429) });
    // The rest of a wait that a timer ended early is none of its own.
    const onWait = (seconds: number) => {
      if (seconds > 0.01) waits.push(seconds);
    };
    await listeningToWaits(onWait, () => runOn(scene, { client: { firstDelay: 40 } }));
    assert.equal(waits.length, 2);
    assert.ok(waits[0]! >= 0.04 && waits[0]! <= 0.06 && waits[1]! >= 0.08, String(waits));
    // A timer may end a millisecond early.
    assert.ok(times[1]! - times[0]! >= 38 && times[2]! - times[1]! >= 78);
  });

  it("keeps to its limit of requests at a time, also when a request for several is parted", async () => {
    await using scene = await setScene(60, { latency: 5 });
    scene.sandbox.fail({ match: isBulk, effect: status(422) });
    scene.sandbox.clearRequests();
    const record = await runOn(scene, { concurrency: 3 });
    assert.deepEqual(tally(record), { changed: 60 });
    assert.ok(scene.sandbox.peakConcurrency <= 3, String(scene.sandbox.peakConcurrency));
  });

  it("has written down what is sent next while a request is under way, and nothing further ahead", async () => {
    await using scene = await setScene(4);
    scene.sandbox.fail({ match: isWrite, effect: { kind: "slow", milliseconds: 200 } });
    const seen: Counts[] = [];
    scene.runs.on("results", ({ counts }) => seen.push(counts));
    await runOn(scene, { concurrency: 1 });
    assert.deepEqual(seen, [
      { changed: 1, unknown: 1, notAttempted: 2 },
      { changed: 2, unknown: 1, notAttempted: 1 },
      { changed: 3, unknown: 1 },
      { changed: 4 },
    ]);
  });

  it("tells each result as it comes, when it is in the file", async () => {
    await using scene = await setScene(6);
    const told: ChangeResult[] = [];
    const inFile: number[] = [];
    const onResult = (one: ChangeResult) => {
      told.push(one);
      inFile.push(scene.sandbox.requests.filter(isWrite).length);
    };
    await runOn(scene, { concurrency: 1, onResult });
    assert.deepEqual(inFile, [1, 2, 3, 4, 5, 6]);
    assert.ok(told.every(({ result, wished }) => result === "changed" && wished === false));
  });

  it("sends nothing for a plan without changes", async () => {
    await using scene = await setScene(2);
    for (const user of scene.chosen) user["isActive"] = false;
    const record = await runOn(scene);
    assert.deepEqual([record.state, tally(record)], ["finished", { unchanged: 2 }]);
    assert.equal(scene.sandbox.requests.filter(isWrite).length, 0);
    assert.ok(await clientFor(scene.sandbox).whoAmI());
  });
});
