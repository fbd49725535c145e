import assert from "node:assert/strict";
import * as vscode from "vscode";
import { realFiles, type Files } from "../../src/domain/runs/files";
import { Runs } from "../../src/domain/runs/runs";
import { Changes } from "../../src/ui/changes/changes";
import { History } from "../../src/ui/changes/history";
import { ErrorReport } from "../../src/ui/editor/errorReport";
import { Settings } from "../../src/ui/editor/settings";
import type { SandboxUser } from "../sandbox/server";
import { resultOf, useChanges } from "../support/changesScene";
import { answering } from "../support/session";
import { waitUntil } from "../support/waitUntil";

describe("after a change", () => {
  const scene = useChanges();
  let history: History;
  let changes: Changes;
  let users: readonly SandboxUser[];
  beforeEach(() => {
    const listener = () => ({ dispose: () => undefined });
    const tree = { view: { visible: false, onDidChangeVisibility: listener }, fill: () => undefined };
    const { connections } = scene.window;
    history = new History({ connections, keys: { set: () => undefined }, tree, runsFolder: scene.folder } as never);
    changes = new Changes(history.runs, new Settings(), scene.documents, history.notices);
    users = ["Ann", "Bea", "Cal"].map((name) => scene.sandbox.directory.addUser({ name }));
  });
  afterEach(() => history.dispose());

  /** Works with the verb of each question chosen, and notes what the notification at the end says and offers. */
  const toldAfter = async (work: () => Promise<unknown>) => {
    let told: readonly string[] = [];
    await answering({ modal: scene.agree() }, async () => {
      const note = (...texts: string[]) => Promise.resolve(void (told = texts));
      Object.assign(vscode.window, { showInformationMessage: note, showErrorMessage: note });
      await work();
    });
    return told;
  };
  const buttonsAfter = async (work: () => Promise<unknown>) => (await toldAfter(work)).slice(1);
  const change = () => {
    const chosen = users.map(({ ID, name }) => ({ ID, name, emailAddr: null }));
    return changes.change(scene.session, "deactivate", chosen);
  };
  const deactivate = () => buttonsAfter(change);
  const failOne = (status: number, times = Infinity) =>
    scene.sandbox.fail({
      match: ({ method, path }) => method === "PUT" && path.endsWith(users[1]!.ID),
      times,
      effect: { kind: "status", status },
    });
  const newestRow = async () => {
    const [row] = await history.rows();
    const { description, contextValue = "" } = history.getTreeItem(row!);
    return { said: String(description).split(" · "), can: contextValue.split(" ") };
  };

  /** A disk that is full for whatever has no room on it. */
  const onDisk = (hasRoom: (bytes: Uint8Array) => boolean): Files => ({
    ...realFiles,
    open: async (path, isNew) => {
      const file = await realFiles.open(path, isNew);
      const write = (bytes: Uint8Array) =>
        hasRoom(bytes) ? file.write(bytes) : Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" }));
      return { ...file, write };
    },
  });

  it("that is whole, Undo and the report are offered", async () => {
    assert.deepEqual(await deactivate(), ["Undo", "Show Report"]);
    assert.deepEqual((await newestRow()).can, ["run", "readable", "undoable"]);
  });

  it("of which one failed, Retry Failed is offered first; in History until it is retried", async () => {
    const fault = failOne(422);
    assert.deepEqual(await deactivate(), ["Retry Failed", "Undo", "Show Report"]);
    fault.remove();
    const row = await newestRow();
    assert.ok(row.said.includes("1 failed") && row.can.includes("retryable"), JSON.stringify(row));
    const run = await scene.newest();
    await buttonsAfter(() => changes.retry(scene.session, run));
    const [, retried] = (await history.rows()).map((one) => history.getTreeItem(one));
    assert.match(String(retried?.description), /retried/);
    assert.doesNotMatch(retried?.contextValue ?? "", /retryable/);
  });

  it("of one user who was not changed, the name and why are said once", async () => {
    users = users.slice(1, 2);
    scene.sandbox.fail({ match: ({ method }) => method === "PUT", effect: { kind: "status", status: 422 } });
    const [message = ""] = await toldAfter(change);
    assert.match(message, /^Deactivation of Bea in [^ ]+: Failed\. [^ ]+ declined the request\./);
    assert.equal(message.split("Bea").length, 2, message);
  });

  it("that was stopped, what stopped it and Resume are offered; History says so", async () => {
    failOne(401, 1);
    const buttons = await deactivate();
    assert.deepEqual(buttons.slice(0, 2), ["Sign In Again", "Resume"]);
    const row = await newestRow();
    assert.equal(row.said[0], "Stopped");
    assert.ok(row.can.includes("resumable"));
  });

  it("that was stopped by a read-only connection, Resume is offered again once changes are allowed, until it was done", async () => {
    const readOnly = () => void scene.window.connections.setReadOnly(true);
    scene.sandbox.fail({
      match: ({ method }) => method === "PUT",
      times: 1,
      effect: { kind: "call", call: readOnly },
    });
    scene.sandbox.fail({ match: ({ method }) => method === "PUT", effect: { kind: "slow", milliseconds: 300 } });
    users = [...users, ...["Dan", "Eve", "Fay"].map((name) => scene.sandbox.directory.addUser({ name }))];
    const told: [message: string, buttons: readonly string[]][] = [];
    let hidden = 0;
    const { executeCommand } = vscode.commands;
    const act = (command: string) => {
      if (command === "notifications.hideToasts") hidden += 1;
      return command.endsWith("allowChanges") ? scene.window.connections.setReadOnly(false) : Promise.resolve();
    };
    Object.assign(vscode.commands, { executeCommand: act });
    await answering({ modal: scene.agree() }, async () => {
      const note = (message: string, ...buttons: string[]) => {
        told.push([message, buttons]);
        return buttons[0] === "Allow Changes" ? Promise.resolve(buttons[0]) : new Promise<never>(() => undefined);
      };
      Object.assign(vscode.window, { showInformationMessage: note, showErrorMessage: note });
      await change();
      await waitUntil(() => told.length === 2);
      const [[, first], [message, next]] = told as [(typeof told)[0], (typeof told)[0]];
      assert.deepEqual(first.slice(0, 2), ["Allow Changes", "Resume"]);
      assert.match(message, /^Deactivated \d of 6 users in .*\. \d not attempted\. Resume does the rest\.$/);
      assert.deepEqual(next, ["Resume", "Show Report"]);
      const { id } = await scene.newest();
      await history.look();
      assert.equal(hidden, 0, "what can be resumed stays in sight");
      await changes.resume(scene.session, id);
      await waitUntil(() => hidden === 1);
    }).finally(() => Object.assign(vscode.commands, { executeCommand }));
  });

  it("that was interrupted, Resume is offered again after what kept it from going on was mended", async () => {
    failOne(401, 1);
    await deactivate();
    const { id } = await scene.newest();
    await scene.window.connections.setReadOnly(true);
    const errors = new ErrorReport({ error: () => undefined, show: () => undefined } as never);
    const told: string[][] = [];
    const ran: unknown[][] = [];
    const { executeCommand } = vscode.commands;
    Object.assign(vscode.commands, { executeCommand: (...args: unknown[]) => Promise.resolve(void ran.push(args)) });
    await answering({}, async () => {
      const note = (...texts: string[]) => Promise.resolve((told.push(texts), texts[1]));
      Object.assign(vscode.window, { showInformationMessage: note, showErrorMessage: note });
      await changes.resume(scene.session, id).catch((error: unknown) => errors.show(error));
      await waitUntil(() => ran.length === 2);
    }).finally(() => Object.assign(vscode.commands, { executeCommand }));
    assert.deepEqual(told[0]?.slice(1), ["Allow Changes", "Resume", "Show Log"]);
    assert.deepEqual(told[1]?.slice(1), ["Resume"]);
    assert.deepEqual(ran, [["workfrontUsers.allowChanges"], ["workfrontUsers.resumeRun", id]]);
  });

  it("that came to its end before the disk was full, is not called stopped", async () => {
    const isEnd = (bytes: Uint8Array) => Buffer.from(bytes).includes('"type":"ended"');
    const runs = new Runs(
      scene.folder,
      onDisk((bytes) => !isEnd(bytes)),
    );
    changes = new Changes(runs, new Settings(), scene.documents);
    const reports = scene.keepReports();
    await buttonsAfter(() => assert.rejects(change(), /The change ended, but .* \(ENOSPC\)/));
    assert.equal(reports.length, 1);
    assert.ok(users.every(({ isActive }) => !isActive));
    await runs.dispose();
  });

  it("that was stopped by a full disk, Resume is offered for this change, and the report tells what was answered", async () => {
    let room = 4;
    const runs = new Runs(
      scene.folder,
      onDisk(() => room-- > 0),
    );
    changes = new Changes(runs, new Settings(), scene.documents);
    const reports = scene.keepReports();
    const errors = new ErrorReport({ error: () => undefined, show: () => undefined } as never);
    const buttons = await buttonsAfter(() => change().catch((error: unknown) => errors.show(error)));
    assert.deepEqual(buttons, ["Resume"]);
    for (const user of users)
      assert.match(reports.join(), resultOf(user), "told by name, also what could not be written");
    assert.ok(users.some(({ isActive }) => !isActive));
    await runs.dispose();
    assert.ok((await newestRow()).can.includes("resumable"));
  });

  it("that was undone, History says so and offers no Undo", async () => {
    await deactivate();
    const run = await scene.newest();
    await buttonsAfter(() => changes.undo(scene.session, run));
    const [, undone] = (await history.rows()).map((one) => history.getTreeItem(one));
    assert.match(String(undone?.description), /undone/);
    assert.doesNotMatch(undone?.contextValue ?? "", /undoable/);
  });
});
