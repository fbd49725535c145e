import type { Change } from "../runs/record";
import { movableKinds, type MovableKind } from "./kinds";

/** How many of some changes are about each kind of work; kinds of which there is none are missing. */
export function countsByKind(changes: readonly Pick<Change, "item">[]): ReadonlyMap<MovableKind, number> {
  const counts = movableKinds.map((kind): [MovableKind, number] => [
    kind,
    changes.filter(({ item }) => item?.kind === kind).length,
  ]);
  return new Map(counts.filter(([, count]) => count > 0));
}
