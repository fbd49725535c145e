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

/**
 * Whether a user may sign in. Waiting: deactivated, because a group administrator made the user and nobody has approved
 * it. Unknown: Workfront does not say.
 */
export type UserState = "active" | "deactivated" | "waiting" | "unknown";

export function stateOf({ isActive, userApproval }: Pick<User, "isActive" | "userApproval">): UserState {
  if (isActive === null) return "unknown";
  if (isActive) return "active";
  return userApproval ? "waiting" : "deactivated";
}

/**
 * Whether a user's license is one to manage work with: Adobe's Standard or, before it, Plan. Both have the letter `F`; the
 * organization's own label counts where it has another.
 */
export function managesWork(
  { isAdmin, licenseType }: Pick<User, "isAdmin" | "licenseType">,
  labels: ReadonlyMap<string, string>,
): boolean {
  return isAdmin === true || licenseType === "F" || /standard|plan/i.test(labels.get(licenseType ?? "") ?? "");
}
