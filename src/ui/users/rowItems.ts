import * as vscode from "vscode";
import { isMovable } from "../../domain/handOver/kinds";
import { shown } from "../../domain/shown";
import { displayName, stateOf } from "../../domain/user";
import type { ShownSort } from "../../domain/shownSort";
import type { StateGroup, UserGroup } from "../../domain/groups";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { commandID } from "../editor/commands";
import { explainBriefly } from "../words/failures";
import { leftInLine, notCounted, workCount, workKindName } from "../words/assignedWork";
import { dayInWords, lastLoginInWords } from "../words/dates";
import { countInWords } from "../words/numbers";
import { licenseInWords, stateGroupInWords, stateInWords, userLine } from "../words/userLine";
import { rowID, type FailureRow, type GroupRow, type IdleRow, type LoadMoreRow, type Row } from "./rows";
import type { UserRow, WorkRow } from "./rows";
import { stateUri } from "./stateDecorations";
import { failureTooltip } from "./userTooltip";

type Licenses = ReadonlyMap<string, string>;

/** How the editor shows a row. The tooltip of a user is filled in later, when somebody looks at it. */
export function treeItem(row: Row, licenses: Licenses): vscode.TreeItem {
  const item = itemOf(row, licenses);
  item.id = rowID(row);
  return item;
}

function itemOf(row: Row, licenses: Licenses): vscode.TreeItem {
  switch (row.kind) {
    case "user":
      return userItem(row, licenses);
    case "work":
      return workItem(row);
    case "noWork":
      return noWorkItem();
    case "group":
      return groupItem(row, licenses);
    case "idle":
      return idleItem(row, licenses);
    case "loadMore":
      return loadMoreItem(row);
    case "failure":
      return failureItem(row);
  }
}

function userItem({ user, session }: UserRow, licenses: Licenses): vscode.TreeItem {
  const { connection, directory } = session;
  const state = stateOf(user);
  const isSelf = user.ID === connection.userID;
  const left = directory.left?.counts.get(user.ID);
  const line = userLine(user, {
    selfID: connection.userID,
    why: left && leftInLine(left),
    first: sortedBy(user, directory.sort),
  });
  const item = new vscode.TreeItem(shown(line.label), vscode.TreeItemCollapsibleState.Collapsed);
  // A row with a command is selected by a click, and expanded by its arrow alone.
  item.command = { command: "workfrontUsers.users.focus", title: "" };
  item.description = shown(line.description);
  item.iconPath = new vscode.ThemeIcon(line.icon, state === "active" ? undefined : quiet);
  if (state !== "active") item.resourceUri = stateUri(state, user.ID);
  item.contextValue = ["user", state, isSelf && "self", user.emailAddr && "email", left && "left"]
    .filter(Boolean)
    .join(" ");
  const spoken = [
    displayName(user),
    isSelf && vscode.l10n.t("You"),
    stateInWords(state),
    left && leftInLine(left),
    user.isAdmin && vscode.l10n.t("Administrator"),
    user.emailAddr,
    user.licenseType && licenseInWords(user.licenseType, licenses),
    user.lastLoginDate
      ? vscode.l10n.t("last login {0}", lastLoginInWords(user.lastLoginDate))
      : user.lastLoginDate === null && vscode.l10n.t("never logged in"),
  ];
  item.accessibilityInformation = { label: shown(spoken.filter(Boolean).join(", ")) };
  return item;
}

/** What users are sorted by, where the row does not show it anyway. */
function sortedBy({ lastLoginDate, entryDate }: UserRow["user"], sort: ShownSort): string | undefined {
  if (sort === "lastLogin") return lastLoginDate === undefined ? undefined : lastLoginInWords(lastLoginDate);
  return sort === "created" && entryDate ? dayInWords(entryDate) : undefined;
}

/** For what is not active. Readable in every theme, unlike the color for what is disabled. */
const quiet = new vscode.ThemeColor("descriptionForeground");

function workItem(row: WorkRow): vscode.TreeItem {
  const { kind, count, failure } = row.work;
  const item = new vscode.TreeItem(workKindName(kind));
  item.description = workCount(row.work);
  if (failure) item.tooltip = failureTooltip(new WorkfrontError(failure));
  item.iconPath = new vscode.ThemeIcon(count === undefined ? "question" : "list-unordered");
  item.contextValue = isMovable(kind) && count !== 0 ? "work movable" : "work";
  item.command = { command: commandID("showHoldings"), title: vscode.l10n.t("Show"), arguments: [row] };
  return item;
}

function noWorkItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("No assigned work that you can see"));
  item.tooltip = notCounted();
  item.iconPath = new vscode.ThemeIcon("pass");
  item.contextValue = "noWork";
  return item;
}

function groupItem({ session, group }: GroupRow, licenses: Licenses): vscode.TreeItem {
  const name = shown(groupName(session, group, licenses));
  const item = new vscode.TreeItem(
    name,
    group.count > 0 || group.list.users.length > 0
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.None,
  );
  item.description = countInWords(group.count);
  item.contextValue = "group";
  const users = group.count === 1 ? vscode.l10n.t("1 user") : vscode.l10n.t("{0} users", countInWords(group.count));
  item.accessibilityInformation = { label: `${name}, ${users}` };
  return item;
}

function groupName({ directory }: Session, { value, name }: UserGroup, licenses: Licenses): string {
  if (directory.grouping === "isActive") return stateGroupInWords(value as StateGroup);
  if (directory.grouping === "licenseType") return licenseInWords(value, licenses);
  return value === null ? vscode.l10n.t("No home group") : (name ?? value);
}

function idleItem(row: IdleRow, licenses: Licenses): vscode.TreeItem {
  const { session } = row;
  const { total = 0, licenses: held = [] } = session.directory;
  const number = countInWords(total);
  const freed = held
    .filter(({ value }) => value !== null)
    .map(({ value, count }) => vscode.l10n.t("{0}: {1}", licenseInWords(value, licenses), countInWords(count)));
  const idle = total === 1 ? vscode.l10n.t("1 idle user") : vscode.l10n.t("{0} idle users", number);
  const deactivate = vscode.l10n.t("Deactivate All {0}…", number);
  const { readOnly } = session.connection;
  const item = new vscode.TreeItem(readOnly ? idle : deactivate);
  item.description = shown(freed.length > 0 ? vscode.l10n.t("frees {0}", freed.join(", ")) : "");
  // A narrow side bar cuts the row: the tooltip has all of it.
  const notes = vscode.l10n.t(
    "Sorted by last login. A login by an integration counts as a login. You, service accounts, and users created within these days are left out.",
  );
  item.tooltip = [[idle, item.description].filter(Boolean).join(" · "), notes].join("\n");
  item.iconPath = new vscode.ThemeIcon(readOnly ? "history" : "stop-circle");
  item.contextValue = "idle";
  item.accessibilityInformation = {
    label: [idle, item.description, readOnly ? "" : deactivate].filter(Boolean).join(", "),
  };
  if (!readOnly) item.command = { command: commandID("deactivate"), title: deactivate, arguments: [row] };
  return item;
}

function failureItem({ error, group, user }: FailureRow): vscode.TreeItem {
  const isSignedOut = error instanceof WorkfrontError && error.kind === "unauthorized";
  const reason = explainBriefly(error);
  const item = new vscode.TreeItem(
    isSignedOut ? vscode.l10n.t("Sign in again: {0}", reason) : vscode.l10n.t("Try again: {0}", reason),
  );
  // The users of a group stay below it where they were read before.
  const isOld = user === undefined && group !== undefined && group.list.users.length > 0;
  if (isOld) item.description = vscode.l10n.t("Showing earlier results");
  item.tooltip = [isOld ? vscode.l10n.t("Showing earlier results") : "", failureTooltip(error)]
    .filter(Boolean)
    .join("\n");
  item.contextValue = isSignedOut ? "failure signedOut" : "failure";
  item.iconPath = new vscode.ThemeIcon("error");
  item.command = isSignedOut
    ? { command: commandID("connect"), title: vscode.l10n.t("Sign In Again"), arguments: [{ again: true }] }
    : { command: commandID("refresh"), title: vscode.l10n.t("Try Again") };
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
