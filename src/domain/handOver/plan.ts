import type { WorkfrontClient } from "../../workfront/client";
import type { MovableItem } from "../../workfront/movableWork";
import { readNow } from "../runs/current";
import { planChanges, type Changer, type Plan } from "../runs/plan";
import type { Change, RunHeader } from "../runs/record";
import { displayName, type User } from "../user";

type Person = Pick<User, "ID" | "name" | "emailAddr">;

export interface HandOver {
  /** What is handed over, as it was read. */
  readonly items: readonly MovableItem[];
  readonly leavers: readonly Person[];
  /** Who is to have it; see `successorRefusal`. */
  readonly successor: Person;
}

/**
 * Reads the items again and plans to give them to the successor. Left out and told: what has changed hands since, what is not
 * there any more, and whoever would report to themselves; what is the successor's already is unchanged.
 */
export async function planHandOver(
  client: Pick<WorkfrontClient, "readFields" | "getUsers">,
  { items, leavers, successor }: HandOver,
  changer: Changer,
): Promise<Plan> {
  const changes = changesFor(items, successor.ID);
  const now = await readNow(client, changes);
  const people = { from: leavers.map(named), to: [named(successor)] };
  return { kind: "handOver", ...people, ...planChanges(changes, now, changer) };
}

/** One change for each item. */
export function changesFor(items: readonly MovableItem[], successorID: string): Change[] {
  const seen = new Set<string>();
  return items.map((item) => {
    const { kind, objCode, ID, field, name, holder, along, project, status, shown } = item;
    // A project may be owned and sponsored by the same person.
    const isSecond = seen.has(ID);
    seen.add(ID);
    const kept = Object.keys(along);
    return {
      objCode,
      ID,
      ...(isSecond && { key: `${ID} ${field}` }),
      name: name || null,
      detail: project || null,
      field,
      before: holder.ID,
      wished: successorID,
      ...(kept.length > 0 && { beside: along, sendAlong: kept }),
      item: { kind, shown, project, status },
    };
  });
}

/** How many of some changes resend a job role, which Workfront may refuse to the successor. */
export function withRole(changes: readonly Change[]): number {
  return changes.filter(({ sendAlong }) => sendAlong?.includes("roleID")).length;
}

function named(person: Person): NonNullable<RunHeader["from"]>[number] {
  return { ID: person.ID, name: displayName(person) };
}

/** The users who would have to be reactivated first, for what a plan leaves out because of them. */
export function toReactivate({ refused }: Plan): string[] {
  const ids = refused.flatMap(({ change: { wished }, reason }) =>
    reason === "receiverInactive" && typeof wished === "string" ? [wished] : [],
  );
  return [...new Set(ids)];
}
