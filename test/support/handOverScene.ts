import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHeldWork } from "../../src/domain/handOver/heldWork";
import { planHandOver } from "../../src/domain/handOver/plan";
import { carryOut, type CarryOutOptions } from "../../src/domain/runs/carryOut";
import { readNow } from "../../src/domain/runs/current";
import { changesBack, planUndo, type Plan } from "../../src/domain/runs/plan";
import { keyOf, type ChangeResult, type RunRecord } from "../../src/domain/runs/record";
import { Runs } from "../../src/domain/runs/runs";
import type { SandboxUser, Value } from "../sandbox/directory";
import { startSandbox, type Sandbox, type SandboxOptions } from "../sandbox/server";
import { clientFor, type Overrides } from "./client";
import { addLeaver, addSuccessor, assertOnly, everything, type Everything } from "./handOver";
import { changerOf, originOf, recordOf } from "./scene";
import { removeFolder } from "./removeFolder";

/** A Workfront in which one user holds so much of everything, and another is to have it. */
export interface HandOverScene extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly runs: Runs;
  readonly folder: string;
  readonly leaver: SandboxUser;
  readonly successor: SandboxUser;
  /** Every object before anything was done. */
  readonly before: Everything;
}

export async function setHandOver(items: number, options: SandboxOptions = {}): Promise<HandOverScene> {
  const sandbox = await startSandbox({ users: 30, ...options });
  const folder = await mkdtemp(join(tmpdir(), "handOver-"));
  const [leaver, successor] = [addLeaver(sandbox, items), addSuccessor(sandbox)];
  const runs = new Runs(folder);
  const dispose = async () => {
    await Promise.all([sandbox.stop(), runs.dispose()]);
    await removeFolder(folder);
  };
  const before = everything(sandbox.directory);
  return { sandbox, runs, folder, leaver, successor, before, [Symbol.asyncDispose]: dispose };
}

/** Hands over all that the leaver holds. */
export async function planAll({ sandbox, leaver, successor }: HandOverScene): Promise<Plan> {
  const client = clientFor(sandbox);
  const items = (await readHeldWork(client, [leaver.ID])).flatMap((one) => one.items);
  return planHandOver(client, { items, leavers: [leaver], successor }, changerOf({ sandbox }));
}

export async function planUndoOf(scene: HandOverScene, run: RunRecord): Promise<Plan> {
  return planUndo(run, await readNow(clientFor(scene.sandbox), changesBack(run)), changerOf(scene));
}

export interface HandOverOverrides extends Partial<CarryOutOptions> {
  readonly client?: Overrides;
  readonly onResult?: (result: ChangeResult) => void;
}

/** Writes a plan down and carries it out, with waits of milliseconds instead of seconds. */
export async function carryOutPlan(scene: HandOverScene, plan: Plan, overrides: HandOverOverrides = {}) {
  const { client: differences, onResult, ...options } = overrides;
  const client = clientFor(scene.sandbox, { firstDelay: 4, ...differences });
  const run = await scene.runs.begin(plan, originOf(scene));
  const listen = (_: unknown, results: readonly ChangeResult[]) => results.forEach((one) => onResult?.(one));
  scene.runs.on("results", listen);
  await carryOut(run, plan.change, client, { signal: new AbortController().signal, ...options });
  scene.runs.off("results", listen);
  return recordOf(scene, run.id);
}

/**
 * The server is as the records say, of every field of every object; later records have the last word. What is not known may be as
 * before or as wished.
 * @param meanwhile what somebody else has changed, as `code ID field` and the value.
 */
export function assertAgree(
  { sandbox: { directory }, before }: HandOverScene,
  records: readonly RunRecord[],
  meanwhile: ReadonlyMap<string, Value> = new Map(),
): void {
  const changed = new Map(meanwhile);
  for (const one of records.flatMap(({ results }) => results)) {
    const [place, value] = [
      `${one.objCode} ${one.ID} ${one.field}`,
      directory.table(one.objCode).get(one.ID)?.[one.field],
    ];
    if (one.result === "changed") changed.set(place, one.wished);
    if (one.result === "unknown" && (value === one.wished || value === one.before)) changed.set(place, value ?? null);
  }
  assertOnly(directory, before, changed);
}

/** The results of a run that are not `changed`, by key. */
export function troubles({ results }: RunRecord): Map<string, ChangeResult> {
  return new Map(results.filter(({ result }) => result !== "changed").map((one) => [keyOf(one), one]));
}
