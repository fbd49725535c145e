import assert from "node:assert/strict";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { openWindow, type Window } from "../support/session";

describe("filters that are kept", () => {
  let sandbox: Sandbox;
  let state: KeptState;
  let windows: Window[];

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 30 });
    state = new KeptState();
    windows = [];
  });
  afterEach(async () => {
    for (const { connections } of windows) connections.dispose();
    await sandbox.stop();
  });

  const open = async () => {
    const window = await openWindow(state, sandbox);
    windows.push(window);
    return window.session;
  };

  it("are asked for at first in the next window, with the names of what they mention, but without the search", async () => {
    const [group] = sandbox.directory.records("GROUP");
    const before = await open();
    before.learn([[group!.ID, "Marketing"]]);
    await before.directory.search({ text: "jane", homeGroupIDs: [group!.ID, null], notLoggedInDays: 30 });
    await before.directory.groupBy("licenseType");
    const after = await open();
    const { criteria, grouping } = after.directory;
    assert.deepEqual(criteria, { homeGroupIDs: [group!.ID, null], notLoggedInDays: 30 });
    assert.equal(grouping, "licenseType");
    assert.equal(after.nameOf(group!.ID), "Marketing");
  });

  it("do not reach into a window that is open", async () => {
    const [one, other] = [await open(), await open()];
    await one.directory.search({ isActive: false });
    await other.directory.refresh();
    assert.deepEqual(other.directory.criteria, {});
  });

  it("count for nothing where they are damaged", async () => {
    const { connection } = await open();
    for (const criteria of [null, { isActive: "yes" }, { homeGroupIDs: "all" }, { notLoggedInDays: -1 }]) {
      const damaged = { [connection.id]: { criteria, names: {} } };
      await state.window().globalState.update("workfrontUsers.filters", damaged);
      const { directory } = await open();
      assert.deepEqual(directory.criteria, {});
    }
  });

  it("go with their connection", async () => {
    const { directory, connection } = await open();
    const { globalState } = state.window();
    await globalState.update("workfrontUsers.filters", { "https://gone.my.workfront.com|1": { criteria: {} } });
    await directory.search({ isActive: false });
    assert.deepEqual(Object.keys(globalState.get("workfrontUsers.filters", {})), [connection.id]);
  });
});
