import { stateOf, type UserDetail } from "../user";

/**
 * Why somebody cannot take over work. `leaver`: the work is theirs. `scheduled`: Workfront will deactivate them on a date that it
 * has. `unknown`: no such user, or none that may be seen, or Workfront does not say whether they are active.
 */
export type SuccessorRefusal = "leaver" | "deactivated" | "waiting" | "scheduled" | "unknown";

/** @param successor as just read. @param leaverIDs whose work it is. @returns `undefined` for somebody who can. */
export function successorRefusal(
  successor: UserDetail | undefined,
  leaverIDs: readonly string[],
): SuccessorRefusal | undefined {
  if (!successor) return "unknown";
  if (leaverIDs.includes(successor.ID)) return "leaver";
  const state = stateOf(successor);
  if (state !== "active") return state;
  return successor.scheduledDeactivationDate ? "scheduled" : undefined;
}
