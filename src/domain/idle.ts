import type { WorkfrontClient } from "../workfront/client";
import { largestPage, type UserCriteria } from "../workfront/query";
import type { User } from "./user";

/** Which users count as idle. */
export interface IdleQuestion {
  /** Whole days without a login; users created within them are left in peace. */
  readonly days: number;
  /** Whether users who never logged in count as well. */
  readonly neverLoggedIn: boolean;
  readonly licenseTypes?: readonly (string | null)[] | undefined;
  readonly homeGroupIDs?: readonly (string | null)[] | undefined;
}

/** Whether criteria are about idle users, as `idleCriteria` makes them. */
export function isAboutIdle({ isActive, createdDays, exceptIDs }: UserCriteria): boolean {
  return isActive === true && createdDays !== undefined && exceptIDs !== undefined;
}

/** How Adobe marks the accounts of integrations (its guide to server-to-server access). */
const serviceAccount = "techacct";

/**
 * Which users are active but idle. The signed-in user is never idle, and neither are service accounts, which are looked up.
 * Workfront counts the logins of integrations in a user's name as logins of that user.
 * @param selfID the signed-in user.
 */
export async function idleCriteria(
  client: Pick<WorkfrontClient, "searchUsers">,
  { days, neverLoggedIn, licenseTypes, homeGroupIDs }: IdleQuestion,
  selfID: string,
  signal?: AbortSignal,
): Promise<UserCriteria> {
  const accounts = await client.searchUsers(
    { text: serviceAccount, isActive: true },
    { first: 0, limit: largestPage },
    { signal },
  );
  return {
    isActive: true,
    licenseTypes,
    homeGroupIDs,
    notLoggedInDays: days,
    neverLoggedIn: neverLoggedIn || undefined,
    createdDays: days,
    exceptIDs: [selfID, ...accounts.filter(isServiceAccount).map(({ ID }) => ID)],
  };
}

function isServiceAccount({ name, emailAddr, username }: User): boolean {
  return [name, emailAddr, username].some((text) => text?.toLowerCase().includes(serviceAccount));
}
