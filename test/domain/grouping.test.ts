import assert from "node:assert/strict";
import { UserDirectory } from "../../src/domain/directory";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { clientFor, setActive } from "../support/client";

describe("users in groups", () => {
  let sandbox: Sandbox;
  let directory: UserDirectory;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 200 });
    directory = new UserDirectory(clientFor(sandbox), () => 10);
  });
  afterEach(async () => {
    directory.dispose();
    await sandbox.stop();
  });

  const requestsTo = (operation: string) => sandbox.requests.filter(({ path }) => path.endsWith(operation)).length;
  const groupOf = (value: string | null) => directory.groups.find((group) => group.value === value)!;

  it("are counted by one request for all groups, and nobody is read before a group is opened", async () => {
    await directory.groupBy("homeGroupID");
    assert.equal(requestsTo("/USER/report"), 1);
    assert.equal(requestsTo("/USER/search"), 0);
    assert.equal(
      directory.groups.reduce((sum, { count }) => sum + count, 0),
      200,
    );
  });

  it("by home group have the group's name, sorted, and those without one come last", async () => {
    await directory.groupBy("homeGroupID");
    const names = directory.groups.map(({ name }) => name);
    assert.equal(names.at(-1), undefined);
    assert.ok(names.slice(0, -1).every(Boolean));
    assert.deepEqual(
      names.slice(0, -1),
      names.slice(0, -1).toSorted((one, other) => one!.localeCompare(other!)),
    );
    const without = sandbox.directory.usersWhere(({ homeGroupID }) => homeGroupID === null);
    assert.equal(groupOf(null).count, without.length);
    await groupOf(null).list.open();
    assert.ok(groupOf(null).list.users.every(({ homeGroup }) => homeGroup === null));
  });

  it("tell groups of one name apart", async () => {
    const [first, second] = sandbox.directory.records("GROUP");
    second!["name"] = first!["name"]!;
    await directory.groupBy("homeGroupID");
    const twins = directory.groups.filter(({ name }) => name === first!["name"]);
    assert.deepEqual(twins.map(({ value }) => value).sort(), [first!.ID, second!.ID].sort());
  });

  it("are read page after page within a group", async () => {
    await directory.groupBy("isActive");
    const group = groupOf("true");
    await group.list.open();
    assert.equal(group.list.users.length, 10);
    await group.list.loadMore();
    assert.equal(group.list.users.length, 20);
    assert.ok(group.list.users.every(({ isActive }) => isActive));
    assert.equal(directory.users.length, 20);
  });

  it("keep to the search and the filters", async () => {
    await directory.search({ text: "jane cooper", isActive: true });
    await directory.groupBy("licenseType");
    assert.equal(
      directory.groups.reduce((sum, { count }) => sum + count, 0),
      directory.total,
    );
    for (const { list, count, value } of directory.groups) {
      await list.open();
      assert.equal(list.users.length, Math.min(count, 10));
      assert.ok(list.users.every(({ name, licenseType }) => name === "Jane Cooper" && licenseType === value));
    }
  });

  it("keep what was opened through a refresh, with fresh counts", async () => {
    await directory.groupBy("isActive");
    const [before] = [groupOf("true")];
    await before.list.open();
    const [user] = before.list.users.filter(({ ID }) => ID !== sandbox.administrator.ID);
    sandbox.directory.users.set(user!.ID, { ...sandbox.directory.users.get(user!.ID)!, isActive: false });
    await directory.refresh();
    const after = groupOf("true");
    assert.equal(after.count, before.count - 1);
    assert.equal(after.list, before.list);
    assert.equal(after.list.users.length, 10);
    assert.ok(!after.list.users.some(({ ID }) => ID === user!.ID));
  });

  it("keep a row that was changed until a refresh, but count it where it belongs", async () => {
    await directory.groupBy("isActive");
    const group = groupOf("true");
    await group.list.open();
    const [user] = group.list.users.filter(({ ID }) => ID !== sandbox.administrator.ID);
    await setActive(clientFor(sandbox), user!.ID, false);
    await directory.replace([{ ...user!, isActive: false }]);
    assert.equal(groupOf("true").count, group.count - 1);
    assert.equal(groupOf("true").list.users.find(({ ID }) => ID === user!.ID)?.isActive, false);
  });

  it("stay as they were when they cannot be read again", async () => {
    await directory.groupBy("isActive");
    await groupOf("true").list.open();
    sandbox.fail({ effect: { kind: "status", status: 403 } });
    await directory.refresh();
    assert.equal(directory.state.kind, "failed");
    assert.equal(groupOf("true").list.users.length, 10);
  });

  it("become one list again", async () => {
    await directory.groupBy("isActive");
    await directory.groupBy(undefined);
    assert.equal(directory.groups.length, 0);
    assert.equal(directory.users.length, 10);
    assert.equal(directory.hasMore, true);
  });

  it("drop what was being read for an earlier grouping", async () => {
    const earlier = directory.groupBy("homeGroupID");
    await Promise.all([earlier, directory.groupBy("isActive")]);
    assert.deepEqual(directory.groups.map(({ value }) => value).sort(), ["false", "true"]);
  });
});
