import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { carryOut } from "../../../src/domain/runs/carryOut";
import type { Files } from "../../../src/domain/runs/files";
import { patientFiles } from "../../../src/domain/runs/patientFiles";
import { RunUnavailableError } from "../../../src/domain/runs/unavailable";
import { planStatus, type Plan } from "../../../src/domain/runs/plan";
import type { RunResult } from "../../../src/domain/runs/record";
import type { RunFile } from "../../../src/domain/runs/file";
import { Runs } from "../../../src/domain/runs/runs";
import { clientFor } from "../../support/client";
import { Disk, type Fault } from "../../support/disk";
import {
  assertTrue,
  bringToEnd,
  changes,
  deactivation,
  editsIn,
  isWrite,
  newOwner,
  originOf,
  planFor,
  runOn,
  setScene,
  tally,
  type Scene,
} from "../../support/scene";
import { userDetail } from "../../support/users";

const self = "a".repeat(32);
const by = { ID: self, name: "Ada" };
const origin = { connectionID: `https://acme.my.workfront.com|${self}`, host: "acme.my.workfront.com", by };
const changed: RunResult = { result: "changed" };

function deactivationOf(count: number): Plan {
  const found = Array.from({ length: count }, () => userDetail());
  return planStatus("deactivate", found, found, { connectionID: origin.connectionID, selfID: self, readOnly: false });
}

const idsOf = ({ change }: Plan) => change.map(({ ID }) => ID);

describe("The file of a run", () => {
  let disk: Disk;
  let runs: Runs;

  beforeEach(() => {
    disk = new Disk();
    runs = new Runs("/runs", disk);
  });

  /** Lets a sync end only when the test says so. */
  function holdSyncs(): { release(): void; readonly waiting: number } {
    const waiting: (() => void)[] = [];
    disk.onSync = () => new Promise((resolve) => void waiting.push(resolve));
    return {
      release: () => waiting.splice(0).forEach((resolve) => resolve()),
      get waiting() {
        return waiting.length;
      },
    };
  }

  it("keeps what became of each line of the list from which the run comes", async () => {
    const plan = deactivationOf(2);
    const rows = Array.from({ length: 1201 }, (_, index) => [String(index), "Matched", "Bo", "bo@example.com"]);
    const file = await runs.begin(plan, origin, { list: { rows, note: "From the list leavers.csv" } });
    await file.end("cancelled");
    const record = await runs.read(file.id);
    assert.deepEqual(record?.list, rows);
    assert.deepEqual([record.note, record.results.length], ["From the list leavers.csv", 2]);
    assert.deepEqual((await new Runs("/runs", disk).read(file.id))?.list, rows);
  });

  it("counts as begun only where all of its plan and of its list was written, at whatever byte it was cut off", async () => {
    const plan = deactivationOf(3);
    const rows = Array.from({ length: 501 }, (_, index) => [String(index), "Matched"]);
    const note = "From the list leavers.csv";
    const file = await runs.begin(plan, origin, { list: { rows, note } });
    await file.abandon();
    const [path] = disk.pathsOf(".jsonl") as [string];
    const whole = disk.contentOf(path);
    const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index);
    for (const end of ends.flatMap((at) => [at - 1, at, at + 1])) {
      disk.put(path, whole.slice(0, end));
      const record = await new Runs("/runs", disk).read(file.id);
      if (record) assert.deepEqual([record.results.length, record.list, record.note], [3, rows, note], `cut at ${end}`);
    }
    assert.equal((await new Runs("/runs", disk).list()).length, 1);
  });

  /** Everything that can happen without a sync has happened: in turns of the program, which no busy computer makes fewer. */
  const settle = async () => {
    for (let turn = 0; turn < 50; turn++) await setImmediate();
  };

  it("has the plan on the disk, and its own name in the folder, before a run is begun", async () => {
    const syncs = holdSyncs();
    let isBegun = false;
    const begun = runs.begin(deactivationOf(2), origin).then(() => (isBegun = true));
    for (const what of ["file", "folder"]) {
      await settle();
      assert.deepEqual([isBegun, syncs.waiting], [false, 1], what);
      syncs.release();
    }
    await begun;
    assert.equal((await new Runs("/runs", disk.cut()).list()).length, 1);
  });

  it("lets nobody send before a sync that covers their own line, also where several wait at once", async () => {
    const plan = deactivationOf(4);
    const run = await runs.begin(plan, origin);
    const syncs = holdSyncs();
    const sent: string[] = [];
    const announced = idsOf(plan).map((id) => run.sent([id]).then(() => sent.push(id)));
    await settle();
    // The first sync may have begun before the other lines were written: it counts for the first alone.
    assert.deepEqual([sent.length, syncs.waiting], [0, 1]);
    syncs.release();
    await settle();
    const onDisk = disk.cut().contentOf(disk.pathsOf(".jsonl")[0]!);
    assert.ok(
      sent.every((id) => onDisk.includes(`"ids":["${id}"`)),
      "only what is on the disk is sent",
    );
    syncs.release();
    await Promise.all(announced);
    assert.equal(sent.length, 4);
  });

  it("takes no sync that was under way already for one that covers a later line", async () => {
    const plan = deactivationOf(2);
    const [first, second] = idsOf(plan) as [string, string];
    const run = await runs.begin(plan, origin);
    const syncs = holdSyncs();
    const sent: string[] = [];
    const one = run.sent([first]).then(() => sent.push(first));
    await settle();
    const other = run.sent([second]).then(() => sent.push(second));
    await settle();
    assert.deepEqual([sent, syncs.waiting], [[], 1]);
    syncs.release();
    await one;
    await settle();
    assert.deepEqual([sent, syncs.waiting], [[first], 1]);
    syncs.release();
    await other;
  });

  it("shares one sync among all who wait", async () => {
    const plan = deactivationOf(50);
    const run = await runs.begin(plan, origin);
    disk.delay = 2;
    const before = disk.syncs;
    await Promise.all(idsOf(plan).map((id) => run.sent([id])));
    assert.ok(disk.syncs - before < 25, String(disk.syncs - before));
  });

  it("is not closed while a sync is under way", async () => {
    const run = await runs.begin(deactivationOf(1), origin);
    const syncs = holdSyncs();
    const waiting = run.sent(idsOf(deactivationOf(1)));
    let isEnded = false;
    await settle();
    const abandoned = run.abandon().then(() => (isEnded = true));
    await settle();
    assert.equal(isEnded, false);
    for (let times = 0; times < 3; times++) {
      syncs.release();
      await settle();
    }
    await Promise.all([abandoned, waiting]);
  });

  for (const fault of ["error", "shortWrite"] as const)
    it(`sends nothing more after ${fault === "error" ? "an error" : "a write that is cut short"}, ever`, async () => {
      const plan = deactivationOf(3);
      const run = await runs.begin(plan, origin);
      disk.fault = fault;
      disk.failAt = disk.calls + 2;
      const [first, second] = idsOf(plan) as [string, string];
      await assert.rejects(run.sent([first]), /EIO|full/);
      assert.equal(disk.faults, 1);
      await assert.rejects(run.sent([second]), /EIO|full/, "the disk works again, but its word is not trusted");
      await assert.rejects(run.end("finished"));
      const [left] = await runs.list();
      assert.equal(left?.state, "interrupted");
    });

  it("keeps a note that is being written while it ends", async () => {
    const run = await runs.begin(deactivationOf(1), origin, { list: { note: "From a list", rows: [] } });
    disk.delay = 5;
    await Promise.all([runs.note(run.id, "INC-7"), run.end("cancelled")]);
    assert.equal((await new Runs("/runs", disk).read(run.id))?.note, "INC-7");
  });

  it("is known here by what was answered, also where that can no longer be written", async () => {
    const plan = deactivationOf(3);
    const run = await runs.begin(plan, origin);
    const [first, second] = idsOf(plan) as [string, string];
    await run.sent([first, second]);
    disk.room = 10;
    await run.results([{ id: first, outcome: changed }]);
    await run.results([{ id: second, outcome: { result: "failed", failure: "unchanged" } }]);
    await assert.rejects(run.end("finished"), { code: "ENOSPC" });
    assert.deepEqual(
      [run.record.state, tally(run.record)],
      ["interrupted", { changed: 1, failed: 1, notAttempted: 1 }],
    );
    assert.deepEqual(tally((await runs.read(run.id))!), { unknown: 2, notAttempted: 1 });
  });

  it("leaves nothing behind where it cannot be begun", async () => {
    for (const code of ["ENOSPC", "EIO", "EACCES"])
      for (let call = 1; ; call++) {
        disk = new Disk();
        [disk.failAt, disk.code] = [call, code];
        runs = new Runs("/runs", disk);
        const failed = await runs.begin(deactivationOf(2), origin).then(
          () => false,
          () => true,
        );
        assert.equal(failed, disk.faults > 0);
        if (!failed) break;
        assert.deepEqual([disk.pathsOf(".jsonl"), disk.pathsOf(".lock")], [[], []], `${code} at call ${call}`);
      }
  });

  it("ends a line that a crash has torn, and goes on below", async () => {
    const plan = deactivationOf(2);
    const run = await runs.begin(plan, origin);
    await run.sent(idsOf(plan));
    await run.results([{ id: idsOf(plan)[0]!, outcome: changed }]);
    await run.abandon();
    const [path] = disk.pathsOf(".jsonl") as [string];
    const whole = disk.contentOf(path);
    for (let length = whole.indexOf('{"type":"sent"'); length <= whole.length; length++) {
      const copy = new Disk();
      copy.put(path, whole.slice(0, length));
      const again = new Runs("/runs", copy);
      const taken = await again.take(run.id);
      await taken.resume(by);
      await taken.results([{ id: idsOf(plan)[1]!, outcome: changed }]);
      await taken.end("finished");
      const lines = copy.contentOf(path).trimEnd().split("\n");
      assert.equal(lines.filter((line) => line.includes('"resumed"')).length, 1);
      const record = await again.read(run.id);
      assert.equal(record?.state, "finished");
      assert.equal(record.results.find(({ ID }) => ID === idsOf(plan)[1])?.result ?? "changed", "changed");
    }
  });

  describe("on a disk that behaves like that of Windows", () => {
    it("is never renamed or removed while it is open, and needs no sync of its folder", async () => {
      disk.isWindows = true;
      const plan = deactivationOf(2);
      const run = await runs.begin(plan, origin);
      await run.sent(idsOf(plan));
      await run.results(idsOf(plan).map((id) => ({ id, outcome: changed })));
      await run.end("finished");
      await (await runs.take(run.id)).abandon();
      await runs.delete(run.id);
      assert.deepEqual(disk.pathsOf(""), []);
    });

    it("is begun, carried out, taken up, listed, and deleted although each file is busy for a moment", async () => {
      const tries = new Map<unknown, number>();
      const busy = new Proxy<Files>(disk, {
        get: (_, name: keyof Files) => {
          const code = ["EBUSY", "EPERM", undefined][(tries.get(name) ?? 0) % 3];
          tries.set(name, (tries.get(name) ?? 0) + 1);
          if (code && name !== "syncFolder") return () => Promise.reject(Object.assign(new Error(code), { code }));
          return disk[name].bind(disk);
        },
      });
      runs = new Runs("/runs", patientFiles(busy, "win32"));
      const plan = deactivationOf(2);
      const run = await runs.begin(plan, origin);
      await run.sent(idsOf(plan));
      await run.results(idsOf(plan).map((id) => ({ id, outcome: changed })));
      await run.end("finished");
      assert.deepEqual(disk.pathsOf(".lock"), []);
      await (await runs.take(run.id)).abandon();
      const [listed] = await runs.list();
      assert.deepEqual([listed?.state, listed?.counts], ["finished", { changed: 2 }]);
      assert.equal((await runs.read(run.id))?.results.length, 2);
      await runs.delete(run.id);
      assert.deepEqual(disk.pathsOf(""), []);
    });
  });

  describe("that another window has taken over", () => {
    const lock = () => disk.pathsOf(".lock")[0]!;

    async function lost(count = 3) {
      const plan = deactivationOf(count);
      const run = await runs.begin(plan, origin);
      await run.sent(idsOf(plan).slice(0, 2));
      disk.age(lock(), 3_600_000);
      const other = await new Runs("/runs", disk).take(run.id);
      await other.resume(by);
      return { plan, run, other, ids: idsOf(plan) as [string, string, string] };
    }

    it("sends nothing more, and ends nothing", async () => {
      const { run, other, ids } = await lost();
      await assert.rejects(run.sent([ids[2]]), { why: "takenOver" });
      await assert.rejects(run.end("cancelled"), { why: "takenOver" });
      assert.equal(other.record.state, "running");
      await other.end("stopped");
      assert.equal((await runs.read(run.id))?.state, "stopped");
    });

    it("does not go on with it, nor put itself in the other's place", async () => {
      const plan = deactivationOf(2);
      const [first, second] = idsOf(plan) as [string, string];
      const run = await runs.begin(plan, origin);
      await run.abandon();
      const waiting = await runs.take(run.id);
      disk.age(lock(), 3_600_000);
      const other = await new Runs("/runs", disk).take(run.id);
      await other.resume(by);
      await assert.rejects(waiting.resume(by), { why: "takenOver" });
      await other.sent([first, second]);
      await other.results([{ id: first, outcome: { result: "unchanged" } }]);
      await other.results([{ id: second, outcome: { result: "failed", failure: "unchanged" } }]);
      await other.end("finished");
      await waiting.abandon();
      const record = await new Runs("/runs", disk).read(run.id);
      assert.deepEqual([record?.state, tally(record!)], ["finished", { unchanged: 1, failed: 1 }]);
    });

    it("does not have the last word in the history", async () => {
      const { run, other, ids } = await lost();
      await other.results(ids.map((id) => ({ id, outcome: changed })));
      await other.end("finished");
      const path = disk.pathsOf(".jsonl")[0]!;
      const session = /"session":"(\w+)"/.exec(disk.contentOf(path))![1];
      const counts = { notAttempted: 3 };
      const late = { type: "ended", at: new Date(), how: "cancelled", session, counts, offset: 900 };
      disk.put(path, `${disk.contentOf(path)}${JSON.stringify(late)}\n`);
      const [row] = await new Runs("/runs", disk).list();
      assert.deepEqual([row?.id, row?.state, row?.counts], [run.id, "finished", { changed: 3 }]);
    });

    it("tells what it was answered, and takes nothing away from what the other has found", async () => {
      const { run, other, ids } = await lost();
      await other.results([{ id: ids[0], outcome: changed }]);
      await other.results([{ id: ids[2], outcome: { result: "unchanged" } }]);
      await run.results([
        { id: ids[0], outcome: { result: "failed", failure: "unchanged" } },
        { id: ids[1], outcome: changed },
        { id: ids[2], outcome: { result: "notAttempted" } },
      ]);
      await other.end("finished");
      const record = await new Runs("/runs", disk).read(run.id);
      assert.deepEqual(
        record?.results.map(({ result }) => result),
        ["changed", "changed", "unchanged"],
      );
      assert.deepEqual((await new Runs("/runs", disk).list())[0]?.counts, { changed: 2, unchanged: 1 });
    });

    it("has not noted for the other what that one sends again", async () => {
      const plan = deactivationOf(1);
      const run = await runs.begin(plan, origin);
      await run.sent(idsOf(plan));
      disk.age(lock(), 3_600_000);
      const other = await new Runs("/runs", disk).take(run.id);
      await run.results([{ id: idsOf(plan)[0]!, outcome: { result: "notAttempted" } }]);
      await other.resume(by);
      await other.sent(idsOf(plan));
      await other.abandon();
      assert.deepEqual(tally((await new Runs("/runs", disk).read(run.id))!), { unknown: 1 });
    });

    it("does not call it failed, because the other may have sent it again and be gone", async () => {
      const { run, other, ids } = await lost();
      await other.sent([ids[0]]);
      await other.abandon();
      await run.results([{ id: ids[0], outcome: { result: "failed", failure: "unchanged" } }]);
      assert.deepEqual(tally((await new Runs("/runs", disk).read(run.id))!), { unknown: 2, notAttempted: 1 });
    });

    it("takes away nothing by a line that it writes before it knows", async () => {
      const { run, other, ids } = await lost();
      await other.sent([ids[2]]);
      await other.results(ids.map((id) => ({ id, outcome: changed })));
      const path = disk.pathsOf(".jsonl")[0]!;
      const session = /"session":"(\w+)"/.exec(disk.contentOf(path))![1];
      const late = [
        { type: "sent", ids: [ids[0]], session },
        { type: "result", id: ids[1], outcome: { result: "notAttempted" }, session },
        { type: "ended", how: "cancelled", session },
      ];
      disk.put(path, disk.contentOf(path) + late.map((line) => `${JSON.stringify(line)}\n`).join(""));
      const record = await new Runs("/runs", disk).read(run.id);
      assert.deepEqual(
        record?.results.map(({ result }) => result),
        ["changed", "changed", "changed"],
      );
      assert.equal(record.state, "running");
    });
  });

  it("says that its record is gone where the folder was removed, and sends nothing more", async () => {
    const plan = deactivationOf(2);
    const run = await runs.begin(plan, origin);
    disk.loseFolder();
    await assert.rejects(run.sent(idsOf(plan)), { why: "recordRemoved" });
    await run.abandon();
  });

  it("says what is known where its lock was removed, and sends nothing more", async () => {
    const plan = deactivationOf(2);
    const run = await runs.begin(plan, origin);
    await disk.remove(disk.pathsOf(".lock")[0]!);
    await assert.rejects(run.sent(idsOf(plan)), { why: "lockRemoved" });
    await run.abandon();
    assert.equal((await runs.list())[0]?.state, "interrupted");
  });

  it("says why where the folder cannot be read any more", async () => {
    const plan = deactivationOf(1);
    const run = await runs.begin(plan, origin);
    [disk.failAt, disk.failsOn, disk.code] = [disk.calls + 1, true, "EACCES"];
    await assert.rejects(run.sent(idsOf(plan)), { code: "EACCES" });
    await run.abandon();
  });
});

describe("A run on a disk that fails", () => {
  /** Objects that Workfront was asked to change. */
  const asked = ({ sandbox }: Scene) => sandbox.requests.filter(isWrite).flatMap((request) => editsIn(request));

  /**
   * Carries a plan out, and compares what is known of it here, whatever the disk has taken, with what Workfront was asked.
   * @returns what went wrong, if anything did.
   */
  async function carriedOut(scene: Scene, plan: Plan, concurrency = 2): Promise<unknown> {
    const client = clientFor(scene.sandbox, { firstDelay: 1 });
    let run: RunFile;
    try {
      run = await scene.runs.begin(plan, originOf(scene));
    } catch (error) {
      return error;
    }
    const options = { signal: new AbortController().signal, concurrency };
    const failure = await carryOut(run, plan.change, client, options).catch((error: unknown) => error);
    const wanted = new Set(asked(scene).map(({ ID }) => ID));
    for (const { ID, name, result } of run.record.results)
      assert.equal(result, wanted.has(ID) ? "changed" : "notAttempted", `${name}, with ${String(failure)}`);
    return failure;
  }

  /**
   * Whatever the disk does, at its n-th operation: what was asked of Workfront is on record after a power cut, what the
   * record tells is true, and it is told that something went wrong.
   */
  async function failing(fault: Fault, failsOn: boolean, size: number, subject = deactivation): Promise<void> {
    for (let call = 1; ; call++) {
      const disk = new Disk();
      await using scene = await setScene(size, { files: disk, subject, users: 3 });
      const plan = await planFor(scene);
      Object.assign(disk, { failAt: call, fault, failsOn });
      const told = await carriedOut(scene, plan);
      disk.failAt = Infinity;
      disk.failsOn = false;
      const lost = fault === "lostSync" && disk.faults > 0;
      if (disk.faults > 0 && !lost) assert.ok(told || disk.pathsOf(".jsonl").length > 0, `call ${call}`);
      for (const torn of lost ? [] : [0, 1, 7, 64, 1e9]) {
        const after = disk.cut(torn);
        const [left] = await new Runs("/runs", after).list();
        if (!left) {
          assert.deepEqual(asked(scene), [], `call ${call}, torn ${torn}`);
          continue;
        }
        assertTrue(scene, (await new Runs("/runs", after).read(left.id))!);
        const lines = after.contentOf(after.pathsOf(".jsonl")[0]!).split("\n");
        const notes = lines.filter((line) => line.startsWith('{"type":"sent"')).join();
        for (const { ID } of asked(scene)) assert.ok(notes.includes(ID), `call ${call}, torn ${torn}`);
      }
      if (disk.faults === 0) return;
    }
  }

  for (const failsOn of [false, true])
    for (const fault of ["error", "shortWrite"] as const)
      it(`is true whichever operation fails${failsOn ? ", and all after it" : ""}: ${fault}`, async () => {
        await failing(fault, failsOn, 3);
      });

  it("is true whichever operation fails, for several in one request, and for projects", async () => {
    await failing("error", true, 26);
    await failing("shortWrite", false, 3, newOwner);
  });

  it("sends nothing of which a lost sync is known", async () => {
    await failing("lostSync", false, 2);
  });

  it("is true wherever the disk becomes full, and is resumed when there is room", async () => {
    const whole = new Disk();
    await using first = await setScene(4, { files: whole, users: 3 });
    await runOn(first);
    const size = whole.contentOf(whole.pathsOf(".jsonl")[0]!).length;
    for (let room = 0; room < size; room += 97) {
      const disk = new Disk();
      await using scene = await setScene(4, { files: disk, users: 3 });
      const plan = await planFor(scene);
      disk.room = room;
      assert.equal(((await carriedOut(scene, plan)) as { code?: string }).code, "ENOSPC");
      disk.room = Infinity;
      const [left] = await new Runs("/runs", disk).list();
      if (!left) {
        assert.deepEqual(asked(scene), []);
        continue;
      }
      const record = await scene.runs.read(left.id);
      assertTrue(scene, record!);
      assertTrue(scene, ...(await bringToEnd(scene, left.id)));
      assert.ok(scene.chosen.every(({ isActive }) => isActive === false));
    }
  });

  it("is true on a slow disk, and sends nothing before its turn", async () => {
    const disk = new Disk();
    await using scene = await setScene(8, { files: disk });
    const path = () => disk.pathsOf(".jsonl")[0]!;
    const call = (request: Parameters<typeof editsIn>[0]) => {
      const onDisk = disk.cut().contentOf(path());
      for (const { ID } of editsIn(request)) assert.match(onDisk, new RegExp(`"sent".*"${ID}"`));
    };
    scene.sandbox.fail({ match: isWrite, effect: { kind: "call", call } });
    disk.delay = 15;
    const record = await runOn(scene, { concurrency: 4 });
    assertTrue(scene, record);
    assert.deepEqual(tally(record), { changed: 8 });
  });

  it("stops where the folder goes in mid-run, and says so", async () => {
    const disk = new Disk();
    await using scene = await setScene(5, { files: disk });
    const plan = await planFor(scene);
    const call = () => disk.loseFolder();
    scene.sandbox.fail({ match: changes(scene.chosen[1]!), effect: { kind: "call", call } });
    assert.equal(((await carriedOut(scene, plan, 1)) as RunUnavailableError).why, "recordRemoved");
    assert.equal(scene.sandbox.requests.filter(isWrite).length, 2);
  });

  /** A window loses its run in mid-run, at whatever it is doing; another one brings it to its end. */
  it("is true whenever the lock is lost, and is brought to its end by who has it", async () => {
    for (let request = 1; request <= 5; request++)
      for (const moment of ["asked", "answered"] as const) {
        const disk = new Disk();
        await using scene = await setScene(5, { files: disk, users: 3 });
        const plan = await planFor(scene);
        const other = new Runs("/runs", disk);
        let taken: Promise<unknown> | undefined;
        const takeOver = async () => {
          disk.age(disk.pathsOf(".lock")[0]!, 3_600_000);
          const [left] = await other.list();
          return bringToEnd({ ...scene, runs: other }, left!.id);
        };
        scene.sandbox.fail({
          match: isWrite,
          after: request - 1,
          times: 1,
          effect: { kind: "call", call: () => void (moment === "asked" && (taken ??= takeOver())) },
        });
        const run = await scene.runs.begin(plan, originOf(scene));
        scene.runs.on("results", (_, results) => {
          const done = run.record.results.filter(({ result }) => result === "changed").length;
          if (moment === "answered" && results.length > 0 && done === request) taken ??= takeOver();
        });
        const client = clientFor(scene.sandbox, { firstDelay: 1 });
        await carryOut(run, plan.change, client, { signal: new AbortController().signal, concurrency: 2 }).catch(
          (error: unknown) => assert.ok(error instanceof RunUnavailableError, String(error)),
        );
        await taken;
        const record = await new Runs("/runs", disk).read(run.id);
        assertTrue(scene, record!);
        assert.deepEqual(tally(record!), { changed: 5 }, `lost when request ${request} was ${moment}`);
      }
  });
});
