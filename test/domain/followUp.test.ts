import assert from "node:assert/strict";
import { asksForAccessLevel, planResume, planRetry, planUndo, usersOf, type Follower } from "../../src/domain/followUp";
import type { RunRecord } from "../../src/domain/runRecord";
import type { Plan } from "../../src/domain/plan";
import { clientFor } from "../support/client";
import {
  assertAgreement,
  changes,
  isWrite,
  originOf,
  runOn,
  setScene,
  tally,
  type Done,
  type Scene,
} from "../support/scene";

describe("What follows a run", () => {
  const follower = (scene: Scene): Follower => {
    const { connectionID, by } = originOf(scene);
    return { selfID: by.ID, id: connectionID };
  };

  async function read(scene: Scene, record: RunRecord, kind: keyof typeof usersOf) {
    return clientFor(scene.sandbox).getUsers(usersOf[kind](record).map(({ user }) => user.ID));
  }

  const undo = async (scene: Scene, { record }: Done) =>
    planUndo(record, await read(scene, record, "undo"), follower(scene));
  const retry = async (scene: Scene, { record }: Done) =>
    planRetry(record, await read(scene, record, "retry"), follower(scene));

  const names = ({ change, unchanged, refused }: Plan) => ({
    change: change.map(({ name }) => name).sort(),
    unchanged: unchanged.map(({ name }) => name).sort(),
    refused: refused.map(({ user, reason }) => [user.name, reason]),
  });

  describe("undo", () => {
    it("changes back whom the run has changed, and nobody else", async () => {
      await using scene = await setScene(4);
      scene.sandbox.fail({ match: changes(scene.chosen[1]!), effect: { kind: "status", status: 403 } });
      scene.chosen[3]!.isActive = false;
      const plan = await undo(scene, await runOn(scene));
      assert.equal(plan.wish, "reactivate");
      assert.deepEqual(names(plan), { change: ["Chosen 0", "Chosen 2"], unchanged: [], refused: [] });
      const done = await runOn({ ...scene, before: new Map(scene.before).set(scene.chosen[3]!.ID, false) }, { plan });
      assert.deepEqual(tally(done.outcomes), { changed: 2 });
      assert.deepEqual(
        scene.chosen.map(({ isActive }) => isActive),
        [true, true, true, false],
      );
    });

    it("leaves alone whom somebody else has changed back, and whom somebody else has deactivated once more", async () => {
      await using scene = await setScene(3);
      const done = await runOn(scene);
      const [back, again] = scene.chosen;
      back!.isActive = true;
      again!.actualDeactivationDate = Date.now() + 3_600_000;
      assert.deepEqual(names(await undo(scene, done)), {
        change: ["Chosen 2"],
        unchanged: ["Chosen 0"],
        refused: [["Chosen 1", "changedSince"]],
      });
    });

    it("of a reactivation refuses to deactivate who is signed in", async () => {
      await using scene = await setScene(2);
      for (const user of scene.chosen) user.isActive = false;
      const done = await runOn(scene, { wish: "reactivate" });
      const found = await read(scene, done.record, "undo");
      const plan = planUndo(done.record, found, { ...follower(scene), selfID: scene.chosen[0]!.ID });
      assert.deepEqual(names(plan), { change: ["Chosen 1"], unchanged: [], refused: [["Chosen 0", "self"]] });
    });

    it("is refused on another connection, and on one that allows no changes", async () => {
      await using scene = await setScene(1);
      const { record } = await runOn(scene);
      const found = await read(scene, record, "undo");
      const elsewhere = planUndo(record, found, { ...follower(scene), id: "https://other.my.workfront.com|x" });
      assert.deepEqual(names(elsewhere).refused, [["Chosen 0", "otherConnection"]]);
      const locked = planUndo(record, found, { ...follower(scene), readOnly: true });
      assert.deepEqual(names(locked).refused, [["Chosen 0", "readOnly"]]);
    });

    it("can itself be undone", async () => {
      await using scene = await setScene(2);
      const undone = await runOn(scene, { plan: await undo(scene, await runOn(scene)) });
      assert.deepEqual(tally(undone.outcomes), { changed: 2 });
      assert.deepEqual(names(await undo(scene, undone)).change, ["Chosen 0", "Chosen 1"]);
    });
  });

  describe("retry", () => {
    it("is for whom the run failed, by then read again", async () => {
      await using scene = await setScene(4);
      for (const user of scene.chosen.slice(0, 2))
        scene.sandbox.fail({ match: changes(user), times: 1, effect: { kind: "status", status: 422 } });
      const done = await runOn(scene);
      assert.deepEqual(tally(done.outcomes), { failed: 2, changed: 2 });
      scene.chosen[0]!.isActive = false;
      const plan = await retry(scene, done);
      assert.deepEqual(names(plan), { change: ["Chosen 1"], unchanged: ["Chosen 0"], refused: [] });
      assert.deepEqual(tally((await runOn(scene, { plan })).outcomes), { changed: 1 });
    });

    it("sends the recorded access level along where, and only where, Workfront asked for one", async () => {
      await using scene = await setScene(25, { reactivationNeedsAccessLevel: true });
      const { sandbox, chosen } = scene;
      const levels = chosen.map(({ accessLevelID }) => accessLevelID);
      const reactivation = await undo(scene, await runOn(scene));
      const other = chosen[7]!;
      sandbox.fail({ match: changes(other), times: 2, effect: { kind: "status", status: 403 } });
      const undone = await runOn(scene, { plan: reactivation });
      assert.deepEqual(tally(undone.outcomes), { failed: 25 });
      const [first] = undone.outcomes;
      assert.ok(first?.result === "failed" && asksForAccessLevel(first.failure));
      assert.ok(!sandbox.requests.filter(isWrite).some(({ body }) => body.includes("accessLevelID")));
      const plan = await retry(scene, undone);
      const named = [...(plan.accessLevels?.values() ?? [])].map(({ name }) => name);
      assert.deepEqual(named, Array(24).fill("Standard"));
      assert.equal(plan.accessLevels?.has(other.ID), false);
      const done = await runOn(scene, { plan });
      assert.deepEqual(tally(done.outcomes), { changed: 24, failed: 1 });
      assert.ok(!sandbox.requests.filter(changes(other)).some(({ body }) => body.includes("accessLevelID")));
      assert.deepEqual(
        chosen.map(({ accessLevelID }) => accessLevelID),
        levels,
      );
    });
  });

  describe("resume", () => {
    it("does the rest, and counts as changed what reading finds done of what was sent", async () => {
      await using scene = await setScene(5);
      const cancel = new AbortController();
      const done = await runOn(scene, { concurrency: 1, signal: cancel.signal, onOutcome: () => cancel.abort() });
      const [, second, third] = scene.chosen;
      const open = await scene.journal.reopen(done.record.id, originOf(scene).by);
      await open.sent([second!]);
      await open.end({ how: "stopped" });
      second!.isActive = false;
      third!.isActive = false;
      const record = (await scene.journal.run(done.record.id))!;
      const plan = planResume(record, await read(scene, record, "resume"), follower(scene));
      assert.deepEqual(
        plan.settled.map(({ name }) => name),
        ["Chosen 1"],
      );
      assert.deepEqual(names(plan), { change: ["Chosen 3", "Chosen 4"], unchanged: ["Chosen 2"], refused: [] });
    });

    it("finds nothing to do where the run came to its end", async () => {
      await using scene = await setScene(2);
      const done = await runOn(scene);
      assertAgreement(scene, done);
      assert.deepEqual(usersOf.resume(done.record), []);
    });
  });
});
