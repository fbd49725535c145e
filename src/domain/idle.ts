import type { GroupCount, WorkfrontClient } from "../workfront/client";
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

export interface IdleUsers {
  readonly criteria: UserCriteria;
  readonly total: number;
  /** The licenses they hold, which their deactivation could free. */
  readonly licenses: readonly GroupCount[];
}

/** Whether criteria are about idle users, as `findIdle` asks for them. */
export function isAboutIdle({ isActive, createdDays, exceptIDs }: UserCriteria): boolean {
  return isActive === true && createdDays !== undefined && exceptIDs !== undefined;
}

type Client = Pick<WorkfrontClient, "searchUsers" | "groupUsers">;

/** How Adobe marks the accounts of integrations (its guide to server-to-server access). */
const serviceAccount = "techacct";

/**
 * Finds the users who are active but idle, by the server's counts. The signed-in user and service accounts are never
 * idle. Workfront counts the logins of integrations in a user's name as logins of that user.
 * @param selfID the signed-in user.
 */
export async function findIdle(
  client: Client,
  { days, neverLoggedIn, licenseTypes, homeGroupIDs }: IdleQuestion,
  selfID: string,
  signal?: AbortSignal,
): Promise<IdleUsers> {
  const accounts = await client.searchUsers(
    { text: serviceAccount, isActive: true },
    { first: 0, limit: largestPage },
    { signal },
  );
  const criteria: UserCriteria = {
    isActive: true,
    licenseTypes,
    homeGroupIDs,
    notLoggedInDays: days,
    neverLoggedIn: neverLoggedIn || undefined,
    createdDays: days,
    exceptIDs: [selfID, ...accounts.filter(isServiceAccount).map(({ ID }) => ID)],
  };
  const licenses = await client.groupUsers(criteria, "licenseType", { signal });
  return { criteria, licenses, total: licenses.reduce((sum, { count }) => sum + count, 0) };
}

function isServiceAccount({ name, emailAddr, username }: User): boolean {
  return [name, emailAddr, username].some((text) => text?.toLowerCase().includes(serviceAccount));
}
