import assert from "node:assert/strict";
import { idleCriteria } from "../../src/domain/idle";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { clientFor } from "../support/client";

const day = 86_400_000;

describe("idle users", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 300 });
    for (const user of sandbox.directory.users.values()) Object.assign(user, { lastLoginDate: Date.now() });
  });
  afterEach(() => sandbox.stop());

  const ago = (days: number) => Date.now() - days * day;
  const idle = async (question = { days: 90, neverLoggedIn: true }) => {
    const client = clientFor(sandbox);
    const criteria = await idleCriteria(client, question, sandbox.administrator.ID);
    const users = await client.searchUsers(criteria, { first: 0, limit: 2000 });
    return users.map(({ name }) => name);
  };
  const add = (name: string, differences: object) =>
    sandbox.directory.addUser({
      name,
      entryDate: ago(1000),
      isActive: true,
      lastLoginDate: Date.now(),
      ...differences,
    });

  it("are active and have not logged in for so many days, or never did", async () => {
    add("Long Gone", { lastLoginDate: ago(92) });
    add("Never Here", { lastLoginDate: null });
    add("Still Here", { lastLoginDate: ago(88) });
    add("Deactivated", { lastLoginDate: ago(500), isActive: false });
    assert.deepEqual(await idle(), ["Long Gone", "Never Here"]);
    assert.deepEqual(await idle({ days: 90, neverLoggedIn: false }), ["Long Gone"]);
  });

  it("are not those who were created within these days", async () => {
    add("Beginner", { lastLoginDate: null, entryDate: ago(10) });
    assert.deepEqual(await idle(), []);
  });

  it("are neither whoever asks nor the accounts of integrations", async () => {
    Object.assign(sandbox.directory.users.get(sandbox.administrator.ID)!, { lastLoginDate: null, entryDate: ago(900) });
    for (const differences of [{ emailAddr: "1@TechAcct.adobe.com" }, { username: "techacct-2" }])
      add("Integration", { lastLoginDate: null, ...differences });
    add("TECHACCT 3", { lastLoginDate: null });
    assert.deepEqual(await idle(), []);
  });

  it("can be looked for in some licenses and groups alone", async () => {
    const [group] = sandbox.directory.records("GROUP");
    add("In It", { lastLoginDate: null, licenseType: "C", homeGroupID: group!.ID });
    add("Elsewhere", { lastLoginDate: null, licenseType: "C", homeGroupID: null });
    add("Otherwise", { lastLoginDate: null, licenseType: "F", homeGroupID: group!.ID });
    const question = { days: 90, neverLoggedIn: true, licenseTypes: ["C"], homeGroupIDs: [group!.ID] };
    assert.deepEqual(await idle(question), ["In It"]);
  });
});
