import assert from "node:assert/strict";
import fc from "fast-check";
import { UserList } from "../../src/domain/userList";
import type { UserCriteria } from "../../src/workfront/query";
import { startSandbox, type RequestRecord, type Sandbox, type SandboxUser } from "../sandbox/server";
import { clientFor } from "../support/client";

/** What happens to the directory between one step of the reader and the next. */
type Change = "add" | "remove" | "rename" | "deactivate";

describe("a list of users", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 60, hostileNames: true });
  });
  afterEach(() => sandbox.stop());

  const listOf = (criteria: UserCriteria = {}, pageSize = 10, onChange = () => {}) =>
    new UserList(criteria, { source: clientFor(sandbox), pageSize: () => pageSize, sort: "name", onChange });
  const idsOf = (list: UserList) => list.users.map(({ ID }) => ID);

  it("knows that there is nobody more, also where the last page is full", async () => {
    const list = listOf({}, 20);
    await list.refresh();
    await list.loadMore();
    assert.equal(list.hasMore, true);
    await list.loadMore();
    assert.equal(list.users.length, 60);
    assert.equal(list.hasMore, false);
  });

  it("is read once, however often it is opened", async () => {
    const list = listOf();
    await list.open();
    await list.open();
    assert.equal(sandbox.requests.length, 1);
  });

  it("can be opened again after its reading was ended", async () => {
    const list = listOf();
    const opening = list.open();
    list.stop();
    await opening;
    assert.equal(list.state.kind, "unread");
    await list.open();
    assert.equal(list.users.length, 10);
  });

  it("keeps what the server said of a user while an older answer was on its way", async () => {
    const list = listOf();
    await list.open();
    const [user] = list.users;
    const fault = sandbox.fail({ effect: { kind: "slow", milliseconds: 100 } });
    const refreshing = list.refresh();
    list.replace(new Map([[user!.ID, { ...user!, isActive: !user!.isActive }]]));
    await refreshing;
    fault.remove();
    assert.equal(list.users[0]?.isActive, !user!.isActive);
    await list.refresh();
    assert.equal(list.users[0].isActive, user!.isActive, "a later reading tells what is so now");
  });

  it("shows nobody twice and misses nobody who stays as they are, however others change between the pages", async () => {
    const change = fc.record({
      what: fc.constantFrom<Change>("add", "remove", "rename", "deactivate"),
      whom: fc.nat(200),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 8 }), async (between) => {
        const unchanged = new Map(active(sandbox).map((user) => [user.ID, user]));
        const list = listOf({ isActive: true });
        const isComplete = () => !list.hasMore;
        await list.refresh();
        for (const changes of [...between, ...Array.from({ length: 20 }, () => [])]) {
          for (const { what, whom } of changes) unchanged.delete(apply(sandbox, what, whom));
          await list.loadMore();
          assert.equal(new Set(idsOf(list)).size, list.users.length);
        }
        assert.ok(isComplete(), "Load More comes to an end");
        const shown = new Set(idsOf(list));
        assert.deepEqual(
          [...unchanged.values()].filter(({ ID }) => !shown.has(ID)).map(({ name }) => name),
          [],
        );
        await list.refresh();
        if (isComplete())
          assert.deepEqual(
            idsOf(list).sort(),
            active(sandbox)
              .map(({ ID }) => ID)
              .sort(),
          );
      }),
      { numRuns: 25 },
    );
  });

  it("misses nobody who has not changed when others are deactivated while it is read", async () => {
    const list = listOf({ isActive: true });
    await list.refresh();
    for (let round = 0; list.hasMore; round++) {
      for (const { ID } of list.users.slice(0, 3 + round)) if (ID !== sandbox.administrator.ID) deactivate(sandbox, ID);
      await list.loadMore();
    }
    const shown = new Set(idsOf(list));
    assert.deepEqual(
      active(sandbox)
        .filter(({ ID }) => !shown.has(ID))
        .map(({ name }) => name),
      [],
    );
  });

  it("repeats nobody and comes to an end where the server keeps no order", async () => {
    const unsorted = ({ parameters }: RequestRecord) => {
      for (const name of [...parameters.keys()]) if (name.endsWith("_Sort")) parameters.delete(name);
    };
    sandbox.fail({ effect: { kind: "call", call: unsorted } });
    const list = listOf();
    await list.refresh();
    for (let clicks = 0; list.hasMore; clicks++) {
      assert.ok(clicks < 10);
      await list.loadMore();
      assert.equal(new Set(idsOf(list)).size, list.users.length);
    }
    assert.equal(list.users.length, 60);
  });
});

function active({ directory }: Sandbox): SandboxUser[] {
  return directory.usersWhere(({ isActive }) => isActive);
}

function deactivate({ directory }: Sandbox, ID: string): void {
  const user = directory.users.get(ID);
  if (user) directory.users.set(ID, { ...user, isActive: false });
}

/** @returns the ID of whoever is no longer as before. */
function apply(sandbox: Sandbox, what: Change, whom: number): string {
  const { directory, administrator } = sandbox;
  const users = [...directory.users.values()].filter(({ ID }) => ID !== administrator.ID);
  const user = users[whom % users.length];
  if (what === "add") directory.addUser({ name: `${String.fromCharCode(97 + (whom % 26))} ${whom}` });
  else if (user && what === "remove") directory.users.delete(user.ID);
  else if (user && what === "rename") directory.users.set(user.ID, { ...user, name: `m ${whom}` });
  else if (user) deactivate(sandbox, user.ID);
  return user?.ID ?? "";
}
