import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import papaparse from "papaparse";
import { exportUsers, type ExportOptions } from "../../src/domain/export";
import { withoutMarks } from "../../src/domain/csv";
import type { RawRecord } from "../../src/workfront/records";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { onBusyWindows } from "../support/busyWindows";
import { clientFor } from "../support/client";
import { removeFolder } from "../support/removeFolder";

const fields = ["ID", "name", "emailAddr", "title", "licenseType", "homeGroup:name", "teams:name", "lastLoginDate"];

describe("an export", () => {
  let sandbox: Sandbox;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 147, hostileNames: true });
    folder = await mkdtemp(join(tmpdir(), "export-"));
    file = join(folder, "users");
  });
  afterEach(async () => {
    await sandbox.stop();
    await removeFolder(folder);
  });

  const run = (options: Partial<ExportOptions> = {}) =>
    exportUsers(clientFor(sandbox), file, {
      criteria: {},
      fields,
      format: "csv",
      licenses: new Map([["F", "Standard"]]),
      expected: sandbox.directory.users.size,
      signal: new AbortController().signal,
      onProgress: () => {},
      ...options,
    });
  const left: ExportOptions["left"] = {
    columns: [
      { key: "tasks", heading: "Open tasks" },
      { key: "teams", heading: "Teams owned" },
    ],
    count: (userID, key) => (key === "tasks" ? userID.length : undefined),
    unknown: "=unknown",
  };
  const rows = async () => papaparse.parse<string[]>(await readFile(file, "utf8"), { skipEmptyLines: true }).data;

  describe("as CSV", () => {
    it("begins with a byte order mark and the fields, and has a line for each user that meets the criteria", async () => {
      const { written } = await run({ criteria: { isActive: true } });
      const active = sandbox.directory.usersWhere(({ isActive }) => isActive);
      assert.equal(written, active.length);
      assert.ok((await readFile(file, "utf8")).startsWith("\ufeffID,name,"));
      const [heading, ...users] = await rows();
      assert.deepEqual([heading?.[0]?.slice(-2), ...(heading ?? []).slice(1)], fields);
      assert.deepEqual(users.map(([ID]) => ID).sort(), active.map(({ ID }) => ID).sort());
    });

    it("has a column for each kind of work that was left with the users, or the word for unknown", async () => {
      await run({ criteria: { isActive: true }, left });
      const [heading, first] = await rows();
      assert.deepEqual(heading?.slice(-2), ["Open tasks", "Teams owned"]);
      assert.deepEqual(first?.slice(-2), ["32", "'=unknown"]);
    });

    it("has the names of licenses, groups and teams, and dates that every program reads", async () => {
      const [user] = sandbox.directory.usersWhere(
        ({ licenseType, homeGroupID, lastLoginDate }) => licenseType === "F" && !!homeGroupID && !!lastLoginDate,
      );
      await run({ criteria: { text: user!.ID } });
      const [, [ID, , , , license, group, , lastLogin] = []] = await rows();
      assert.equal(ID, user!.ID);
      assert.equal(license, "Standard");
      assert.equal(group, sandbox.directory.table("GROUP").get(user!.homeGroupID!)?.["name"]);
      assert.equal(lastLogin, new Date(user!.lastLoginDate!).toISOString());
    });

    it("keeps every name as it is, and lets no spreadsheet carry one out", async () => {
      const awkward = fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom(
          ...["=", "+", "-", "@", "\t", "\r", "'=", "''@", "'", '"', ";", "x;=1+1", ";'=", ';"=', "\r\n", "=1\n+2"],
        ),
      );
      const name = fc.array(awkward, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
      await fc.assert(
        fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 5 }), async (names) => {
          const added = names.map((each) => sandbox.directory.addUser({ title: each, name: "Exported" }));
          await run({ criteria: { text: "Exported" } });
          const [, ...users] = await rows();
          // A spreadsheet that separates by semicolons minds neither commas nor quotes inside a cell.
          for (const cell of (await readFile(file, "utf8")).split(/[;\r\n]/))
            assert.doesNotMatch(cell, /^[" ]*[=+\-@]/);
          const titles = new Map(users.map(([ID, , , title]) => [ID, title ?? ""]));
          const ours = new Map([...titles].map(([ID, title]) => [ID, withoutMarks(title)]));
          for (const { ID, title } of added) {
            assert.equal(ours.get(ID), title);
            assert.doesNotMatch(titles.get(ID) ?? "", /^[=+\-@\t\r]/);
            sandbox.directory.users.delete(ID);
          }
        }),
        { numRuns: 40 },
      );
    });
  });

  it("as JSON has each record exactly as the server sent it", async () => {
    const sent: RawRecord[] = [];
    const client = clientFor(sandbox);
    for await (const page of client.listUsers({}, fields, { expected: 147 })) sent.push(...page);
    await run({ format: "json" });
    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), sent);
  });

  it("as JSON has the work that was left with each user beside the record, with null for what is unknown", async () => {
    await run({ format: "json", left });
    const users = JSON.parse(await readFile(file, "utf8")) as RawRecord[];
    assert.equal(users.length, sandbox.directory.users.size);
    assert.ok(users.every(({ name }) => typeof name === "string"));
    assert.deepEqual(users[0]?.["workLeft"], { tasks: 32, teams: null });
  });

  it("of nobody is still a whole file", async () => {
    await run({ format: "json", criteria: { text: "no such person" } });
    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), []);
    await run({ criteria: { text: "no such person" } });
    assert.equal((await rows()).length, 1);
  });

  it("can be read by its owner alone", async function () {
    // Windows has no modes: there, a user's folders can be read by nobody else from the start.
    if (process.platform === "win32") this.skip();
    await run();
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("writes and tells of some hundred users at a time, so that nothing else waits for a page of 2,000", async () => {
    const large = await startSandbox({ users: 1200 });
    try {
      const progress: number[] = [];
      const { written } = await exportUsers(clientFor(large), file, {
        ...{ criteria: {}, fields: ["name"], format: "csv", licenses: new Map(), expected: 1200 },
        ...{ signal: new AbortController().signal, onProgress: (count) => progress.push(count) },
      });
      assert.deepEqual([progress, written], [[500, 1000, 1200], 1200]);
    } finally {
      await large.stop();
    }
  });

  it("says how many users are written, and how many there are when it is complete", async () => {
    sandbox.fail({
      match: ({ path }) => path.endsWith("/count"),
      effect: { kind: "call", call: () => void sandbox.directory.addUser() },
    });
    const progress: number[] = [];
    const result = await run({ onProgress: (written) => progress.push(written) });
    assert.deepEqual(result, { written: 147, counted: 148 });
    assert.deepEqual(progress, [147]);
  });

  it("that is canceled leaves nothing behind", async () => {
    const cancel = new AbortController();
    const canceled = run({ signal: cancel.signal, onProgress: () => cancel.abort(new Error("canceled")) });
    await assert.rejects(canceled, /canceled/);
    assert.deepEqual(await readdir(folder), []);
  });

  it("that fails on the way leaves nothing behind", async () => {
    sandbox.fail({ match: ({ path }) => path.endsWith("/search"), effect: { kind: "status", status: 403 } });
    await assert.rejects(run(), { name: "WorkfrontError" });
    assert.deepEqual(await readdir(folder), []);
  });

  it("that fails on the way leaves nothing behind, and says why, also on Windows, where a file is busy for a moment", async () => {
    sandbox.fail({ match: ({ path }) => path.endsWith("/search"), effect: { kind: "status", status: 403 } });
    await onBusyWindows({ rm: 2 }, () => assert.rejects(run(), { name: "WorkfrontError" }));
    assert.deepEqual(await readdir(folder), []);
  });

  it("of a field that the server does not know has the others", async () => {
    await run({ format: "json", fields: ["name", "shoeSize"] });
    const [first] = JSON.parse(await readFile(file, "utf8")) as RawRecord[];
    assert.deepEqual(Object.keys(first ?? {}).sort(), ["ID", "name", "objCode"]);
  });
});
