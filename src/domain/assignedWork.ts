import { chunksOf } from "../workfront/chunksOf";
import type { WorkfrontClient } from "../workfront/client";
import { WorkfrontError, type Failure } from "../workfront/errors";
import { countWork, groupsAdministered, listWork, type WorkItem } from "../workfront/work";
import { workSources, type SearchedKind } from "../workfront/workSources";

export type { WorkItem } from "../workfront/work";

/** A kind of what still points at a user who is deactivated. */
export type WorkKind = SearchedKind | "groups";

/** How much of one kind points at users. */
export interface AssignedWork {
  readonly kind: WorkKind;
  /** Undefined where the server would not count it, or not in time: unknown, which is not the same as none. */
  readonly count: number | undefined;
  /** Why it is not known, where the server said anything. */
  readonly failure?: Failure | undefined;
}

/** The one kind of failure that hid all of it, such as a key that was revoked; undefined where anything is known. */
export function commonFailure(work: readonly AssignedWork[]): Failure | undefined {
  const failure = work[0]?.failure;
  return failure && work.every((one) => one.failure?.kind === failure.kind) ? failure : undefined;
}

/** All kinds, in the order in which they are shown: daily work first. */
export const workKinds: readonly WorkKind[] = [...(Object.keys(workSources) as SearchedKind[]), "groups"];

/** The most items of one kind that are listed. */
export const mostListed = 500;

/** How many users one count asks about. */
const usersPerCount = 200;

type Client = Pick<WorkfrontClient, "host" | "countObjects" | "searchObjects">;

/**
 * Counts what points at the given users together: one request for each kind and each 200 users. Only what the signed-in
 * user may see is counted. Ending the signal ends counting: what is not known by then is unknown.
 */
export async function countAssignedWork(
  client: Client,
  userIDs: readonly string[],
  signal?: AbortSignal,
  kinds: readonly WorkKind[] = workKinds,
): Promise<AssignedWork[]> {
  return Promise.all(kinds.map((kind) => countOne(client, kind, userIDs, signal)));
}

async function countOne(
  client: Client,
  kind: WorkKind,
  userIDs: readonly string[],
  signal: AbortSignal | undefined,
): Promise<AssignedWork> {
  const options = { signal, retries: 1 };
  const count = (ids: readonly string[]) =>
    kind === "groups"
      ? groupsAdministered(client, ids, options).then(({ length }) => length)
      : countWork(client, kind, ids, options);
  try {
    const counts = await Promise.all(chunksOf(userIDs, usersPerCount).map(count));
    return { kind, count: counts.reduce((total, one) => total + one, 0) };
  } catch (error) {
    if (error instanceof WorkfrontError) return { kind, count: undefined, failure: error.failure };
    if (signal?.aborted) return { kind, count: undefined };
    throw error;
  }
}

/** What of one kind points at a user: at most 500 items. */
export async function listAssignedWork(
  client: Client,
  userID: string,
  kind: WorkKind,
  signal?: AbortSignal,
): Promise<WorkItem[]> {
  if (kind === "groups") return groupsAdministered(client, [userID], { signal });
  return listWork(client, kind, userID, { first: 0, limit: mostListed }, { signal });
}
