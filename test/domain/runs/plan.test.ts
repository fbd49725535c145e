import assert from "node:assert/strict";
import { type CurrentState, readNow, usersNow } from "../../../src/domain/runs/current";
import {
  fieldsAskedFor,
  pending,
  planResume,
  planRetry,
  planStatus,
  planUndo,
  undoable,
  type Changer,
  type Plan,
} from "../../../src/domain/runs/plan";
import { followedUpIn, followUps } from "../../../src/domain/runs/followUps";
import type { RunRecord } from "../../../src/domain/runs/record";
import type { SandboxUser } from "../../sandbox/server";
import { clientFor } from "../../support/client";
import {
  assertTrue,
  bringToEnd,
  changerOf,
  changes,
  isWrite,
  newOwner,
  originOf,
  planFor,
  recordOf,
  runOn,
  setScene,
  tally,
  type Scene,
} from "../../support/scene";
import { userDetail } from "../../support/users";

/** Who is in which list, by name. */
function names({ change, unchanged, refused }: Plan) {
  return {
    change: change.map(({ name }) => name),
    unchanged: unchanged.map(({ name }) => name),
    refused: refused.map(({ change: { name }, reason }) => [name, reason]),
  };
}

describe("A plan to change users", () => {
  const ada = userDetail({ name: "Ada", isAdmin: true });
  const bo = userDetail({ name: "Bo" });
  const cy = userDetail({ name: "Cy", isActive: false });
  const changer: Changer = { connectionID: "here", selfID: ada.ID, readOnly: false };

  it("changes those who are not yet as wished and leaves alone those who are", () => {
    const [deactivation, reactivation] = (["deactivate", "reactivate"] as const).map((wish) =>
      names(planStatus(wish, [bo, cy], [bo, cy], changer)),
    );
    assert.deepEqual(deactivation, { change: ["Bo"], unchanged: ["Cy"], refused: [] });
    assert.deepEqual(reactivation, { change: ["Cy"], unchanged: ["Bo"], refused: [] });
  });

  it("does not deactivate the user who is signed in, and says so", () => {
    const plan = planStatus("deactivate", [bo, ada], [ada, bo], changer);
    assert.deepEqual(names(plan), { change: ["Bo"], unchanged: [], refused: [["Ada", "self"]] });
  });

  it("refuses by name who waits for approval, and whose state the server does not tell, whatever is wished", () => {
    const wanda = userDetail({ name: "Wanda", isActive: false, userApproval: { ID: ada.ID, name: null } });
    const una = userDetail({ name: "Una", isActive: null });
    for (const wish of ["deactivate", "reactivate"] as const)
      assert.deepEqual(names(planStatus(wish, [wanda, una], [wanda, una], changer)), {
        change: [],
        unchanged: [],
        refused: [
          ["Wanda", "waitingForApproval"],
          ["Una", "unknownState"],
        ],
      });
  });

  it("refuses whom the server does not know, by the name they were chosen by", () => {
    assert.deepEqual(names(planStatus("deactivate", [bo, cy], [bo], changer)).refused, [["Cy", "unknown"]]);
  });

  it("refuses by name who was chosen by ID alone", () => {
    const chosen = [{ ID: ada.ID, name: null, emailAddr: null }];
    const [refused] = planStatus("deactivate", chosen, [ada], changer).refused;
    assert.deepEqual([refused?.change.name, refused?.change.detail], ["Ada", ada.emailAddr]);
  });

  it("refuses users of another connection, and everybody on one that is read-only", () => {
    const there = { ...bo, connectionID: "there" };
    assert.deepEqual(names(planStatus("deactivate", [there], [bo], changer)).refused, [["Bo", "otherConnection"]]);
    const locked = planStatus("deactivate", [bo], [bo], { ...changer, readOnly: true });
    assert.deepEqual(names(locked).refused, [["Bo", "readOnly"]]);
  });

  it("goes by what the server says, not by what was chosen", () => {
    const stale = { ...cy, isActive: true, name: "Cy as listed" };
    assert.deepEqual(names(planStatus("deactivate", [stale], [cy], changer)).unchanged, ["Cy"]);
  });

  it("counts a user who was chosen twice once, and keeps the order of choosing", () => {
    const di = userDetail({ name: "Di" });
    assert.deepEqual(names(planStatus("deactivate", [di, bo, di, bo], [bo, di], changer)).change, ["Di", "Bo"]);
  });

  it("writes down what each was before: the state, the access level and the home group", () => {
    const [level, group] = [
      { ID: "f".repeat(32), name: "Worker" },
      { ID: "e".repeat(32), name: "Web" },
    ];
    const user = userDetail({ accessLevel: level, homeGroup: group });
    const [change] = planStatus("deactivate", [user], [user], changer).change;
    assert.deepEqual(change, {
      objCode: "USER",
      ID: user.ID,
      name: user.name,
      detail: user.emailAddr,
      field: "isActive",
      before: true,
      wished: false,
      datedBy: "actualDeactivationDate",
      beside: { accessLevelID: level, homeGroupID: group },
    });
  });
});

describe("What follows a run", () => {
  const now = (scene: Scene, run: RunRecord) => readNow(clientFor(scene.sandbox), run.results);
  const undo = async (scene: Scene, run: RunRecord) => planUndo(run, await now(scene, run), changerOf(scene));
  const users = async ({ sandbox, chosen }: Scene) =>
    usersNow(await clientFor(sandbox).getUsers(chosen.map(({ ID }) => ID)));

  describe("undo", () => {
    it("changes back whom the run has changed, and nobody else", async () => {
      await using scene = await setScene(4);
      scene.sandbox.fail({ match: changes(scene.chosen[1]!), effect: { kind: "status", status: 403 } });
      scene.chosen[3]!["isActive"] = false;
      const plan = await undo(scene, await runOn(scene));
      assert.equal(plan.kind, "reactivate");
      assert.deepEqual(names(plan), { change: ["Chosen 0", "Chosen 2"], unchanged: [], refused: [] });
      assert.deepEqual(tally(await runOn(scene, { plan })), { changed: 2 });
      assert.deepEqual(
        scene.chosen.map(({ isActive }) => isActive),
        [true, true, true, false],
      );
    });

    for (const [minutes, clock] of [
      [2, "right"],
      [2, "behind"],
      [60, "ahead"],
    ] as const)
      it(`leaves alone whom somebody else has deactivated again ${minutes} minutes later, with a clock that is ${clock}`, async () => {
        await using scene = await setScene(3);
        const server = Date.now() + { right: 0, behind: 11, ahead: -90 }[clock] * 60_000;
        const dated = (user: object, at: number) =>
          Object.assign(user, { isActive: false, actualDeactivationDate: at });
        for (const user of scene.chosen) {
          const call = () => void dated(user, server);
          scene.sandbox.fail({ match: changes(user), effect: { kind: "call", call } });
        }
        const run = await runOn(scene);
        const [back, again] = scene.chosen as [SandboxUser, SandboxUser];
        Object.assign(back, { isActive: true, actualDeactivationDate: null });
        dated(again, server + minutes * 60_000);
        assert.deepEqual(names(await undo(scene, run)), {
          change: ["Chosen 2"],
          unchanged: ["Chosen 0"],
          refused: [["Chosen 1", "changedSince"]],
        });
      });

    it("includes what no answer told of, where it turns out to be there", async () => {
      await using scene = await setScene(2);
      const [first, other] = scene.chosen;
      scene.sandbox.fail({ match: isWrite, effect: { kind: "html", status: 502 } });
      const run = await runOn(scene);
      assert.deepEqual(tally(run), { unknown: 2 });
      first!["isActive"] = false;
      assert.deepEqual(
        undoable(run).map(({ name }) => name),
        ["Chosen 0", "Chosen 1"],
      );
      // What is not there is still for Resume to settle, and to be undone then.
      assert.deepEqual(names(await undo(scene, run)), { change: ["Chosen 0"], unchanged: [], refused: [] });
      const all = await runOn(scene, { plan: await undo(scene, run) });
      other!["isActive"] = false;
      const [whole] = await bringToEnd(scene, run.id);
      assert.ok((await followUps([all, whole!], scene.runs))(whole!).canUndo);
    });

    it("of a reactivation refuses to deactivate who is signed in", async () => {
      await using scene = await setScene(2);
      for (const user of scene.chosen) user["isActive"] = false;
      const plan = planStatus("reactivate", scene.chosen as never, await found(scene), changerOf(scene));
      const run = await runOn(scene, { plan });
      const undone = planUndo(run, await users(scene), { ...changerOf(scene), selfID: scene.chosen[0]!.ID });
      assert.deepEqual(names(undone), { change: ["Chosen 1"], unchanged: [], refused: [["Chosen 0", "self"]] });
    });

    it("is refused on another connection, and on one that allows no changes", async () => {
      await using scene = await setScene(1);
      const run = await runOn(scene);
      const elsewhere = planUndo(run, await users(scene), { ...changerOf(scene), connectionID: "elsewhere" });
      assert.deepEqual(names(elsewhere).refused, [["Chosen 0", "otherConnection"]]);
      const locked = planUndo(run, await users(scene), { ...changerOf(scene), readOnly: true });
      assert.deepEqual(names(locked).refused, [["Chosen 0", "readOnly"]]);
    });

    it("can itself be undone", async () => {
      await using scene = await setScene(2);
      const undone = await runOn(scene, { plan: await undo(scene, await runOn(scene)) });
      assert.deepEqual(tally(undone), { changed: 2 });
      assert.deepEqual(names(await undo(scene, undone)).change, ["Chosen 0", "Chosen 1"]);
    });

    it("gives projects back to who owned them, unless somebody else has given them away since", async () => {
      await using scene = await setScene(3, { subject: newOwner });
      const owners = scene.chosen.map(({ ownerID }) => ownerID);
      const run = await runOn(scene);
      assert.deepEqual(tally(run), { changed: 3 });
      const third = scene.sandbox.directory.addUser();
      scene.chosen[1]!["ownerID"] = third.ID;
      const plan = await undo(scene, run);
      assert.deepEqual(names(plan).refused, [["Chosen 1", "changedSince"]]);
      assert.deepEqual(tally(await runOn(scene, { plan })), { changed: 2, refused: 1 });
      assert.deepEqual(
        scene.chosen.map(({ ownerID }) => ownerID),
        [owners[0], third.ID, owners[2]],
      );
    });
  });

  const found = ({ sandbox, chosen }: Scene) => clientFor(sandbox).getUsers(chosen.map(({ ID }) => ID));

  describe("retry", () => {
    it("is for whom the run failed, by then read again", async () => {
      await using scene = await setScene(4);
      for (const user of scene.chosen.slice(0, 2))
        scene.sandbox.fail({ match: changes(user), times: 1, effect: { kind: "status", status: 422 } });
      const run = await runOn(scene);
      assert.deepEqual(tally(run), { failed: 2, changed: 2 });
      scene.chosen[0]!["isActive"] = false;
      const plan = planRetry(run, await now(scene, run), changerOf(scene));
      assert.deepEqual(names(plan), { change: ["Chosen 1"], unchanged: ["Chosen 0"], refused: [] });
      assert.deepEqual(tally(await runOn(scene, { plan })), { changed: 1, unchanged: 1 });
    });

    it("sends the recorded access level along where, and only where, Workfront asked for one", async () => {
      await using scene = await setScene(25, { reactivationNeedsAccessLevel: true });
      const { sandbox, chosen } = scene;
      const levels = chosen.map(({ accessLevelID }) => accessLevelID);
      const deactivation = planStatus("deactivate", chosen as never, await found(scene), changerOf(scene));
      const reactivation = planUndo(await runOn(scene, { plan: deactivation }), await users(scene), changerOf(scene));
      const other = chosen[7]!;
      sandbox.fail({ match: changes(other), times: 2, effect: { kind: "status", status: 403 } });
      const undone = await runOn(scene, { plan: reactivation });
      assert.deepEqual(tally(undone), { failed: 25 });
      assert.ok(!sandbox.requests.filter(isWrite).some(({ body }) => body.includes("accessLevelID")));
      const plan = planRetry(undone, await users(scene), changerOf(scene));
      const along = plan.change.filter(({ sendAlong }) => sendAlong);
      assert.equal(along.length, 24);
      assert.ok(along.every(({ sendAlong, beside }) => sendAlong![0] === "accessLevelID" && beside!["accessLevelID"]));
      assert.deepEqual(tally(await runOn(scene, { plan })), { changed: 24, failed: 1 });
      assert.ok(!sandbox.requests.filter(changes(other)).some(({ body }) => body.includes("accessLevelID")));
      assert.deepEqual(
        chosen.map(({ accessLevelID }) => accessLevelID),
        levels,
      );
    });

    it("knows from Workfront's words what it asks for, and from nobody else's", () => {
      for (const kind of ["refused", "serverError"] as const) {
        const asked = (words: string) => fieldsAskedFor({ kind, host: "", words });
        assert.deepEqual(asked("An access level (accessLevelID) is required"), ["accessLevelID"]);
        assert.deepEqual(asked("homeGroupID cannot be null"), ["homeGroupID"]);
        assert.deepEqual(asked("Something else"), []);
      }
      assert.deepEqual(fieldsAskedFor("unchanged"), []);
      assert.deepEqual(fieldsAskedFor({ kind: "notWorkfront", host: "", words: "homeGroupID" }), []);
    });
  });

  describe("resume", () => {
    it("does the rest, and counts as ours what reading finds done of what was sent", async () => {
      await using scene = await setScene(5);
      const cancel = new AbortController();
      const { id } = await runOn(scene, { concurrency: 1, signal: cancel.signal, onResult: () => cancel.abort() });
      const [, second, third] = scene.chosen;
      const open = await scene.runs.take(id);
      await open.resume(originOf(scene).by);
      await open.sent([second!.ID]);
      await open.end("stopped");
      second!["isActive"] = false;
      third!["isActive"] = false;
      const run = await recordOf(scene, id);
      const plan = planResume(run, await now(scene, run), changerOf(scene));
      assert.deepEqual(plan.settled, [
        { id: second!.ID, outcome: { result: "changed" } },
        { id: third!.ID, outcome: { result: "unchanged" } },
      ]);
      assert.deepEqual(names(plan), { change: ["Chosen 3", "Chosen 4"], unchanged: ["Chosen 2"], refused: [] });
    });

    it("does not call it refused where it was sent, whatever forbids to send it again", async () => {
      await using scene = await setScene(4);
      const open = await scene.runs.begin(await planFor(scene), originOf(scene));
      const [done, open1, sentAndGone, gone] = scene.chosen.map(({ ID }) => ID) as [string, string, string, string];
      await open.sent([done, open1, sentAndGone]);
      await open.abandon();
      const run = await recordOf(scene, open.id);
      const state: CurrentState = new Map([
        [done, { before: false, hindrance: "waitingForApproval" as const }],
        [open1, { before: true, hindrance: "waitingForApproval" as const }],
      ]);
      const plan = planResume(run, state, changerOf(scene));
      assert.deepEqual(plan.change, []);
      assert.deepEqual(plan.settled, [
        { id: done, outcome: { result: "changed" } },
        { id: gone, outcome: { result: "refused", reason: "unknown" } },
      ]);
    });

    it("calls it refused where Workfront did not look at what was sent, and where it forbids to send it again now", async () => {
      await using scene = await setScene(3);
      scene.sandbox.fail({ match: isWrite, after: 1, effect: { kind: "status", status: 401 } });
      const run = await runOn(scene, { concurrency: 1 });
      assert.deepEqual(run.counts, { changed: 1, notAttempted: 2 });
      const [, second, third] = scene.chosen.map(({ ID }) => ID) as [string, string, string];
      const state: CurrentState = new Map([
        [second, { before: true, hindrance: "waitingForApproval" as const }],
        [third, { before: false }],
      ]);
      const plan = planResume(run, state, changerOf(scene));
      assert.deepEqual(plan.settled, [
        { id: third, outcome: { result: "unchanged" } },
        { id: second, outcome: { result: "refused", reason: "waitingForApproval" } },
      ]);
    });

    it("keeps Workfront's date of what it finds done, so that Undo tells it from a later change", async () => {
      await using scene = await setScene(1);
      const [user] = scene.chosen as [SandboxUser];
      scene.sandbox.fail({ match: isWrite, effect: { kind: "html", status: 502 } });
      const { id } = await runOn(scene);
      Object.assign(user, { isActive: false, actualDeactivationDate: Date.UTC(2026, 10, 25) });
      const [run] = await bringToEnd(scene, id);
      assert.deepEqual(names(await undo(scene, run!)).change, ["Chosen 0"]);
      user.actualDeactivationDate = Date.UTC(2026, 10, 26);
      assert.deepEqual(names(await undo(scene, run!)).refused, [["Chosen 0", "changedSince"]]);
    });

    it("does not send again what was made without an answer and is undone since: it counts as made", async () => {
      await using scene = await setScene(2);
      const fault = scene.sandbox.fail({ match: isWrite, effect: { kind: "html", status: 502 } });
      const { id } = await runOn(scene);
      fault.remove();
      const [arrived] = scene.chosen as [SandboxUser];
      arrived.isActive = false;
      const run = await recordOf(scene, id);
      assert.deepEqual(tally(await runOn(scene, { plan: await undo(scene, run) })), { changed: 1 });
      const undone = await followedUpIn(id, "undoes", scene.runs);
      const plan = planResume(run, await now(scene, run), changerOf(scene), undone);
      assert.deepEqual(plan.settled, [{ id: arrived.ID, outcome: { result: "changed" } }]);
      assert.deepEqual(names(plan).change, ["Chosen 1"]);
    });

    it("finds nothing to do where the run came to its end", async () => {
      await using scene = await setScene(2);
      const run = await runOn(scene);
      assertTrue(scene, run);
      assert.deepEqual(pending(run), []);
    });

    it("in two windows at once goes on in one of them alone", async () => {
      await using scene = await setScene(5);
      const cancel = new AbortController();
      const { id } = await runOn(scene, { concurrency: 1, signal: cancel.signal, onResult: () => cancel.abort() });
      const tries = await Promise.allSettled([scene.runs.take(id), scene.runs.take(id), scene.runs.take(id)]);
      assert.equal(tries.filter(({ status }) => status === "fulfilled").length, 1);
    });

    it("plans from what the file says once it is ours, not from what it said before", async () => {
      await using scene = await setScene(3);
      const cancel = new AbortController();
      const before = await runOn(scene, { concurrency: 1, signal: cancel.signal, onResult: () => cancel.abort() });
      assert.equal(pending(before).length, 2);
      const other = await scene.runs.take(before.id);
      await other.resume(originOf(scene).by);
      await other.sent([scene.chosen[1]!.ID]);
      await other.results([{ id: scene.chosen[1]!.ID, outcome: { result: "changed" } }]);
      await other.end("stopped");
      const taken = await scene.runs.take(before.id);
      assert.deepEqual(
        pending(taken.record).map(({ name }) => name),
        ["Chosen 2"],
      );
      await taken.abandon();
    });
  });
});
