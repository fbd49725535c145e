import assert from "node:assert/strict";
import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { daysKept, Journal, RunBusyError } from "../../src/domain/journal";
import { planChange, type Plan } from "../../src/domain/plan";
import { userDetail } from "../support/users";

const ada = { ID: "a".repeat(32), name: "Ada" };
const origin = { connectionID: `https://acme.my.workfront.com|${ada.ID}`, host: "acme.my.workfront.com", by: ada };

function deactivationOf(users: number): Plan {
  const found = Array.from({ length: users }, () =>
    userDetail({ accessLevel: { ID: "f".repeat(32), name: "Worker" } }),
  );
  return planChange("deactivate", found, found, ada.ID);
}

describe("The journal", () => {
  let folder: string;
  let journal: Journal;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), "journal-")), "runs");
    journal = new Journal(folder);
  });
  afterEach(() => rm(join(folder, ".."), { recursive: true, force: true }));

  const pathOf = (id: string) => join(folder, `${id}.jsonl`);

  it("keeps who was to be changed by whom and where, and what they were before", async () => {
    const plan = deactivationOf(1);
    const run = await journal.begin(plan, origin);
    await run.end({ how: "finished" });
    const [record] = await journal.runs();
    assert.equal(record?.wish, "deactivate");
    assert.deepEqual({ connectionID: record.connectionID, host: record.host, by: record.by }, origin);
    const { ID, name, emailAddr } = plan.change[0]!;
    const accessLevel = { ID: "f".repeat(32), name: "Worker" };
    assert.deepEqual(record.users[0]?.user, { ID, name, emailAddr, isActive: true, accessLevel });
  });

  it("keeps users whom nothing is done for, and why", async () => {
    const [idle, self, gone] = [userDetail({ isActive: false }), userDetail(ada), userDetail()];
    const run = await journal.begin(planChange("deactivate", [idle, self, gone], [idle, self], ada.ID), origin);
    await run.end({ how: "finished" });
    const record = await journal.run(run.id);
    assert.deepEqual(
      record?.users.map(({ user, at: _at, sent: _sent, ...result }) => [user.ID, result]),
      [
        [idle.ID, { result: "unchanged" }],
        [self.ID, { result: "refused", reason: "self" }],
        [gone.ID, { result: "refused", reason: "unknown" }],
      ],
    );
  });

  it("can be read by nobody else", async () => {
    const run = await journal.begin(deactivationOf(1), origin);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    for (const name of await readdir(folder)) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
    await run.end({ how: "finished" });
  });

  it("has each outcome in the file the moment it is told", async () => {
    const plan = deactivationOf(2);
    const run = await journal.begin(plan, origin);
    await run.sent(plan.change);
    run.outcome([{ user: plan.change[0]!, result: "changed" }]);
    const lines = (await readFile(pathOf(run.id), "utf8")).trim().split("\n");
    assert.match(lines.at(-1)!, new RegExp(`"outcome".*${plan.change[0]!.ID}.*"changed"`));
    await run.end({ how: "cancelled" });
  });

  it("knows a run as running while its process lives, and as ended afterward", async () => {
    const run = await journal.begin(deactivationOf(1), origin);
    assert.equal((await journal.run(run.id))?.state, "running");
    await run.end({ how: "cancelled" });
    assert.equal((await journal.run(run.id))?.state, "cancelled");
    assert.ok((await journal.run(run.id))?.endedAt);
  });

  it("leaves a run that is abandoned to be resumed, and takes nothing more for it", async () => {
    const plan = deactivationOf(1);
    const run = await journal.begin(plan, origin);
    await run.sent(plan.change);
    run.abandon();
    await assert.rejects(run.sent(plan.change), /closed/);
    assert.equal((await journal.run(run.id))?.state, "interrupted");
    await (await journal.reopen(run.id, ada)).end({ how: "finished" });
  });

  const lockOf = (id: string) => join(folder, `${id}.lock`);

  /** A run whose lock is as somebody else left it. */
  async function abandoned(holder: object, secondsAgo: number): Promise<string> {
    const run = await journal.begin(deactivationOf(3), origin);
    await run.end({ how: "finished" });
    await truncate(pathOf(run.id), (await readFile(pathOf(run.id), "utf8")).indexOf("\n") + 1);
    await writeFile(lockOf(run.id), JSON.stringify({ token: "x", machine: hostname(), ...holder }));
    const at = Date.now() / 1000 - secondsAgo;
    await utimes(lockOf(run.id), at, at);
    return run.id;
  }

  it("knows a run as interrupted when its process is gone, and lets it be taken up again", async () => {
    const id = await abandoned({ processID: 2 ** 22 + 1 }, 0);
    assert.equal((await journal.run(id))?.state, "interrupted");
    const again = await journal.reopen(id, ada);
    assert.equal((await journal.run(id))?.state, "running");
    await again.end({ how: "finished" });
    assert.equal((await journal.run(id))?.state, "finished");
  });

  it("knows a run as interrupted when its process gives no sign of life", async () => {
    assert.equal((await journal.run(await abandoned({ processID: process.pid }, 60)))?.state, "interrupted");
  });

  it("does not take a run that another machine is at work on for interrupted", async () => {
    const id = await abandoned({ machine: "elsewhere", processID: 2 ** 22 + 1 }, 3);
    assert.equal((await journal.run(id))?.state, "running");
    await assert.rejects(journal.reopen(id, ada), RunBusyError);
  });

  it("lets only one of several windows take up an interrupted run", async () => {
    const id = await abandoned({ processID: 2 ** 22 + 1 }, 60);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => new Journal(folder).reopen(id, ada)));
    const taken = tries.filter((one) => one.status === "fulfilled");
    assert.equal(taken.length, 1);
    await taken[0]?.value.end({ how: "finished" });
  });

  it("sends nothing more for a run that another window has taken over while this computer slept", async () => {
    const plan = deactivationOf(1);
    const run = await journal.begin(plan, origin);
    const longAgo = Date.now() / 1000 - 3600;
    await utimes(lockOf(run.id), longAgo, longAgo);
    const other = await journal.reopen(run.id, ada);
    await assert.rejects(run.sent(plan.change), RunBusyError);
    run.abandon();
    await other.sent(plan.change);
    await other.end({ how: "finished" });
  });

  it("counts what was sent and has no outcome as unknown, and what was not sent as not attempted", async () => {
    const plan = deactivationOf(3);
    const run = await journal.begin(plan, origin);
    await run.sent(plan.change.slice(0, 2));
    run.outcome([{ user: plan.change[0]!, result: "changed" }]);
    assert.deepEqual(
      (await journal.run(run.id))?.users.map(({ result }) => result),
      ["changed", "unknown", "notAttempted"],
    );
    await run.end({ how: "stopped" });
  });

  it("reads every file that a crash may leave: cut anywhere, it says nothing that is not so", async () => {
    const plan = deactivationOf(4);
    const run = await journal.begin(plan, origin);
    for (const user of plan.change) {
      await run.sent([user]);
      run.outcome([{ user, result: "changed" }]);
    }
    await run.end({ how: "finished" });
    const content = await readFile(pathOf(run.id));
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length), async (length) => {
        const copies = await mkdtemp(join(folder, "copy-"));
        const copy = new Journal(copies);
        const path = join(copies, `${run.id}.jsonl`);
        await writeFile(path, content.subarray(0, length));
        const record = await copy.run(run.id);
        if (!record) return length <= content.indexOf("\n");
        const whole = content.subarray(0, length).toString().split("\n").slice(0, -1);
        const changed = whole.filter((line) => line.includes('"outcome"')).length;
        assert.ok(record.users.filter(({ result }) => result === "changed").length >= changed);
        const resumed = await copy.reopen(run.id, ada);
        await resumed.end({ how: "finished" });
        for (const line of (await readFile(path, "utf8")).trim().split("\n")) JSON.parse(line);
        return (await copy.run(run.id))?.state === "finished";
      }),
      { numRuns: 40 },
    );
  });

  it("passes over a line that it does not understand", async () => {
    const run = await journal.begin(deactivationOf(1), origin);
    await appendFile(pathOf(run.id), '{"type":"somethingElse"}\nnot JSON\n');
    await run.end({ how: "finished" });
    assert.equal((await journal.run(run.id))?.state, "finished");
  });

  it("lists runs newest first, and passes over files that are none", async () => {
    const days = [3, 1, 2].map((day) => new Date(Date.UTC(2026, 0, day)));
    for (const day of days) await (await journal.begin(deactivationOf(1), origin, day)).end({ how: "finished" });
    await writeFile(join(folder, "empty.jsonl"), "");
    assert.deepEqual(
      (await journal.runs()).map(({ at }) => at.getUTCDate()),
      [3, 2, 1],
    );
  });

  it("forgets runs that are older than they are kept, and one that is to be deleted", async () => {
    const today = new Date(Date.UTC(2026, 6, 1));
    const daysAgo = (days: number) => new Date(today.getTime() - days * 86_400_000);
    for (const days of [daysKept + 1, daysKept - 1, 0])
      await (await journal.begin(deactivationOf(1), origin, daysAgo(days))).end({ how: "finished" });
    await journal.prune(today);
    const kept = await journal.runs();
    assert.equal(kept.length, 2);
    await journal.delete(kept[0]!.id);
    assert.deepEqual(
      (await journal.runs()).map(({ id }) => id),
      [kept[1]!.id],
    );
  });

  it("does not delete a run that is under way", async () => {
    const run = await journal.begin(deactivationOf(1), origin);
    await assert.rejects(journal.delete(run.id), RunBusyError);
    await run.end({ how: "finished" });
  });

  it("is empty where there was never a run", async () => {
    assert.deepEqual(await journal.runs(), []);
    await journal.prune();
  });
});
