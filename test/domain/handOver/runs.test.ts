import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { readNow } from "../../../src/domain/runs/current";
import { failed, planRetry } from "../../../src/domain/runs/plan";
import { keyOf } from "../../../src/domain/runs/record";
import { Runs } from "../../../src/domain/runs/runs";
import { apiKeyCredential } from "../../../src/workfront/credential";
import type { Value } from "../../sandbox/directory";
import type { Effect, Fault } from "../../sandbox/server";
import { anyFault } from "../../support/anyFault";
import { clientFor } from "../../support/client";
import { held } from "../../support/handOver";
import {
  assertAgree,
  carryOutPlan,
  planAll,
  planUndoOf,
  setHandOver,
  troubles,
  type HandOverScene,
} from "../../support/handOverScene";
import { bringToEnd, changerOf, editsIn, isBulk, isWrite, tally } from "../../support/scene";

const size = 300;

const fewTimes = (effect: Effect): Fault => ({ match: isWrite, times: 4, effect });

const faults: readonly [what: string, fault: Fault | undefined][] = [
  ["nothing goes wrong", undefined],
  ["an answer is lost after all was done", fewTimes({ kind: "resetAfter" })],
  ["the connection breaks before anything is done", fewTimes({ kind: "resetBefore" })],
  ["a page comes instead of an answer", fewTimes({ kind: "html", status: 502 })],
  ["an answer is cut off", fewTimes({ kind: "truncated" })],
  ["too many requests", fewTimes({ kind: "status", status: 429 })],
  ["no request for several is accepted", { match: isBulk, effect: { kind: "status", status: 422 } }],
];

describe("Handing over 300 things of every kind", function () {
  this.timeout(120_000);

  for (const [what, fault] of faults)
    it(`gives each to the successor and changes nothing else, and undo gives each back: ${what}`, async () => {
      await using scene = await setHandOver(size);
      const plan = await planAll(scene);
      assert.equal(plan.change.length, held(scene.sandbox.directory, scene.leaver.ID));
      if (fault) scene.sandbox.fail(fault);
      const run = await carryOutPlan(scene, plan);
      assert.deepEqual([run.state, tally(run)], ["finished", { changed: plan.change.length }]);
      assertAgree(scene, [run]);
      const undo = await planUndoOf(scene, run);
      assert.deepEqual([undo.kind, undo.undoes, undo.from, undo.to], ["handBack", run.id, run.to, run.from]);
      const back = await carryOutPlan(scene, undo);
      assert.deepEqual(tally(back), { changed: plan.change.length });
      assertAgree(scene, []);
    });

  it("takes few requests: up to 100 things in each, and reports one by one", async () => {
    await using scene = await setHandOver(size);
    const plan = await planAll(scene);
    scene.sandbox.clearRequests();
    await carryOutPlan(scene, plan);
    const writes = scene.sandbox.requests.filter(isWrite);
    const reports = plan.change.filter(({ objCode }) => objCode === "PTLSEC").length;
    assert.equal(writes.filter(({ path }) => path.includes("/PTLSEC")).length, reports);
    assert.ok(writes.length < reports + 30, String(writes.length));
    assert.ok(writes.every((request) => editsIn(request).length <= 100));
  });

  it("tells the truth of every thing under any faults, and is brought to its end by resuming and retrying", async () => {
    const story = fc.asyncProperty(fc.array(anyFault, { maxLength: 4 }), fc.nat(400), async (struck, cancelAfter) => {
      await using scene = await setHandOver(size, { users: 5 });
      const plan = await planAll(scene);
      const removed = struck.map((one) => scene.sandbox.fail(one));
      const cancel = new AbortController();
      let told = 0;
      const run = await carryOutPlan(scene, plan, {
        signal: cancel.signal,
        client: { timeout: 60, firstDelay: 1 },
        onResult: () => ++told === cancelAfter && cancel.abort(),
      });
      for (const one of removed) one.remove();
      assertAgree(scene, [run]);
      const whole = await bringToEnd(scene, run.id);
      assertAgree(scene, whole);
      assert.equal(held(scene.sandbox.directory, scene.leaver.ID), 0);
    });
    await fc.assert(story, { numRuns: 12 });
  });

  it("leaves alone what somebody gives to a third person in between, before it, and before it is undone", async () => {
    await using scene = await setHandOver(size);
    const { sandbox, successor } = scene;
    const plan = await planAll(scene);
    const third = sandbox.administrator.ID;
    const run = await carryOutPlan(scene, plan);
    const taken = plan.change.filter((_, index) => index % 7 === 0);
    const meanwhile = new Map(taken.map((change) => give(scene, change, third)));
    const undo = await planUndoOf(scene, run);
    assert.deepEqual(
      undo.refused.map(({ change, reason }) => [keyOf(change), reason]),
      taken.map((change) => [keyOf(change), "changedSince"]),
    );
    const back = await carryOutPlan(scene, undo);
    assert.equal(tally(back)["changed"], plan.change.length - taken.length);
    assertAgree(scene, [], meanwhile);
    assert.equal(held(sandbox.directory, successor.ID), 0);
  });

  it("fails by name from where the successor is deactivated in mid-run, and is retried when they are back", async () => {
    await using scene = await setHandOver(size);
    const { sandbox, successor } = scene;
    const plan = await planAll(scene);
    let told = 0;
    const run = await carryOutPlan(scene, plan, { onResult: () => ++told === 60 && (successor.isActive = false) });
    const left = troubles(run);
    assert.ok(left.size > 100 && left.size < size);
    for (const one of left.values())
      assert.match(
        one.result === "failed" && one.failure !== "unchanged" ? (one.failure.words ?? "") : "",
        /deactivated/,
      );
    scene.sandbox.directory.users.get(successor.ID)!.isActive = true;
    assertAgree(scene, [run]);
    const retry = await retryOf(scene, run);
    assert.equal(retry.change.length, left.size);
    assertAgree(scene, [run, await carryOutPlan(scene, retry)]);
    assert.equal(held(sandbox.directory, scene.leaver.ID), 0);
  });

  it("hands over what it has the right to and no more, and says so of each of the others", async () => {
    await using scene = await setHandOver(size);
    const { directory } = scene.sandbox;
    const caller = directory.addUser({ accessLevelID: directory.accessLevel("Standard with User Admin").ID });
    const plan = await planAll(scene);
    const withheld = plan.change.filter(({ objCode }, index) => objCode !== "USER" && index % 9 === 0);
    for (const { ID } of withheld) directory.withheld.add(ID);
    const before = new Map(scene.before).set(`USER ${caller.ID}`, {
      ...caller,
      lastUpdateDate: null,
      lastUpdatedByID: null,
    });
    const credential = apiKeyCredential(scene.sandbox.keyFor(caller.ID));
    before.set(`USER ${caller.ID}`, { ...directory.users.get(caller.ID), lastUpdateDate: null, lastUpdatedByID: null });
    const run = await carryOutPlan(scene, plan, { client: { credential } });
    // What is withheld of a project is both its owner and its sponsor.
    const expected = plan.change.filter(({ ID }) => directory.withheld.has(ID)).map(keyOf);
    assert.deepEqual([...troubles(run).keys()].sort(), expected.sort());
    for (const one of troubles(run).values())
      assert.match(
        one.result === "failed" && one.failure !== "unchanged" ? (one.failure.words ?? "") : "",
        /sufficient access/,
      );
    assertAgree({ ...scene, before }, [run]);
  });

  it("goes around what was deleted meanwhile", async () => {
    await using scene = await setHandOver(size);
    const plan = await planAll(scene);
    const gone = plan.change.filter(({ objCode }, index) => objCode !== "USER" && index % 50 === 3);
    for (const { objCode, ID } of gone) scene.sandbox.directory.table(objCode).delete(ID);
    const before = new Map(scene.before);
    for (const { objCode, ID } of gone) before.delete(`${objCode} ${ID}`);
    const run = await carryOutPlan(scene, plan);
    const isGone = ({ ID }: { ID: string }) => gone.some((one) => one.ID === ID);
    assert.ok(run.results.every((one) => (one.result === "changed") === !isGone(one)));
    assertAgree({ ...scene, before }, [run]);
  });

  for (const foreignRoles of ["replace", "refuse"] as const)
    it(`fails where the successor does not hold the job role, and is retried without it: ${foreignRoles}`, async () => {
      await using scene = await setHandOver(size, { foreignRoles });
      const { sandbox, successor } = scene;
      const [, , other] = sandbox.directory.records("ROLE");
      Object.assign(successor, { roleID: other!.ID, roleIDs: [other!.ID] });
      const before = new Map(scene.before).set(`USER ${successor.ID}`, {
        ...scene.before.get(`USER ${successor.ID}`),
        roleID: other!.ID,
        roleIDs: [other!.ID],
      });
      const run = await carryOutPlan(scene, await planAll(scene));
      const refused = [...troubles(run).values()];
      assert.ok(refused.length > 20 && refused.every(({ sendAlong }) => sendAlong?.includes("roleID")));
      assertAgree({ ...scene, before }, [run]);
      const again = await retryOf(scene, run);
      assert.ok(again.change.length === refused.length && again.change.every(({ sendAlong }) => !sendAlong));
      const retry = await carryOutPlan(scene, again);
      assert.deepEqual(tally(retry), { [foreignRoles === "replace" ? "changed" : "failed"]: refused.length });
      if (foreignRoles === "refuse") return;
      // On the way back, each has its own role again.
      for (const one of [retry, run]) await carryOutPlan(scene, await planUndoOf(scene, one));
      assertAgree({ ...scene, before }, []);
    });

  it("cannot be undone to somebody who was deactivated, until they are reactivated", async () => {
    await using scene = await setHandOver(size);
    const run = await carryOutPlan(scene, await planAll(scene));
    scene.leaver.isActive = false;
    const refused = await planUndoOf(scene, run);
    assert.equal(refused.change.length, 0);
    assert.ok(refused.refused.every(({ reason }) => reason === "receiverInactive"));
    scene.leaver.isActive = true;
    await carryOutPlan(scene, await planUndoOf(scene, run));
    assertAgree(scene, []);
  });

  it("is a record that says from whom, to whom and what each thing is, also to another window", async () => {
    await using scene = await setHandOver(24);
    const plan = await planAll(scene);
    const { id } = await carryOutPlan(scene, plan);
    const record = await new Runs(scene.folder).read(id);
    assert.deepEqual([record?.kind, record?.from, record?.to], ["handOver", plan.from, plan.to]);
    assert.deepEqual(
      record?.results.map(({ item, detail }) => [item, detail]),
      plan.change.map(({ item, detail }) => [item, detail]),
    );
    const [header] = (await readFile(join(scene.folder, `${id}.jsonl`), "utf8")).split("\n");
    assert.equal((JSON.parse(header ?? "") as { version: number }).version, 3, "a project is in it twice");
    const [summary] = await new Runs(scene.folder).list();
    assert.deepEqual([summary?.from, summary?.counts], [plan.from, { changed: plan.change.length }]);
  });
});

async function retryOf(scene: HandOverScene, run: Parameters<typeof failed>[0]) {
  return planRetry(run, await readNow(clientFor(scene.sandbox), failed(run)), changerOf(scene));
}

/** Somebody gives a thing to a user in Workfront. */
function give(
  { sandbox: { directory } }: HandOverScene,
  change: Parameters<typeof keyOf>[0] & { objCode: string; field: string },
  userID: string,
): [string, Value] {
  const record = directory.table(change.objCode).get(change.ID)!;
  record[change.field] = userID;
  const work = directory
    .table(record["taskID"] ? "TASK" : "OPTASK")
    .get(String(record["taskID"] ?? record["opTaskID"]));
  if (change.objCode === "ASSGN" && work) work["assignedToID"] = userID;
  directory.relationsChanged(change.objCode);
  return [`${change.objCode} ${change.ID} ${change.field}`, userID];
}
