import { setTimeout } from "node:timers/promises";
import { workKinds, type AssignedWork } from "./assignedWork";
import { managesWork, type UserDetail } from "./user";

/** Milliseconds that finding this out may take; a question never waits longer. */
const patience = 3000;

/** What stays assigned to users who leave. */
export interface LeaversWork {
  readonly work: readonly AssignedWork[];
  /** Whether some of them manage work, by their license or as administrators. */
  readonly someManageWork: boolean;
}

interface Source {
  countWork(userIDs: readonly string[], signal: AbortSignal): Promise<readonly AssignedWork[]>;
  licenseLabels(): Promise<ReadonlyMap<string, string>>;
}

/** Asks for all of it at once. What is not known in time is unknown. */
export async function readLeaversWork(
  leavers: readonly UserDetail[],
  source: Source,
  within = patience,
): Promise<LeaversWork> {
  const inTime = <T>(answer: Promise<T>, unknown: T) => Promise.race([answer, setTimeout(within, unknown)]);
  const ids = leavers.map(({ ID }) => ID);
  const [work, labels] = await Promise.all([
    inTime(source.countWork(ids, AbortSignal.timeout(within)), nothingKnown),
    inTime(source.licenseLabels(), noLabels),
  ]);
  return { work, someManageWork: leavers.some((user) => managesWork(user, labels)) };
}

const nothingKnown: readonly AssignedWork[] = workKinds.map((kind) => ({ kind, count: undefined }));
const noLabels: ReadonlyMap<string, string> = new Map();
