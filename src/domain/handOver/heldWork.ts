import { chunksOf } from "../../workfront/chunksOf";
import { WorkfrontError, type Failure } from "../../workfront/errors";
import { listMovable, type MovableItem } from "../../workfront/movableWork";
import type { WorkfrontClient } from "../../workfront/client";
import { movableKinds, type MovableKind } from "./kinds";

export type { MovableItem } from "../../workfront/movableWork";

type Client = Pick<WorkfrontClient, "listObjects" | "statusLabels">;

/** What some users hold of one kind. */
export interface HeldWork {
  readonly kind: MovableKind;
  /** As far as it is known: all of it where there is no failure. */
  readonly items: readonly MovableItem[];
  /** Why it is not known, or not all of it. */
  readonly failure?: Failure | undefined;
}

export interface ReadHeldOptions {
  /** All kinds unless given. */
  readonly kinds?: readonly MovableKind[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of how many items are read by now. */
  readonly onItems?: ((read: number) => void) | undefined;
}

/** How many users one request asks about. */
const usersPerRequest = 200;

/**
 * Reads what some users hold of each kind, one request for each page of 2,000, with their statuses as the organization calls
 * them.
 * @returns the kinds in the order in which they are shown; those of which there is nothing have no items.
 * @throws the signal's reason where it is canceled; {@link WorkfrontError} where the sign-in is refused.
 */
export async function readHeldWork(
  client: Client,
  userIDs: readonly string[],
  { kinds = movableKinds, signal, onItems }: ReadHeldOptions = {},
): Promise<HeldWork[]> {
  let read = 0;
  const tell = (count: number) => onItems?.((read += count));
  const all = kinds.map(async (kind): Promise<HeldWork> => {
    const items = new Map<string, MovableItem>();
    try {
      for (const chunk of chunksOf(userIDs, usersPerRequest))
        for await (const page of listMovable(client, kind, chunk, signal)) {
          // A server may ignore a filter: only what says so itself is theirs.
          const theirs = page.filter(({ holder }) => chunk.includes(holder.ID));
          for (const item of theirs) items.set(item.ID, item);
          tell(theirs.length);
        }
      return { kind, items: await labeled(client, [...items.values()], signal) };
    } catch (error) {
      return { kind, items: [...items.values()], failure: failureIn(error) };
    }
  });
  return Promise.all(all);
}

/** The statuses by their labels. Where these cannot be read, and where an organization's own status is in no list, codes stay. */
async function labeled(
  client: Client,
  items: readonly MovableItem[],
  signal: AbortSignal | undefined,
): Promise<readonly MovableItem[]> {
  const [first] = items;
  if (!first || !items.some(({ status }) => status)) return items;
  try {
    const labels = await client.statusLabels(first.shown.objCode, { signal, retries: 1 });
    return items.map((item) => ({ ...item, status: labels.get(item.status) ?? item.status }));
  } catch (error) {
    if (error instanceof WorkfrontError) return items;
    throw error;
  }
}

/** @throws what does not concern one kind alone. */
export function failureIn(error: unknown): Failure {
  if (error instanceof WorkfrontError && error.kind !== "unauthorized") return error.failure;
  throw error;
}
