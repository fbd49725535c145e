import { stateOf, type User, type UserDetail } from "./user";

/** What is to become of the chosen users. */
export type Wish = "deactivate" | "reactivate";

/** Why a user is not changed although that was asked for. */
export type Refusal =
  /** Deactivating the user who is signed in would end the session that could undo it. */
  | "self"
  /** No such user, or none that the signed-in user may see. */
  | "unknown"
  /** Chosen in a list of another connection's users: the same ID may be somebody else here. */
  | "otherConnection"
  /** The connection allows no changes. */
  | "readOnly"
  /** Made by a group administrator and never approved: a change of the status would go around the approval. */
  | "waitingForApproval"
  /** Workfront does not say whether the user is active. */
  | "unknownState"
  /** Deactivated once more by somebody else after the run that is to be undone. */
  | "changedSince";

/** A user as chosen, before being read again. */
export interface ChosenUser extends Pick<User, "ID" | "name" | "emailAddr"> {
  /** The connection in whose users the choice was made; left out where there is only one to choose from. */
  readonly connectionID?: string | undefined;
}

/** The connection that is to change the users. */
export interface ChangingConnection {
  readonly id?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** What will be done, and what will not and why. Every chosen user is in exactly one of the three lists. */
export interface Plan {
  readonly wish: Wish;
  readonly change: readonly UserDetail[];
  readonly unchanged: readonly UserDetail[];
  readonly refused: readonly { readonly user: ChosenUser; readonly reason: Refusal }[];
  /** By user ID: the access level to send along, for users whose reactivation the server declined without one. */
  readonly accessLevels?: ReadonlyMap<string, AccessLevel> | undefined;
}

/** A reference to one of the organization's access levels. */
export type AccessLevel = NonNullable<User["accessLevel"]>;

/** Whether `isActive` is to be true when the wish is fulfilled. */
export function wishedState(wish: Wish): boolean {
  return wish === "reactivate";
}

/**
 * Sorts the chosen users by what the server says of them, just read.
 * @param found the chosen users as the server has them; those it does not know are missing.
 * @param selfID the user who is signed in.
 */
export function planChange(
  wish: Wish,
  chosen: readonly ChosenUser[],
  found: readonly UserDetail[],
  selfID: string,
  connection: ChangingConnection = {},
): Plan {
  const change: UserDetail[] = [];
  const unchanged: UserDetail[] = [];
  const refused: Plan["refused"][number][] = [];
  const known = new Map(found.map((user) => [user.ID, user]));
  for (const user of new Map(chosen.map((one) => [one.ID, one])).values()) {
    const current = known.get(user.ID);
    if (connection.readOnly) refused.push({ user, reason: "readOnly" });
    else if (user.connectionID !== undefined && user.connectionID !== connection.id)
      refused.push({ user, reason: "otherConnection" });
    else if (!current) refused.push({ user, reason: "unknown" });
    else if (stateOf(current) === "waiting") refused.push({ user, reason: "waitingForApproval" });
    else if (stateOf(current) === "unknown") refused.push({ user, reason: "unknownState" });
    else if (current.isActive === wishedState(wish)) unchanged.push(current);
    else if (wish === "deactivate" && user.ID === selfID) refused.push({ user, reason: "self" });
    else change.push(current);
  }
  return { wish, change, unchanged, refused };
}
