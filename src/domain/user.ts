import type { User } from "../workfront/records";

export type { User, UserDetail } from "../workfront/records";

/** What to call a user whose name or email the caller may not see. */
export function displayName(user: Pick<User, "ID" | "name" | "emailAddr">): string {
  return user.name?.trim() || user.emailAddr || user.ID;
}

/** What tells a user from namesakes: the email, else the username, else the title; never the label itself. */
export function distinction(user: Pick<User, "ID" | "name" | "emailAddr" | "username" | "title">): string | undefined {
  const label = displayName(user);
  return [user.emailAddr, user.username, user.title].find((text) => text && text !== label) ?? undefined;
}

/** Whether a user may sign in. Waiting for approval: deactivated, and never approved. Unknown: Workfront does not say. */
export type UserState = "active" | "deactivated" | "waiting" | "unknown";

export function stateOf({ isActive }: Pick<User, "isActive">): UserState {
  return isActive ? "active" : "deactivated";
}
