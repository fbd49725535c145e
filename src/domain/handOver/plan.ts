import type { CallOptions, WorkfrontClient } from "../../workfront/client";
import { listMovable, type MovableItem } from "../../workfront/movableWork";
import { WorkfrontError } from "../../workfront/errors";
import { readNow } from "../runs/current";
import { sorted, type Changer, type Plan } from "../runs/plan";
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
 * there any more, whoever would report to themselves, and tasks and issues to which the successor is assigned as well; what is
 * the successor's already is unchanged.
 */
export async function planHandOver(
  client: Pick<WorkfrontClient, "readFields" | "getUsers" | "listObjects">,
  { items, leavers, successor }: HandOver,
  changer: Changer,
  options: CallOptions = {},
): Promise<Plan> {
  const changes = changesFor(items, successor.ID);
  const [now, theirs] = await Promise.all([
    readNow(client, changes, options),
    assignedTo(client, successor.ID, items, options),
  ]);
  const people = { from: leavers.map(named), to: [named(successor)] };
  const wanted = changes.map((change) => ({ change }));
  const { change, unchanged, refused } = sorted(wanted, now, changer);
  const [doubled, others] = doubledAssignments(change, theirs);
  return { kind: "handOver", ...people, change: others, unchanged, refused: [...refused, ...doubled] };
}

/** Which assignments would be somebody's second one to the same task or issue: also the second of two leavers. */
function doubledAssignments(
  changes: readonly Change[],
  theirs: ReadonlySet<string>,
): [doubled: Plan["refused"], others: Plan["change"]] {
  const assigned = new Set(theirs);
  const isDoubled = ({ objCode, item }: Change) => {
    if (objCode !== "ASSGN" || !item) return false;
    const isTheirs = assigned.has(item.shown.ID);
    assigned.add(item.shown.ID);
    return isTheirs;
  };
  const doubled = new Set(changes.filter(isDoubled));
  const refused = [...doubled].map((change) => ({ change, reason: "alreadyAssigned" as const }));
  return [refused, changes.filter((change) => !doubled.has(change))];
}

/** The open tasks and issues to which somebody is assigned, as far as they matter for these items and can be read. */
async function assignedTo(
  client: Pick<WorkfrontClient, "listObjects">,
  userID: string,
  items: readonly MovableItem[],
  { signal }: CallOptions,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const kind of ["tasks", "issues"] as const) {
    if (!items.some((item) => item.kind === kind)) continue;
    try {
      for await (const page of listMovable(client, kind, [userID], signal))
        for (const { shown } of page) found.add(shown.ID);
    } catch (error) {
      // Then Workfront itself says what it thinks of a second assignment.
      if (!(error instanceof WorkfrontError) || error.kind === "unauthorized") throw error;
    }
  }
  return found;
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
export function toReactivate({ refused, to = [] }: Plan): NonNullable<Plan["to"]> {
  const inactive = refused.filter(({ reason }) => reason === "receiverInactive");
  const ids = new Set<unknown>(inactive.map(({ change }) => change.wished));
  return to.filter(({ ID }) => ids.has(ID));
}
