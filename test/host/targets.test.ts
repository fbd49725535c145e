import assert from "node:assert/strict";
import * as vscode from "vscode";
import { connectionID } from "../../src/domain/connection";
import { registerChangeCommands } from "../../src/ui/changes/changeCommands";
import { UserRow, WorkRow } from "../../src/ui/users/rows";
import { registerUserCommands } from "../../src/ui/users/userCommands";
import { answering } from "../support/session";
import { useChanges } from "../support/changesScene";

describe("who is meant by a change", () => {
  const scene = useChanges();

  /** What was asked for a change, and what was told, of whatever a command was given. */
  const deactivate = async (argument: unknown) => {
    const details: string[] = [];
    const targets = scene.targets();
    const told = await answering({ modal: (_, detail, button) => (details.push(detail), button) }, async () => {
      const chosen = await targets.chooseForChange([argument], { title: "", several: true });
      if (chosen) await scene.changes.change(chosen.session, "deactivate", chosen.users);
    });
    return { details, told };
  };

  it("may be IDs, of which those that do not exist are refused by name and hold up nobody", async () => {
    const user = scene.sandbox.directory.addUser({ name: "Lea Leaver" });
    const gone = "0123456789abcdef0123456789abcdef";
    const { details } = await deactivate([user.ID, gone]);
    assert.match(details[0] ?? "", new RegExp(`Left out: “${gone}” \\(not found\\)`));
    assert.equal(scene.sandbox.directory.users.get(user.ID)?.isActive, false);
  });

  it("may be IDs as they are copied: in capitals, with blanks around them, and twice", async () => {
    const { ID } = scene.sandbox.directory.addUser({ name: "Lea Leaver" });
    const copied = [` ${ID.toUpperCase()}\n`, ID];
    const chosen = await scene.targets().choose([copied], { title: "", several: true });
    assert.deepEqual(
      chosen?.users.map((user) => user.ID),
      [ID],
    );
    await deactivate(copied);
    assert.equal(scene.sandbox.directory.users.get(ID)?.isActive, false);
  });

  it("may be rows and IDs together, of which none is passed over", async () => {
    const [one, other] = await scene.session.client.searchUsers({}, { first: 3, limit: 2 });
    const given = [new UserRow(scene.session, one!), other!.ID, one!.ID];
    const chosen = await scene.targets().choose([given], { title: "", several: true });
    assert.deepEqual(
      chosen?.users.map(({ ID }) => ID),
      [one!.ID, other!.ID],
    );
  });

  it("may be rows of assigned work, each of which means its user and its kind alone", async () => {
    const [user] = await scene.session.client.searchUsers({}, { first: 3, limit: 1 });
    const rows = (["tasks", "projects"] as const).map((kind) => new WorkRow(scene.session, user!, { kind, count: 1 }));
    const chosen = await scene.targets().chooseForHandOver([rows], { title: "", several: true });
    assert.deepEqual(
      chosen?.only?.map(({ userID, kind }) => [userID, kind]),
      [
        [user!.ID, "tasks"],
        [user!.ID, "projects"],
      ],
    );
  });

  it("is one user whose assigned work is shown, and never the first of several", async () => {
    const users = await scene.session.client.searchUsers({}, { first: 3, limit: 2 });
    const parts = { targets: scene.targets() };
    const call = scene.commands((commands) => registerUserCommands(commands, parts as never));
    await assert.rejects(
      call(
        "showHoldings",
        users.map(({ ID }) => ID),
      ),
      { message: "Show Assigned Work takes one user." },
    );
  });

  it("is offered without users whom the change would be refused for", async () => {
    scene.sandbox.directory.addUser({ name: "Gone Girl", isActive: false });
    scene.sandbox.directory.addWaitingUser({ name: "Waiting Willy" });
    const listed: { deactivate?: readonly string[]; reactivate?: readonly string[] } = {};
    const call = scene.commands((commands) => registerChangeCommands(commands, scene.targets(), scene.changes));
    for (const name of ["deactivate", "reactivate"] as const) {
      const choose = (labels: readonly string[]) => {
        listed[name] = labels;
        return undefined;
      };
      await answering({ choose }, () => call(name));
    }
    const { deactivate: active = [], reactivate: inactive = [] } = listed;
    assert.ok(inactive.includes("Gone Girl"), String(inactive));
    assert.ok(!inactive.includes("Waiting Willy"));
    assert.ok(active.length > 5);
    for (const name of [scene.sandbox.administrator.name, "Gone Girl", "Waiting Willy"])
      assert.ok(!active.includes(name), name);
  });

  it("is asked about before more than five pages are opened", async () => {
    const users = await scene.session.client.searchUsers({}, { first: 0, limit: 6 });
    const ids = users.map(({ ID }) => ID);
    const parts = { targets: scene.targets() };
    const call = scene.commands((commands) => registerUserCommands(commands, parts as never));
    const opened: string[] = [];
    const questions: string[] = [];
    const { openExternal } = vscode.env;
    Object.assign(vscode.env, { openExternal: (page: vscode.Uri) => Promise.resolve(opened.push(page.path)) });
    try {
      for (const answer of [undefined, "Open All"]) {
        const modal = (question: string) => (questions.push(question), answer);
        await answering({ modal }, () => call("openInWorkfront", ids));
      }
      assert.deepEqual(questions, ["Open 6 pages in the browser?", "Open 6 pages in the browser?"]);
      assert.equal(new Set(opened).size, 6);
      await answering({}, () => call("openInWorkfront", ids.slice(1)));
      assert.equal(opened.length, 11);
    } finally {
      Object.assign(vscode.env, { openExternal });
    }
  });

  it("is nobody of another connection, where a row of the history names one", async () => {
    const [user] = await scene.session.client.searchUsers({}, { first: 3, limit: 1 });
    const targets = scene.targets();
    const row = (connection: string) => ({ userID: user!.ID, connectionID: connection });
    const here = await targets.choose([row(scene.session.connection.id)], { title: "", several: false });
    assert.deepEqual(
      here?.users.map(({ ID }) => ID),
      [user!.ID],
    );
    const elsewhere = row(connectionID("https://other.my.workfront.com", user!.ID));
    await assert.rejects(targets.choose([elsewhere], { title: "", several: false }), {
      message: /belongs to a connection that was removed/,
      next: "connect",
    });
  });

  it("is never a row of another connection, which is refused by name", async () => {
    const [user] = await scene.session.client.searchUsers({ isActive: true }, { first: 3, limit: 1 });
    const { connection } = scene.session;
    const elsewhere = { ...connection, id: connectionID("https://other.my.workfront.com", connection.userID) };
    const { details, told } = await deactivate(new UserRow({ connection: elsewhere } as never, user!));
    assert.deepEqual(details, []);
    assert.match(told.join(), /was selected on another connection/);
    assert.equal(scene.sandbox.directory.users.get(user!.ID)?.isActive, true);
  });
});
