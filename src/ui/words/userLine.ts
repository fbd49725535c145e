import * as vscode from "vscode";
import type { StateGroup } from "../../domain/groups";
import { displayName, distinction, stateOf, type User, type UserState } from "../../domain/user";

/** A user in one line, for a row, a pick or a list. Not yet made harmless: whoever shows it does that. */
export interface UserLine {
  /** The name of a product icon that shows the state by its shape. */
  readonly icon: string;
  readonly label: string;
  /** The state first, where it is not plain active; then what matters most here, and what tells namesakes apart. */
  readonly description: string;
  /** Title, license, access level and home group. */
  readonly detail: string;
}

export interface UserLineOptions {
  /** The organization's own words for licenses. */
  readonly licenses?: ReadonlyMap<string, string>;
  /** The signed-in user. */
  readonly selfID?: string | undefined;
  /** Why the user is among the rows. */
  readonly why?: string | undefined;
  /** What matters most about the user in this place, such as the date by which the users around are sorted. */
  readonly first?: string | undefined;
}

/** The one way to show a user in a line. */
export function userLine(user: User, { licenses, selfID, why, first }: UserLineOptions = {}): UserLine {
  const state = stateOf(user);
  const special = [user.ID === selfID && vscode.l10n.t("You"), state !== "active" && stateInWords(state)];
  const { title, accessLevel, homeGroup } = user;
  return {
    icon: icons[state] ?? (user.isAdmin ? "shield" : "account"),
    label: displayName(user),
    description: joined([...special, why, first, distinction(user)]),
    detail: joined([title, licenses && licenseInWords(user.licenseType, licenses), accessLevel?.name, homeGroup?.name]),
  };
}

/** The shape of a state; none of these is the icon of a command. */
const icons: Partial<Record<UserState, string>> = {
  deactivated: "circle-slash",
  waiting: "issue-draft",
  unknown: "question",
};

export function stateInWords(state: UserState): string {
  switch (state) {
    case "active":
      return vscode.l10n.t("Active");
    case "deactivated":
      return vscode.l10n.t("Deactivated");
    case "waiting":
      return vscode.l10n.t("Waiting for approval");
    case "unknown":
      return vscode.l10n.t("Status unknown");
  }
}

/** What users in one state are called where they are grouped by it. */
export function stateGroupInWords(group: StateGroup): string {
  return group === "inactive" ? vscode.l10n.t("Deactivated or waiting for approval") : stateInWords(group ?? "unknown");
}

/** The organization's own word for a license, else Workfront's letter. */
export function licenseInWords(license: string | null, licenses: ReadonlyMap<string, string>): string {
  return license === null ? vscode.l10n.t("No license") : (licenses.get(license) ?? license);
}

function joined(parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}
