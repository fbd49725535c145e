import assert from "node:assert/strict";
import { stateOf } from "../../src/domain/user";
import { apiKeyCredential } from "../../src/workfront/credential";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { clientFor, setActive } from "../support/client";
import { failureOf } from "../support/failure";
import { nextID } from "../support/users";

const wholePage = { first: 0, limit: 2000 };

describe("the client", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 20 });
  });
  afterEach(() => sandbox.stop());

  const decoded = () => sandbox.requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`);
  const asUser = (ID: string) => clientFor(sandbox, { credential: apiKeyCredential(sandbox.keyFor(ID)) });

  describe("asks who is signed in", () => {
    it("through $$USER, and never through the session, whose answer is a secret", async () => {
      const { ID, name, isAdmin } = await clientFor(sandbox).whoAmI();
      assert.equal(ID, sandbox.administrator.ID);
      assert.equal(name, sandbox.administrator.name);
      assert.equal(isAdmin, true);
      assert.equal(sandbox.requests.length, 1);
      assert.match(decoded()[0] ?? "", /^GET \/attask\/api\/v22\.0\/USER\?id=\$\$USER&fields=/);
    });

    it("once, because whoever waits for it wants to know at once", async () => {
      sandbox.fail({ effect: { kind: "status", status: 503 } });
      assert.equal((await failureOf(clientFor(sandbox).whoAmI())).kind, "unavailable");
      assert.equal(sandbox.requests.length, 1);
    });

    it("and believes no answer that does not name exactly one", async () => {
      const [ada, bo] = ["Ada", "Bo"].map((name) => ({ ID: nextID(), name, objCode: "USER", isActive: true }));
      for (const data of [[], [ada, bo], {}, null]) {
        sandbox.fail({ times: 1, effect: { kind: "otherShape", body: { data } } });
        assert.equal((await failureOf(clientFor(sandbox).whoAmI())).kind, "badReply", JSON.stringify(data));
      }
      sandbox.fail({ times: 1, effect: { kind: "otherShape", body: { data: [bo] } } });
      assert.equal((await clientFor(sandbox).whoAmI()).name, "Bo");
    });

    it("with the key it was given, which may be refused", async () => {
      sandbox.revokeKey(sandbox.administrator.apiKey);
      const { kind, status } = await failureOf(clientFor(sandbox).whoAmI());
      assert.deepEqual({ kind, status }, { kind: "unauthorized", status: 401 });
    });
  });

  describe("searches", () => {
    it("sorted by name as people read it, page after page without repeats or gaps", async () => {
      const client = clientFor(sandbox);
      sandbox.directory.addUser({ name: "ada lower" });
      sandbox.directory.addUser({ name: "Ada Upper" });
      const pages = await Promise.all([0, 8, 16].map((first) => client.searchUsers({}, { first, limit: 8 })));
      assert.deepEqual(
        pages.map((page) => page.length),
        [8, 8, 6],
      );
      const users = pages.flat();
      const names = users.map(({ name }) => (name ?? "").toLowerCase());
      assert.deepEqual(names, names.toSorted());
      assert.deepEqual(users.map(({ ID }) => ID).sort(), [...sandbox.directory.users.keys()].sort());
    });

    it("for all that the directory shows of a user", async () => {
      const { ID } = sandbox.directory.addUser({
        name: "Zoë Ångström",
        emailAddr: "zoe@example.com",
        username: "zoe",
        title: "Chief",
        isActive: false,
        licenseType: "C",
        lastLoginDate: Date.UTC(2026, 2, 24, 17, 0, 0, 123),
        entryDate: Date.UTC(2024, 1, 3, 17),
        homeGroupID: null,
      });
      const [zoe] = await clientFor(sandbox).searchUsers({ text: ID }, wholePage);
      assert.deepEqual(
        { ...zoe, accessLevel: zoe?.accessLevel?.name },
        {
          ID,
          name: "Zoë Ångström",
          emailAddr: "zoe@example.com",
          username: "zoe",
          title: "Chief",
          userApproval: null,
          isActive: false,
          isAdmin: false,
          licenseType: "C",
          accessLevel: "Standard",
          homeGroup: null,
          lastLoginDate: new Date("2026-03-24T17:00:00.123Z"),
          entryDate: new Date("2024-02-03T17:00:00.000Z"),
        },
      );
    });

    it("and tells who waits for approval from who was deactivated, in a list and by ID", async () => {
      const { ID } = sandbox.directory.addWaitingUser();
      const client = clientFor(sandbox);
      const [inList] = await client.searchUsers({ text: ID }, wholePage);
      const [byID] = await client.getUsers([ID]);
      for (const user of [inList, byID]) assert.equal(stateOf(user!), "waiting");
    });

    it("and counts by the server's own count", async () => {
      const client = clientFor(sandbox);
      const inactive = sandbox.directory.usersWhere(({ isActive }) => !isActive).length;
      assert.equal(await client.countUsers({}), 20);
      assert.equal(await client.countUsers({ isActive: false }), inactive);
      assert.equal(await client.countUsers({ isActive: true }), 20 - inactive);
    });

    it("and passes on in Workfront's words what it declines", async () => {
      const failure = await failureOf(clientFor(sandbox).searchUsers({}, { first: 0, limit: 2001 }));
      assert.equal(failure.kind, "refused");
      assert.match(failure.words ?? "", /2001 is greater than the maximum allowed limit of 2000/);
    });

    it("by ID where the server refuses to sort by name, and remembers it", async () => {
      const client = clientFor(sandbox);
      sandbox.fail({
        match: ({ parameters }) => parameters.has("name_1_Sort"),
        effect: { kind: "status", status: 422, message: "Field name cannot be used in a sort" },
      });
      for (let time = 0; time < 2; time++) {
        const users = await client.searchUsers({}, wholePage);
        const ids = users.map(({ ID }) => ID);
        assert.equal(ids.length, 20);
        assert.deepEqual(ids, ids.toSorted());
      }
      assert.deepEqual(
        sandbox.requests.map(({ parameters }) => parameters.has("name_1_Sort")),
        [true, false, false],
      );
    });

    it("by last login with the oldest first, or by when they were created with the newest first", async () => {
      const client = clientFor(sandbox);
      const byLogin = await client.searchUsers({ isActive: true }, { ...wholePage, sort: "lastLogin" });
      const logins = byLogin.flatMap(({ lastLoginDate }) => lastLoginDate?.getTime() ?? []);
      assert.ok(logins.length > 5);
      assert.deepEqual(
        logins,
        logins.toSorted((one, other) => one - other),
      );
      const byCreation = await client.searchUsers({}, { ...wholePage, sort: "created" });
      const created = byCreation.flatMap(({ entryDate }) => entryDate?.getTime() ?? []);
      assert.deepEqual(
        created,
        created.toSorted((one, other) => other - one),
      );
    });

    it("by ID only in the one order that the server refuses", async () => {
      const client = clientFor(sandbox);
      sandbox.fail({
        match: ({ parameters }) => parameters.has("lastLoginDate_1_Sort"),
        effect: { kind: "status", status: 422, message: "Field lastLoginDate cannot be used in a sort" },
      });
      const ids = (await client.searchUsers({}, { ...wholePage, sort: "lastLogin" })).map(({ ID }) => ID);
      assert.deepEqual(ids, ids.toSorted());
      const names = (await client.searchUsers({}, wholePage)).map(({ name }) => (name ?? "").toLowerCase());
      assert.deepEqual(names, names.toSorted());
    });

    it("by name again where something else was refused for once", async () => {
      const client = clientFor(sandbox);
      sandbox.fail({ times: 1, effect: { kind: "status", status: 422, message: "Try again later" } });
      for (let time = 0; time < 2; time++) await client.searchUsers({}, wholePage);
      assert.deepEqual(
        sandbox.requests.map(({ parameters }) => parameters.has("name_1_Sort")),
        [true, false, true],
      );
    });

    it("only by name where sorting was not what failed", async () => {
      for (const status of [401, 403]) {
        sandbox.fail({ times: 1, effect: { kind: "status", status } });
        await failureOf(clientFor(sandbox).searchUsers({}, wholePage));
      }
      assert.ok(sandbox.requests.every(({ parameters }) => parameters.has("name_1_Sort")));
    });
  });

  describe("reads users by ID", () => {
    it("any number of them, in addresses that are never too long", async () => {
      for (let count = 0; count < 440; count++) sandbox.directory.addUser();
      const ids = [...sandbox.directory.users.keys()];
      const users = await clientFor(sandbox).getUsers(ids);
      assert.deepEqual(users.map(({ ID }) => ID).sort(), ids.sort());
      assert.ok(sandbox.requests.length < 10);
      for (const { url } of sandbox.requests) assert.ok(url.length < 8892);
    });

    it("leaving out those that do not exist", async () => {
      const { ID } = sandbox.administrator;
      const users = await clientFor(sandbox).getUsers([nextID(), ID, nextID(), ID]);
      assert.deepEqual(
        users.map((user) => user.ID),
        [ID],
      );
    });

    it("with a single request for one, and none for nobody", async () => {
      assert.deepEqual(await clientFor(sandbox).getUsers([]), []);
      assert.equal(sandbox.requests.length, 0);
      await clientFor(sandbox).getUsers([sandbox.administrator.ID]);
      assert.equal(sandbox.requests.length, 1);
    });

    it("and believes in no user it did not ask for", async () => {
      const stranger = { ID: nextID(), name: "Stranger", objCode: "USER", isActive: true };
      sandbox.fail({ effect: { kind: "otherShape", body: { data: [stranger] } } });
      assert.deepEqual(await clientFor(sandbox).getUsers([sandbox.administrator.ID]), []);
    });

    it("with what is shown of one user alone", async () => {
      const manager = sandbox.directory.addUser();
      const { ID } = sandbox.directory.addUser({
        managerID: manager.ID,
        entryDate: Date.UTC(2020, 0, 1),
        scheduledDeactivationDate: Date.UTC(2030, 0, 1),
      });
      const [user] = await clientFor(sandbox).getUsers([ID]);
      assert.deepEqual(user?.manager, { ID: manager.ID, name: manager.name });
      assert.equal(user.entryDate?.toISOString(), "2020-01-01T00:00:00.000Z");
      assert.equal(user.scheduledDeactivationDate?.toISOString(), "2030-01-01T00:00:00.000Z");
      assert.equal(user.actualDeactivationDate, null);
    });

    it("as Workfront sends them, with further fields", async () => {
      const client = clientFor(sandbox);
      const { ID, name } = sandbox.administrator;
      const raw = await client.getRawUser(ID, ["phoneNumber"]);
      assert.equal(raw?.["objCode"], "USER");
      assert.equal(raw["name"], name);
      assert.ok("phoneNumber" in raw);
      assert.match(String(raw["entryDate"]), /:\d{3}[+-]\d{4}$/);
      assert.equal(await client.getRawUser(nextID()), undefined);
    });

    it("without what the signed-in user may not see", async () => {
      const [level] = sandbox.directory.records("ACSLVL").filter((one) => !one["seesContactInfo"] && one["seesUsers"]);
      const { ID } = sandbox.directory.addUser({ accessLevelID: level!.ID });
      const [ada] = await asUser(ID).getUsers([sandbox.administrator.ID]);
      assert.equal(ada?.name, sandbox.administrator.name);
      assert.equal(ada.emailAddr, null);
    });
  });

  it("knows what the organization calls its licenses", async () => {
    assert.deepEqual(Object.fromEntries(await clientFor(sandbox).licenseLabels()), {
      F: "Standard",
      C: "Light",
      R: "Contributor",
      X: "External",
    });
  });

  describe("changes a user", () => {
    it("and back, and says what the server answers", async () => {
      const client = clientFor(sandbox);
      const someone = sandbox.directory.addUser();
      for (const isActive of [false, false, true]) {
        assert.equal(await setActive(client, someone.ID, isActive), isActive);
        assert.equal(sandbox.directory.users.get(someone.ID)?.isActive, isActive);
      }
    });

    it("and says so where the server answers well but changed nothing", async () => {
      const someone = sandbox.directory.addUser();
      sandbox.fail({ match: ({ method }) => method === "PUT", effect: { kind: "unchanged" } });
      assert.equal(await setActive(clientFor(sandbox), someone.ID, false), true);
    });

    it("never on a read-only connection, where all reading works", async () => {
      const client = clientFor(sandbox, { readOnly: () => true });
      const someone = sandbox.directory.addUser();
      const failure = await failureOf(setActive(client, someone.ID, !someone.isActive));
      assert.deepEqual(failure, { kind: "readOnly", host: new URL(sandbox.url).host });
      assert.equal(sandbox.requests.length, 0);
      assert.equal((await client.searchUsers({}, wholePage)).length, 21);
    });

    it("and believes no answer about another user, or of another shape", async () => {
      const { ID } = sandbox.directory.addUser();
      for (const data of [{ ID: nextID(), isActive: false }, [], null, "ok"]) {
        sandbox.fail({ times: 1, effect: { kind: "otherShape", body: { data } } });
        const failure = await failureOf(setActive(clientFor(sandbox), ID, false));
        assert.equal(failure.kind, "badReply", JSON.stringify(data));
      }
    });

    it("and takes nothing but a plain value for what the answer shows", async () => {
      const { ID } = sandbox.directory.addUser();
      for (const [data, shown] of [
        [{ ID, isActive: "false" }, "false"],
        [{ ID, isActive: { value: false } }, undefined],
        [{ ID }, undefined],
      ]) {
        sandbox.fail({ times: 1, effect: { kind: "otherShape", body: { data } } });
        assert.equal(await setActive(clientFor(sandbox), ID, false), shown);
      }
    });

    it("and passes on in Workfront's words why it may not be", async () => {
      const nobody = nextID();
      const unknown = await failureOf(setActive(clientFor(sandbox), nobody, false));
      assert.equal(unknown.kind, "notFound");
      assert.ok(unknown.words?.includes(nobody));

      const plain = sandbox.directory.records("ACSLVL").find((one) => !one["mayEditUsers"] && one["seesUsers"]);
      const { ID } = sandbox.directory.addUser({ accessLevelID: plain!.ID });
      const forbidden = await failureOf(setActive(asUser(ID), sandbox.administrator.ID, false));
      assert.equal(forbidden.kind, "forbidden");
      assert.ok(forbidden.words);

      const refused = await failureOf(setActive(clientFor(sandbox), sandbox.directory.adminEmailUserID, false));
      assert.equal(refused.kind, "refused");
      assert.ok(refused.words);
    });
  });
});
