import assert from "node:assert/strict";
import manifest from "../../package.json";
import { registerChangeCommands } from "../../src/ui/changes/changeCommands";
import { registerHistoryCommands } from "../../src/ui/changes/historyCommands";
import type { CommandName } from "../../src/ui/editor/commands";
import type { GroupRow, UserRow } from "../../src/ui/users/rows";
import { registerUserCommands } from "../../src/ui/users/userCommands";
import { useChanges } from "../support/changesScene";
import { answering } from "../support/session";
import { UsersTree } from "../support/usersTree";
import { waitUntil } from "../support/waitUntil";

describe("the tree of users", () => {
  const scene = useChanges();
  let tree: UsersTree;
  beforeEach(() => (tree = new UsersTree(scene.window)));
  afterEach(() => tree.dispose());

  const deactivate = (row: UserRow) =>
    answering({ modal: scene.agree() }, () => scene.changes.change(scene.session, "deactivate", [row.user]));
  const userRows = async (parent?: GroupRow) =>
    (await tree.draw(parent)).filter((row): row is UserRow => row.kind === "user");
  /** All that was told while this was done, and until what follows it is over. */
  const toldDuring = async (act: () => Promise<unknown>) => {
    tree.told.length = 0;
    const { directory } = scene.session;
    const counted = new Promise<void>((resolve) => {
      const replace = directory.replace.bind(directory);
      directory.replace = (users) => replace(users).finally(resolve);
    });
    await act();
    await counted;
    await tree.tree.refresh();
    return tree.told;
  };

  it("draws during a change the row of who is changed, and asks for no rows anew: a click always finds its row", async () => {
    const rows = await userRows();
    const leaver = rows.find(({ user }) => user.isActive && user.ID !== scene.session.connection.userID)!;
    const told = await toldDuring(() => deactivate(leaver));
    assert.ok(told.length > 0);
    for (const what of told) assert.deepEqual(what, [leaver]);
    assert.equal(leaver.user.isActive, false);
    const now = await userRows();
    assert.ok(now.every((row, index) => row === rows[index]));
  });

  it("asks for the rows anew where the users are read again and there is somebody new, and keeps the others", async () => {
    const rows = await userRows();
    tree.told.length = 0;
    await scene.session.directory.refresh();
    await tree.tree.refresh();
    assert.ok(tree.told.every((what) => Array.isArray(what)));
    scene.sandbox.directory.addUser({ name: "Aaa New" });
    await scene.session.directory.refresh();
    await tree.tree.refresh();
    assert.equal(tree.told.pop(), undefined);
    const [first, ...others] = await userRows();
    assert.equal(first?.user.name, "Aaa New");
    assert.ok(others.every((row, index) => row === rows[index]));
  });

  it("says above its rows how long Workfront asks to wait before it answers, and no longer than that", async () => {
    await userRows();
    const said: string[] = [];
    Object.defineProperty(tree.view, "message", { get: () => said.at(-1), set: (text: string) => said.push(text) });
    scene.sandbox.fail({ times: 1, effect: { kind: "status", status: 429, retryAfter: 2 } });
    await scene.session.directory.refresh();
    await waitUntil(() => said.at(-1) === "");
    assert.equal(said[0], "Workfront asks to wait: 2 s");
  });

  it("keeps the rows of groups that are open", async () => {
    await scene.session.directory.groupBy("isActive");
    const [active] = (await tree.draw()) as GroupRow[];
    const rows = await userRows(active);
    const leaver = rows.find(({ user }) => user.ID !== scene.session.connection.userID)!;
    await toldDuring(() => deactivate(leaver));
    assert.ok(!tree.told.includes(undefined) || active?.group.count === 0);
    const now = await userRows(active);
    assert.ok(now.every((row, index) => row === rows[index]));
    assert.equal(leaver.user.isActive, false);
  });

  it("lets a click that has lost its row do nothing but say so, and never asks whom it meant", async () => {
    const targets = scene.targets();
    const call = scene.commands((commands) => {
      registerChangeCommands(commands, targets, scene.changes);
      registerUserCommands(commands, { targets } as never);
      registerHistoryCommands(commands, { targets, history: { runs: scene.runs } } as never);
    });
    const ofRows = manifest.contributes.menus["view/item/context"].map(({ command }) => command.split(".")[1]);
    const names = new Set(ofRows as CommandName[]);
    names.delete("switchConnection");
    assert.equal(names.size, 20);
    for (const name of names)
      for (const second of [undefined, null])
        await assert.rejects(
          async () => call(name, undefined, second),
          /^Explanation: .* list was just being updated/,
          name,
        );
  });

  it("tells once why there are no users or only earlier ones: in the view where that says it, else by a notification", async () => {
    await tree.draw();
    const fault = scene.sandbox.fail({ effect: { kind: "status", status: 403 } });
    const { directory } = scene.session;
    const toldBy = (act: () => Promise<unknown>) =>
      answering({}, async () => {
        tree.keys["workfrontUsers.reason"] = "";
        await act();
        await waitUntil(() => tree.keys["workfrontUsers.reason"] !== "");
      });
    await toldBy(() => directory.refresh()).then((told) =>
      assert.match(told.join(), /not allow/, "beside the earlier rows"),
    );
    assert.deepEqual(await toldBy(() => directory.search({ text: "Ann" })), []);
    assert.equal(tree.keys["workfrontUsers.state"], "unreachable");
    tree.view.visible = false;
    assert.equal((await toldBy(() => directory.refresh())).length, 1);
    tree.view.visible = true;
    fault.remove();
    scene.sandbox.fail({ effect: { kind: "tooLarge" } });
    assert.equal((await toldBy(() => directory.refresh())).length, 1, "the view itself does not say what helps");
  });
});
