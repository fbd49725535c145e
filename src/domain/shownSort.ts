import type { UserCriteria, UserSort } from "../workfront/query";
import { isAboutIdle } from "./idle";

/** The order in which users are shown. `mostLeft`, where they are shown for the work that was left with them: most of it first. */
export type ShownSort = UserSort | "mostLeft";

/** The order of users who meet the criteria, unless somebody chose another one. */
export function usualSort(criteria: UserCriteria): UserSort {
  return isAboutIdle(criteria) ? "lastLogin" : "name";
}
