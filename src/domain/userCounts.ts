import type { CallOptions, GroupCount, WorkfrontClient } from "../workfront/client";
import type { UserCriteria } from "../workfront/query";
import { isAboutIdle } from "./idle";
import { unlessDeclined } from "./unlessDeclined";

/** The server's own counts beside a list of users; `undefined` where the server declines to count. */
export interface UserCounts {
  /** Of the users that meet the criteria. */
  readonly total: number | undefined;
  /** Of all users. */
  readonly everybody: number | undefined;
  /** The licenses that idle users hold, which their deactivation could free; `undefined` for other criteria. */
  readonly licenses: readonly GroupCount[] | undefined;
}

export const notCounted: UserCounts = { total: undefined, everybody: undefined, licenses: undefined };

/** @param isSearching whether the criteria leave anybody out. */
export async function countUsers(
  source: Pick<WorkfrontClient, "countUsers" | "groupUsers">,
  criteria: UserCriteria,
  isSearching: boolean,
  options: CallOptions,
): Promise<UserCounts> {
  const counting = unlessDeclined(source.countUsers({}, options));
  const [everybody, total, licenses] = await Promise.all([
    counting,
    isSearching ? unlessDeclined(source.countUsers(criteria, options)) : counting,
    isAboutIdle(criteria) ? unlessDeclined(source.groupUsers(criteria, "licenseType", options)) : undefined,
  ]);
  return { everybody, total, licenses };
}
