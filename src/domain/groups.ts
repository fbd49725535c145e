import type { CallOptions, GroupCount, WorkfrontClient } from "../workfront/client";
import type { GroupField, UserCriteria } from "../workfront/query";
import { unlessDeclined } from "./unlessDeclined";
import type { UserList } from "./userList";

/** Users who have one value of a field in common. */
export interface Group extends GroupCount {
  /** The home group's name, where users are grouped so and it may be seen. */
  readonly name: string | undefined;
}

/** A group and its users. */
export interface UserGroup extends Group {
  /** Unread until somebody opens it. */
  readonly list: UserList;
}

type Source = Pick<WorkfrontClient, "groupUsers" | "groupNames" | "countUsers">;

/**
 * The value of a group of users in one state, where users are grouped by `isActive`; null where Workfront does not tell.
 * `inactive`: deactivated or waiting for approval, where the server does not tell these apart.
 */
export type StateGroup = "active" | "deactivated" | "waiting" | "inactive" | null;

/**
 * The groups of the users that meet the criteria, by the server's count: home groups by name, others by size, those
 * without the value last.
 */
export async function readGroups(
  client: Source,
  criteria: UserCriteria,
  field: GroupField,
  options?: CallOptions,
): Promise<Group[]> {
  const counts = await (field === "isActive"
    ? countStates(client, criteria, options)
    : client.groupUsers(criteria, field, options));
  const ids = field === "homeGroupID" ? counts.flatMap(({ value }) => value ?? []) : [];
  const names = ids.length > 0 ? await unlessDeclined(client.groupNames(ids, options)) : undefined;
  return counts
    .map(({ value, count }) => ({ value, count, name: value === null ? undefined : names?.get(value) }))
    .sort(byNameOrSize);
}

/** The criteria that pick one group out of all that meet the other criteria. */
export function criteriaOfGroup(field: GroupField, value: string | null): UserCriteria {
  if (field === "isActive") return stateCriteria[(value as StateGroup) ?? "unknown"];
  return field === "homeGroupID" ? { homeGroupIDs: [value] } : { licenseTypes: [value] };
}

/** The groups of which nobody is left: the rows that were read stay until a refresh, as in the other groups. */
export function emptied(before: readonly UserGroup[], now: readonly Group[]): UserGroup[] {
  const isGone = ({ value, list }: UserGroup) => list.users.length > 0 && now.every((group) => group.value !== value);
  return before.filter(isGone).map((group) => ({ ...group, count: 0 }));
}

const stateCriteria: Readonly<Record<NonNullable<StateGroup> | "unknown", UserCriteria>> = {
  active: { isActive: true },
  deactivated: { isActive: false, waitingForApproval: false },
  waiting: { isActive: false, waitingForApproval: true },
  inactive: { isActive: false },
  unknown: { isActive: null },
};

/** Who waits for approval is not active either, and is counted besides. */
async function countStates(client: Source, criteria: UserCriteria, options?: CallOptions): Promise<GroupCount[]> {
  const { waitingForApproval } = criteria;
  const [counts, asked] = await Promise.all([
    client.groupUsers(criteria, "isActive", options),
    waitingForApproval === undefined
      ? unlessDeclined(client.countUsers({ ...criteria, waitingForApproval: true }, options))
      : undefined,
  ]);
  const countOf = (wanted: string | null) => counts.find(({ value }) => value === wanted)?.count ?? 0;
  const inactive = countOf("false");
  const waiting = waitingForApproval === undefined ? asked : waitingForApproval ? inactive : 0;
  const states: readonly (readonly [StateGroup, number])[] = [
    ["active", countOf("true")],
    ...(waiting === undefined
      ? [["inactive", inactive] as const]
      : [["deactivated", inactive - waiting] as const, ["waiting", waiting] as const]),
    [null, countOf(null)],
  ];
  return states.filter(([, count]) => count > 0).map(([value, count]) => ({ value, count }));
}

function byNameOrSize(one: Group, other: Group): number {
  if ((one.value === null) !== (other.value === null)) return one.value === null ? 1 : -1;
  return (one.name ?? "").localeCompare(other.name ?? "") || other.count - one.count;
}
