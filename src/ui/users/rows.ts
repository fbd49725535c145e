import * as vscode from "vscode";
import { displayName, distinction, type User } from "../../domain/user";
import type { Session } from "../connections/session";
import { countInWords } from "../host/numbers";
import { commandID } from "../host/commands";
import { lastLogin } from "./userTooltip";

/** A row of the Users view: data, made from what the directory holds. */
export type Row = UserRow | LoadMoreRow;

export class UserRow {
  readonly kind = "user";

  constructor(
    readonly session: Session,
    readonly user: User,
  ) {}
}

/** The last row while there are more users on the server than are shown. */
export class LoadMoreRow {
  readonly kind = "loadMore";

  constructor(
    readonly session: Session,
    readonly loaded: number,
    readonly total: number | undefined,
  ) {}
}

/** How VS Code shows a row. The tooltip is filled in later, when somebody looks at it. */
export function treeItem(row: Row, licenses: ReadonlyMap<string, string>): vscode.TreeItem {
  return row.kind === "user" ? userItem(row, licenses) : loadMoreItem(row);
}

function userItem({ session, user }: UserRow, licenses: ReadonlyMap<string, string>): vscode.TreeItem {
  const item = new vscode.TreeItem(displayName(user));
  const deactivated = vscode.l10n.t("Deactivated");
  item.id = rowID(session, user.ID);
  item.description = [distinction(user), user.isActive ? undefined : deactivated].filter(Boolean).join(" · ");
  item.iconPath = icon(user);
  item.contextValue = ["user", user.isActive ? "active" : "deactivated", ...(user.emailAddr ? ["email"] : [])].join(
    " ",
  );
  const spoken = [
    displayName(user),
    user.isActive ? vscode.l10n.t("Active") : deactivated,
    ...(user.isAdmin ? [vscode.l10n.t("Administrator")] : []),
    licenseName(user, licenses),
    lastLogin(user.lastLoginDate),
  ];
  item.accessibilityInformation = { label: spoken.filter(Boolean).join(", ") };
  return item;
}

function loadMoreItem({ session, loaded, total }: LoadMoreRow): vscode.TreeItem {
  const item = new vscode.TreeItem(
    total === undefined
      ? vscode.l10n.t("Load more…")
      : vscode.l10n.t("Load more… ({0} of {1})", countInWords(loaded), countInWords(Math.max(total, loaded))),
  );
  item.id = rowID(session, "loadMore");
  item.contextValue = "loadMore";
  item.iconPath = new vscode.ThemeIcon("fold-down");
  item.command = { command: commandID("loadMore"), title: vscode.l10n.t("Load More") };
  return item;
}

/** The same for the same user at every refresh, so that VS Code keeps selection and scroll. */
export function rowID(session: Session, id: string): string {
  return `${session.connection.id}/${id}`;
}

/** The organisation's own word for a user's licence, else Workfront's letter. */
export function licenseName(user: User, licenses: ReadonlyMap<string, string>): string | undefined {
  return user.licenseType ? (licenses.get(user.licenseType) ?? user.licenseType) : undefined;
}

/** State by shape; the colour only repeats it. */
function icon(user: User): vscode.ThemeIcon {
  if (!user.isActive) return new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("disabledForeground"));
  return new vscode.ThemeIcon(user.isAdmin ? "shield" : "account");
}
