import assert from "node:assert/strict";
import { connectionID } from "../../src/domain/connection";
import { registerChangeCommands } from "../../src/ui/changes/changeCommands";
import { UserRow } from "../../src/ui/users/rows";
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
    assert.match(details[0] ?? "", new RegExp(`Left out: ${gone} \\(not found\\)`));
    assert.equal(scene.sandbox.directory.users.get(user.ID)?.isActive, false);
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
    await assert.rejects(targets.choose([elsewhere], { title: "", several: false }), /belongs to a connection/);
  });

  it("is never a row of another connection, which is refused by name", async () => {
    const [user] = await scene.session.client.searchUsers({ isActive: true }, { first: 3, limit: 1 });
    const { connection } = scene.session;
    const elsewhere = { ...connection, id: connectionID("https://other.my.workfront.com", connection.userID) };
    const { details, told } = await deactivate(new UserRow({ connection: elsewhere } as never, user!));
    assert.deepEqual(details, []);
    assert.match(told.join(), /was chosen on another connection/);
    assert.equal(scene.sandbox.directory.users.get(user!.ID)?.isActive, true);
  });
});
