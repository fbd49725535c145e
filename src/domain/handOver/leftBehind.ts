import type { WorkfrontClient } from "../../workfront/client";
import type { Failure } from "../../workfront/errors";
import { listMovable } from "../../workfront/movableWork";
import { stateOf, type UserDetail } from "../user";
import { failureIn } from "./heldWork";
import { movableKinds, type MovableKind } from "./kinds";

/** A deactivated user and how much of each kind was left with them; kinds of which there is nothing are missing. */
export interface LeftWith {
  readonly user: UserDetail;
  readonly counts: ReadonlyMap<MovableKind, number>;
}

export interface LeftBehind {
  /** Who holds most first. */
  readonly people: readonly LeftWith[];
  /** Kinds of which not all is known, and why. */
  readonly unknown: readonly { readonly kind: MovableKind; readonly failure: Failure }[];
}

export interface FindLeftOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of how many items are found by now. */
  readonly onItems?: ((found: number) => void) | undefined;
}

/**
 * Finds the work that was left with users who are deactivated: one request for each kind and page, and one for each 200 of the
 * users found. Users who wait for approval have not left anything.
 * @throws the signal's reason where it is canceled; {@link WorkfrontError} where the sign-in is refused.
 */
export async function findLeftBehind(
  client: Pick<WorkfrontClient, "listObjects" | "getUsers">,
  { signal, onItems }: FindLeftOptions = {},
): Promise<LeftBehind> {
  const counts = new Map<string, Map<MovableKind, number>>();
  let found = 0;
  const countOf = async (kind: MovableKind) => {
    try {
      for await (const page of listMovable(client, kind, "inactive", signal)) {
        for (const { holder } of page) {
          const held = counts.get(holder.ID) ?? new Map<MovableKind, number>();
          counts.set(holder.ID, held.set(kind, (held.get(kind) ?? 0) + 1));
        }
        onItems?.((found += page.length));
      }
      return [];
    } catch (error) {
      return [{ kind, failure: failureIn(error) }];
    }
  };
  const unknown = (await Promise.all(movableKinds.map(countOf))).flat();
  // A server may ignore a filter: only who is deactivated, by their own record, is told of.
  const users = (await client.getUsers([...counts.keys()], { signal })).filter(
    (user) => stateOf(user) === "deactivated",
  );
  const people = users.map((user) => ({ user, counts: inOrder(counts.get(user.ID)) }));
  return { people: people.sort((one, other) => total(other) - total(one)), unknown };
}

/** How much was left with somebody, of all kinds. */
export function total({ counts }: Pick<LeftWith, "counts">): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function inOrder(counts: ReadonlyMap<MovableKind, number> = new Map()): ReadonlyMap<MovableKind, number> {
  return new Map(movableKinds.flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind) ?? 0] as const] : [])));
}
