import assert from "node:assert/strict";
import type { OpenRun } from "../../src/domain/journal";
import { carryOut } from "../../src/domain/run";
import { apiKeyCredential } from "../../src/workfront/credential";
import type { Effect, Fault } from "../sandbox/server";
import { clientFor } from "../support/client";
import {
  assertAgreement,
  assertRecordIsTrue,
  changes,
  isBulk,
  isWrite,
  originOf,
  planFor,
  runOn,
  setScene,
  tally,
  type RunOverrides,
  type Scene,
} from "../support/scene";

interface Case {
  readonly what: string;
  /** What goes wrong. */
  readonly fault?: (scene: Scene) => Fault | readonly Fault[];
  readonly overrides?: (scene: Scene) => RunOverrides;
  /** Users that are to fail, of those who are chosen; the others are changed. */
  readonly failed?: number;
}

/** The server fails in this way a few times, whatever it is asked to change. */
const fewTimes = (what: string, effect: Effect): Case => ({
  what,
  fault: () => ({ match: isWrite, times: 3, effect }),
});

/** The server fails in this way for one user, again and again. */
const oneUser = (what: string, effect: Effect): Case => ({
  what,
  fault: ({ chosen }) => ({ match: changes(chosen[2]!), effect }),
  failed: 1,
});

const status = (code: number, more: object = {}): Effect => ({ kind: "status", status: code, ...more });

const cases: readonly Case[] = [
  { what: "nothing goes wrong" },
  fewTimes("too many requests, without a word on when to come back", status(429)),
  { ...fewTimes("too many requests, with seconds to wait", status(429, { retryAfter: 1 })) },
  fewTimes("an error inside Workfront", status(500)),
  fewTimes("Workfront is unavailable", status(503)),
  fewTimes("a page instead of an answer", { kind: "html", status: 200 }),
  fewTimes("a maintenance page", { kind: "html", status: 503 }),
  fewTimes("an answer that is cut off", { kind: "truncated" }),
  fewTimes("an answer of another shape", { kind: "otherShape" }),
  fewTimes("the connection breaks before anything is done", { kind: "resetBefore" }),
  fewTimes("the connection breaks after it was done", { kind: "resetAfter" }),
  fewTimes("no answer, and nothing done", { kind: "hang" }),
  fewTimes("no answer, but it was done", { kind: "hangAfter" }),
  fewTimes("an answer that comes late", { kind: "slow", milliseconds: 100 }),
  oneUser("an error inside Workfront for one user", status(500)),
  oneUser("one user whom Workfront declines to change", status(422, { message: "This user cannot be deactivated" })),
  oneUser("one user whom we may not change", status(403)),
  oneUser("one user who stays as they are, though the answer is 200", { kind: "unchanged" }),
  oneUser("one user for whom the connection always breaks", { kind: "resetBefore" }),
  oneUser("one user for whom we are sent elsewhere", { kind: "redirect", location: "https://elsewhere.example/" }),
];

describe("A run on a Workfront that fails", () => {
  for (const size of [12, 60])
    for (const { what, fault, overrides, failed = 0 } of cases)
      it(`tells of each of ${size} users exactly what became of them: ${what}`, async () => {
        await using scene = await setScene(size);
        for (const one of [fault?.(scene) ?? []].flat()) scene.sandbox.fail(one);
        const done = await runOn(scene, overrides?.(scene));
        assertAgreement(scene, done);
        assert.deepEqual(tally(done.outcomes), {
          ...(failed && { failed }),
          ...(size > failed && { changed: size - failed }),
        });
        assert.deepEqual(scene.needless, []);
        assert.equal(done.record.state, "finished");
      });

  for (const bulkFailure of ["abort", "partial", "skip"] as const)
    it(`lets one user hold up nobody, where Workfront answers that in a request for several with: ${bulkFailure}`, async () => {
      await using scene = await setScene(60, { bulkFailure });
      scene.sandbox.directory.adminEmailUserID = scene.chosen[10]!.ID;
      const done = await runOn(scene);
      assertAgreement(scene, done);
      assert.deepEqual(tally(done.outcomes), { changed: 59, failed: 1 });
      assert.deepEqual(scene.needless, []);
    });

  it("changes a user whom somebody else changes at the same moment, and says so", async () => {
    await using scene = await setScene(3);
    const [theirs] = scene.chosen;
    const call = () => void (theirs!.isActive = false);
    scene.sandbox.fail({ match: changes(theirs!), times: 1, effect: { kind: "call", call } });
    const done = await runOn(scene);
    assertAgreement(scene, done);
    assert.deepEqual(tally(done.outcomes), { changed: 3 });
  });

  it("fails for a user who is deleted meanwhile, and for nobody else", async () => {
    await using scene = await setScene(4);
    const [gone] = scene.chosen;
    const call = () => void scene.sandbox.directory.users.delete(gone!.ID);
    scene.sandbox.fail({ match: isWrite, times: 1, effect: { kind: "call", call } });
    const done = await runOn(scene);
    assertAgreement(scene, done);
    assert.deepEqual(tally(done.outcomes), { failed: 1, changed: 3 });
  });

  it("changes those whom we may change, and nobody else", async () => {
    await using scene = await setScene(30);
    const { sandbox, chosen } = scene;
    const lead = sandbox.directory.addUser({ accessLevelID: sandbox.directory.accessLevel("Standard").ID });
    for (const report of chosen.slice(0, 11)) report.managerID = lead.ID;
    sandbox.directory.relationsChanged("USER");
    const credential = apiKeyCredential(sandbox.keyFor(lead.ID));
    const after = new Map([...scene.before, [lead.ID, true]]);
    const done = await runOn(scene, { client: { credential } });
    assertAgreement({ ...scene, before: after }, done);
    const mayEdit = sandbox.directory.accessLevelOf(lead).mayEditUsers;
    assert.deepEqual(tally(done.outcomes), mayEdit ? { changed: 30 } : { changed: 11, failed: 19 });
  });

  it("stops when the key is refused, and leaves the rest to be resumed", async () => {
    await using scene = await setScene(12);
    const { sandbox } = scene;
    const call = () => sandbox.revokeKey(sandbox.administrator.apiKey);
    sandbox.fail({ match: isWrite, after: 4, times: 1, effect: { kind: "call", call } });
    const credential = apiKeyCredential(sandbox.administrator.apiKey);
    const done = await runOn(scene, { client: { credential }, concurrency: 2 });
    assertAgreement(scene, done);
    assert.equal(done.record.state, "stopped");
    assert.equal(done.record.failure?.kind, "unauthorized");
    const { changed = 0, failed = 0, notAttempted = 0 } = tally(done.outcomes);
    assert.equal(changed + failed + notAttempted, 12);
    assert.equal(changed, 4);
    assert.ok(failed <= 2);
  });

  it("stops when the API version is withdrawn, instead of asking for each user in vain", async () => {
    await using scene = await setScene(60);
    scene.sandbox.fail({ match: isWrite, after: 1, effect: { kind: "status", status: 410 } });
    const done = await runOn(scene, { concurrency: 1 });
    assertAgreement(scene, done);
    assert.equal(done.record.state, "stopped");
    assert.equal(done.record.failure?.kind, "versionRefused");
    assert.equal(scene.sandbox.requests.filter(isWrite).length, 2);
  });

  it("stops when the answer is lost and reading fails as well, and does not claim to know", async () => {
    await using scene = await setScene(12);
    const { sandbox } = scene;
    sandbox.fail({ match: isWrite, after: 3, effect: { kind: "resetAfter" } });
    const lost = sandbox.requests.length;
    sandbox.fail({
      match: ({ method }) => method === "GET" && sandbox.requests.slice(lost).some(isWrite),
      effect: { kind: "resetBefore" },
    });
    const done = await runOn(scene, { concurrency: 1 });
    assertAgreement(scene, done);
    assert.equal(done.record.state, "stopped");
    assert.deepEqual(tally(done.outcomes), { changed: 3, unknown: 1, notAttempted: 8 });
  });

  it("stops when it has given up on three users in a row", async () => {
    await using scene = await setScene(10);
    scene.sandbox.fail({ match: isWrite, after: 2, effect: status(503) });
    const done = await runOn(scene, { concurrency: 1 });
    assertAgreement(scene, done);
    assert.deepEqual(tally(done.outcomes), { changed: 2, failed: 3, notAttempted: 5 });
    assert.equal(done.record.failure?.kind, "unavailable");
  });

  it("stops rather than wait for an hour", async () => {
    await using scene = await setScene(10);
    scene.sandbox.fail({ match: isWrite, after: 2, effect: status(429, { retryAfter: 3600 }) });
    const done = await runOn(scene, { concurrency: 1 });
    assertAgreement(scene, done);
    assert.deepEqual(tally(done.outcomes), { changed: 2, failed: 1, notAttempted: 7 });
  });

  it("sends nothing that it cannot write down before, and leaves the run to be resumed", async () => {
    await using scene = await setScene(8);
    const closing = () => scene.sandbox.requests.filter(isWrite).length === 3 && runs[0]?.abandon();
    const runs: OpenRun[] = [];
    const plan = await planFor(scene, "deactivate");
    runs.push(await scene.journal.begin(plan, originOf(scene)));
    const options = { signal: new AbortController().signal, journal: runs[0]!, concurrency: 1 };
    await assert.rejects(carryOut(plan, clientFor(scene.sandbox), { ...options, onOutcome: closing }), /closed/);
    assert.equal(scene.sandbox.requests.filter(isWrite).length, 3);
    const record = await scene.journal.run(runs[0]!.id);
    assert.equal(record?.state, "interrupted");
    assertRecordIsTrue(scene.sandbox, scene.before, record);
  });

  it("finishes what is under way when it is canceled, and sends nothing more", async () => {
    for (const size of [12, 60]) {
      await using scene = await setScene(size);
      scene.sandbox.fail({ match: isWrite, effect: { kind: "slow", milliseconds: 30 } });
      const cancel = new AbortController();
      const done = await runOn(scene, { concurrency: 1, signal: cancel.signal, onOutcome: () => cancel.abort() });
      assertAgreement(scene, done);
      assert.equal(done.record.state, "cancelled");
      const { changed = 0, notAttempted = 0 } = tally(done.outcomes);
      assert.equal(changed, size === 12 ? 1 : 25);
      assert.equal(changed + notAttempted, size);
    }
  });

  it("keeps to its limit of requests at a time, also when a request for several is parted", async () => {
    await using scene = await setScene(60, { latency: 5 });
    scene.sandbox.fail({ match: isBulk, effect: status(422) });
    scene.sandbox.clearRequests();
    const done = await runOn(scene, { concurrency: 3 });
    assert.deepEqual(tally(done.outcomes), { changed: 60 });
    assert.ok(scene.sandbox.peakConcurrency <= 3, String(scene.sandbox.peakConcurrency));
  });
});
