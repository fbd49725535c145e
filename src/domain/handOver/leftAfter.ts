import type { ChangeResult } from "../runs/record";
import { isMovable, type MovableKind } from "./kinds";
import { total, type LeftBehind, type LeftWith } from "./leftBehind";

/** How much of each kind was left with users, and what of it is unknown: a list that the Users view can show. */
export interface LeftWork {
  /** By the ID of the user, in the order of the kinds. */
  readonly counts: ReadonlyMap<string, LeftWith["counts"]>;
  readonly unknown: LeftBehind["unknown"];
}

export function leftWork({ people, unknown }: LeftBehind): LeftWork {
  return { counts: new Map(people.map(({ user, counts }) => [user.ID, counts])), unknown };
}

/** Whoever has most left comes first; equals stay in the order in which they are given. */
export function mostLeftFirst<U extends { readonly ID: string }>({ counts }: LeftWork, users: readonly U[]): U[] {
  const leftWith = ({ ID }: U) => total({ counts: counts.get(ID) ?? new Map() });
  const ranked = users.map((user) => ({ user, left: leftWith(user) }));
  return ranked.sort((one, other) => other.left - one.left).map(({ user }) => user);
}

/**
 * What is left after some results of a run, without asking again: what was handed over is gone, and what was given back is there
 * again. Other users than those of the list do not come in.
 */
export function leftAfter(left: LeftWork, results: readonly ChangeResult[]): LeftWork {
  const counts = new Map(left.counts);
  for (const { item, result, before, wished } of results) {
    if (result !== "changed" || !item || !isMovable(item.kind)) continue;
    add(counts, before, item.kind, -1);
    add(counts, wished, item.kind, 1);
  }
  return { ...left, counts };
}

function add(counts: Map<string, LeftWith["counts"]>, userID: unknown, kind: MovableKind, difference: number): void {
  const known = typeof userID === "string" ? counts.get(userID) : undefined;
  if (typeof userID !== "string" || !known) return;
  counts.set(userID, new Map(known).set(kind, Math.max(0, (known.get(kind) ?? 0) + difference)));
}
