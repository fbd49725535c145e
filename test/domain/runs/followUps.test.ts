import assert from "node:assert/strict";
import { followedUpIn, followUps, leftOf } from "../../../src/domain/runs/followUps";
import type { ChangeResult, RunRecord, RunSummary } from "../../../src/domain/runs/record";

function run(id: string, more: Partial<RunRecord> = {}): RunRecord {
  return {
    results: [],
    list: [],
    id,
    at: new Date(),
    kind: "deactivate",
    connectionID: "here",
    host: "acme.my.workfront.com",
    by: { ID: "a", name: "Ada" },
    count: 3,
    names: [],
    state: "finished",
    endedAt: undefined,
    failure: undefined,
    note: undefined,
    counts: { changed: 2, failed: 1 },
    ...more,
  };
}

/** A run whose changes are of these objects, with these results. */
function runOf(id: string, results: Readonly<Record<string, ChangeResult["result"]>>, link: Partial<RunSummary>) {
  const all = Object.entries(results).map(([key, result]) => ({ ID: key, key, result }) as unknown as ChangeResult);
  const changed = all.filter((one) => one.result === "changed").length;
  return run(id, { results: all, count: all.length, counts: { changed, failed: all.length - changed }, ...link });
}

/** What each of these runs is told, and which of them were read for it. */
async function told(...runs: readonly RunRecord[]) {
  const read: string[] = [];
  const of = await followUps(runs, {
    read: (id) => {
      read.push(id);
      return Promise.resolve(runs.find((one) => one.id === id));
    },
  });
  return { of, read };
}

function storeOf(runs: readonly RunRecord[]) {
  const read = (id: string) => Promise.resolve(runs.find((one) => one.id === id));
  return { list: () => Promise.resolve([...runs]), read };
}

describe("What other runs have done about a run", () => {
  const first = run("first");

  it("is nothing while there is none", async () => {
    const { of } = await told(first);
    assert.deepEqual(of(first), { undone: 0, retried: 0, canUndo: true, canRetry: true });
  });

  it("is what they were to undo or to try again, after which there is nothing left to do here", async () => {
    const undo = run("undo", { undoes: "first", count: 2, counts: { changed: 2, failed: 1 } });
    const retry = run("retry", { retries: "first", count: 1 });
    const { of, read } = await told(retry, undo, first);
    assert.deepEqual(of(first), { undone: 2, retried: 1, canUndo: false, canRetry: false });
    assert.deepEqual(of(undo), { undone: 0, retried: 0, canUndo: true, canRetry: true });
    assert.deepEqual(read, [], "one run of a kind says by itself how many changes it is about");
  });

  it("is only what they have done, also where an undo failed: the rest is followed up there", async () => {
    const undo = run("undo", { undoes: "first", count: 2, counts: { changed: 0, failed: 2 } });
    const { undone, canUndo } = (await told(undo, first)).of(first);
    assert.deepEqual([undone, canUndo], [0, false]);
  });

  it("leaves what they were not about: one of several failures, or what was done after they were", async () => {
    const several = run("first", { counts: { changed: 1, failed: 2, unknown: 1 } });
    const retry = run("retry", { retries: "first", count: 1 });
    const undo = run("undo", { undoes: "first", count: 1 });
    const { canUndo, canRetry } = (await told(retry, undo, several)).of(several);
    assert.deepEqual([canUndo, canRetry], [true, true]);
  });

  it("counts each change once, however often it was tried again: what failed beside it can still be retried", async () => {
    const three = run("first", { counts: { changed: 0, failed: 3 } });
    const twice = [
      runOf("one", { bo: "failed" }, { retries: "first" }),
      runOf("two", { bo: "changed" }, { retries: "first" }),
    ];
    const { retried, canRetry } = (await told(...twice, three)).of(three);
    assert.deepEqual([retried, canRetry], [1, true]);
    const rest = runOf("three", { bo: "unchanged", cy: "changed", di: "failed" }, { retries: "first" });
    const all = (await told(rest, ...twice, three)).of(three);
    assert.deepEqual([all.retried, all.canRetry], [3, false]);
  });

  it("is read once of each run that has not changed since, however often somebody looks", async () => {
    const twice = [
      runOf("one", { bo: "failed" }, { retries: "first" }),
      runOf("two", { bo: "changed" }, { retries: "first" }),
    ];
    assert.deepEqual((await told(...twice, first)).read, ["one", "two"]);
    const changed = runOf("two", { bo: "changed", cy: "changed" }, { retries: "first" });
    const { of, read } = await told(twice[0]!, changed, first);
    assert.deepEqual([read, of(first).retried], [["two"], 2]);
    const isGone = { read: () => Promise.reject(new Error("gone")) };
    const others = twice.map((one) => ({ ...one }));
    await assert.rejects(followUps([...others, first], isGone));
    assert.deepEqual((await told(...others, first)).read, ["one", "two"], "a failure is not kept");
  });

  it("is told of each failure by itself: what was tried again is tried further there", async () => {
    const runs = [
      runOf("one", { bo: "failed" }, { retries: "first" }),
      runOf("two", { bo: "changed", cy: "notAttempted" }, { retries: "first" }),
      runOf("other", { di: "changed" }, { retries: "one" }),
      runOf("undo", { ed: "changed" }, { undoes: "first" }),
    ];
    assert.deepEqual([...(await followedUpIn("first", "retries", storeOf(runs)))], ["bo", "cy"]);
  });

  it("is not what they left alone, because something forbade it: that is left to be followed up here", async () => {
    const some = { bo: "changed", cy: "refused" } as const;
    for (const link of ["undoes", "retries"] as const) {
      const one = { ...runOf("one", some, { [link]: "first" }), counts: { changed: 1, refused: 1 } };
      const two = run("first", { counts: { changed: 2, failed: 2 } });
      for (const others of [[one], [one, { ...one, id: "other" }]]) {
        const { undone, retried, canUndo, canRetry } = (await told(...others, two)).of(two);
        assert.deepEqual([undone + retried, canUndo && canRetry], [1, true]);
      }
    }
  });

  it("leaves of a run what is still to be undone or to be tried again here", async () => {
    const runs = [
      runOf("first", { bo: "failed", cy: "failed", di: "failed", ed: "changed", flo: "changed" }, {}),
      runOf("again", { bo: "changed", cy: "refused" }, { retries: "first" }),
      runOf("undo", { bo: "changed" }, { undoes: "again" }),
      runOf("back", { ed: "changed" }, { undoes: "first" }),
    ];
    const left = async (link: "undoes" | "retries", result: string) =>
      (await leftOf(runs[0]!, link, storeOf(runs))).results.filter((one) => one.result === result).map(({ ID }) => ID);
    assert.deepEqual(await left("retries", "failed"), ["cy", "di"]);
    assert.deepEqual(await left("undoes", "changed"), ["flo"]);
  });

  it("counts each change once, however often it was undone, and every field of an object by itself", async () => {
    const three = run("first", { counts: { changed: 2, unknown: 1 } });
    const twice = ["one", "two"].map((id) =>
      runOf(id, { "p ownerID": "changed", "p sponsorID": "failed" }, { undoes: "first" }),
    );
    const { undone, canUndo } = (await told(...twice, three)).of(three);
    assert.deepEqual([undone, canUndo], [1, true]);
  });
});
