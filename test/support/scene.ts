import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carryOut, type CarryOutOptions } from "../../src/domain/runs/carryOut";
import type { Files } from "../../src/domain/runs/files";
import { readNow } from "../../src/domain/runs/current";
import { planResume, planRetry, type Changer, type Plan, type Wish } from "../../src/domain/runs/plan";
import { type Change, type ChangeResult, type RunRecord } from "../../src/domain/runs/record";
import { Runs } from "../../src/domain/runs/runs";
import type { WorkfrontClient } from "../../src/workfront/client";
import { startSandbox, type RequestRecord, type Sandbox, type SandboxOptions } from "../sandbox/server";
import type { SandboxRecord, Value } from "../sandbox/directory";
import { clientFor, type Overrides } from "./client";
import { removeFolder } from "./removeFolder";

/** A kind of change, and how the sandbox has what it is about. */
export interface Subject {
  readonly kind: string;
  readonly objCode: string;
  readonly field: string;
  readonly datedBy?: string;
  /** Adds an object whose change is wished for. */
  add(sandbox: Sandbox, index: number): SandboxRecord;
  wished(sandbox: Sandbox): Value;
}

export const deactivation: Subject = {
  kind: "deactivate",
  objCode: "USER",
  field: "isActive",
  datedBy: "actualDeactivationDate",
  add: ({ directory }, index) =>
    directory.addUser({ firstName: "Chosen", lastName: String(index), name: `Chosen ${index}` }),
  wished: () => false,
};

/** The owner of projects is set to the administrator: what a run can do beyond users. */
export const newOwner: Subject = {
  kind: "handOver",
  objCode: "PROJ",
  field: "ownerID",
  add: (sandbox, index) => {
    const [leaver] = sandbox.directory.usersWhere(({ ID }) => ID !== sandbox.administrator.ID);
    return sandbox.directory.add("PROJ", { name: `Chosen ${index}`, ownerID: leaver!.ID });
  },
  wished: (sandbox) => sandbox.administrator.ID,
};

/** A Workfront with some objects that are chosen to be changed, and a folder for the record of runs. */
export interface Scene extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly subject: Subject;
  readonly runs: Runs;
  readonly folder: string;
  readonly chosen: readonly SandboxRecord[];
  /** The value of each object of the chosen ones' type before anything was done. */
  readonly before: ReadonlyMap<string, Value>;
  /** Objects that a write named although they were as it wished already. */
  readonly needless: readonly string[];
}

export interface SceneOptions extends SandboxOptions {
  readonly subject?: Subject;
  readonly files?: Files;
}

export async function setScene(size: number, { subject = deactivation, files, ...options }: SceneOptions = {}) {
  const sandbox = await startSandbox({ users: 30, ...options });
  const folder = files ? "/runs" : await mkdtemp(join(tmpdir(), "runs-"));
  const chosen = Array.from({ length: size }, (_, index) => subject.add(sandbox, index));
  const runs = new Runs(folder, files);
  const needless: string[] = [];
  const isAsWished = (ID: string, wished: unknown) =>
    sandbox.directory.table(subject.objCode).get(ID)?.[subject.field] === wished;
  const call = (request: RequestRecord) => {
    for (const edit of editsIn(request)) if (isAsWished(edit.ID, edit[subject.field])) needless.push(edit.ID);
  };
  sandbox.fail({ match: isWrite, effect: { kind: "call", call } });
  const scene: Scene = {
    sandbox,
    subject,
    runs,
    folder,
    chosen,
    before: values(sandbox, subject),
    needless,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([sandbox.stop(), runs.dispose()]);
      if (!files) await removeFolder(folder);
    },
  };
  return scene;
}

export interface RunOverrides extends Partial<CarryOutOptions> {
  readonly client?: Overrides;
  readonly plan?: Plan;
  /** Told of each result, when it is in the file. */
  readonly onResult?: (result: ChangeResult) => void;
}

/** Plans, writes down and carries out the scene's change, with waits of milliseconds instead of seconds. */
export async function runOn(scene: Scene, overrides: RunOverrides = {}): Promise<RunRecord> {
  const { client: differences, plan: given, onResult, ...options } = overrides;
  const client = clientFor(scene.sandbox, { firstDelay: 4, ...differences });
  const plan = given ?? (await planFor(scene));
  const run = await scene.runs.begin(plan, originOf(scene));
  const told = new Map<string, string>();
  const listen = (_: unknown, results: readonly ChangeResult[]) => {
    for (const one of results) {
      told.set(one.ID, one.result);
      onResult?.(one);
    }
  };
  scene.runs.on("results", listen);
  await carryOut(run, plan.change, client, { signal: new AbortController().signal, ...options });
  scene.runs.off("results", listen);
  const record = await recordOf(scene, run.id);
  for (const { ID, result } of record.results)
    if (told.has(ID)) assert.equal(told.get(ID), result, "what was told is what is written down");
  return record;
}

/** What the folder says of a run, read anew. */
export async function recordOf({ folder, runs }: Pick<Scene, "folder" | "runs">, id: string): Promise<RunRecord> {
  const record = await (folder === "/runs" ? runs : new Runs(folder)).read(id);
  assert.ok(record);
  return record;
}

export async function planFor(scene: Scene, wish?: Wish): Promise<Plan> {
  const { sandbox, subject, chosen } = scene;
  const wished = wish === "reactivate" ? true : (subject.wished(sandbox) as Change["wished"]);
  const changes = chosen.map(({ ID, name, emailAddr }) => ({
    objCode: subject.objCode,
    ID,
    name: name as string,
    detail: (emailAddr as string | undefined) ?? null,
    field: subject.field,
    wished,
    ...(subject.datedBy !== undefined && wish !== "reactivate" && { datedBy: subject.datedBy }),
  }));
  const now = await readNow(clientFor(sandbox), changes);
  const planned = changes.map((change) => ({ ...change, before: now.get(change.ID)!.before! }));
  return {
    kind: wish ?? subject.kind,
    change: planned.filter(({ before }) => before !== wished),
    unchanged: planned.filter(({ before }) => before === wished),
    refused: [],
  };
}

export function originOf({ sandbox }: Pick<Scene, "sandbox">) {
  const { ID, name } = sandbox.administrator;
  return { connectionID: `${sandbox.url}|${ID}`, host: new URL(sandbox.url).host, by: { ID, name } };
}

export function changerOf(scene: Pick<Scene, "sandbox">): Changer {
  const { connectionID, by } = originOf(scene);
  return { connectionID, selfID: by.ID, readOnly: false };
}

/** What is told to be changed is as wished, what may be is either, and all else is as before, also what is in no run. */
export function assertTrue({ sandbox, subject, before }: Scene, ...records: readonly RunRecord[]): void {
  const results = new Map(records.flatMap((record) => record.results.map((one) => [one.ID, one] as const)));
  for (const record of sandbox.directory.records(subject.objCode)) {
    const one = results.get(record.ID);
    if (one?.result === "unknown") continue;
    const expected = one?.result === "changed" ? one.wished : before.get(record.ID);
    const told = one?.result ?? "not in the run";
    assert.equal(record[subject.field] ?? null, expected, `${String(record["name"])}, who is told to be ${told}`);
  }
}

/** Resumes what was left and, unless told otherwise, retries what failed. @returns the records with the last word on each. */
export async function bringToEnd(
  scene: Pick<Scene, "sandbox" | "folder" | "runs">,
  id: string,
  { retries = true } = {},
): Promise<RunRecord[]> {
  const client = clientFor(scene.sandbox, { firstDelay: 1 });
  const options = { signal: new AbortController().signal };
  await resumeRun(scene, id, client);
  const resumed = await recordOf(scene, id);
  if (!retries) return [resumed];
  const again = planRetry(resumed, await readNow(client, resumed.results), changerOf(scene));
  if (again.change.length === 0) return [resumed];
  const retry = await scene.runs.begin(again, originOf(scene));
  await carryOut(retry, again.change, client, options);
  return [resumed, await recordOf(scene, retry.id)];
}

/** Does the rest of a run, as the extension does. */
export async function resumeRun(
  { sandbox, runs }: Pick<Scene, "sandbox" | "runs">,
  id: string,
  client: WorkfrontClient,
): Promise<void> {
  const run = await runs.take(id);
  const rest = planResume(run.record, await readNow(client, run.record.results), changerOf({ sandbox }));
  await run.resume(originOf({ sandbox }).by, rest.settled);
  await carryOut(run, rest.change, client, { signal: new AbortController().signal });
}

/** How many have each result. */
export function tally(record: Pick<RunRecord, "results">): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { result } of record.results) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

export function values({ directory }: Sandbox, { objCode, field }: Subject): Map<string, Value> {
  return new Map(directory.records(objCode).map((record) => [record.ID, record[field] ?? null]));
}

export function isWrite({ method }: RequestRecord): boolean {
  return method === "PUT";
}

/** Writes that would change this object, alone or with others. */
export function changes(object: { readonly ID: string }): (request: RequestRecord) => boolean {
  return (request) => isWrite(request) && editsIn(request).some(({ ID }) => ID === object.ID);
}

export function isBulk(request: RequestRecord): boolean {
  return isWrite(request) && editsIn(request).length > 1;
}

type Edit = Readonly<Record<string, unknown>> & { readonly ID: string };

export function editsIn({ path, body }: RequestRecord): readonly Edit[] {
  const edits = JSON.parse(body) as Edit | Edit[];
  return Array.isArray(edits) ? edits : [{ ...edits, ID: path.slice(path.lastIndexOf("/") + 1) }];
}
