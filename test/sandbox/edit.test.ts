import assert from "node:assert/strict";
import { ask, query, type Reply } from "./ask";
import { startSandbox, type Sandbox, type SandboxOptions, type SandboxUser } from "./server";

describe("a change of users", () => {
  let sandbox: Sandbox;
  let tyler: SandboxUser;
  const start = async (options: SandboxOptions = {}): Promise<void> => {
    sandbox = await startSandbox(options);
    tyler = sandbox.directory.usersNamed("Tyler Reid")[0]!;
  };
  beforeEach(() => start());
  afterEach(() => sandbox.stop());

  const put = (target: string, body?: unknown): Promise<Reply> => {
    const headers = { apiKey: sandbox.administrator.apiKey, "Content-Type": "application/json" };
    return ask(sandbox.url, `/attask/api/v22.0/${target}`, { method: "PUT", headers, body: JSON.stringify(body) });
  };
  const deactivate = (...users: readonly (SandboxUser | { ID: string })[]) =>
    put(
      "USER?fields=isActive",
      users.map(({ ID }) => ({ ID, isActive: false })),
    );
  const someActive = (number: number) =>
    sandbox.directory
      .usersWhere((user) => user.isActive && user.emailAddr !== null && user.ID !== sandbox.directory.adminEmailUserID)
      .slice(1, number + 1);

  it("answers the user as it is afterward, and notes when and by whom", async () => {
    const reply = await put(`USER/${tyler.ID}?fields=isActive,lastUpdatedBy`, { isActive: false });
    assert.equal(reply.status, 200, reply.text);
    const { isActive, lastUpdatedBy } = reply.json.data as { isActive: boolean; lastUpdatedBy: { ID: string } };
    assert.deepEqual([isActive, lastUpdatedBy.ID], [false, sandbox.administrator.ID]);
    assert.ok(Date.now() - tyler.actualDeactivationDate! < 60_000);
    await put(`USER/${tyler.ID}`, { isActive: true });
    assert.deepEqual([tyler.isActive, tyler.actualDeactivationDate], [true, null]);
  });

  it("may come as plain parameters, as updates, and in a form body, but not mixed", async () => {
    assert.equal((await put(`user/${tyler.ID}?isActive=false`)).status, 200);
    assert.equal(tyler.isActive, false);
    const updates = query({ updates: '{"isActive":"true"}', method: "PUT" });
    const headers = {
      apiKey: sandbox.administrator.apiKey,
      "Content-Type": "application/x-www-form-urlencoded",
    };
    const target = `/attask/api/v22.0/user/${tyler.ID}`;
    assert.equal((await ask(sandbox.url, target, { method: "POST", headers, body: updates })).status, 200);
    assert.equal(tyler.isActive, true);
    const mixed = await put(`user/${tyler.ID}?title=Boss`, { isActive: false });
    assert.match(mixed.json.error?.message ?? "", /^Cannot mix 'updates' JSON parameter/);
    assert.equal(tyler.isActive, true);
  });

  it("is refused as a whole for a field that is unknown, read-only or of another type", async () => {
    for (const updates of [{ active: false }, { isAdmin: false }, { isActive: "maybe" }, { isActive: null }]) {
      const reply = await put(`user/${tyler.ID}`, { title: "Boss", ...updates });
      assert.equal(reply.status, 422, JSON.stringify(updates));
    }
    assert.notEqual(tyler.title, "Boss");
    assert.equal((await put(`user/${"f".repeat(32)}`, { isActive: false })).status, 404);
    assert.equal((await put(`user/${tyler.ID}?fields=nonsense`, { isActive: false })).status, 422);
    assert.equal(tyler.isActive, true);
  });

  it("never deactivates the user of the Admin Email", async () => {
    const owner = sandbox.directory.users.get(sandbox.directory.adminEmailUserID)!;
    const reply = await put(`user/${owner.ID}`, { isActive: false });
    assert.match(reply.json.error?.message ?? "", /Admin Email/);
    assert.equal(owner.isActive, true);
  });

  it("never makes a second user of one email address active", async () => {
    const former = sandbox.directory.usersNamed("Jane Cooper").find(({ isActive }) => !isActive)!;
    const reply = await put(`user/${former.ID}`, { isActive: true });
    assert.match(reply.json.error?.message ?? "", /Another active user/);
    assert.equal(former.isActive, false);
  });

  it("needs an access level to reactivate where the switch says so", async () => {
    await sandbox.stop();
    await start({ reactivationNeedsAccessLevel: true });
    tyler.isActive = false;
    assert.equal((await put(`user/${tyler.ID}`, { isActive: true })).status, 422);
    const { accessLevelID } = tyler;
    assert.equal((await put(`user/${tyler.ID}`, { isActive: true, accessLevelID })).status, 200);
  });

  it("needs a home group to reactivate where the switch says so", async () => {
    await sandbox.stop();
    await start({ reactivationNeedsHomeGroup: true });
    tyler.isActive = false;
    const refused = await put(`user/${tyler.ID}`, { isActive: true });
    assert.deepEqual([refused.status, refused.json.error?.message], [422, "homeGroupID cannot be null"]);
    const homeGroupID = tyler.homeGroupID ?? sandbox.directory.records("GROUP")[0]!.ID;
    assert.equal((await put(`user/${tyler.ID}`, { isActive: true, homeGroupID })).status, 200);
  });

  it("never makes a system administrator, which the Admin Console alone does", async () => {
    const accessLevelID = sandbox.directory.accessLevel("System Administrator").ID;
    const reply = await put(`user/${tyler.ID}`, { accessLevelID });
    assert.match(reply.json.error?.message ?? "", /Admin Console/);
    assert.notEqual(tyler.accessLevelID, accessLevelID);
  });

  it("goes around the approval of a user who waits for one", async () => {
    const waiting = sandbox.directory.addWaitingUser();
    const reply = await put(`user/${waiting.ID}?fields=isActive,userApproval:ID`, { isActive: true });
    const { isActive, userApproval } = reply.json.data as { isActive: boolean; userApproval: { ID: string } | null };
    assert.deepEqual([isActive, userApproval?.ID], [true, waiting["userApprovalID"]]);
  });

  it("is undone by the Admin Console for those who have left it", async () => {
    const { directory } = sandbox;
    directory.leaveAdminConsole(tyler);
    directory.synchronize();
    assert.equal(tyler.isActive, false);
    assert.equal((await put(`user/${tyler.ID}`, { isActive: true })).status, 200);
    directory.synchronize();
    assert.equal(tyler.isActive, false);
    assert.ok(Date.now() - tyler.actualDeactivationDate! < 60_000);
  });

  it("cannot be a deletion or a creation", async () => {
    const headers = { apiKey: sandbox.administrator.apiKey };
    for (const method of ["DELETE", "POST"]) {
      const reply = await ask(sandbox.url, `/attask/api/v22.0/user/${tyler.ID}`, { method, headers });
      assert.equal(reply.status, 400);
    }
    assert.ok(sandbox.directory.users.has(tyler.ID));
  });

  describe("in bulk", () => {
    const bad = { ID: "f".repeat(32) };

    it("changes up to a hundred users in one request", async () => {
      const users = someActive(100);
      const reply = await deactivate(...users);
      assert.equal(reply.status, 200, reply.text);
      const answered = reply.json.data as { ID: string; isActive: boolean }[];
      assert.deepEqual(
        answered.map(({ ID, isActive }) => [ID, isActive]),
        users.map(({ ID }) => [ID, false]),
      );
      assert.equal((await deactivate(...users, tyler)).status, 422);
    });

    it("changes nobody when one cannot be changed", async () => {
      const [one, other] = someActive(2);
      assert.equal((await deactivate(one!, bad, other!)).status, 404);
      assert.deepEqual([one!.isActive, other!.isActive], [true, true]);
    });

    it("changes those before the bad one where the switch says so", async () => {
      await sandbox.stop();
      await start({ bulkFailure: "partial" });
      const [one, other] = someActive(2);
      assert.equal((await deactivate(one!, bad, other!)).status, 404);
      assert.deepEqual([one!.isActive, other!.isActive], [false, true]);
    });

    it("leaves the bad one out without a word where the switch says so", async () => {
      await sandbox.stop();
      await start({ bulkFailure: "skip" });
      const [one, other] = someActive(2);
      const reply = await deactivate(one!, bad, other!);
      assert.equal((reply.json.data as unknown[]).length, 2);
      assert.deepEqual([one!.isActive, other!.isActive], [false, false]);
    });
  });
});
