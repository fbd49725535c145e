import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionID } from "../../src/domain/connection";
import { Runs } from "../../src/domain/runs/runs";
import { Changes } from "../../src/ui/changes/changes";
import { registerChangeCommands } from "../../src/ui/changes/changeCommands";
import type { CommandName } from "../../src/ui/editor/commands";
import { MarkdownDocuments } from "../../src/ui/editor/markdownDocuments";
import { Settings } from "../../src/ui/editor/settings";
import { UserRow } from "../../src/ui/users/rows";
import { TargetChooser } from "../../src/ui/users/targets";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { answering, openWindow, type Window } from "../support/session";

type Handler = (...args: unknown[]) => unknown;

describe("who is meant by a change", () => {
  let sandbox: Sandbox;
  let window: Window;
  let folder: string;
  let changes: Changes;
  let documents: MarkdownDocuments;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 20 });
    window = await openWindow(new KeptState(), sandbox);
    folder = await mkdtemp(join(tmpdir(), "runs-"));
    documents = new MarkdownDocuments();
    changes = new Changes(new Runs(folder), new Settings(), documents);
  });
  afterEach(async () => {
    documents.dispose();
    await changes.runs.dispose();
    window.connections.dispose();
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });

  /** What was asked for a change, and what was told, of whatever a command was given. */
  const deactivate = async (argument: unknown) => {
    const details: string[] = [];
    const targets = new TargetChooser(window.connections, { selection: [] } as never);
    const told = await answering({ modal: (_, detail, button) => (details.push(detail), button) }, async () => {
      const chosen = await targets.chooseForChange([argument], { title: "", several: true });
      if (chosen) await changes.change(chosen.session, "deactivate", chosen.users);
    });
    return { details, told };
  };

  it("may be IDs, of which those that do not exist are refused by name and hold up nobody", async () => {
    const user = sandbox.directory.addUser({ name: "Lea Leaver" });
    const gone = "0123456789abcdef0123456789abcdef";
    const { details } = await deactivate([user.ID, gone]);
    assert.match(details[0] ?? "", new RegExp(`Left out: ${gone} \\(not found\\)`));
    assert.equal(sandbox.directory.users.get(user.ID)?.isActive, false);
  });

  it("is offered without users whom the change would be refused for", async () => {
    sandbox.directory.addUser({ name: "Gone Girl", isActive: false });
    sandbox.directory.addWaitingUser({ name: "Waiting Willy" });
    const listed: { deactivate?: readonly string[]; reactivate?: readonly string[] } = {};
    const handlers = new Map<CommandName, Handler>();
    const commands = { register: (name: CommandName, handler: Handler) => handlers.set(name, handler) } as never;
    const view = { selection: [] } as never;
    registerChangeCommands(commands, new TargetChooser(window.connections, view), changes);
    for (const name of ["deactivate", "reactivate"] as const) {
      const choose = (labels: readonly string[]) => {
        listed[name] = labels;
        return undefined;
      };
      await answering({ choose }, () => Promise.resolve(handlers.get(name)?.()));
    }
    const { deactivate: active = [], reactivate: inactive = [] } = listed;
    assert.ok(inactive.includes("Gone Girl"), String(inactive));
    assert.ok(!inactive.includes("Waiting Willy"));
    assert.ok(active.length > 5);
    for (const name of [sandbox.administrator.name, "Gone Girl", "Waiting Willy"])
      assert.ok(!active.includes(name), name);
  });

  it("is nobody of another connection, where a row of the history names one", async () => {
    const [user] = await window.session.client.searchUsers({}, { first: 3, limit: 1 });
    const targets = new TargetChooser(window.connections, { selection: [] } as never);
    const row = (connection: string) => ({ userID: user!.ID, connectionID: connection });
    const here = await targets.choose([row(window.session.connection.id)], { title: "", several: false });
    assert.deepEqual(
      here?.users.map(({ ID }) => ID),
      [user!.ID],
    );
    const elsewhere = row(connectionID("https://other.my.workfront.com", user!.ID));
    await assert.rejects(targets.choose([elsewhere], { title: "", several: false }), /belongs to a connection/);
  });

  it("is never a row of another connection, which is refused by name", async () => {
    const [user] = await window.session.client.searchUsers({ isActive: true }, { first: 3, limit: 1 });
    const { connection } = window.session;
    const elsewhere = { ...connection, id: connectionID("https://other.my.workfront.com", connection.userID) };
    const { details, told } = await deactivate(new UserRow({ connection: elsewhere } as never, user!));
    assert.deepEqual(details, []);
    assert.match(told.join(), /was chosen on another connection/);
    assert.equal(sandbox.directory.users.get(user!.ID)?.isActive, true);
  });
});
