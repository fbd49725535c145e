import { groupedBy } from "../../workfront/chunksOf";
import type { CallOptions, WorkfrontClient } from "../../workfront/client";
import type { Fields } from "../../workfront/objects";
import { stateOf, type UserDetail, type UserState } from "../user";
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

const hindrances: Readonly<Partial<Record<UserState, Refusal>>> = {
  waiting: "waitingForApproval",
  unknown: "unknownState",
};

/** What the users are now. */
export function usersNow(found: readonly UserDetail[]): CurrentState {
  return new Map(
    found.map((user): [key: string, Current] => {
      const { accessLevel, homeGroup } = user;
      return [
        user.ID,
        {
          name: user.name,
          detail: user.emailAddr,
          before: user.isActive ?? undefined,
          hindrance: hindrances[stateOf(user)],
          dated: user.actualDeactivationDate?.toISOString(),
          beside: {
            ...(accessLevel && { accessLevelID: { ID: accessLevel.ID, name: accessLevel.name } }),
            ...(homeGroup && { homeGroupID: { ID: homeGroup.ID, name: homeGroup.name } }),
          },
        },
      ];
    }),
  );
}

/**
 * Reads what the objects of some changes are now, whatever their type, and whether the users who are to have them can. No name
 * is read: those that were recorded stay.
 */
export async function readNow(
  client: Pick<WorkfrontClient, "readFields" | "getUsers">,
  changes: readonly Change[],
  options?: CallOptions,
): Promise<CurrentState> {
  const now = new Map<string, Current>();
  const receivers = await unfitReceivers(client, changes, options);
  const read = async (group: readonly [Change, ...Change[]]) => {
    const [{ objCode }] = group;
    const ids = group.map(({ ID }) => ID);
    const found = await client.readFields(objCode, ids, fieldsOf(group[0]), options);
    for (const change of group) {
      const values = found.get(change.ID);
      const receiver = isReference(change) ? receivers.get(change.wished) : undefined;
      if (values) now.set(keyOf(change), { before: values[change.field], dated: dateIn(values, change), receiver });
    }
  };
  await Promise.all(groupedBy(changes, ({ objCode, field }) => `${objCode} ${field}`).map(read));
  return now;
}

/** What is read of an object with a change of it. */
export function fieldsOf({ field, datedBy }: Change): readonly string[] {
  return datedBy ? [field, datedBy] : [field];
}

/** Workfront's own date of a change, in what it shows of the object. */
export function dateIn(shown: Fields | undefined, { datedBy }: Change): string | undefined {
  const date = datedBy && shown?.[datedBy];
  return typeof date === "string" ? date : undefined;
}

/** The users who are to have something and cannot, and why. */
async function unfitReceivers(
  client: Pick<WorkfrontClient, "getUsers">,
  changes: readonly Change[],
  options: CallOptions | undefined,
): Promise<ReadonlyMap<Change["wished"], Refusal>> {
  const wished = new Set(changes.filter(isReference).map((change) => change.wished));
  const ids = [...wished].filter((id) => typeof id === "string");
  const found = ids.length === 0 ? [] : await client.getUsers(ids, options);
  const unfit = new Map<Change["wished"], Refusal>(ids.map((id) => [id, "receiverUnknown"]));
  for (const user of found) {
    const state = stateOf(user);
    if (state === "active" || state === "unknown") unfit.delete(user.ID);
    else unfit.set(user.ID, "receiverInactive");
  }
  return unfit;
}

/** Whether a change makes an object somebody's. */
function isReference({ field }: Change): boolean {
  return field.endsWith("ID");
}
