import * as vscode from "vscode";
import type { AssignedWork } from "../../domain/assignedWork";
import type { UserGroup } from "../../domain/directory";
import { displayName, distinction, type User } from "../../domain/user";
import type { UserList } from "../../domain/userList";
import type { Session } from "../connections/session";
import { commandID } from "../editor/commands";
import { explain, explainBriefly } from "../words/failures";
import { notCounted, workCount, workKindName } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { statusInWords } from "./criteriaInWords";
import { lastLogin } from "./userTooltip";

/** A row of the Users view: data, made from what the directory holds. */
export type Row = UserRow | HoldingRow | NothingHeldRow | GroupRow | LoadMoreRow | FailureRow;

export class UserRow {
  readonly kind = "user";

  constructor(
    readonly session: Session,
    readonly user: User,
    /** The group in which the row is, where users are grouped. */
    readonly group?: UserGroup,
  ) {}
}

/** How much of one kind a user still holds. */
export class HoldingRow {
  readonly kind = "holding";

  constructor(
    readonly session: Session,
    readonly user: User,
    readonly holding: AssignedWork,
    readonly group?: UserGroup,
  ) {}
}

/** Stands for what a user holds who holds nothing. */
export class NothingHeldRow {
  readonly kind = "nothingHeld";

  constructor(
    readonly session: Session,
    readonly user: User,
    readonly group?: UserGroup,
  ) {}
}

/** Users who have something in common; read when the row is expanded. */
export class GroupRow {
  readonly kind = "group";

  constructor(
    readonly session: Session,
    readonly group: UserGroup,
  ) {}
}

/** The last row while there are more users on the server than are shown. */
export class LoadMoreRow {
  readonly kind = "loadMore";

  constructor(
    readonly session: Session,
    readonly loaded: number,
    readonly total: number | undefined,
    readonly group?: UserGroup,
  ) {}
}

/** Stands for the users of a group that could not be read. */
export class FailureRow {
  readonly kind = "failure";

  constructor(
    readonly session: Session,
    readonly group: UserGroup,
    readonly error: unknown,
  ) {}
}

/** The rows at the top: groups, or users. */
export function rowsOf(session: Session): Row[] {
  const { directory } = session;
  if (directory.grouping) return directory.groups.map((group) => new GroupRow(session, group));
  const rows: Row[] = directory.users.map((user) => new UserRow(session, user));
  if (directory.hasMore) rows.push(new LoadMoreRow(session, directory.users.length, directory.total));
  return rows;
}

/** The rows of a group whose users were read. */
export function rowsIn({ session, group }: GroupRow): Row[] {
  const { users, hasMore, state }: UserList = group.list;
  const rows: Row[] = users.map((user) => new UserRow(session, user, group));
  if (hasMore) rows.push(new LoadMoreRow(session, users.length, group.count, group));
  if (state.kind === "failed") rows.unshift(new FailureRow(session, group, state.error));
  return rows;
}

/** The rows of what a user holds: what there is, and what could not be counted. */
export function holdingRows({ session, user, group }: UserRow, holdings: readonly AssignedWork[]): Row[] {
  const rows = holdings
    .filter(({ count }) => count !== 0)
    .map((holding) => new HoldingRow(session, user, holding, group));
  return rows.length > 0 ? rows : [new NothingHeldRow(session, user, group)];
}

/** How VS Code shows a row. The tooltip is filled in later, when somebody looks at it. */
export function treeItem(row: Row, licenses: ReadonlyMap<string, string>): vscode.TreeItem {
  const item = itemOf(row, licenses);
  item.id = rowID(row);
  return item;
}

function itemOf(row: Row, licenses: ReadonlyMap<string, string>): vscode.TreeItem {
  switch (row.kind) {
    case "user":
      return userItem(row, licenses);
    case "holding":
      return holdingItem(row);
    case "nothingHeld":
      return nothingHeldItem();
    case "group":
      return groupItem(row, licenses);
    case "loadMore":
      return loadMoreItem(row);
    case "failure":
      return failureItem(row);
  }
}

function userItem({ user }: UserRow, licenses: ReadonlyMap<string, string>): vscode.TreeItem {
  const item = new vscode.TreeItem(displayName(user), vscode.TreeItemCollapsibleState.Collapsed);
  // A row with a command is selected by a click, and expanded by its arrow alone.
  item.command = { command: "workfrontUsers.users.focus", title: "" };
  const deactivated = vscode.l10n.t("Deactivated");
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

function holdingItem(row: HoldingRow): vscode.TreeItem {
  const { kind, count } = row.holding;
  const item = new vscode.TreeItem(workKindName(kind));
  item.description = workCount(count);
  item.iconPath = new vscode.ThemeIcon(count === undefined ? "question" : "list-unordered");
  item.contextValue = "holding";
  item.command = { command: commandID("showHoldings"), title: vscode.l10n.t("Show"), arguments: [row] };
  return item;
}

function nothingHeldItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("Holds nothing, as far as you can see"));
  item.tooltip = notCounted();
  item.iconPath = new vscode.ThemeIcon("pass");
  item.contextValue = "nothingHeld";
  return item;
}

function groupItem({ session, group }: GroupRow, licenses: ReadonlyMap<string, string>): vscode.TreeItem {
  const item = new vscode.TreeItem(
    groupName(session, group, licenses),
    group.count > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  item.description = countInWords(group.count);
  item.contextValue = "group";
  const users = group.count === 1 ? vscode.l10n.t("1 user") : vscode.l10n.t("{0} users", countInWords(group.count));
  item.accessibilityInformation = { label: `${item.label as string}, ${users}` };
  return item;
}

function groupName({ directory }: Session, { value, name }: UserGroup, licenses: ReadonlyMap<string, string>): string {
  if (directory.grouping === "isActive") return statusInWords(value === "true");
  if (directory.grouping === "licenseType")
    return value === null ? vscode.l10n.t("No license") : (licenses.get(value) ?? value);
  return value === null ? vscode.l10n.t("No home group") : (name ?? value);
}

function failureItem({ error }: FailureRow): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("Try again: {0}", explainBriefly(error)));
  item.tooltip = explain(error);
  item.contextValue = "failure";
  item.iconPath = new vscode.ThemeIcon("error");
  item.command = { command: commandID("refresh"), title: vscode.l10n.t("Try Again") };
  return item;
}

function loadMoreItem(row: LoadMoreRow): vscode.TreeItem {
  const { loaded, total } = row;
  const item = new vscode.TreeItem(
    total === undefined
      ? vscode.l10n.t("Load more…")
      : vscode.l10n.t("Load more… ({0} of {1})", countInWords(loaded), countInWords(Math.max(total, loaded))),
  );
  item.contextValue = "loadMore";
  item.iconPath = new vscode.ThemeIcon("fold-down");
  item.command = { command: commandID("loadMore"), title: vscode.l10n.t("Load More"), arguments: [row] };
  return item;
}

/** The same for the same row at every refresh, so that VS Code keeps selection, expansion and scroll. */
export function rowID(row: Row): string {
  const { group } = row;
  const place = group ? `${row.session.connection.id}/${group.value ?? ""}` : row.session.connection.id;
  switch (row.kind) {
    case "group":
      return place;
    case "user":
      return `${place}/${row.user.ID}`;
    case "holding":
      return `${place}/${row.user.ID}/${row.holding.kind}`;
    case "nothingHeld":
      return `${place}/${row.user.ID}/${row.kind}`;
    default:
      return `${place}/${row.kind}`;
  }
}

/** The organization's own word for a user's license, else Workfront's letter. */
export function licenseName(user: User, licenses: ReadonlyMap<string, string>): string | undefined {
  return user.licenseType ? (licenses.get(user.licenseType) ?? user.licenseType) : undefined;
}

/** State by shape; the color only repeats it. */
function icon(user: User): vscode.ThemeIcon {
  if (!user.isActive) return new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("disabledForeground"));
  return new vscode.ThemeIcon(user.isAdmin ? "shield" : "account");
}
