import assert from "node:assert/strict";
import fc from "fast-check";
import type { UserCriteria } from "../../src/workfront/query";
import { startSandbox, type Sandbox, type SandboxUser } from "../sandbox/server";
import { clientFor } from "../support/client";

const day = 86_400_000;

/** A reading of the criteria that knows nothing of Workfront's parameters. */
function meets(user: SandboxUser, criteria: UserCriteria): boolean {
  const { isActive, licenseTypes, accessLevelIDs, homeGroupIDs, homeTeamIDs, managerIDs } = criteria;
  const { scheduled, createdDays, userIDs, exceptIDs } = criteria;
  const midnight = Math.floor(Date.now() / day) * day;
  const oneOf = <T>(values: readonly T[] | undefined, value: T) => !values?.length || values.includes(value);
  return (
    matchesText(user, criteria.text ?? "") &&
    matchesLogin(user, criteria, midnight) &&
    matchesApproval(user, criteria) &&
    (isActive === undefined || user.isActive === isActive) &&
    oneOf<string | null>(licenseTypes, user.licenseType) &&
    oneOf(accessLevelIDs, user.accessLevelID) &&
    oneOf<string | null>(homeGroupIDs, user.homeGroupID) &&
    oneOf<string | null>(homeTeamIDs, user.homeTeamID) &&
    oneOf<string | null>(managerIDs, user.managerID) &&
    (scheduled === undefined || isScheduled(user, scheduled, midnight)) &&
    (createdDays === undefined || user.entryDate < midnight - createdDays * day) &&
    (userIDs === undefined || userIDs.includes(user.ID)) &&
    !exceptIDs?.includes(user.ID)
  );
}

function isScheduled(user: SandboxUser, when: "coming" | "overdue", midnight: number): boolean {
  const { isActive, scheduledDeactivationDate: date } = user;
  return isActive && date !== null && (when === "overdue" ? date < midnight : date >= midnight);
}

function matchesText({ ID, name, emailAddr, username }: SandboxUser, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words[0] === ID) return true;
  return [name, emailAddr, username].some((field) => words.every((word) => field?.toLowerCase().includes(word)));
}

function matchesLogin({ lastLoginDate }: SandboxUser, criteria: UserCriteria, midnight: number): boolean {
  const { notLoggedInDays: days, neverLoggedIn, lastLoginMonths: months } = criteria;
  const month = lastLoginDate === null ? null : new Date(lastLoginDate).toISOString().slice(0, 7);
  if (months) return month !== null && month >= (months.from ?? "") && month < months.before;
  if (days === undefined && !neverLoggedIn) return true;
  if (lastLoginDate === null) return neverLoggedIn === true;
  return days !== undefined && lastLoginDate < midnight - days * day;
}

function matchesApproval({ isActive, userApprovalID }: SandboxUser, { waitingForApproval }: UserCriteria): boolean {
  if (waitingForApproval === undefined) return true;
  return waitingForApproval ? Boolean(userApprovalID) && !isActive : !userApprovalID;
}

/** Texts that somebody looking for these users would type, and others. */
function texts(users: readonly SandboxUser[]): fc.Arbitrary<string> {
  const words = users.flatMap(({ name, username }) => [...name.split(" "), username]).filter((word) => /\w/.test(word));
  const part = fc
    .tuple(fc.constantFrom(...words), fc.nat(3), fc.integer({ min: 1, max: 12 }))
    .map(([word, from, length]) => word.slice(from, from + length));
  return fc.oneof(
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" ")),
    fc.constantFrom(...users.map(({ ID }) => ID)),
    fc.constantFrom("", "  ", "a", "&", "%", "+", "$$TODAY", "'", '"', "100%", "OR:1:name"),
  );
}

function criteriaFor({ directory }: Sandbox): fc.Arbitrary<UserCriteria> {
  const users = [...directory.users.values()];
  const someOf = <T>(values: readonly T[]) => fc.subarray([...new Set(values)], { minLength: 0, maxLength: 4 });
  const days = fc.constantFrom(0, 30, 90, 365, 1000);
  const month = fc.nat(30).map((back) => new Date(Date.now() - back * 30 * day).toISOString().slice(0, 7));
  return fc.record(
    {
      text: texts(users),
      isActive: fc.boolean(),
      licenseTypes: someOf(users.map(({ licenseType }) => licenseType as string | null)),
      accessLevelIDs: someOf(users.map(({ accessLevelID }) => accessLevelID)),
      homeGroupIDs: someOf(users.map(({ homeGroupID }) => homeGroupID)),
      homeTeamIDs: someOf(users.flatMap(({ homeTeamID }) => homeTeamID ?? [])),
      managerIDs: someOf(users.flatMap(({ managerID }) => managerID ?? [])),
      scheduled: fc.constantFrom("coming" as const, "overdue" as const),
      notLoggedInDays: days,
      neverLoggedIn: fc.constant(true as const),
      lastLoginMonths: fc.record({ from: month, before: month }, { requiredKeys: ["before"], noNullPrototype: true }),
      createdDays: days,
      waitingForApproval: fc.boolean(),
      exceptIDs: someOf(users.map(({ ID }) => ID)),
      userIDs: someOf(users.map(({ ID }) => ID)),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
}

describe("criteria", () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ users: 60, hostileNames: true });
    for (const user of [...sandbox.directory.users.values()].slice(20, 24))
      Object.assign(user, { licenseType: null, homeGroupID: null });
    for (const [index, user] of [...sandbox.directory.users.values()].slice(24, 34).entries())
      user.scheduledDeactivationDate = Date.now() + (index - 5) * day;
    for (let index = 0; index < 4; index++) sandbox.directory.addWaitingUser({ name: `Waiting ${index}` });
  });
  after(() => sandbox.stop());

  it("mean the same to the server as to whoever reads them, in every combination", async () => {
    const client = clientFor(sandbox);
    const users = [...sandbox.directory.users.values()];
    await fc.assert(
      fc.asyncProperty(criteriaFor(sandbox), async (criteria) => {
        const [found, count] = await Promise.all([
          client.searchUsers(criteria, { first: 0, limit: 2000 }),
          client.countUsers(criteria),
        ]);
        const wanted = users.filter((user) => meets(user, criteria));
        assert.deepEqual(found.map(({ ID }) => ID).sort(), wanted.map(({ ID }) => ID).sort());
        assert.equal(count, wanted.length);
      }),
      { numRuns: 150 },
    );
  });

  it("tell who waits for approval, whom no other state includes", async () => {
    const names = async (criteria: UserCriteria) =>
      (await clientFor(sandbox).searchUsers(criteria, { first: 0, limit: 2000 })).map(({ name }) => name ?? "");
    const waiting = sandbox.directory.usersWhere(({ userApprovalID }) => Boolean(userApprovalID));
    assert.equal((await names({ waitingForApproval: true })).length, waiting.length);
    assert.deepEqual(await names({ waitingForApproval: true, isActive: true }), []);
    assert.deepEqual(await names({ waitingForApproval: true, scheduled: "coming" }), []);
    const former = await names({ waitingForApproval: false, isActive: false });
    assert.ok(former.length > 0 && former.every((name) => !name.startsWith("Waiting")));
  });

  it("stay the same when they are kept as JSON", () => {
    fc.assert(
      fc.property(criteriaFor(sandbox), (criteria) => {
        assert.deepEqual(JSON.parse(JSON.stringify(criteria)), criteria);
      }),
    );
  });

  it("that name a thousand groups travel as a form, because no address takes that many", async () => {
    const groups = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(32, "0"));
    const [user] = sandbox.directory.usersWhere(({ homeGroupID }) => homeGroupID !== null);
    sandbox.clearRequests();
    const found = await clientFor(sandbox).searchUsers(
      { homeGroupIDs: [...groups, user!.homeGroupID], text: user!.ID },
      { first: 0, limit: 10 },
    );
    assert.deepEqual(
      found.map(({ ID }) => ID),
      [user!.ID],
    );
    assert.deepEqual(
      sandbox.requests.map(({ method }) => method),
      ["POST"],
    );
  });
});
