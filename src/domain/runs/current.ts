import { groupedBy } from "../../workfront/chunksOf";
import type { WorkfrontClient } from "../../workfront/client";
import { stateOf, type UserDetail } from "../user";
import { keyOf, type Change } from "./record";

/** Why something is left as it is although its change was asked for. */
export type Refusal =
  /** Deactivating the user who is signed in would end the session that could undo it. */
  | "self"
  /** No such object, or none that the signed-in user may see. */
  | "unknown"
  /** Chosen in a list of another connection: the same ID may be somebody else here. */
  | "otherConnection"
  /** The connection allows no changes. */
  | "readOnly"
  /** Made by a group administrator and never approved: a change of the status would go around the approval. */
  | "waitingForApproval"
  /** Workfront does not say whether the user is active. */
  | "unknownState"
  /** Somebody else has changed it since it was chosen, or since the run that is followed up. */
  | "changedSince"
  /** Whoever is to have it is deactivated, or waits for approval: Workfront gives them nothing. */
  | "receiverInactive"
  /** Whoever is to have it is not there any more, or may not be seen. */
  | "receiverUnknown"
  /** Nobody reports to themselves. */
  | "ownManager"
  /** Whoever is to have the task or issue is assigned to it as well; what a second assignment does is not documented. */
  | "alreadyAssigned";

/** What an object is now, just read. */
export type Current = Partial<Pick<Change, "before" | "name" | "detail" | "beside">> & {
  readonly dated?: string | null | undefined;
  /** What forbids every change of it. */
  readonly hindrance?: Refusal | undefined;
  /** What forbids this change, because of the user who is to have it. */
  readonly receiver?: Refusal | undefined;
};

/** By the key of the change; objects that are not there, or that may not be seen, are missing. */
export type CurrentState = ReadonlyMap<string, Current>;

/** What the users are now. */
export function usersNow(found: readonly UserDetail[]): CurrentState {
  return new Map(
    found.map((user) => {
      const { ID, name, emailAddr, isActive, accessLevel, homeGroup, actualDeactivationDate } = user;
      const current: Current = {
        name,
        detail: emailAddr,
        ...(isActive !== null && { before: isActive }),
        hindrance: hindranceOf(user),
        dated: actualDeactivationDate?.toISOString(),
        beside: {
          ...(accessLevel && { accessLevelID: { ID: accessLevel.ID, name: accessLevel.name } }),
          ...(homeGroup && { homeGroupID: { ID: homeGroup.ID, name: homeGroup.name } }),
        },
      };
      return [ID, current];
    }),
  );
}

function hindranceOf(user: UserDetail): Refusal | undefined {
  const state = stateOf(user);
  if (state === "waiting") return "waitingForApproval";
  return state === "unknown" ? "unknownState" : undefined;
}

/**
 * Reads what the objects of some changes are now, whatever their type, and whether the users who are to have them can. No name
 * is read: those that were recorded stay.
 */
export async function readNow(
  client: Pick<WorkfrontClient, "readFields" | "getUsers">,
  changes: readonly Change[],
): Promise<CurrentState> {
  const now = new Map<string, Current>();
  const receivers = new Map<Change["wished"], Refusal>(await unfitReceivers(client, changes));
  const read = async (group: readonly [Change, ...Change[]]) => {
    const [{ objCode, field, datedBy }] = group;
    const fields = datedBy === undefined ? [field] : [field, datedBy];
    const found = await client.readFields(
      objCode,
      group.map(({ ID }) => ID),
      fields,
    );
    for (const change of group) {
      const values = found.get(change.ID);
      if (!values) continue;
      const dated = datedBy === undefined ? undefined : values[datedBy];
      const receiver = isReference(change) ? receivers.get(change.wished) : undefined;
      now.set(keyOf(change), { before: values[field], dated: typeof dated === "string" ? dated : undefined, receiver });
    }
  };
  await Promise.all(groupedBy(changes, ({ objCode, field }) => `${objCode} ${field}`).map(read));
  return now;
}

/** The users who are to have something and cannot, and why. */
async function unfitReceivers(
  client: Pick<WorkfrontClient, "getUsers">,
  changes: readonly Change[],
): Promise<[id: string, why: Refusal][]> {
  const ids = new Set(changes.filter(isReference).flatMap(({ wished }) => (typeof wished === "string" ? wished : [])));
  if (ids.size === 0) return [];
  const found = new Map((await client.getUsers([...ids])).map((user) => [user.ID, user]));
  return [...ids].flatMap((id): [string, Refusal][] => {
    const user = found.get(id);
    if (!user) return [[id, "receiverUnknown"]];
    const state = stateOf(user);
    return state === "deactivated" || state === "waiting" ? [[id, "receiverInactive"]] : [];
  });
}

/** Whether a change makes an object somebody's. */
function isReference({ field }: Change): boolean {
  return field.endsWith("ID");
}
