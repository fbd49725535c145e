import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import { Runs } from "../../src/domain/runs/runs";
import { Changes } from "../../src/ui/changes/changes";
import { History } from "../../src/ui/changes/history";
import { historyItem, type HistoryRow, type ResultRow, type RunRow } from "../../src/ui/changes/historyRows";
import { registerHistoryCommands } from "../../src/ui/changes/historyCommands";
import type { ContextKeyStore } from "../../src/ui/editor/contextKeys";
import type { LazyTree } from "../../src/ui/editor/lazyTree";
import { Settings } from "../../src/ui/editor/settings";
import type { SandboxUser } from "../sandbox/server";
import { useChanges } from "../support/changesScene";
import { deactivation, originOf, planFor, type Scene } from "../support/scene";
import { answering } from "../support/session";
import { waitUntil } from "../support/waitUntil";

describe("the History view", () => {
  const scene = useChanges();
  let history: History;
  let keys: Partial<Record<string, unknown>>;
  let badge: () => vscode.ViewBadge | undefined;
  /** How often the rows were asked for, and how often all runs were listed. */
  let [looks, lists] = [0, 0];

  beforeEach(() => {
    keys = {};
    const shown = { visible: true, selection: [], onDidChangeVisibility: new vscode.EventEmitter().event };
    const tree = { view: shown, fill: () => undefined, refresh: () => void read() };
    badge = () => (shown as { badge?: vscode.ViewBadge }).badge;
    const store = { set: (given: object) => Object.assign(keys, given) };
    history = new History({
      connections: scene.window.connections,
      keys: store as unknown as ContextKeyStore,
      tree: tree as unknown as LazyTree<HistoryRow>,
      runsFolder: scene.folder,
    });
    [looks, lists] = [0, 0];
    const list = history.runs.list.bind(history.runs);
    history.runs.list = () => {
      lists++;
      return list();
    };
    scene.changes = new Changes(history.runs, new Settings(), scene.documents);
  });
  afterEach(() => history.dispose());

  const add = (count: number) =>
    Array.from({ length: count }, (_, index) => scene.sandbox.directory.addUser({ name: `Leaver ${index}` }));
  const deactivate = (users: readonly SandboxUser[]) =>
    answering({ modal: scene.agree() }, () => scene.changes.change(scene.session, "deactivate", users));
  const planOf = (chosen: readonly SandboxUser[]) =>
    planFor({ sandbox: scene.sandbox, subject: deactivation, chosen } as unknown as Scene);
  const historyCommands = () =>
    scene.commands((commands) =>
      registerHistoryCommands(commands, {
        changes: scene.changes,
        history,
        reports: scene.documents,
        targets: scene.targets(),
      }),
    );
  /** As the editor does with a view that is visible. */
  const read = async () => {
    looks++;
    return (await history.getChildren()) as RunRow[];
  };

  it("lets commands about runs work as soon as there is one, also of another window, and no longer without any", async () => {
    await history.look();
    assert.equal(keys["workfrontUsers.hasRuns"], false);
    await deactivate(add(1));
    await waitUntil(() => keys["workfrontUsers.hasRuns"] === true);
    await history.runs.delete((await scene.newest()).id);
    await waitUntil(() => keys["workfrontUsers.hasRuns"] === false);
    await history.getChildren();
    const other = new Runs(scene.folder);
    const file = await other.begin(await planOf(add(1)), originOf(scene));
    await file.abandon();
    await waitUntil(() => keys["workfrontUsers.hasRuns"] === true);
  });

  it("retries one failed result alone, from its row", async () => {
    const users = add(4);
    const declined = scene.sandbox.fail({
      match: ({ path, method }) => method === "PUT" && users.slice(1).some(({ ID }) => path.endsWith(ID)),
      effect: { kind: "status", status: 422, message: "Not now" },
    });
    await deactivate(users);
    declined.remove();
    const [run] = await read();
    const results = (await history.getChildren(run)) as ResultRow[];
    const words = results.map((row) => historyItem(row).contextValue?.includes("retryable"));
    assert.deepEqual(words.sort(), [false, true, true, true]);
    const wanted = results.find(({ result }) => result.ID === users[2]!.ID)!;
    const call = historyCommands();
    const told = await answering({ modal: scene.agree() }, () => call("retryRun", wanted));
    assert.equal(scene.asked.at(-1)?.question, `Deactivate “Leaver 2” in ${scene.host}?`);
    assert.deepEqual(told, [`Deactivated Leaver 2 in ${scene.host}.`]);
    assert.deepEqual(
      users.map(({ isActive }) => isActive),
      [false, true, false, true],
    );
    const [retry, first] = await read();
    assert.equal(retry?.run.retries, first?.run.id);
    assert.match(String(historyItem(first!).description), /^3 failed · 1 of 3 retried/);
    assert.match(historyItem(first!).contextValue ?? "", /\bretryable\b/);
    assert.deepEqual(await saidOfFailures(first!), ["retried", "retryable", "retryable"]);
    // What becomes of somebody who was tried again is none of this run's business any more.
    users[2]!.isActive = true;
    await answering({ modal: scene.agree() }, () => call("retryRun", first));
    assert.deepEqual(
      users.map(({ isActive }) => isActive),
      [false, false, true, false],
    );
    const [, , all] = await read();
    assert.match(String(historyItem(all!).description), /^3 failed · retried/);
    assert.doesNotMatch(historyItem(all!).contextValue ?? "", /\bretryable\b/);
    assert.deepEqual(await saidOfFailures(all!), ["retried", "retried", "retried"]);
  });

  /** Of each result that failed, whether it was retried, or can be. */
  const saidOfFailures = async (run: RunRow) => {
    const items = ((await history.getChildren(run)) as ResultRow[]).map((row) => historyItem(row));
    return items
      .filter(({ description }) => /^Failed/.test(String(description)))
      .map(({ description, contextValue }) =>
        [/^Failed · retried · /.test(String(description)) && "retried", contextValue?.match(/\bretryable\b/)?.[0]]
          .filter(Boolean)
          .join(),
      )
      .sort();
  };

  it("leaves alone what a newer version made and what is damaged, from the palette as from the row: only Delete offers them", async () => {
    const counts = { changed: 1, failed: 1, unknown: 1 };
    const lines = [
      { type: "run", version: 99 },
      { type: "ended", at: "2026-01-03T10:11:12.000Z", how: "finished", counts, offset: 28 },
    ].map((line) => `${JSON.stringify(line)}\n`);
    assert.equal(lines[0]!.length, 28);
    await writeFile(join(scene.folder, "20260103T101112-0000000b.jsonl"), lines.join(""));
    await writeFile(join(scene.folder, "20260104T101112-0000000c.jsonl"), "damaged\nno JSON\n");
    const call = historyCommands();
    for (const name of ["undoRun", "retryRun", "resumeRun", "showRun", "exportRun", "noteRun"] as const) {
      await assert.rejects(
        answering({ choose: () => undefined }, () => call(name)),
        /No change in History allows this/,
        name,
      );
      await assert.rejects(call(name, "20260103T101112-0000000b"), { why: "newer" }, name);
      await assert.rejects(call(name, "20260104T101112-0000000c"), { why: "unreadable" }, name);
    }
    let offered = 0;
    const count = (labels: readonly string[]) => void (offered = labels.length);
    await answering({ choose: count }, () => call("deleteRun"));
    assert.equal(offered, 2);
  });

  it("follows up each of several changes that are given by their IDs, and declines what is none", async () => {
    const users = add(2);
    for (const user of users) await deactivate([user]);
    const ids = (await history.runs.list()).map(({ id }) => id);
    const call = historyCommands();
    await answering({ modal: scene.agree() }, () => call("undoRun", [ids[0], ` ${ids[1]}\n`]));
    assert.ok(users.every(({ isActive }) => isActive));
    const choose = () => assert.fail("asked instead");
    for (const rubbish of ["rubbish", "", 42, {}, ["rubbish"]])
      await assert.rejects(
        answering({ choose }, () => call("showRun", rubbish)),
        /no longer in History/,
        JSON.stringify(rubbish),
      );
  });

  it("counts beside its icon the runs that were cut off, until nothing of them is left", async () => {
    const users = add(3);
    const plan = await planOf(users);
    const file = await history.runs.begin(plan, originOf(scene));
    await setTimeout(300);
    assert.equal(badge(), undefined, "a run under way is not cut off");
    await file.abandon();
    await waitUntil(() => badge() !== undefined);
    assert.deepEqual(badge(), { value: 1, tooltip: "Interrupted: 1" });
    assert.match(historyItem((await read())[0]!).contextValue ?? "", /\bresumable\b/);
    await answering({ modal: scene.agree() }, () => scene.changes.resume(scene.session, file.record.id));
    await waitUntil(() => badge() === undefined);
    assert.ok(users.every(({ isActive }) => !isActive));
    const byResume = 1;
    assert.equal(lists, looks + byResume, "who asks for the rows finds out what is cut off as well");
  });
});
