import { forbidden, invalid, notFound, ruleBroken } from "./answer";
import type { Caller } from "./caller";
import type { SandboxUser } from "./directory";
import { refuseInactive, type Updates } from "./editWork";

/** Rules for users on which the documentation is silent. */
export interface UserRules {
  /** Refuses a reactivation that does not name an access level, as the web interface asks for one. */
  readonly reactivationNeedsAccessLevel: boolean;
  /** Refuses a reactivation that does not name a home group, as a known issue of 2024 did. */
  readonly reactivationNeedsHomeGroup: boolean;
}

/**
 * Changes a user. What becomes of one who waits for approval is not documented: here the change is made, and the
 * approval is still awaited.
 */
export function changeUser(user: SandboxUser, updates: Updates, caller: Caller, rules: UserRules): void {
  check(user, updates, caller, rules);
  const wasActive = user.isActive;
  for (const [name, value] of updates) user[name] = value;
  if (updates.has("firstName") || updates.has("lastName")) user.name = `${user.firstName} ${user.lastName}`;
  if (user.isActive !== wasActive) user.actualDeactivationDate = user.isActive ? null : Date.now();
}

function check(user: SandboxUser, updates: Updates, caller: Caller, rules: UserRules): void {
  if (!mayEdit(user, caller)) throw forbidden("You do not have sufficient access to edit this user.");
  const active = updates.get("isActive");
  if (active === null) throw invalid("isActive must be true or false");
  if (active === false && user.ID === caller.directory.adminEmailUserID)
    throw ruleBroken("The user of the Admin Email cannot be deactivated.");
  checkAccessLevel(updates, caller);
  refuseInactive(updates, "managerID", caller);
  if (active !== true || user.isActive) return;
  if (rules.reactivationNeedsAccessLevel && !updates.has("accessLevelID"))
    throw ruleBroken("An access level (accessLevelID) is required to activate a user.");
  if (rules.reactivationNeedsHomeGroup && !updates.get("homeGroupID")) throw ruleBroken("homeGroupID cannot be null");
  checkEmail(user, caller);
}

/** System Administrators are made in the Admin Console alone. */
function checkAccessLevel(updates: Updates, { directory }: Caller): void {
  const id = updates.get("accessLevelID");
  if (id === undefined) return;
  const level = directory.table("ACSLVL").get(String(id));
  if (!level) throw notFound("AccessLevel", String(id));
  if (level["isAdmin"])
    throw ruleBroken("The System Administrator access level is assigned in the Adobe Admin Console.");
}

/** Only one active user may have an email address. */
function checkEmail(user: SandboxUser, caller: Caller): void {
  const email = user.emailAddr?.toLowerCase();
  if (email === undefined) return;
  for (const other of caller.directory.users.values())
    // The length first: lower-casing everybody's address for each of many users would take longer than all the rest.
    if (
      other.emailAddr?.length === email.length &&
      other !== user &&
      other.isActive &&
      other.emailAddr.toLowerCase() === email
    )
      throw ruleBroken(`Another active user has the email address ${email}.`);
}

/** System administrators, users whose access level says so, and managers for those who report to them. */
function mayEdit(user: SandboxUser, { accessLevel, user: caller }: Caller): boolean {
  return accessLevel.isAdmin || accessLevel.mayEditUsers || user.managerID === caller.ID;
}
