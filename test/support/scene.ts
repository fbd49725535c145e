import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planResume, planRetry, usersOf } from "../../src/domain/followUp";
import { Journal } from "../../src/domain/journal";
import { planChange, wishedState, type Plan, type Wish } from "../../src/domain/plan";
import { carryOut, type Outcome, type RunOptions } from "../../src/domain/run";
import type { RunRecord } from "../../src/domain/runRecord";
import {
  startSandbox,
  type RequestRecord,
  type Sandbox,
  type SandboxOptions,
  type SandboxUser,
} from "../sandbox/server";
import { clientFor, type Overrides } from "./client";

/** A Workfront with some users who are chosen to be changed, and a folder for the journal. */
export interface Scene extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly journal: Journal;
  readonly folder: string;
  /** Active users whom the administrator may deactivate. */
  readonly chosen: readonly SandboxUser[];
  /** Everybody's state before anything was done. */
  readonly before: ReadonlyMap<string, boolean>;
  /** Users that a write named although they were as it wished already. */
  readonly needless: readonly string[];
}

export async function setScene(size: number, options: SandboxOptions = {}): Promise<Scene> {
  const sandbox = await startSandbox({ users: 30, ...options });
  const folder = await mkdtemp(join(tmpdir(), "runs-"));
  const chosen = Array.from({ length: size }, (_, index) => addChosen(sandbox, index));
  const needless: string[] = [];
  sandbox.fail({ match: isWrite, effect: { kind: "call", call: (request) => needless.push(...asWished(request)) } });
  const asWished = (request: RequestRecord) =>
    editsIn(request).flatMap(({ ID, isActive }) =>
      sandbox.directory.users.get(ID)?.isActive === isActive ? [ID] : [],
    );
  return {
    ...{ sandbox, folder, chosen, needless, journal: new Journal(folder) },
    before: states(sandbox),
    [Symbol.asyncDispose]: async () => {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function addChosen({ directory }: Sandbox, index: number): SandboxUser {
  const [firstName, lastName] = ["Chosen", String(index)];
  return directory.addUser({ firstName, lastName, name: `${firstName} ${lastName}` });
}

/** What one run did, as its report and as its journal tell it. */
export interface Done {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  readonly record: RunRecord;
}

export interface RunOverrides extends Partial<RunOptions> {
  readonly wish?: Wish;
  readonly client?: Overrides;
  readonly plan?: Plan;
}

/** Plans, journals and carries out a change of the chosen users, with waits of milliseconds instead of seconds. */
export async function runOn(scene: Scene, overrides: RunOverrides = {}): Promise<Done> {
  const { wish = "deactivate", client: differences, plan: given, ...options } = overrides;
  const client = clientFor(scene.sandbox, { timeout: 400, ...differences });
  const plan = given ?? (await planFor(scene, wish));
  const run = await scene.journal.begin(plan, originOf(scene));
  const told: Outcome[] = [];
  const outcomes = await carryOut(plan, client, {
    ...{ signal: new AbortController().signal, firstDelay: 4, journal: run, ...options },
    onOutcome: (outcome) => {
      told.push(outcome);
      options.onOutcome?.(outcome);
    },
  });
  assert.deepEqual(new Set(told), new Set(outcomes));
  const record = await scene.journal.run(run.id);
  assert.ok(record);
  return { plan, outcomes, record };
}

export async function planFor(scene: Scene, wish: Wish): Promise<Plan> {
  const found = await clientFor(scene.sandbox).getUsers(scene.chosen.map(({ ID }) => ID));
  const chosen = scene.chosen.map(({ ID, name, emailAddr }) => ({ ID, name, emailAddr }));
  return planChange(wish, chosen, found, scene.sandbox.administrator.ID);
}

export function originOf({ sandbox }: Scene) {
  const { ID, name } = sandbox.administrator;
  return { connectionID: `${sandbox.url}|${ID}`, host: new URL(sandbox.url).host, by: { ID, name } };
}

/** The server's state, the journal and the report must tell the same of every user, and nobody else may be changed. */
export function assertAgreement({ sandbox, before }: Scene, { plan, outcomes, record }: Done): void {
  assert.deepEqual(
    outcomes.map(({ user }) => user.ID),
    plan.change.map(({ ID }) => ID),
  );
  assertRecordIsTrue(sandbox, before, record);
  const recorded = new Map(record.users.map(({ user, result }) => [user.ID, result]));
  for (const { user, result } of outcomes) {
    assert.equal(recorded.get(user.ID), result, `${user.name}: journal and report`);
    if (result !== "unknown")
      assert.equal(user.isActive, sandbox.directory.users.get(user.ID)?.isActive ?? user.isActive);
  }
}

/** Whoever the record says was changed is as wished, and everybody else is as before. */
export function assertRecordIsTrue(sandbox: Sandbox, before: ReadonlyMap<string, boolean>, record: RunRecord): void {
  const results = new Map(record.users.map(({ user, result }) => [user.ID, result]));
  for (const user of sandbox.directory.users.values()) {
    const result = results.get(user.ID);
    if (result === "unknown") continue;
    const expected = result === "changed" ? wishedState(record.wish) : before.get(user.ID);
    assert.equal(user.isActive, expected, `${user.name}, who is told to be ${result ?? "not in the run"}`);
  }
}

/** Resumes what was left and retries what failed. @returns the record with the last word on each user. */
export async function bringToEnd(scene: Scene, record: RunRecord): Promise<RunRecord> {
  const { connectionID, by } = originOf(scene);
  const follower = { selfID: by.ID, id: connectionID };
  const client = clientFor(scene.sandbox);
  const read = (users: RunRecord["users"]) => client.getUsers(users.map(({ user }) => user.ID));
  const options = { signal: new AbortController().signal, onOutcome: () => undefined, firstDelay: 1 };

  const rest = planResume(record, await read(usersOf.resume(record)), follower);
  const run = await scene.journal.reopen(record.id, by);
  run.settle(rest.settled.map((user) => ({ user, result: { result: "changed" } })));
  await carryOut(rest, client, { ...options, journal: run });
  const resumed = await scene.journal.run(record.id);
  assert.ok(resumed);

  const again = planRetry(resumed, await read(usersOf.retry(resumed)), follower);
  const retry = await scene.journal.begin(again, { ...originOf(scene), retries: record.id });
  await carryOut(again, client, { ...options, journal: retry });
  const retried = await scene.journal.run(retry.id);
  assert.ok(retried);
  assert.deepEqual(tally([...resumed.users, ...retried.users].filter(({ result }) => result === "unknown")), {});
  const last = new Map([...resumed.users, ...retried.users].map((one) => [one.user.ID, one]));
  return { ...resumed, users: [...last.values()] };
}

/** How many users had each result. */
export function tally(outcomes: readonly { readonly result: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { result } of outcomes) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

export function states({ directory }: Sandbox): Map<string, boolean> {
  return new Map([...directory.users.values()].map((user) => [user.ID, user.isActive]));
}

export function isWrite({ method }: RequestRecord): boolean {
  return method === "PUT";
}

/** Writes that would change this user, alone or with others. */
export function changes(user: { readonly ID: string }): (request: RequestRecord) => boolean {
  return (request) => isWrite(request) && editsIn(request).some(({ ID }) => ID === user.ID);
}

export function isBulk(request: RequestRecord): boolean {
  return isWrite(request) && editsIn(request).length > 1;
}

interface Edit {
  readonly ID: string;
  readonly isActive: boolean;
}

function editsIn({ path, body }: RequestRecord): readonly Edit[] {
  const changes = JSON.parse(body) as Edit | Edit[];
  if (Array.isArray(changes)) return changes;
  return [{ ID: path.slice(path.lastIndexOf("/") + 1), isActive: changes.isActive }];
}
