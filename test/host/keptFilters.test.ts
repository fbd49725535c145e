import assert from "node:assert/strict";
import { KeptFilters } from "../../src/ui/users/keptFilters";
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
    const kept = new KeptFilters(state.window().globalState, window.connections);
    return { kept, session: window.session };
  };

  it("are asked for at first in the next window, with the names of what they mention, but without the search", async () => {
    const [group] = sandbox.directory.records("GROUP");
    const before = await open();
    before.kept.learn([[group!.ID, "Marketing"]]);
    await before.session.directory.search({ text: "jane", homeGroupIDs: [group!.ID, null], notLoggedInDays: 30 });
    await before.session.directory.groupBy("licenseType");
    before.kept.keep(before.session);
    const after = await open();
    after.kept.restore(after.session);
    const { criteria, grouping } = after.session.directory;
    assert.deepEqual(criteria, { homeGroupIDs: [group!.ID, null], notLoggedInDays: 30 });
    assert.equal(grouping, "licenseType");
    assert.equal(after.kept.nameOf(group!.ID), "Marketing");
  });

  it("do not reach into a window that is open", async () => {
    const [one, other] = [await open(), await open()];
    await one.session.directory.search({ isActive: false });
    one.kept.keep(one.session);
    await other.session.directory.refresh();
    assert.deepEqual(other.session.directory.criteria, {});
  });

  it("count for nothing where they are damaged", async () => {
    const { kept, session } = await open();
    for (const criteria of [null, { isActive: "yes" }, { homeGroupIDs: "all" }, { notLoggedInDays: -1 }]) {
      const damaged = { [session.connection.id]: { criteria, names: {} } };
      await state.window().globalState.update("workfrontUsers.filters", damaged);
      kept.restore(session);
      assert.deepEqual(session.directory.criteria, {});
    }
  });

  it("go with their connection", async () => {
    const { kept, session } = await open();
    const { globalState } = state.window();
    await globalState.update("workfrontUsers.filters", { "https://gone.my.workfront.com|1": { criteria: {} } });
    await session.directory.search({ isActive: false });
    kept.keep(session);
    assert.deepEqual(Object.keys(globalState.get("workfrontUsers.filters", {})), [session.connection.id]);
  });
});
