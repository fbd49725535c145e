import assert from "node:assert/strict";
import { askForOverview } from "../../../src/domain/licenseOverview/answers";
import { measures, type Measure } from "../../../src/domain/licenseOverview/measures";
import { overviewOf, usersCounted, type LicenseOverview } from "../../../src/domain/licenseOverview/overview";
import { startSandbox, type RequestRecord, type Sandbox, type SandboxUser } from "../../sandbox/server";
import { clientFor } from "../../support/client";

const day = 86_400_000;
const idleDays = 90;

async function read(sandbox: Sandbox, purchased: Record<string, number> = {}): Promise<LicenseOverview> {
  const client = clientFor(sandbox, { timeout: 60_000 });
  const question = { idleDays, licenses: () => client.licenseLabels() };
  const answers = await askForOverview(client, question, new AbortController().signal);
  return overviewOf(answers, new Map(Object.entries(purchased)));
}

/** What is counted, by a reading of the directory that knows nothing of requests. */
const counted: Record<Measure, (user: SandboxUser) => boolean> = {
  active: ({ isActive }) => isActive,
  idle: ({ isActive, lastLoginDate }) => isActive && lastLoginDate !== null && lastLoginDate < midnight() - 90 * day,
  neverLoggedIn: ({ isActive, lastLoginDate }) => isActive && lastLoginDate === null,
  scheduled: ({ isActive, scheduledDeactivationDate: date }) => isActive && date !== null && date >= midnight(),
};

function midnight(): number {
  return Math.floor(Date.now() / day) * day;
}

/** The sandbox's own numbers of the users that belong to a row. */
function numbersOf({ directory }: Sandbox, belongs: (user: SandboxUser) => boolean) {
  return Object.fromEntries(
    measures.map((measure) => [
      measure,
      directory.usersWhere((user) => belongs(user) && counted[measure](user)).length,
    ]),
  );
}

function rename(sandbox: Sandbox, objCode: string, name: string, index: number): void {
  sandbox.directory.records(objCode)[index]!["name"] = name;
}

const isReport = ({ path }: RequestRecord) => path.endsWith("/report");
const decline = (sandbox: Sandbox, match: (request: RequestRecord) => boolean) =>
  sandbox.fail({ match, effect: { kind: "status", status: 422 } });
/** The parameters of a request, wherever they travel. */
const asked = ({ url, body }: RequestRecord) => decodeURIComponent(`${url} ${body}`);

describe("the license overview", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.stop());

  for (const users of [147, 100_000])
    it(`has the numbers of an organization of ${users} users, and reads none of them`, async function () {
      this.timeout(60_000);
      sandbox = await startSandbox({ users });
      const { directory } = sandbox;
      const overview = await read(sandbox, { F: 60, C: 1 });
      for (const row of overview.licenses) {
        const ofLicense = ({ licenseType }: SandboxUser) => licenseType === row.license;
        assert.deepEqual(row.numbers, numbersOf(sandbox, ofLicense), String(row.name));
        for (const level of row.levels) {
          const ids = directory.records("ACSLVL").flatMap(({ ID, name }) => (name === level.name ? [ID] : []));
          const ofLevel = (user: SandboxUser) => ofLicense(user) && ids.includes(user.accessLevelID);
          assert.deepEqual(level.numbers, numbersOf(sandbox, ofLevel), String(level.name));
        }
      }
      assert.deepEqual(
        overview.total.numbers,
        numbersOf(sandbox, () => true),
      );
      for (const row of overview.groups) {
        const id = row.criteria?.homeGroupIDs?.[0] ?? null;
        assert.equal(row.name, directory.records("GROUP").find(({ ID }) => ID === id)?.["name"] ?? null);
        assert.deepEqual(
          row.numbers,
          numbersOf(sandbox, ({ homeGroupID }) => homeGroupID === id),
        );
      }
      const inMonth = ({ lastLoginDate }: SandboxUser) =>
        lastLoginDate === null ? "never" : new Date(lastLoginDate).toISOString().slice(0, 7);
      const months = overview.logins.map(({ month }) => month);
      for (const { month, count } of overview.logins) {
        const belongs = (user: SandboxUser) =>
          month === "earlier" ? inMonth(user) < (months.at(-3) ?? "") : inMonth(user) === month;
        assert.equal(count, directory.usersWhere((user) => user.isActive && belongs(user)).length, month);
      }
      assert.deepEqual(overview.unknown, []);
      assert.ok(sandbox.requests.every(({ path }) => !path.endsWith("/user/search")));
      assert.equal(sandbox.requests.filter(isReport).length, 12, "one report for each measure and way to group");
    });

  describe("of 147 users", () => {
    beforeEach(async () => (sandbox = await startSandbox({ users: 147 })));

    const license = (overview: LicenseOverview, letter: string | null) => {
      const row = overview.licenses.find((one) => one.license === letter);
      assert.ok(row, String(letter));
      return row;
    };

    it("says what is free of what was purchased, below zero where more is used, and nothing where it is unknown", async () => {
      const standard = numbersOf(sandbox, ({ licenseType }) => licenseType === "F")["active"]!;
      const overview = await read(sandbox, { F: 100, C: 1, constructor: 5 });
      assert.deepEqual([license(overview, "F").purchased, license(overview, "F").free], [100, 100 - standard]);
      assert.ok(license(overview, "C").free! < 0);
      assert.deepEqual([license(overview, "R").purchased, license(overview, "R").free], [null, null]);
      assert.deepEqual([overview.total.purchased, overview.total.free], [null, null], "one is unknown");
      const all = await read(sandbox, { F: 100, C: 50, R: 50, X: 20 });
      assert.equal(all.total.purchased, 220);
      assert.equal(all.total.free, 220 - all.total.numbers.active!);
    });

    it("means by each number exactly the users whom it counts", async () => {
      const client = clientFor(sandbox);
      const overview = await read(sandbox);
      const levels = overview.licenses.flatMap((row) => row.levels);
      const rows = [...overview.licenses, ...levels, overview.total, ...overview.groups];
      assert.ok(rows.length > 15);
      for (const row of rows)
        for (const measure of measures) {
          const criteria = usersCounted(row, measure, idleDays);
          assert.ok(criteria, row.key);
          assert.equal(await client.countUsers(criteria), row.numbers[measure], `${row.key}, ${measure}`);
        }
      for (const { criteria, count, key } of overview.logins)
        assert.equal(await client.countUsers(criteria), count, key);
    });

    it("shows users without a license or home group, and licenses that the metadata does not name", async () => {
      const [one, other, third] = sandbox.directory.usersWhere(({ isActive }) => isActive);
      Object.assign(one!, { licenseType: null });
      Object.assign(other!, { licenseType: "Z" });
      Object.assign(third!, { homeGroupID: null });
      const overview = await read(sandbox);
      assert.equal(license(overview, null).numbers.active, 1);
      assert.deepEqual([license(overview, "Z").name, license(overview, "Z").numbers.active], ["Z", 1]);
      assert.deepEqual(license(overview, "Z").levels.length, 1);
      assert.ok(overview.groups.some(({ name, criteria }) => name === null && criteria?.homeGroupIDs?.[0] === null));
    });

    it("counts levels and groups with names that mean something to programs", async () => {
      const names = ["constructor", "__proto__", "toString", "<img src=x onerror=alert(1)>"];
      for (const [index, name] of names.entries()) {
        rename(sandbox, "ACSLVL", name, index);
        rename(sandbox, "GROUP", name, index);
      }
      const overview = await read(sandbox);
      const levels = overview.licenses.flatMap((row) => row.levels);
      for (const name of names) {
        const ids = sandbox.directory.records("ACSLVL").flatMap((one) => (one["name"] === name ? [one.ID] : []));
        const active = levels.filter((level) => level.name === name).map(({ numbers }) => numbers.active);
        const users = sandbox.directory.usersWhere((user) => user.isActive && ids.includes(user.accessLevelID));
        assert.equal(
          active.reduce<number>((sum, count) => sum + (count ?? 0), 0),
          users.length,
          name,
        );
        assert.ok(
          overview.groups.some((group) => group.name === name),
          name,
        );
      }
      assert.ok(levels.every(({ name }) => name !== null));
    });

    it("counts together the access levels that share a name, and shows the users of all of them", async () => {
      for (const level of sandbox.directory.records("ACSLVL")) level["name"] = "Everybody";
      const { levels, numbers } = license(await read(sandbox), "F");
      assert.deepEqual(
        levels.map(({ name }) => name),
        ["Everybody"],
      );
      assert.deepEqual(levels[0]!.numbers, numbers);
      assert.equal(levels[0]!.criteria?.accessLevelIDs?.length, sandbox.directory.records("ACSLVL").length);
    });

    it("shows numbers without their users where access levels may be counted, but not be seen, and says so", async () => {
      decline(sandbox, ({ path }) => path.endsWith("/accesslevel/search") || path.endsWith("/ACSLVL/search"));
      const overview = await read(sandbox);
      const { levels } = license(overview, "F");
      assert.ok(levels.length > 0 && levels.every(({ criteria }) => criteria === null));
      assert.deepEqual(
        overview.unknown.map(({ of, measure }) => [of, measure]),
        [["levelUsers", null]],
      );
    });

    it("shows home groups by their IDs where their names are declined, and says so", async () => {
      const whole = await read(sandbox);
      decline(sandbox, ({ path }) => path.endsWith("/group/search") || path.endsWith("/GROUP/search"));
      const overview = await read(sandbox);
      assert.deepEqual(
        overview.groups.map(({ name, numbers }) => [name, numbers]),
        whole.groups.map(({ criteria, numbers }) => [criteria?.homeGroupIDs?.[0] ?? null, numbers]),
      );
      assert.deepEqual(
        overview.unknown.map(({ of, measure }) => [of, measure]),
        [["groupNames", null]],
      );
    });

    it("leaves a column unknown whose report is declined, with the reason, while the rest stands", async () => {
      const whole = await read(sandbox);
      decline(
        sandbox,
        (request) => isReport(request) && /lastLoginDate_Mod=isnull.*&licenseType_GroupBy/.test(asked(request)),
      );
      const overview = await read(sandbox);
      assert.deepEqual(
        overview.unknown.map(({ of, measure }) => [of, measure]),
        [["licenses", "neverLoggedIn"]],
      );
      for (const [index, row] of overview.licenses.entries()) {
        const expected = { ...whole.licenses[index]!.numbers, neverLoggedIn: null };
        assert.deepEqual(row.numbers, expected, String(row.name));
        assert.deepEqual(
          row.levels.filter(({ name }) => name !== null),
          whole.licenses[index]!.levels,
        );
      }
      assert.equal(overview.total.numbers.neverLoggedIn, null);
      assert.equal(overview.total.numbers.active, whole.total.numbers.active);
      assert.deepEqual(overview.groups, whole.groups);
      assert.equal(overview.logins.at(-1)?.count, null);
      assert.deepEqual(overview.logins.slice(0, -1), whole.logins.slice(0, -1));
    });

    it("leaves access levels unknown where no report has groups in groups, and months where none can be asked for", async () => {
      decline(sandbox, (request) => asked(request).includes("accessLevel:name_2_GroupBy"));
      decline(sandbox, (request) => asked(request).includes("lastLoginDate_Mod=between"));
      const overview = await read(sandbox);
      const unknown = overview.unknown.map(({ of, measure }) => [of, measure]);
      assert.deepEqual(unknown, [...measures.map((measure) => ["levels", measure]), ["logins", null]]);
      assert.ok(license(overview, "F").numbers.active! > 0);
      assert.deepEqual(license(overview, "F").levels, []);
      assert.deepEqual(
        overview.logins.map(({ count }) => count === null),
        [...Array.from({ length: 12 }, () => true), false, false],
      );
    });

    it("fails where nothing is answered, and ends where nobody waits for it any longer", async () => {
      const all = decline(sandbox, () => true);
      await assert.rejects(read(sandbox), { name: "WorkfrontError" });
      all.remove();
      const client = clientFor(sandbox);
      const question = { idleDays, licenses: () => client.licenseLabels() };
      await assert.rejects(askForOverview(client, question, AbortSignal.abort()), { name: "AbortError" });
      const stopped = new AbortController();
      const stoppedAtTheMonths = {
        groupUsers: () => Promise.resolve([]),
        groupUsersByLevel: () => Promise.resolve([]),
        accessLevels: () => Promise.resolve([]),
        groupNames: () => Promise.resolve(new Map<string, string>()),
        countUsers: () => {
          stopped.abort();
          return Promise.reject(new Error("stopped"));
        },
      };
      await assert.rejects(askForOverview(stoppedAtTheMonths, question, stopped.signal), { name: "AbortError" });
    });
  });
});
