import assert from "node:assert/strict";
import * as vscode from "vscode";
import { planStatus } from "../../src/domain/runs/plan";
import { Changes } from "../../src/ui/changes/changes";
import { History } from "../../src/ui/changes/history";
import { Settings } from "../../src/ui/editor/settings";
import { useChanges } from "../support/changesScene";
import { answering } from "../support/session";
import { waitUntil } from "../support/waitUntil";

describe("a run that was interrupted", () => {
  const scene = useChanges();
  let history: History;
  beforeEach(() => {
    const listener = () => ({ dispose: () => undefined });
    const tree = { view: { visible: false, onDidChangeVisibility: listener }, fill: () => undefined };
    const { connections } = scene.window;
    const keys = { set: () => undefined };
    history = new History({ connections, keys, tree, runsFolder: scene.folder } as never);
  });
  afterEach(() => history.dispose());

  /** Begun, and left at once. */
  const interrupt = async () => {
    const { client, connection, host } = scene.session;
    const { ID } = scene.sandbox.directory.addUser({ name: "Lea Leaver" });
    const found = await client.getUsers([ID]);
    const { id: connectionID, userID, userName } = connection;
    const plan = planStatus("deactivate", found, found, { connectionID, selfID: userID, readOnly: false });
    const run = await scene.runs.begin(plan, { connectionID, host, by: { ID: userID, name: userName } });
    await run.abandon();
    return run.id;
  };

  /** Tells of it in a notification that stays, does something else, and counts how often notifications were hidden. */
  const hiddenBy = async (work: (id: string) => Promise<unknown>, isOpen = false) => {
    const id = await interrupt();
    let isTold = false;
    let hidden = 0;
    const { executeCommand } = vscode.commands;
    const { showWarningMessage } = vscode.window;
    const note = (command: string, ...args: unknown[]) =>
      command === "notifications.hideToasts" ? Promise.resolve(void (hidden += 1)) : executeCommand(command, ...args);
    const stays = () => ((isTold = true), new Promise<never>(() => undefined));
    Object.assign(vscode.window, { showWarningMessage: stays });
    Object.assign(vscode.commands, { executeCommand: note });
    try {
      void history.tellInterrupted();
      await waitUntil(() => isTold);
      Object.assign(vscode.window, { showWarningMessage });
      await work(id);
      await waitUntil(() => hidden > 0 || isOpen);
      return hidden;
    } finally {
      Object.assign(vscode.window, { showWarningMessage });
      Object.assign(vscode.commands, { executeCommand });
    }
  };

  it("is told of no longer once it is resumed from History", async () => {
    const changes = new Changes(history.runs, new Settings(), scene.documents);
    const hidden = await hiddenBy((id) => answering({ modal: scene.agree() }, () => changes.resume(scene.session, id)));
    assert.equal(hidden, 1);
    assert.equal((await scene.newest()).state, "finished");
  });

  it("is told of no longer once it is deleted from History, and as long as it is there", async () => {
    assert.equal(await hiddenBy(() => history.look(), true), 0);
    await history.runs.delete((await scene.newest()).id);
    assert.equal(await hiddenBy(async (id) => history.runs.delete(id).then(() => history.runs.read(id))), 1);
  });
});
