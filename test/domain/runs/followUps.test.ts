import assert from "node:assert/strict";
import { followUps } from "../../../src/domain/runs/followUps";
import type { RunSummary } from "../../../src/domain/runs/record";

function run(id: string, more: Partial<RunSummary> = {}): RunSummary {
  return {
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

describe("What other runs have done about a run", () => {
  const first = run("first");

  it("is nothing while there is none", () => {
    assert.deepEqual(followUps([first])(first), { undone: 0, retried: 0, canUndo: true, canRetry: true });
  });

  it("is what they were to undo or to try again, after which there is nothing left to do here", () => {
    const undo = run("undo", { undoes: "first", count: 2, counts: { changed: 2, failed: 1 } });
    const retry = run("retry", { retries: "first", count: 1 });
    const of = followUps([retry, undo, first]);
    assert.deepEqual(of(first), { undone: 2, retried: 1, canUndo: false, canRetry: false });
    assert.deepEqual(of(undo), { undone: 0, retried: 0, canUndo: true, canRetry: true });
  });

  it("is only what they have done, also where an undo failed: the rest is followed up there", () => {
    const undo = run("undo", { undoes: "first", count: 2, counts: { changed: 0, failed: 2 } });
    const { undone, canUndo } = followUps([undo, first])(first);
    assert.deepEqual([undone, canUndo], [0, false]);
  });

  it("leaves what they were not about: one of several failures, or what was done after they were", () => {
    const several = run("first", { counts: { changed: 1, failed: 2, unknown: 1 } });
    const retry = run("retry", { retries: "first", count: 1 });
    const undo = run("undo", { undoes: "first", count: 1 });
    const { canUndo, canRetry } = followUps([retry, undo, several])(several);
    assert.deepEqual([canUndo, canRetry], [true, true]);
  });
});
