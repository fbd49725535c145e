import assert from "node:assert/strict";
import fc from "fast-check";
import { UserDirectory } from "../../src/domain/directory";
import { stateOf } from "../../src/domain/user";
import type { UserCriteria } from "../../src/workfront/query";
import { startSandbox, type RequestRecord, type Sandbox } from "../sandbox/server";
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

  it("tell how long Workfront asks to wait, when a group is opened and when more of it is read", async () => {
    await directory.groupBy("isActive");
    const group = groupOf("active");
    const waits: number[] = [];
    directory.on("waiting", (seconds) => waits.push(seconds));
    for (const read of [() => directory.open(group), () => directory.loadMore(group)]) {
      waits.length = 0;
      const match = ({ path }: RequestRecord) => path.endsWith("/USER/search");
      sandbox.fail({ match, times: 1, effect: { kind: "status", status: 429, retryAfter: 1 } });
      await read();
      assert.ok(waits.includes(1), String(waits));
    }
    assert.equal(group.list.users.length, 20);
  });

  it("tell groups of one name apart", async () => {
    const [first, second] = sandbox.directory.records("GROUP");
    second!["name"] = first!["name"]!;
    await directory.groupBy("homeGroupID");
    const twins = directory.groups.filter(({ name }) => name === first!["name"]);
    assert.deepEqual(twins.map(({ value }) => value).sort(), [first!.ID, second!.ID].sort());
  });

  describe("by status", () => {
    const soon = () => Date.now() + 30 * 86_400_000;
    /** What a user can be, and the group in which that is. */
    const states = {
      active: () => ({ isActive: true, userApprovalID: null, scheduledDeactivationDate: null }),
      scheduled: () => ({ isActive: true, userApprovalID: null, scheduledDeactivationDate: soon() }),
      overdue: () => ({ isActive: true, userApprovalID: null, scheduledDeactivationDate: 1 }),
      deactivated: () => ({ isActive: false, userApprovalID: null, scheduledDeactivationDate: 1 }),
      waiting: () => ({ isActive: false, userApprovalID: "a".repeat(32), scheduledDeactivationDate: null }),
      unknown: () => ({ isActive: null as never, userApprovalID: null, scheduledDeactivationDate: null }),
    };
    type State = keyof typeof states;
    const groupFor = (state: State) =>
      state === "scheduled" || state === "overdue" ? "active" : state === "unknown" ? null : state;
    /** Filters, and whom they mean. */
    const filters: readonly [UserCriteria, (state: State) => boolean][] = [
      [{}, () => true],
      [{ text: "Person" }, () => true],
      [{ isActive: true }, (state) => groupFor(state) === "active"],
      [{ isActive: false }, (state) => state === "deactivated" || state === "waiting"],
      [{ isActive: false, waitingForApproval: false }, (state) => state === "deactivated"],
      [{ waitingForApproval: true }, (state) => state === "waiting"],
      [{ scheduled: "coming" }, (state) => state === "scheduled"],
      [{ scheduled: "overdue" }, (state) => state === "overdue"],
    ];

    it("are in the group of their state, each group with as many rows as it counts", async function () {
      this.timeout(20_000);
      sandbox.directory.add("USRAPV", { ID: "a".repeat(32) });
      const example = fc.array(fc.constantFrom(...(Object.keys(states) as State[])), { maxLength: 12 });
      const people = Array.from({ length: 12 }, (_, index) => sandbox.directory.addUser({ name: `Person ${index}` }));
      const userIDs = people.map(({ ID }) => ID);
      await directory.groupBy("isActive");
      await fc.assert(
        fc.asyncProperty(example, fc.constantFrom(...filters), async (given, [criteria, isMeant]) => {
          for (const [index, person] of people.entries()) Object.assign(person, states[given[index] ?? "active"]());
          sandbox.directory.relationsChanged("USER");
          const expected = new Map<string | null, number>();
          for (const index of people.keys()) {
            const state = given[index] ?? "active";
            if (isMeant(state)) expected.set(groupFor(state), (expected.get(groupFor(state)) ?? 0) + 1);
          }
          await directory.search({ ...criteria, userIDs });
          assert.deepEqual(new Map(directory.groups.map(({ value, count }) => [value, count])), expected);
          for (const { value, count, list } of directory.groups) {
            await list.open();
            if (list.hasMore) await list.loadMore();
            assert.equal(list.users.length, count);
            assert.ok(list.users.every((user) => stateOf(user) === (value ?? "unknown")));
          }
        }),
        { numRuns: 60 },
      );
    });

    it("are in one group whether deactivated or waiting where the server does not tell who waits", async () => {
      const inactive = sandbox.directory.usersWhere(({ isActive }) => !isActive).length;
      sandbox.fail({
        match: ({ parameters }) => parameters.has("userApproval:ID_Mod"),
        effect: { kind: "status", status: 422 },
      });
      await directory.groupBy("isActive");
      assert.equal(groupOf("inactive").count, inactive);
      assert.equal(directory.state.kind, "read");
      await groupOf("inactive").list.open();
      assert.equal(groupOf("inactive").list.users.length, 10);
    });
  });

  it("by home group have their IDs where the server declines to name them", async () => {
    sandbox.fail({ match: ({ path }) => path.includes("/GROUP/"), effect: { kind: "status", status: 403 } });
    await directory.groupBy("homeGroupID");
    assert.equal(directory.state.kind, "read");
    assert.ok(directory.groups.length > 2 && directory.groups.every(({ name }) => name === undefined));
  });

  it("are read page after page within a group", async () => {
    await directory.groupBy("isActive");
    const group = groupOf("active");
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
    const [before] = [groupOf("active")];
    await before.list.open();
    const [user] = before.list.users.filter(({ ID }) => ID !== sandbox.administrator.ID);
    sandbox.directory.users.set(user!.ID, { ...sandbox.directory.users.get(user!.ID)!, isActive: false });
    await directory.refresh();
    const after = groupOf("active");
    assert.equal(after.count, before.count - 1);
    assert.equal(after.list, before.list);
    assert.equal(after.list.users.length, 10);
    assert.ok(!after.list.users.some(({ ID }) => ID === user!.ID));
  });

  it("keep a row that was changed until a refresh, but count it where it belongs", async () => {
    await directory.groupBy("isActive");
    const group = groupOf("active");
    await group.list.open();
    const [user] = group.list.users.filter(({ ID }) => ID !== sandbox.administrator.ID);
    await setActive(clientFor(sandbox), user!.ID, false);
    await directory.replace([{ ...user!, isActive: false }]);
    assert.equal(groupOf("active").count, group.count - 1);
    assert.equal(groupOf("active").list.users.find(({ ID }) => ID === user!.ID)?.isActive, false);
  });

  it("keep their last row, too, until a refresh, where all who were in a group are now in another", async () => {
    const one = sandbox.directory.addUser({ name: "Only Leaver", isActive: false });
    await directory.search({ text: "Only Leaver" });
    await directory.groupBy("isActive");
    await groupOf("deactivated").list.open();
    await setActive(clientFor(sandbox), one.ID, true);
    await directory.replace([{ ...groupOf("deactivated").list.users[0]!, isActive: true }]);
    assert.deepEqual(
      directory.groups.map(({ value, count, list }) => [value, count, list.users.length]),
      [
        ["active", 1, 0],
        ["deactivated", 0, 1],
      ],
    );
    await directory.refresh();
    assert.deepEqual(
      directory.groups.map(({ value, count }) => [value, count]),
      [["active", 1]],
    );
  });

  it("stay as they were when they cannot be read again", async () => {
    await directory.groupBy("isActive");
    await groupOf("active").list.open();
    sandbox.fail({ effect: { kind: "status", status: 403 } });
    await directory.refresh();
    assert.equal(directory.state.kind, "failed");
    assert.equal(groupOf("active").list.users.length, 10);
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
    assert.ok(
      directory.groups.every(({ value }) => value === "active" || value === "deactivated" || value === "waiting"),
    );
  });
});
