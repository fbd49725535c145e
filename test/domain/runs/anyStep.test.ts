import assert from "node:assert/strict";
import { carryOut } from "../../../src/domain/runs/carryOut";
import { readNow } from "../../../src/domain/runs/current";
import { changesBack, planUndo, type Plan } from "../../../src/domain/runs/plan";
import { keyOf, type RunRecord } from "../../../src/domain/runs/record";
import { Runs } from "../../../src/domain/runs/runs";
import type { WorkfrontClient } from "../../../src/workfront/client";
import { clientFor } from "../../support/client";
import { Disk } from "../../support/disk";
import {
  assertTrue,
  bringToEnd,
  changerOf,
  deactivation,
  newOwner,
  originOf,
  planFor,
  resumeRun,
  runOn,
  setScene,
  values,
  type Scene,
  type Subject,
} from "../../support/scene";
import { steppingClient, steppingFiles, type Step } from "../../support/stepping";

/** What is done with these runs and this client, in which any step may be the last. */
type Deed = (runs: Runs, client: WorkfrontClient) => Promise<void>;

/** Brings a scene to where a deed begins. */
type Preparation = (scene: Scene) => Promise<Deed>;

const first: Preparation = async (scene) => begin(scene, await planFor(scene));

/** Two were sent; of one, the change was made, but its window was gone before the answer. */
const resume: Preparation = async (scene) => {
  const plan = await planFor(scene);
  const run = await scene.runs.begin(plan, originOf(scene));
  const [one, other] = plan.change;
  await run.sent([one!, other!].map(keyOf));
  await clientFor(scene.sandbox).edit(one!.objCode, one!.ID, { [one!.field]: one!.wished }, [one!.field]);
  await run.abandon();
  return (runs, client) => resumeRun({ ...scene, runs }, run.id, client);
};

const undo: Preparation = async (scene) => {
  const done = await runOn(scene);
  const now = await readNow(clientFor(scene.sandbox), changesBack(done));
  return begin(scene, planUndo(done, now, changerOf(scene)));
};

function begin(scene: Scene, plan: Plan): Deed {
  const options = { signal: new AbortController().signal, concurrency: 2 };
  return async (runs, client) => carryOut(await runs.begin(plan, originOf(scene)), plan.change, client, options);
}

/** @returns whether the deed came to its end; else it stands still for ever at that step. */
async function isDoneBefore(last: number, deed: Deed, scene: Scene, disk: Disk): Promise<boolean> {
  let steps = 0;
  let stop: () => void;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const step: Step = () => {
    if (++steps < last) return;
    stop();
    return new Promise(() => undefined);
  };
  const client = steppingClient(clientFor(scene.sandbox, { firstDelay: 1 }), step);
  const done = deed(new Runs("/runs", steppingFiles(disk, step)), client);
  return Promise.race([done.then(() => true), stopped.then(() => false)]);
}

/** What is on record of the deed, if anything. Whoever was at work is gone. */
async function recorded({ runs }: Scene, disk: Disk): Promise<RunRecord | undefined> {
  for (const path of disk.pathsOf(".lock")) disk.age(path, 3_600_000);
  const list = await runs.list();
  const found = list.find(({ undoes }) => undoes !== undefined) ?? list[0];
  return found && runs.read(found.id);
}

/** @returns whether the deed came to its end before that step. */
async function isTrueAt(last: number, prepare: Preparation, subject: Subject, size: number): Promise<boolean> {
  const disk = new Disk();
  await using prepared = await setScene(size, { subject, files: disk, users: 3 });
  const deed = await prepare(prepared);
  const scene = { ...prepared, before: values(prepared.sandbox, subject) };
  const isDone = await isDoneBefore(last, deed, scene, disk);
  const record = await recorded(scene, disk);
  assertTrue(scene, ...(record ? [record] : []));
  if (!record || record.state === "finished") return isDone;
  assert.equal(record.state, "interrupted");
  const [whole] = await bringToEnd(scene, record.id, { retries: false });
  assertTrue(scene, whole!);
  assert.ok(whole!.results.every(({ result }) => result === "changed"));
  // A request that was under way when its window was gone may be carried out after it was read for.
  assert.ok(scene.needless.length <= size);
  return isDone;
}

const preparations = { "carries out a run": first, "resumes a run": resume, "undoes a run": undo };

/** Any step of a window may be its last: what it has left is true, and another window brings it to its end. */
describe("A window that is gone at any step", function () {
  this.timeout(60_000);

  for (const [what, prepare] of Object.entries(preparations))
    for (const [whose, subject, size] of [
      ["3 users", deactivation, 3],
      ["26 users", deactivation, 26],
      ["3 projects", newOwner, 3],
    ] as const)
      it(`while it ${what} leaves a record that is true, and is resumed to the end: ${whose}`, async () => {
        let last = 1;
        while (!(await isTrueAt(last, prepare, subject, size))) last++;
        assert.ok(last > 10, `${last} steps`);
      });
});
