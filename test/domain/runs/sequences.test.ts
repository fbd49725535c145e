import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { carryOut } from "../../../src/domain/runs/carryOut";
import type { RunFile } from "../../../src/domain/runs/file";
import { followedUpIn, followUps, leftOf } from "../../../src/domain/runs/followUps";
import {
  changesBack,
  pending,
  planResume,
  planRetry,
  planUndo,
  sorted,
  type Changer,
  type Plan,
} from "../../../src/domain/runs/plan";
import type { Change, RunRecord } from "../../../src/domain/runs/record";
import { Runs } from "../../../src/domain/runs/runs";
import { Random } from "../../sandbox/random";
import { Disk } from "../../support/disk";
import { somebodyElse, UnreliableWorkfront } from "../../support/unreliableWorkfront";

const by = { ID: "me", name: "Me" };
const origin = { connectionID: "here", host: "acme.my.workfront.com", by };
const changer: Changer = { connectionID: "here", selfID: by.ID, readOnly: false };

const subjects = [
  {
    kind: "deactivate",
    values: [true, false],
    fields: { objCode: "USER", field: "isActive", datedBy: "actualDeactivationDate" },
  },
  { kind: "handOver", values: ["leaver", "successor", "third"], fields: { objCode: "PROJ", field: "ownerID" } },
] as const;

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await setImmediate();
}

/** Runs that follow each other, in windows that are canceled, cut off, or lose their run to another one. */
class Story {
  readonly workfront: UnreliableWorkfront;
  readonly #disk = new Disk();
  readonly #subject: (typeof subjects)[number];
  readonly #ids: string[] = [];
  /** The runs that were ever taken from a window that was still at work. */
  readonly #takenOver = new Set<string>();

  constructor(private readonly random: Random) {
    this.#subject = random.pick(subjects);
    this.workfront = new UnreliableWorkfront(random, random.pick([1, 2, 3, 22]), this.#subject.values);
  }

  async tell(): Promise<void> {
    const { kind, fields, values } = this.#subject;
    const wanted = [...this.workfront.things.values()].map(({ ID, value: before }) => ({
      change: { ...fields, ID, name: ID, detail: null, before, wished: values[1] },
    }));
    const now = this.workfront.now(wanted.map(({ change }) => change));
    await this.#begin({ kind, ...sorted(wanted, now, changer) });
    for (let follower = 0; follower < 3; follower++) {
      await this.#assertTrue();
      // What is carried out only after a run is followed up is nothing that a record can know of.
      this.workfront.catchUp();
      const id = this.#ids[this.random.below(this.#ids.length)]!;
      await [this.#resume, this.#undo, this.#retry, this.#note][this.random.below(4)]!.call(this, id);
    }
    await this.#assertTrue();
    await this.#bringToEnd();
    assert.deepEqual(this.workfront.overwritten, []);
  }

  /** Without faults, the rest is done, and then all that is no undo is undone: what nobody else has touched is as before. */
  async #bringToEnd(): Promise<void> {
    this.workfront.catchUp();
    this.workfront.isCalm = true;
    const untouched = [...this.workfront.things.values()].filter(
      ({ writes }) => !writes.some((write) => write.by === somebodyElse),
    );
    for (const id of [...this.#ids]) {
      await this.#resume(id);
      const { results } = await this.#record(id);
      assert.ok(!results.some(({ result }) => result === "notAttempted"));
      for (const { ID } of untouched) assert.notEqual(results.find((one) => one.ID === ID)?.result, "unknown", ID);
    }
    await this.#assertTrue();
    for (const id of [...this.#ids].reverse()) if (!(await this.#record(id)).undoes) await this.#undo(id);
    const left = (await this.#records()).flatMap(({ id, undoes, results }) =>
      undoes !== undefined || this.#takenOver.has(id)
        ? results.flatMap(({ result, ID }) => (result === "failed" ? [ID] : []))
        : [],
    );
    for (const { ID, value } of untouched) if (!left.includes(ID)) assert.equal(value, this.#subject.values[0], ID);
    await this.#assertTrue();
  }

  async #resume(id: string): Promise<void> {
    const runs = this.#window();
    if (pending(await this.#record(id)).length === 0) return;
    const file = await runs.take(id);
    const undone = await followedUpIn(id, "undoes", runs);
    const plan = planResume(file.record, this.workfront.now(file.record.results), changer, undone);
    await file.resume(by, plan.settled);
    await this.#carryOut(file, plan.change);
  }

  async #undo(id: string): Promise<void> {
    const run = await leftOf(await this.#record(id), "undoes", this.#window());
    if (run.undoes !== undefined) return;
    const plan = planUndo(run, this.workfront.now(changesBack(run)), changer);
    const list = await this.#window().list();
    const { canUndo } = (await followUps(list, this.#window()))(list.find((one) => one.id === id)!);
    if (plan.change.length > 0) assert.ok(canUndo, "Undo is offered where something can be undone");
    await this.#begin(plan);
  }

  async #retry(id: string): Promise<void> {
    const run = await leftOf(await this.#record(id), "retries", this.#window());
    await this.#begin(planRetry(run, this.workfront.now(run.results), changer));
  }

  async #note(id: string): Promise<void> {
    await this.#window().note(id, "INC-7");
    assert.equal((await this.#record(id)).note, "INC-7");
  }

  async #begin(plan: Plan): Promise<void> {
    if (plan.change.length === 0) return;
    const file = await this.#window().begin(plan, origin);
    this.#ids.push(file.id);
    await this.#carryOut(file, plan.change);
  }

  /** Until it ends, however it does, or its window stands still forever; meanwhile another window may take it up. */
  async #carryOut(file: RunFile, changes: readonly Change[], isAlone = this.workfront.isCalm): Promise<void> {
    const { isCalm } = this.workfront;
    const cancel = new AbortController();
    const often = 2 * this.workfront.things.size + 6;
    let [cutOff, canceled] = isCalm ? [Infinity, Infinity] : [this.random.below(often), this.random.below(2 * often)];
    let isCut = (): void => undefined;
    const cut = new Promise<void>((resolve) => (isCut = resolve));
    const client = this.workfront.client(file.id, changes, () => {
      if (canceled-- === 0) cancel.abort();
      if (cutOff-- > 0) return;
      isCut();
      return new Promise(() => undefined);
    });
    this.#disk.fault = this.random.pick(["error", "shortWrite"]);
    if (!isCalm && this.random.below(6) === 0) this.#disk.failAt = this.#disk.calls + 1 + this.random.below(60);
    const done = carryOut(file, changes, client, { signal: cancel.signal, concurrency: 1 + this.random.below(4) });
    const taken = isAlone || this.random.below(2) > 0 ? undefined : this.#takeOver(file.id);
    await Promise.race([done.catch(() => undefined), cut]);
    // The other requests of a window that stands still come to a stand, too.
    await turns(10);
    this.#disk.failAt = Infinity;
    await taken;
    this.#age();
  }

  async #takeOver(id: string): Promise<void> {
    await turns(this.random.below(10));
    this.#age();
    const other = await this.#window()
      .take(id)
      .catch(() => undefined);
    if (!other) return;
    this.#takenOver.add(id);
    const undone = await followedUpIn(id, "undoes", this.#window()).catch(() => undefined);
    const plan = planResume(other.record, this.workfront.now(other.record.results), changer, undone);
    await turns(this.random.below(6));
    const isOurs = await other.resume(by, plan.settled).then(
      () => true,
      () => false,
    );
    if (isOurs) await this.#carryOut(other, plan.change, true);
    else await other.abandon();
  }

  /** Whoever is at work is silent for so long that others take the run for interrupted. */
  #age(): void {
    for (const path of this.#disk.pathsOf(".lock")) this.#disk.age(path, 3_600_000);
  }

  #window(): Runs {
    return new Runs("/runs", this.#disk);
  }

  async #record(id: string): Promise<RunRecord> {
    const record = await this.#window().read(id);
    assert.ok(record);
    return record;
  }

  #records(): Promise<RunRecord[]> {
    return Promise.all(this.#ids.map((id) => this.#record(id)));
  }

  /** No run is missing, the summary of each is that of its results, and no result says what is not so. */
  async #assertTrue(): Promise<void> {
    const list = await this.#window().list();
    for (const record of await this.#records()) {
      assert.deepEqual(list.find(({ id }) => id === record.id)?.counts, record.counts);
      for (const { ID, result, wished } of record.results) {
        const { writes } = this.workfront.things.get(ID)!;
        const made = writes.filter(({ value }) => value === wished);
        const told = `${ID} is told to be ${result}: ${JSON.stringify(writes)}`;
        if (result === "changed") assert.ok(made.length > 0, told);
        // Who changes it back before it is read leaves no trace, and neither does a request that is carried out after a no.
        const isTraceless =
          writes.some((write) => write.by !== record.id) || (result === "failed" && this.#takenOver.has(record.id));
        if (result !== "changed" && result !== "unknown" && !isTraceless) assert.deepEqual(made, [], told);
      }
    }
  }
}

describe("Runs that follow each other", () => {
  it("tell the truth of each object, and are resumed and undone, whatever Workfront, others, and windows do", async () => {
    const story = fc.asyncProperty(fc.noShrink(fc.integer()), (seed) => new Story(new Random(seed)).tell());
    await fc.assert(story, { numRuns: 100 });
  });
});
