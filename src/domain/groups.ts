import type { CallOptions, GroupCount, WorkfrontClient } from "../workfront/client";
import type { GroupField, UserCriteria } from "../workfront/query";

/** Users who have one value of a field in common. */
export interface Group extends GroupCount {
  /** The home group's name, where users are grouped so and it may be seen. */
  readonly name: string | undefined;
}

/**
 * The groups of the users that meet the criteria, by the server's count: home groups by name, others by size, those
 * without the value last.
 */
export async function readGroups(
  client: Pick<WorkfrontClient, "groupUsers" | "groupNames">,
  criteria: UserCriteria,
  field: GroupField,
  options?: CallOptions,
): Promise<Group[]> {
  const counts = await client.groupUsers(criteria, field, options);
  const ids = field === "homeGroupID" ? counts.flatMap(({ value }) => value ?? []) : [];
  const names = ids.length > 0 ? await client.groupNames(ids, options) : new Map<string, string>();
  return counts
    .map(({ value, count }) => ({ value, count, name: value === null ? undefined : names.get(value) }))
    .sort(byNameOrSize);
}

function byNameOrSize(one: Group, other: Group): number {
  if ((one.value === null) !== (other.value === null)) return one.value === null ? 1 : -1;
  return (one.name ?? "").localeCompare(other.name ?? "") || other.count - one.count;
}
