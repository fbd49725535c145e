import type { UserCriteria } from "../../workfront/query";

/** What is counted of a license, an access level or a home group. All of them are active users. */
export const measures = ["active", "idle", "neverLoggedIn", "scheduled"] as const;

export type Measure = (typeof measures)[number];

/** The users that a measure counts. Idle: logged in before, but not within so many days. */
export function criteriaOf(measure: Measure, idleDays: number): UserCriteria {
  switch (measure) {
    case "active":
      return { isActive: true };
    case "idle":
      return { isActive: true, notLoggedInDays: idleDays };
    case "neverLoggedIn":
      return { isActive: true, neverLoggedIn: true };
    case "scheduled":
      return { isActive: true, scheduled: "coming" };
  }
}
