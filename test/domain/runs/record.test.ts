import assert from "node:assert/strict";
import { RunContent, type RunRecord } from "../../../src/domain/runs/record";
import { contentOf } from "../../../src/domain/runs/file";
import { best } from "../../support/work";

const id = "20261125T101500-0a1b2c3d";
const ada = { ID: "a".repeat(32), name: "Ada" };
const at = "2026-11-25T10:15:00.000Z";
const [bo, cy] = ["b".repeat(32), "c".repeat(32)] as const;

const header = {
  type: "run",
  version: 2,
  at,
  kind: "deactivate",
  connectionID: "x|a",
  host: "acme.my.workfront.com",
  by: ada,
  count: 2,
  names: ["Bo", "Cy"],
  session: "one",
};
const change = (ID: string, name: string) => {
  const user = { objCode: "USER", ID, name, detail: null, field: "isActive", before: true, wished: false };
  return { type: "change", change: user };
};
const begun = [header, change(bo, "Bo"), change(cy, "Cy")];
const sent = (ids: readonly string[]) => ({ type: "sent", at, ids, session: "one" });
const result = (ID: string, outcome: object) => ({ type: "result", at, id: ID, outcome, session: "one" });

function read(...lines: readonly unknown[]): RunRecord {
  const content = new RunContent(id);
  for (const line of lines) content.addText(typeof line === "string" ? line : JSON.stringify(line));
  return content.record;
}

const results = (record: RunRecord) => record.results.map((one) => one.result);

describe("The record of a run", () => {
  it("counts what was sent and has no result as unknown, and what was not sent as not attempted", () => {
    assert.deepEqual(results(read(...begun)), ["notAttempted", "notAttempted"]);
    assert.deepEqual(results(read(...begun, sent([bo]))), ["unknown", "notAttempted"]);
    assert.deepEqual(results(read(...begun, sent([bo]), result(bo, { result: "changed" }))), [
      "changed",
      "notAttempted",
    ]);
  });

  it("takes its ID from the file's name, never from its content", () => {
    assert.equal(read({ ...header, id: "../../elsewhere" }, ...begun.slice(1)).id, id);
  });

  it("is a row that says so where a later version made it, or where it is damaged", () => {
    assert.equal(read({ ...header, version: 99, kind: { any: "thing" } }, { type: "whatever" }).state, "newer");
    assert.equal(read("damaged", change(bo, "Bo")).state, "unreadable");
    assert.deepEqual(read({ version: 99 }).at, new Date("2026-11-25T10:15:00Z"));
  });

  it("is none where its beginning is not whole and nothing was sent", () => {
    for (const lines of [[], ['{"type":"run","ver'], begun.slice(0, 1), begun.slice(0, 2)]) {
      const content = new RunContent(id);
      for (const line of lines) content.addText(typeof line === "string" ? line : JSON.stringify(line));
      assert.equal(content.isBegun, false);
    }
  });

  it("has no change whose type of object is none, because it becomes a part of the address of a request", () => {
    for (const objCode of ["user?action=clearApiKey&method=PUT&x=", "USER/search", "../USER", "", "user"]) {
      const odd = change(bo, "Bo");
      assert.deepEqual(results(read(header, { ...odd, change: { ...odd.change, objCode } })), [], objCode);
    }
  });

  it("is shown whatever stands in it: unknown kinds, results, failures, reasons and dates that are none", () => {
    const record = read(
      { ...header, at: "yesterday", kind: "somethingElse" },
      { ...change(bo, "Bo"), planned: { result: "refused", reason: "a new reason" } },
      change(cy, "Cy"),
      { ...sent([cy]), at: 12 },
      { ...result(cy, { result: "failed", failure: { kind: "aNewKind", host: "h" } }), at: "never" },
      { ...result(cy, { result: "aNewResult" }) },
      { type: "aNewLine" },
      { type: "ended", at: "x", how: "finished", session: "one" },
    );
    assert.deepEqual(results(record), ["refused", "failed"]);
    assert.deepEqual([record.kind, record.state, record.endedAt], ["somethingElse", "finished", undefined]);
    for (const { at: known } of [record, ...record.results]) assert.ok(!Number.isNaN(known.getTime()));
  });

  it("is told by its first and its last line, unless somebody else has written something in between", () => {
    const whole = { counts: { changed: 7 }, offset: 300 };
    const ended = JSON.stringify({ type: "ended", at, how: "finished", session: "another", ...whole });
    for (const [offset, isTold] of [
      [300, true],
      [420, false],
    ] as const) {
      const short = new RunContent(id);
      short.addText(JSON.stringify(header));
      short.addLast(ended, offset);
      assert.equal(short.isSummarized, isTold);
      if (isTold) assert.deepEqual(short.summary.counts, { changed: 7 });
    }
  });

  it("is finished where nothing is left to be done, however it came to its end", () => {
    const done = [...begun, sent([bo, cy]), result(bo, { result: "changed" })];
    const last = result(cy, { result: "failed", failure: "unchanged" });
    const ended = (how: string) => ({ type: "ended", at, how, session: "one" });
    for (const end of [[], [ended("cancelled")], [ended("stopped")]]) {
      assert.equal(read(...done, last, ...end).state, "finished");
      assert.notEqual(read(...done, ...end).state, "finished");
    }
  });

  it("lets nothing take a change back but sending it again", () => {
    const lines = [...begun, sent([bo]), result(bo, { result: "changed" })];
    for (const other of ["notAttempted", "unknown", "unchanged"]) {
      const [first] = results(read(...lines, result(bo, { result: other })));
      assert.equal(first, "changed");
      assert.equal(results(read(...lines, sent([bo]), result(bo, { result: other })))[0], other);
    }
  });

  it("keeps the last note, and goes on being what it was", () => {
    const note = { type: "noted", at, note: "INC-7" };
    const record = read(...begun, sent([bo, cy]), { type: "ended", at, how: "stopped", session: "one" }, note);
    assert.deepEqual([record.note, record.state], ["INC-7", "stopped"]);
  });

  it("holds up nothing for longer than a moment, however long it is", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => change(index.toString(16).padStart(32, "0"), "Name"));
    const bytes = Buffer.from([{ ...header, count: 20_000 }, ...lines].map((line) => JSON.stringify(line)).join("\n"));
    let turns = 0;
    const count = setInterval(() => turns++, 1);
    const started = performance.now();
    const content = await contentOf(id, bytes);
    clearInterval(count);
    assert.equal(content.record.results.length, 20_000);
    assert.ok(turns >= (performance.now() - started) / 100, `${turns} turns in ${performance.now() - started} ms`);
  });

  it("says how it stands without counting, however long it is: it is asked after each answer", async () => {
    const content = new RunContent(id);
    content.addText(JSON.stringify(header));
    const keys = Array.from({ length: 50_000 }, (_, index) => index.toString(16).padStart(32, "0"));
    for (const key of keys) content.addText(JSON.stringify(change(key, "Name")));
    const ask = async () => {
      for (const key of keys.slice(0, 1000)) {
        content.add({ type: "sent", at: undefined, ids: [key], session: "one" });
        content.add({ type: "result", at: undefined, id: key, outcome: { result: "changed" }, session: "one" });
        assert.ok(content.summary.counts.changed);
      }
      return Promise.resolve();
    };
    assert.ok((await best(ask, "total", 100)) <= 100);
    assert.deepEqual(content.summary.counts, { notAttempted: 49_000, changed: 1000 });
  });

  describe("of the first format", () => {
    const users = [
      { ID: bo, name: "Bo", emailAddr: "bo@example.com", isActive: true, accessLevel: { ID: "l", name: "Worker" } },
      { ID: cy, name: "Cy", emailAddr: null, isActive: true, accessLevel: null },
      { ID: "d".repeat(32), name: "Di", emailAddr: null, isActive: false, planned: { result: "unchanged" } },
    ];
    const old = { type: "run", id: "x", at, wish: "deactivate", connectionID: "x|a", host: "h", by: ada, users };

    it("is read as one of today's", () => {
      const record = read(
        old,
        { type: "sent", at, ids: [bo, cy] },
        { type: "outcome", at, id: bo, outcome: { result: "changed" } },
        { type: "outcome", at, id: cy, outcome: { result: "failed", failure: { kind: "unauthorized", host: "h" } } },
        { type: "ended", at, ending: { how: "stopped", failure: { kind: "unauthorized", host: "h" } } },
      );
      assert.deepEqual(results(record), ["changed", "notAttempted", "unchanged"]);
      assert.deepEqual(
        [record.kind, record.state, record.failure?.kind, record.count, record.names],
        ["deactivate", "stopped", "unauthorized", 3, ["Bo", "Cy", "Di"]],
      );
      const [first] = record.results;
      assert.deepEqual(
        [first?.objCode, first?.field, first?.before, first?.wished, first?.detail],
        ["USER", "isActive", true, false, "bo@example.com"],
      );
      assert.deepEqual(first?.beside, { accessLevelID: { ID: "l", name: "Worker" } });
    });

    it("may be resumed, and then is both", () => {
      const record = read(
        old,
        { type: "sent", at, ids: [bo] },
        { type: "resumed", at, by: ada, session: "two" },
        { type: "result", at, id: bo, outcome: { result: "changed" }, session: "two" },
        { type: "ended", at, how: "finished", session: "two" },
      );
      assert.deepEqual([results(record), record.state], [["changed", "notAttempted", "unchanged"], "finished"]);
    });
  });
});
