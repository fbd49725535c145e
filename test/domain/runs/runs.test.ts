import assert from "node:assert/strict";
import { appendFile, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, realFiles } from "../../../src/domain/runs/files";
import { planStatus, type Plan } from "../../../src/domain/runs/plan";
import { daysKept, Runs } from "../../../src/domain/runs/runs";
import type { RunSummary } from "../../../src/domain/runs/record";
import { best } from "../../support/work";
import { userDetail } from "../../support/users";
import { removeFolder } from "../../support/removeFolder";

const ada = { ID: "a".repeat(32), name: "Ada" };
const origin = { connectionID: `https://acme.my.workfront.com|${ada.ID}`, host: "acme.my.workfront.com", by: ada };

function deactivationOf(users: number): Plan {
  const found = Array.from({ length: users }, () => userDetail());
  return planStatus("deactivate", found, found, {
    connectionID: origin.connectionID,
    selfID: ada.ID,
    readOnly: false,
  });
}

describe("All runs", () => {
  let folder: string;
  let runs: Runs;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), "runs-")), "runs");
    runs = new Runs(folder);
  });
  afterEach(() => removeFolder(join(folder, "..")));

  const pathOf = (id: string) => join(folder, `${id}.jsonl`);

  async function ended(plan = deactivationOf(2), at = new Date(), all = runs): Promise<string> {
    const run = await all.begin(plan, origin, { at });
    await run.sent(plan.change.map(({ ID }) => ID));
    await run.results(plan.change.map(({ ID }) => ({ id: ID, outcome: { result: "changed" } })));
    await run.end("finished");
    return run.id;
  }

  it("keep who was to be changed by whom and where, and what became of them", async () => {
    const plan = deactivationOf(1);
    const [run] = [await ended(plan)];
    const record = await new Runs(folder).read(run);
    assert.ok(record);
    assert.deepEqual({ connectionID: record.connectionID, host: record.host, by: record.by }, origin);
    const [one] = record.results;
    assert.deepEqual(one, { ...plan.change[0], result: "changed", at: one?.at });
  });

  it("keep whom nothing is done for, and why", async () => {
    const [idle, self, gone] = [userDetail({ isActive: false }), userDetail(ada), userDetail()];
    const changer = { connectionID: origin.connectionID, selfID: ada.ID, readOnly: false };
    const id = await ended(planStatus("deactivate", [idle, self, gone], [idle, self], changer));
    const record = await new Runs(folder).read(id);
    assert.deepEqual(
      record?.results.map((one) => [one.ID, one.result, one.result === "refused" && one.reason]),
      [
        [idle.ID, "unchanged", false],
        [self.ID, "refused", "self"],
        [gone.ID, "refused", "unknown"],
      ],
    );
  });

  it("can be read by nobody else", async function () {
    // Windows has no modes: there, a user's folders can be read by nobody else from the start.
    if (process.platform === "win32") this.skip();
    const run = await runs.begin(deactivationOf(1), origin);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    for (const name of await readdir(folder)) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
    await run.end("finished");
  });

  it("are running while their process lives, also for other windows, and over afterward", async () => {
    const run = await runs.begin(deactivationOf(1), origin);
    for (const all of [runs, new Runs(folder)]) {
      assert.equal((await all.list())[0]?.state, "running");
      assert.equal((await all.read(run.id))?.state, "running");
      await assert.rejects(all.take(run.id), { why: "underWay" });
      await assert.rejects(all.delete(run.id), { why: "underWay" });
    }
    await run.end("cancelled");
    assert.equal((await runs.list())[0]?.state, "cancelled");
    assert.ok((await runs.read(run.id))?.endedAt);
  });

  it("that are left are interrupted, and can be taken up again", async () => {
    const run = await runs.begin(deactivationOf(1), origin);
    await run.abandon();
    assert.equal((await runs.list())[0]?.state, "interrupted");
    await assert.rejects(run.sent(["x"]));
    const again = await runs.take(run.id);
    await again.resume(ada);
    await again.end("finished");
    assert.equal((await runs.list())[0]?.state, "finished");
  });

  it("are listed newest first, with what a row shows, and without reading their changes", async () => {
    const days = [3, 1, 2].map((day) => new Date(Date.UTC(2026, 0, day)));
    for (const day of days) await ended(deactivationOf(300), day);
    const whole: string[] = [];
    const other = new Runs(folder, {
      ...realFiles,
      read: (path) => {
        whole.push(path);
        return realFiles.read(path);
      },
    });
    const list = await other.list();
    assert.deepEqual(
      list.map(({ at }) => at.getUTCDate()),
      [3, 2, 1],
    );
    assert.ok(list.every(({ counts, count }) => counts.changed === 300 && count === 300));
    assert.deepEqual(whole, []);
  });

  it("are read again only where something is different", async () => {
    const ids = [await ended(), await ended(), await ended()];
    const reads: string[] = [];
    const other = new Runs(folder, {
      ...realFiles,
      readEnds: (path, ...given) => {
        reads.push(path);
        return realFiles.readEnds(path, ...given);
      },
    });
    await other.list();
    await other.list();
    assert.equal(reads.length, 3);
    await appendFile(pathOf(ids[1]!), '{"type":"aNewLine"}\n');
    assert.equal((await other.list()).length, 3);
    assert.deepEqual(reads.slice(3), [pathOf(ids[1]!)]);
  });

  it("pass over files that are none, and show those that cannot be read", async () => {
    await ended();
    await writeFile(join(folder, "empty.jsonl"), "");
    await writeFile(join(folder, "damaged.jsonl"), "no\nJSON\n");
    await writeFile(join(folder, "newer.jsonl"), `${JSON.stringify({ type: "run", version: 99 })}\n`);
    assert.deepEqual((await runs.list()).map(({ state }) => state).sort(), ["finished", "newer", "unreadable"]);
  });

  it("are in their folder alone: an ID that is a path means none", async () => {
    const id = await ended();
    const outside = new Runs(join(folder, "elsewhere"));
    for (const path of [`../${id}`, join(folder, id)]) assert.equal(await outside.read(path), undefined, path);
  });

  it("that a newer version made, or that are damaged, are neither taken up nor noted: no byte of them changes", async () => {
    const run = await runs.begin(deactivationOf(2), origin);
    await run.abandon();
    const [first, ...changes] = (await readFile(pathOf(run.id), "utf8")).split("\n");
    const newer = JSON.stringify({ ...(JSON.parse(first!) as object), version: 99 });
    const texts = { newer: [newer, ...changes], unreadable: ["{", ...changes], notBegun: [first, changes[0]] };
    for (const [name, lines] of Object.entries(texts)) {
      const text = `${lines.join("\n")}\n`;
      await writeFile(pathOf(name), text);
      const why = name === "newer" ? "newer" : "unreadable";
      await assert.rejects(runs.take(name), { why }, name);
      await assert.rejects(runs.note(name, "INC-7"), { why }, name);
      assert.equal(await readFile(pathOf(name), "utf8"), text);
    }
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith(".lock")),
      [],
    );
  });

  it("can be given a note at any time, which a row knows without reading the whole", async () => {
    const id = await ended(deactivationOf(300));
    await runs.note(id, "INC-7: left on Friday");
    const [row] = await new Runs(folder).list();
    assert.deepEqual([row?.note, row?.state, row?.counts], ["INC-7: left on Friday", "finished", { changed: 300 }]);
    const run = await runs.begin(deactivationOf(1), origin);
    await runs.note(run.id, "at work");
    await run.end("cancelled");
    assert.equal((await new Runs(folder).read(run.id))?.note, "at work");
  });

  it("tell of each result and each change, and of what other windows do", async () => {
    const told: string[] = [];
    runs.on("results", ({ id }, results) => told.push(...results.map(({ result }) => `${id} ${result}`)));
    const id = await ended(deactivationOf(2));
    assert.deepEqual(told, [`${id} changed`, `${id} changed`]);
    const watcher = await runs.watch();
    let news = 0;
    runs.on("changed", () => news++);
    // Some systems begin to watch a moment after they were asked to.
    while (news === 0) await ended(deactivationOf(1), new Date(), new Runs(folder));
    watcher.dispose();
  });

  it("tell nothing new where a window that is at work only gives a sign of life", async () => {
    const run = await runs.begin(deactivationOf(1), origin);
    const other = new Runs(folder);
    let news = 0;
    const watcher = await other.watch();
    other.on("changed", () => news++);
    for (let sign = 0; sign < 20; sign++) await realFiles.touch(join(folder, `${run.id}.lock`));
    while (news === 0) await runs.note(run.id, "at work");
    watcher.dispose();
    assert.ok(news < 10, `${news} times`);
    await run.abandon();
  });

  it("that are older than they are kept are forgotten, and one that is to be deleted", async () => {
    const today = new Date(Date.UTC(2026, 6, 1));
    const daysAgo = (days: number) => new Date(today.getTime() - days * 86_400_000);
    for (const days of [daysKept + 1, daysKept - 1, 0]) await ended(deactivationOf(1), daysAgo(days));
    await runs.prune(today);
    const [newest, other, ...none] = await runs.list();
    assert.deepEqual(none, []);
    await runs.delete(newest!.id);
    assert.deepEqual(
      (await runs.list()).map(({ id }) => id),
      [other!.id],
    );
  });

  it("that were left before they were begun are forgotten as well: they hold names, and nobody sees them", async () => {
    const at = new Date(Date.UTC(2026, 0, 1));
    const run = await runs.begin(deactivationOf(2), origin, { at });
    await run.abandon();
    const [first, change] = (await readFile(pathOf(run.id), "utf8")).split("\n");
    await writeFile(pathOf(run.id), `${first}\n${change}\n`);
    const other = new Runs(folder);
    assert.deepEqual(await other.list(), []);
    const daysAfter = (days: number) => new Date(at.getTime() + days * 86_400_000);
    await other.prune(daysAfter(daysKept - 1));
    assert.deepEqual(await readdir(folder), [`${run.id}.jsonl`]);
    await other.prune(daysAfter(daysKept + 1));
    assert.deepEqual(await readdir(folder), []);
  });

  it("of which nobody knows how old they are are kept", async () => {
    await runs.watch().then((watcher) => watcher.dispose());
    await writeFile(join(folder, "other.jsonl"), `${JSON.stringify({ type: "run", version: 99 })}\n`);
    await runs.prune();
    assert.deepEqual(
      (await runs.list()).map(({ id, state }) => [id, state]),
      [["other", "newer"]],
    );
  });

  it("are begun and gone on with without holding up anything for longer than a moment, however long they are", async () => {
    const plan = deactivationOf(60_000);
    const begin = async () => (await runs.begin(plan, origin)).abandon();
    const begun = await best(begin, "longest", 50);
    assert.ok(begun <= 50, `begun: ${begun} ms`);
    const [{ id }] = (await runs.list()) as [RunSummary];
    const settled = plan.change.map((change) => ({ id: change.ID, outcome: { result: "unchanged" as const } }));
    const resume = async () => {
      const file = await runs.take(id);
      await file.resume(ada, settled);
      await file.abandon();
    };
    const resumed = await best(resume, "longest", 50);
    assert.ok(resumed <= 50, `resumed: ${resumed} ms`);
    assert.equal((await runs.list())[0]?.state, "finished");
  });

  it("are in a folder whose name is on the disk, and so are those of the folders that it is made in", async () => {
    const synced: string[] = [];
    await makeFolder(join(folder, "a", "b"), (path) => Promise.resolve(void synced.push(path)));
    assert.deepEqual(synced, [join(folder, "a"), folder, join(folder, "..")]);
    assert.ok((await stat(join(folder, "a", "b"))).isDirectory());
    await makeFolder(join(folder, "a", "b"), () => assert.fail());
  });

  it("that were resumed are listed without reading their changes as well", async () => {
    const id = await ended(deactivationOf(300));
    const again = await runs.take(id);
    await again.resume(ada);
    await again.end("finished");
    const read = () => assert.fail();
    assert.equal((await new Runs(folder, { ...realFiles, read }).list())[0]?.counts.changed, 300);
  });

  it("are none where there was never one", async () => {
    assert.deepEqual(await runs.list(), []);
    await runs.prune();
    assert.equal(await runs.read("20260101T000000-00000000"), undefined);
  });
});
