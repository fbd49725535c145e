import assert from "node:assert/strict";
import { UserDirectory } from "../../src/domain/directory";
import { findLeftBehind } from "../../src/domain/handOver/leftBehind";
import type { ChangeResult } from "../../src/domain/runs/record";
import { WorkfrontError } from "../../src/workfront/errors";
import { startSandbox, type RequestRecord, type Sandbox } from "../sandbox/server";
import { clientFor } from "../support/client";
import { failureOf } from "../support/failure";
import { waitUntil } from "../support/waitUntil";

const isSearch = ({ path }: RequestRecord) => path.endsWith("/search");
const isCount = ({ path }: RequestRecord) => path.endsWith("/count");

describe("the directory", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 23 });
  });
  afterEach(() => sandbox.stop());

  const open = (pageSize = 5, timeout = 300) => new UserDirectory(clientFor(sandbox, { timeout }), () => pageSize);
  const idsOf = ({ users }: Pick<UserDirectory, "users">) => users.map(({ ID }) => ID);
  /** All IDs in the order in which people read names. */
  const inOrder = () =>
    sandbox.directory
      .usersWhere(() => true)
      .map(({ ID, name }) => [name.toLowerCase(), ID] as const)
      .sort(([a, one], [b, other]) => (a === b ? (one < other ? -1 : 1) : a < b ? -1 : 1))
      .map(([, ID]) => ID);

  async function loadAll(directory: UserDirectory): Promise<void> {
    for (let pages = 0; directory.hasMore; pages++) {
      assert.ok(pages < 50, "there is no end of pages");
      await directory.loadMore();
    }
  }

  it("asks for nothing until somebody wants to see it", () => {
    const directory = open();
    assert.equal(directory.state.kind, "unread");
    assert.equal(directory.hasMore, false);
    assert.deepEqual(directory.users, []);
    assert.equal(sandbox.requests.length, 0);
  });

  it("reads a page of users, by name, and the server's own counts", async () => {
    const directory = open();
    const reading = directory.refresh();
    assert.equal(directory.state.kind, "reading");
    await reading;
    assert.equal(directory.state.kind, "read");
    assert.deepEqual(idsOf(directory), inOrder().slice(0, 5));
    assert.deepEqual([directory.total, directory.everybody, directory.hasMore], [23, 23, true]);
    assert.equal(directory.isSearching, false);
  });

  it("tells how long Workfront asks to wait, whether all is read or the next page", async () => {
    const directory = open(5, 10_000);
    const waits: number[] = [];
    directory.on("waiting", (seconds) => waits.push(seconds));
    for (const read of [() => directory.refresh(), () => directory.loadMore()]) {
      waits.length = 0;
      sandbox.fail({ match: isSearch, times: 1, effect: { kind: "status", status: 429, retryAfter: 1 } });
      await read();
      assert.ok(waits.includes(1), String(waits));
    }
  });

  it("shows the first rows before the counts are there, and later ones together with their counts", async () => {
    const directory = open(5, 10_000);
    const seen: string[] = [];
    directory.on("changed", () =>
      seen.push(`${directory.state.kind}, ${directory.users.length} of ${directory.total ?? "?"}`),
    );
    const unanswered = sandbox.fail({ match: isCount, effect: { kind: "hang" } });
    const first = directory.refresh();
    await waitUntil(() => seen.length === 2);
    assert.deepEqual(seen.splice(0), ["reading, 0 of ?", "reading, 5 of ?"]);
    unanswered.remove();
    await Promise.all([first, directory.refresh()]);
    assert.deepEqual(seen, ["reading, 5 of ?", "read, 5 of 23"]);
  });

  it("asks for the counts a moment after the rows, which so wait for one request alone", async () => {
    const client = clientFor(sandbox);
    const askedAt = new Map<string, number>();
    const noting = new Proxy(client, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...given: unknown[]): unknown => {
          askedAt.set(String(name), askedAt.get(String(name)) ?? performance.now());
          return Reflect.apply(value, target, given);
        };
      },
    });
    await new UserDirectory(noting, () => 5).refresh();
    const moment = (askedAt.get("countUsers") ?? 0) - (askedAt.get("searchUsers") ?? 0);
    // Of the 40 ms, a busy computer may let some go by between the two.
    assert.ok(moment > 10, `${moment} ms`);
  });

  it("shows the users where the server declines to count them, and what it does count", async () => {
    const directory = open();
    const declined = sandbox.fail({
      match: (request) => isCount(request) && request.parameters.has("isActive"),
      effect: { kind: "status", status: 422 },
    });
    await directory.search({ isActive: true });
    assert.equal(directory.state.kind, "read");
    assert.equal(directory.users.length, 5);
    assert.deepEqual([directory.total, directory.everybody], [undefined, 23]);
    declined.remove();
    sandbox.fail({ match: ({ path }) => path.endsWith("/report"), effect: { kind: "status", status: 422 } });
    await directory.search({ isActive: true, notLoggedInDays: 30, createdDays: 30, exceptIDs: [] });
    assert.equal(directory.state.kind, "read");
    assert.deepEqual([typeof directory.total, directory.licenses], ["number", undefined]);
  });

  it("tells every change to whoever listens", async () => {
    const directory = open();
    const seen: string[] = [];
    directory.on("changed", () => seen.push(`${directory.state.kind} ${directory.users.length}`));
    await directory.refresh();
    await directory.loadMore();
    assert.equal(seen[0], "reading 0");
    assert.ok(seen.includes("read 5"));
    assert.equal(seen.at(-1), "read 10");
  });

  describe("page after page", () => {
    it("lists everybody once and knows the end", async () => {
      const directory = open();
      await directory.refresh();
      await loadAll(directory);
      assert.deepEqual(idsOf(directory), inOrder());
      await directory.loadMore();
      assert.deepEqual(idsOf(directory), inOrder());
    });

    it("lists namesakes once each", async () => {
      for (let count = 0; count < 9; count++) sandbox.directory.addUser({ name: "Kim Lee" });
      const directory = open(4);
      await directory.refresh();
      await loadAll(directory);
      assert.deepEqual(idsOf(directory), inOrder());
    });

    it("reads one page however often it is asked for at once", async () => {
      const directory = open();
      await directory.refresh();
      sandbox.clearRequests();
      await Promise.all([directory.loadMore(), directory.loadMore(), directory.loadMore()]);
      assert.equal(sandbox.requests.length, 1);
      assert.deepEqual(idsOf(directory), inOrder().slice(0, 10));
    });

    it("keeps the rows and tells where a page cannot be had, and reads it the next time", async () => {
      const directory = open();
      await directory.refresh();
      const fault = sandbox.fail({ match: isSearch, effect: { kind: "status", status: 403 } });
      assert.equal((await failureOf(directory.loadMore())).kind, "forbidden");
      assert.equal(directory.users.length, 5);
      fault.remove();
      await directory.loadMore();
      assert.deepEqual(idsOf(directory), inOrder().slice(0, 10));
    });

    it("misses nobody where the rows have moved up, because somebody has gone", async () => {
      const directory = open();
      await directory.refresh();
      sandbox.directory.users.delete(idsOf(directory).find((ID) => ID !== sandbox.administrator.ID)!);
      await loadAll(directory);
      assert.deepEqual(idsOf(directory), inOrder());
    });

    it("repeats nobody where the rows have moved down, because somebody has come", async () => {
      const directory = open();
      await directory.refresh();
      sandbox.directory.addUser({ name: " first" });
      await loadAll(directory);
      assert.deepEqual(idsOf(directory), inOrder());
    });

    it("neither repeats anybody nor goes on for ever where the server keeps no order", async () => {
      sandbox.fail({
        effect: {
          kind: "call",
          call: ({ parameters }) =>
            [...parameters.keys()].filter((name) => name.endsWith("_Sort")).forEach((name) => parameters.delete(name)),
        },
      });
      const directory = open();
      await directory.refresh();
      await loadAll(directory);
      assert.equal(new Set(idsOf(directory)).size, directory.users.length);
    });
  });

  describe("when it is read again", () => {
    it("has as many rows as before, and what has changed", async () => {
      const directory = open();
      await directory.refresh();
      await directory.loadMore();
      await directory.loadMore();
      const { ID } = sandbox.directory.addUser({ name: " 0" });
      await directory.refresh();
      assert.equal(directory.users.length, 15);
      assert.equal(directory.users[0]?.ID, ID);
      assert.deepEqual([directory.total, directory.everybody], [24, 24]);
    });

    it("keeps the rows where the server fails, and says why it did", async () => {
      const directory = open();
      await directory.refresh();
      const before = idsOf(directory);
      for (const match of [isSearch, isCount]) {
        const fault = sandbox.fail({ match, effect: { kind: "status", status: 401, message: "Key expired" } });
        await directory.refresh();
        const { state } = directory;
        assert.ok(state.kind === "failed" && state.error instanceof WorkfrontError);
        assert.equal(state.error.kind, "unauthorized");
        assert.deepEqual(idsOf(directory), before);
        fault.remove();
      }
      await directory.refresh();
      assert.equal(directory.state.kind, "read");
    });

    it("never rejects, whatever happens", async () => {
      const directory = open();
      for (const effect of [
        { kind: "hang" },
        { kind: "html", status: 200 },
        { kind: "otherShape" },
        { kind: "redirect", location: "https://example.com" },
      ] as const) {
        const fault = sandbox.fail({ effect });
        await directory.refresh();
        assert.equal(directory.state.kind, "failed", effect.kind);
        assert.deepEqual(directory.users, []);
        fault.remove();
      }
    });

    it("gives up the page that was being read, without a word", async () => {
      const directory = open();
      await directory.refresh();
      sandbox.clearRequests();
      sandbox.fail({ times: 1, effect: { kind: "slow", milliseconds: 100 } });
      const more = directory.loadMore();
      await waitUntil(() => sandbox.requests.length === 1);
      await Promise.all([more, directory.refresh()]);
      assert.deepEqual(idsOf(directory), inOrder().slice(0, 5));
      await directory.loadMore();
      assert.deepEqual(idsOf(directory), inOrder().slice(0, 10));
    });
  });

  describe("while it is read again", () => {
    /** Answers as slowly as it takes to ask for something else meanwhile. */
    const slowly = () => sandbox.fail({ times: 1, match: isSearch, effect: { kind: "slow", milliseconds: 60 } });

    it("reads no further page, but afterward, so that no old row comes back", async () => {
      const directory = open();
      await directory.refresh();
      const gone = idsOf(directory).find((ID) => ID !== sandbox.administrator.ID)!;
      sandbox.directory.users.delete(gone);
      slowly();
      sandbox.clearRequests();
      const refreshing = directory.refresh();
      await waitUntil(() => sandbox.requests.some(isSearch));
      await Promise.all([refreshing, directory.loadMore(), directory.loadMore()]);
      assert.equal(sandbox.requests.filter(isSearch).length, 2);
      assert.deepEqual(idsOf(directory), inOrder().slice(0, 10));
    });

    it("loses no page that is asked for while the one that was given up is still on its way", async () => {
      const directory = open();
      await directory.refresh();
      slowly();
      sandbox.clearRequests();
      const givenUp = directory.loadMore();
      await waitUntil(() => sandbox.requests.some(isSearch));
      await Promise.all([directory.refresh(), directory.loadMore(), givenUp]);
      assert.deepEqual(idsOf(directory), inOrder().slice(0, 10));
    });

    it("keeps what the server said of a user meanwhile, whatever an answer from before says", async () => {
      const directory = open();
      await directory.refresh();
      const [first] = directory.users;
      for (const read of [() => directory.refresh(), () => directory.loadMore()]) {
        slowly();
        sandbox.clearRequests();
        const reading = read();
        const more = directory.loadMore();
        await waitUntil(() => sandbox.requests.some(isSearch));
        await Promise.all([reading, more, directory.replace([{ ...first!, title: "Just changed" }])]);
        assert.equal(directory.users[0]?.title, "Just changed");
        await directory.refresh();
        assert.notEqual(directory.users[0].title, "Just changed");
      }
    });
  });

  describe("in another order", () => {
    it("begins with whoever has not logged in for the longest time, and keeps the order page after page", async () => {
      const directory = open();
      await directory.sortBy("lastLogin");
      await loadAll(directory);
      assert.equal(directory.sort, "lastLogin");
      const logins = directory.users.flatMap(({ lastLoginDate }) => lastLoginDate?.getTime() ?? []);
      assert.deepEqual(
        logins,
        logins.toSorted((one, other) => one - other),
      );
      assert.equal(directory.users.length, 23);
      await directory.search({ isActive: true });
      assert.equal(directory.sort, "lastLogin");
    });

    it("is by last login for idle users at first, and by name again where they are no longer asked for", async () => {
      const directory = open();
      await directory.sortBy("created");
      await directory.search({ isActive: true, notLoggedInDays: 30, createdDays: 30, exceptIDs: [] });
      assert.equal(directory.sort, "lastLogin");
      await directory.sortBy("name");
      assert.equal(directory.sort, "name");
      await directory.search({});
      assert.equal(directory.sort, "name");
    });
  });

  it("counts the licenses that idle users hold, again after each change, and those of nobody else", async () => {
    const { directory: people } = sandbox;
    for (const user of people.usersWhere(() => true)) user.lastLoginDate = Date.now();
    const [one, other] = ["F", "C"].map((licenseType) =>
      people.addUser({ name: "Idle", licenseType, isActive: true, lastLoginDate: 0, entryDate: 0 }),
    );
    const directory = open();
    await directory.search({ isActive: true, notLoggedInDays: 30, createdDays: 30, exceptIDs: [] });
    const counts = () => directory.licenses?.map(({ value, count }) => `${value} ${count}`).sort();
    assert.deepEqual(counts(), ["C 1", "F 1"]);
    other!.isActive = false;
    people.relationsChanged("USER");
    await directory.replace([]);
    assert.deepEqual(counts(), ["F 1"]);
    assert.equal(directory.total, 1);
    assert.ok(one);
    await directory.search({ isActive: true });
    assert.equal(directory.licenses, undefined);
  });

  describe("when it is searched", () => {
    it("has only those who match, and both counts", async () => {
      sandbox.directory.addUser({ name: "Zz Unique" });
      sandbox.directory.addUser({ name: "Zz Unique too", isActive: false });
      const directory = open();
      await directory.refresh();
      await directory.search({ text: "zz unique" });
      assert.deepEqual(
        directory.users.map(({ name }) => name),
        ["Zz Unique", "Zz Unique too"],
      );
      assert.deepEqual([directory.total, directory.everybody, directory.isSearching], [2, 25, true]);
      await directory.search({ text: "zz unique", isActive: true });
      assert.deepEqual([directory.users.length, directory.total], [1, 1]);
      await directory.search({});
      assert.deepEqual([directory.users.length, directory.total, directory.isSearching], [5, 25, false]);
    });

    it("never shows who matched another search, not even while it waits or where it fails", async () => {
      const directory = open();
      await directory.refresh();
      sandbox.fail({ effect: { kind: "status", status: 403 } });
      const search = directory.search({ text: "somebody else" });
      assert.deepEqual(directory.users, []);
      assert.equal(directory.total, undefined);
      await search;
      assert.equal(directory.state.kind, "failed");
      assert.deepEqual(directory.users, []);
    });

    it("drops the late answer to an earlier search, and ends it on the wire", async () => {
      const { ID } = sandbox.directory.addUser({ name: "Zz Unique" });
      const directory = open();
      const isEarlier = ({ parameters }: RequestRecord) => parameters.get("name") === "a";
      sandbox.fail({ match: isEarlier, effect: { kind: "slow", milliseconds: 50 } });
      const earlier = directory.search({ text: "a" });
      await waitUntil(() => sandbox.requests.some(isEarlier));
      const states: string[] = [];
      directory.on("changed", () => states.push(directory.users.map((user) => user.ID).join()));
      await Promise.all([earlier, directory.search({ text: "zz unique" })]);
      assert.deepEqual(idsOf(directory), [ID]);
      assert.equal(directory.total, 1);
      assert.equal(directory.state.kind, "read");
      assert.deepEqual([...new Set(states)], ["", ID]);
    });

    it("drops the counts of an earlier search whose rows are still on their way", async () => {
      sandbox.directory.addUser({ name: "Zz Unique" });
      const directory = open(5, 10_000);
      sandbox.fail({ times: 1, match: isSearch, effect: { kind: "hang" } });
      const earlier = directory.search({ text: "zz unique" });
      // The rows are asked for last: the search that hangs must be this one, not the next.
      const isCounted = (one: RequestRecord) => isCount(one) && one.status === 200;
      await waitUntil(() => sandbox.requests.filter(isCounted).length === 2 && sandbox.requests.some(isSearch));
      const totals = new Set<number | undefined>();
      directory.on("changed", () => totals.add(directory.total));
      await Promise.all([earlier, directory.search({})]);
      assert.deepEqual(totals, new Set([undefined, 24]));
    });

    it("drops the late failure of an earlier search", async () => {
      const directory = open();
      const isEarlier = ({ parameters }: RequestRecord) => parameters.get("name") === "a";
      sandbox.fail({ match: isEarlier, effect: { kind: "hang" } });
      const earlier = directory.search({ text: "a" });
      await waitUntil(() => sandbox.requests.some(isEarlier));
      await Promise.all([earlier, directory.search({})]);
      assert.equal(directory.state.kind, "read");
      assert.equal(directory.users.length, 5);
    });
  });

  describe("when users were changed", () => {
    it("shows at once what the server said of them, and then the counts", async () => {
      const directory = open();
      await directory.search({ isActive: true });
      const index = directory.users.findIndex(({ ID }) => ID !== sandbox.administrator.ID);
      const user = directory.users[index]!;
      const { total = 0 } = directory;
      sandbox.directory.users.get(user.ID)!.isActive = false;
      sandbox.directory.relationsChanged("USER");
      const replacing = directory.replace([{ ...user, isActive: false }]);
      assert.equal(directory.users[index]?.isActive, false);
      assert.equal(directory.total, total);
      await replacing;
      assert.equal(directory.total, total - 1);
      assert.equal(directory.users[index].ID, user.ID);
    });

    it("shows each of a hundred changes at once, and asks for the counts only now and then", async () => {
      const directory = open();
      await directory.refresh();
      const [first] = directory.users;
      sandbox.clearRequests();
      const titles = Array.from({ length: 100 }, (_, number) => `Title ${number}`);
      const replacing = titles.map((title) => {
        const done = directory.replace([{ ...first!, title }]);
        assert.equal(directory.users[0]?.title, title);
        return done;
      });
      await Promise.all(replacing);
      assert.equal(sandbox.requests.filter(isCount).length, 2);
    });

    it("asks for nothing while changes are followed", async () => {
      const directory = open();
      await directory.refresh();
      const [first] = directory.users;
      sandbox.clearRequests();
      let shown = 0;
      directory.on("changed", () => shown++);
      directory.follow([{ ...first!, title: "Followed" }]);
      assert.deepEqual([directory.users[0]?.title, shown], ["Followed", 1]);
      await directory.replace([]);
      assert.equal(sandbox.requests.filter(isCount).length, 1);
    });

    it("leaves everything else as it was, and the counts too where they cannot be read", async () => {
      const directory = open();
      await directory.refresh();
      const before = directory.users;
      sandbox.fail({ effect: { kind: "status", status: 403 } });
      await directory.replace([{ ...before[2]!, title: "Changed" }]);
      assert.deepEqual(directory.users, before.with(2, { ...before[2]!, title: "Changed" }));
      assert.equal(directory.total, 23);
      assert.equal(directory.state.kind, "read");
    });
  });

  it("is silent once it is disposed of, whatever still arrives", async () => {
    const directory = open();
    sandbox.fail({ effect: { kind: "slow", milliseconds: 20 } });
    const reading = directory.refresh();
    await waitUntil(() => sandbox.requests.length > 0);
    directory.on("changed", () => assert.fail("something was told"));
    directory.dispose();
    await reading;
    assert.deepEqual(directory.users, []);
    await directory.refresh();
  });

  describe("with work that was left", () => {
    const leave = () => {
      const [first, second, ...others] = sandbox.directory.usersWhere(({ ID }) => ID !== sandbox.administrator.ID);
      for (const user of [first!, second!]) Object.assign(user, { isActive: false, userApprovalID: null });
      for (const user of sandbox.directory.usersWhere(() => true)) user.managerID = first!.ID;
      for (const user of others) user.isActive = true;
      sandbox.directory.add("TEAMOB", { name: "Team", ownerID: second!.ID });
      return [first!, second!] as const;
    };

    const teamsOf = ({ left }: UserDirectory, id: string) => left?.counts.get(id)?.get("teams") ?? 0;

    it("shows exactly these users with their counts, until something else is asked for", async () => {
      const people = leave();
      const directory = open();
      await directory.refresh();
      await directory.showLeft(await findLeftBehind(clientFor(sandbox)));
      assert.deepEqual(idsOf(directory).sort(), people.map(({ ID }) => ID).sort());
      assert.deepEqual([directory.total, directory.everybody, directory.isFiltering], [2, 23, true]);
      assert.ok(teamsOf(directory, people[1].ID) > 0);
      await directory.search({ ...directory.criteria, text: people[0].ID });
      assert.deepEqual(idsOf(directory), [people[0].ID]);
      assert.equal(directory.left?.counts.size, 2);
      await directory.search({});
      assert.equal(directory.left, undefined);
      assert.equal(directory.users.length, 5);
    });

    it("leaves what was shown as it was where these users cannot be read, and says why", async () => {
      const people = leave();
      const found = await findLeftBehind(clientFor(sandbox));
      const directory = open();
      const shown = () => [idsOf(directory), directory.criteria, directory.left, directory.total, directory.sort];
      const refuse = () => sandbox.fail({ effect: { kind: "status", status: 403 } });
      await directory.refresh();
      for (const act of [() => directory.sortBy("created"), () => directory.showLeft(found)]) {
        await act();
        const before = shown();
        const fault = refuse();
        await assert.rejects(directory.showLeft(found), { kind: "forbidden" });
        assert.deepEqual([shown(), directory.state], [before, { kind: "read" }]);
        fault.remove();
      }
      assert.deepEqual(idsOf(directory).sort(), people.map(({ ID }) => ID).sort());
      const empty = open();
      const fault = refuse();
      await empty.showLeft(found);
      assert.equal(empty.state.kind, "failed", "where nothing was shown, the view says why");
      fault.remove();
    });

    it("is not put back over what somebody asks for meanwhile", async () => {
      leave();
      const directory = open();
      await directory.refresh();
      const found = await findLeftBehind(clientFor(sandbox));
      const fault = sandbox.fail({ effect: { kind: "status", status: 403 } });
      const showing = directory.showLeft(found);
      const searching = directory.search({ text: "a" });
      await Promise.all([showing, searching]);
      assert.deepEqual([directory.criteria, directory.users], [{ text: "a" }, []]);
      fault.remove();
    });

    it("shows whoever has most left first, by the counts of the last reading, unless somebody chooses otherwise", async () => {
      const [first, second] = leave();
      for (let number = 0; number < 40; number++) sandbox.directory.add("PROJ", { name: "P", ownerID: second.ID });
      [first.name, second.name] = ["Aa First", "Zz Second"];
      const third = sandbox.directory.addUser({ name: "Ab Third", isActive: false });
      sandbox.directory.add("TEAMOB", { name: "Team", ownerID: third.ID });
      // More than a page, so that nobody with much work waits on a later one.
      const directory = open(1);
      await directory.showLeft(await findLeftBehind(clientFor(sandbox)));
      assert.deepEqual(idsOf(directory), [second.ID, first.ID, third.ID]);
      assert.deepEqual([directory.sort, directory.hasMore], ["mostLeft", false]);
      const item = { kind: "projects", shown: { objCode: "PROJ", ID: "1" }, project: "", status: "" };
      const handedOver = { item, before: second.ID, wished: first.ID, result: "changed" } as ChangeResult;
      directory.followWork(Array.from({ length: 60 }, () => handedOver));
      assert.equal(idsOf(directory)[0], second.ID, "rows stay in their places while somebody works on them");
      await directory.refresh();
      assert.equal(idsOf(directory)[0], first.ID);
      await directory.sortBy("name");
      assert.deepEqual(idsOf(directory), [first.ID], "by name, the server cuts pages");
      await directory.sortBy(undefined);
      assert.equal(directory.users.length, 3);
      await directory.sortBy("created");
      await directory.search({});
      assert.equal(directory.sort, "name");
    });

    it("follows a run, and tells so", async () => {
      const [, second] = leave();
      const directory = open();
      await directory.showLeft(await findLeftBehind(clientFor(sandbox)));
      const before = teamsOf(directory, second.ID);
      let changes = 0;
      directory.on("changed", () => changes++);
      const item = { kind: "teams", shown: { objCode: "TEAMOB", ID: "1" }, project: "", status: "" };
      directory.followWork([{ item, before: second.ID, wished: "2", result: "changed" } as ChangeResult]);
      assert.equal(teamsOf(directory, second.ID), before - 1);
      assert.equal(changes, 1);
    });
  });
});
