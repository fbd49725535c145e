import assert from "node:assert/strict";
import { mkdtemp, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { History } from "../../src/ui/changes/history";
import { ResultRow, type HistoryRow } from "../../src/ui/changes/historyRows";
import { reportOf } from "../../src/ui/changes/report";
import type { LazyTree } from "../../src/ui/editor/lazyTree";
import { waitUntil } from "../support/waitUntil";
import { removeFolder } from "../support/removeFolder";

/** What a row shows, and what can be done with it. */
interface Drawn {
  readonly label: string;
  readonly description: string;
  readonly context: string;
}

describe("the rows of the History view", () => {
  const all = ["c", "d"].map((id) => ({ id, name: `Connection ${id}`, origin: `https://${id}.my.workfront.com` }));
  const view: { visible: boolean; message?: string } & Record<string, unknown> = {
    visible: true,
    onDidChangeVisibility: () => ({ dispose: () => undefined }),
    selection: [],
  };
  let folder: string;
  let history: History;
  /** How often the rows were to be asked for again. */
  let looks = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "runs-"));
    history = historyOf(view, folder);
  });
  after(async () => {
    await history.dispose();
    await removeFolder(folder);
  });

  const historyOf = (shownIn: typeof view, runsFolder: string) => {
    const tree = { view: shownIn, fill: () => undefined, refresh: () => looks++ } as unknown as LazyTree<HistoryRow>;
    const connections = { all, current: all[0], onDidChange: () => ({ dispose: () => undefined }) };
    return new History({ connections, keys: { set: () => undefined }, tree, runsFolder } as never);
  };
  const write = (name: string, lines: readonly unknown[]) => {
    const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    return writeFile(join(folder, `${name}.jsonl`), `${text.join("\n")}\n`);
  };
  const drawn = (row: HistoryRow): Drawn => {
    const { label, description, contextValue, tooltip, iconPath } = history.getTreeItem(row);
    assert.ok(tooltip !== undefined && iconPath instanceof vscode.ThemeIcon);
    return { label: label as string, description: description as string, context: contextValue ?? "" };
  };
  const rowOf = async (id: string) => (await history.rows()).find(({ run }) => run.id === id)!;

  it("show whatever stands in a file: unknown kinds, failures, reasons, and dates that are none", async () => {
    const change = (ID: string) => ({
      objCode: "USER",
      ID,
      name: `Name ${ID}`,
      detail: null,
      field: "isActive",
      wished: 1,
    });
    const item = { kind: "aNewKind", shown: { objCode: "NEW", ID: "n" }, project: "", status: "" };
    const failure = { kind: "aNewFailure", host: "h" };
    await write("20260102T101112-0000000a", [
      {
        ...{
          type: "run",
          version: 3,
          at: "yesterday",
          kind: "aNewKindOfRun",
          connectionID: "c",
          host: "acme.my.workfront.com",
        },
        ...{ by: { ID: "a", name: "Ada" }, count: 4, names: ["Name 1"], session: "s" },
      },
      { type: "change", change: change("1"), planned: { result: "refused", reason: "aNewReason" } },
      { type: "change", change: change("2") },
      { type: "change", change: change("3") },
      { type: "change", change: { ...change("4"), objCode: "NEW", item } },
      { type: "sent", at: 12, ids: ["2", "3"], session: "s" },
      { type: "result", at: "never", id: "2", outcome: { result: "failed", failure }, session: "s" },
      { type: "result", id: "3", outcome: { result: "aNewResult" }, session: "s" },
      { type: "aNewLine" },
    ]);
    const row = await rowOf("20260102T101112-0000000a");
    assert.match(drawn(row).label, / · Changed 0 of 4$/);
    assert.match(drawn(row).description, /1 failed · 1 unknown · 1 not attempted · 1 skipped/);
    assert.equal(drawn(row).context, "run readable undoable retryable resumable");
    const results = (await history.getChildren(row)).map(drawn);
    assert.deepEqual(
      results.map(({ label }) => label),
      ["Name 1", "Name 2", "Name 3", "Name 4"],
    );
    assert.match(results[0]!.description, /^Skipped · Name 1 was skipped \(aNewReason\)/);
    assert.match(
      results[1]!.description,
      /^Failed · .*only a later version of this extension can explain \(aNewFailure\)/,
    );
    assert.match(results[2]!.description, /^Unknown/);
    assert.match(results[3]!.description, /^aNewKind · Not attempted/);
    const report = await reportOf((await history.runs.read(row.run.id))!, []);
    assert.match(report, /aNewFailure/);
  });

  it("say of a file that is damaged, or of a newer version, that it is, and offer only to delete it", async () => {
    await write("20260103T101112-0000000b", [{ type: "run", version: 99, kind: { any: "thing" } }, { type: "any" }]);
    await write("elsewhere", ["damaged", "no JSON"]);
    const [newer, damaged] = [await rowOf("20260103T101112-0000000b"), await rowOf("elsewhere")];
    assert.match(drawn(newer).description, /Made by a newer version of this extension/);
    assert.match(drawn(damaged).description, /Cannot be read: the file is damaged/);
    for (const row of [newer, damaged]) {
      assert.equal(drawn(row).context, "run");
      assert.deepEqual(
        (await history.getChildren(row)).filter((one) => !(one instanceof ResultRow)),
        [],
      );
    }
  });

  it("are asked for again as soon as the window that carries out a run is gone, although nobody tells", async () => {
    const id = "20260104T101112-0000000c";
    const change = { objCode: "USER", ID: "1", name: "One", detail: null, field: "isActive", wished: false };
    await write(id, [
      {
        type: "run",
        version: 3,
        kind: "deactivate",
        connectionID: "c",
        host: "h",
        by: { ID: "a", name: "Ada" },
        count: 1,
        names: [],
      },
      { type: "change", change },
    ]);
    const lock = join(folder, `${id}.lock`);
    await writeFile(lock, JSON.stringify({ token: "t", machine: "elsewhere", processID: 1 }));
    // Its last sign of life is so old that the next one would be late.
    const almostGone = new Date(Date.now() - 27_000);
    await utimes(lock, almostGone, almostGone);
    assert.equal((await rowOf(id)).run.state, "running");
    // Whoever is asked again asks for the rows, which may still be those of a run under way.
    for (let state = "running"; state !== "interrupted"; { state } = (await rowOf(id)).run) {
      assert.equal(state, "running");
      const before = looks;
      await waitUntil(() => looks > before);
    }
  });

  it("of another connection say first which one it is, and offer to switch to it instead of what it would refuse", async () => {
    const change = {
      objCode: "USER",
      ID: "1",
      name: "One",
      detail: "one@example.com",
      field: "isActive",
      wished: false,
    };
    const ids = { c: "20260105T101112-0000000c", d: "20260105T101112-0000000d", e: "20260105T101112-0000000e" };
    for (const [connectionID, id] of Object.entries(ids))
      await write(id, [
        ...[
          { type: "run", version: 3, kind: "deactivate", connectionID, host: `${connectionID}.my.workfront.com` },
        ].map((line) => ({ ...line, by: { ID: "a", name: "Ada" }, count: 1, names: ["One"], session: "s" })),
        { type: "change", change },
        {
          type: "result",
          id: "1",
          outcome: { result: "failed", failure: { kind: "refused", host: "h" } },
          session: "s",
        },
        { type: "ended", at: "2026-01-05T10:11:13.000Z", how: "finished" },
      ]);
    const [here, other, removed] = await Promise.all(Object.values(ids).map(rowOf));
    assert.equal(drawn(here!).context, "run readable retryable");
    assert.match(drawn(here!).label, / · Deactivation of One$/);
    assert.equal(drawn(here!).description, "Failed · Connection c · c.my.workfront.com");
    assert.equal(drawn(other!).context, "run readable other");
    assert.equal(drawn(other!).description, "Connection d · d.my.workfront.com · Failed");
    assert.equal(drawn(removed!).context, "run readable removed");
    const [result] = await history.getChildren(other);
    assert.equal(drawn(result!).context, "result other");
    const tooltips = [here!, other!, removed!].map((row) => history.getTreeItem(row).tooltip as string);
    assert.deepEqual(
      tooltips.map((text) => /To undo, retry, or resume/.test(text)),
      [false, true, true],
    );
    const [first] = tooltips[0]!.split("\n");
    assert.equal(
      first,
      "Deactivation of One · Failed · Connection c · c.my.workfront.com",
      "also in a narrow side bar",
    );
  });

  it("are not taken for none where something else has the place of their folder", async () => {
    const file = join(folder, "not-a-folder");
    await writeFile(file, "");
    const unread = { ...view };
    const other = historyOf(unread, file);
    assert.deepEqual(await other.getChildren(), []);
    assert.equal(unread.message, "The history on this computer could not be read (ENOTDIR).");
    await other.dispose();
  });

  it("stay where they cannot be read again, and the view says so and why", async () => {
    const before = (await history.getChildren()).length;
    assert.ok(before > 0 && !view.message);
    const list = history.runs.list.bind(history.runs);
    history.runs.list = () => Promise.reject(Object.assign(new Error("no access"), { code: "EACCES" }));
    assert.equal((await history.getChildren()).length, before);
    assert.equal(view.message, "Showing earlier results: the history on this computer could not be read (EACCES)");
    history.runs.list = list;
    assert.equal((await history.getChildren()).length, before);
    assert.equal(view.message, "");
  });
});
