import * as vscode from "vscode";
import type { User } from "../../domain/user";
import type { Session } from "../connections/session";
import type { Commands } from "../editor/commands";
import { tell } from "../editor/tell";
import { Explanation } from "../words/failures";
import type { Log } from "../editor/log";
import type { Settings } from "../editor/settings";
import { exportUsers } from "./exportUsers";
import type { ExtraFields } from "./extraFields";
import { filterUsers } from "./filterUsers";
import { findIdleUsers } from "./findIdleUsers";
import { groupUsers } from "./groupUsers";
import type { KeptFilters } from "./keptFilters";
import { LoadMoreRow } from "./rows";
import { showAssignedWork } from "./showAssignedWork";
import type { TargetChooser } from "./targets";
import { pickUserOrAll } from "./userPicker";
import type { UserDocuments } from "./userDocuments";
import type { UsersView } from "./usersView";

export interface UserCommandParts {
  readonly view: UsersView;
  readonly targets: TargetChooser;
  readonly documents: UserDocuments;
  readonly kept: KeptFilters;
  readonly settings: Settings;
  readonly extraFields: ExtraFields;
  readonly log: Log;
}

/** Finding, showing and copying users: everything about users that changes nothing. */
export function registerUserCommands(commands: Commands, parts: UserCommandParts): void {
  const { view, targets, documents, kept, settings, extraFields, log } = parts;
  const filterContext = async (title: string) => ({
    ...{ title, session: await targets.session(), kept, idleDays: settings.idleDays },
  });
  commands.register("search", async () => search(parts));
  commands.register("clearSearch", async () => (await targets.session()).directory.search({}));
  commands.register("refresh", async () => (await targets.session()).directory.refresh());
  commands.register("filter", async () => filterUsers(await filterContext(vscode.l10n.t("Filter Users")), view.nameOf));
  commands.register("groupBy", async () => groupUsers(await targets.session()));
  commands.register("findIdle", async () => findIdleUsers(await filterContext(vscode.l10n.t("Find Idle Users"))));
  commands.register("exportUsers", async () => exportUsers(await targets.session(), extraFields));
  commands.register("loadMore", async (row) => loadMore(await targets.session(), row));
  commands.register("showLog", () => log.show());
  commands.register("showUser", async (...args) => {
    const chosen = await targets.choose(args, one(vscode.l10n.t("Show User as JSON")));
    if (chosen) for (const user of chosen.users) await documents.show(chosen.session, user);
  });
  commands.register("showHoldings", (...args) => showAssignedWork(args, targets, view));
  commands.register("openInWorkfront", async (...args) => {
    const chosen = await targets.choose(args, one(vscode.l10n.t("Open in Workfront")));
    if (chosen) for (const user of chosen.users) await vscode.env.openExternal(pageOf(chosen.session, user));
  });
  commands.register("copyId", async (...args) => {
    const chosen = await targets.choose(args, several(vscode.l10n.t("Copy ID")));
    if (chosen) await vscode.env.clipboard.writeText(chosen.users.map(({ ID }) => ID).join("\n"));
  });
  commands.register("copyEmail", async (...args) => {
    const chosen = await targets.choose(args, several(vscode.l10n.t("Copy Email")));
    if (chosen) await copyEmails(chosen.users);
  });
}

async function search({ view, targets }: UserCommandParts): Promise<void> {
  const session = await targets.session();
  const filters = { ...session.directory.criteria, text: undefined };
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const picked = await pickUserOrAll({
    session,
    title: vscode.l10n.t("Search Users"),
    placeholder: isFiltered
      ? vscode.l10n.t("Type a name, email, username, or ID to search the filtered users")
      : vscode.l10n.t("Type a name, email, username, or ID"),
    among: filters,
  });
  if (!picked) return;
  await vscode.commands.executeCommand("workfrontUsers.users.focus");
  if ("allMatching" in picked) return session.directory.search({ ...filters, text: picked.allMatching });
  const user = picked;
  if (await view.reveal(user.ID)) return;
  await session.directory.search({ ...filters, text: user.emailAddr ?? user.ID });
  await view.reveal(user.ID);
}

/** @param row the row that was used; the palette and the view's last row mean the one list that is shown. */
function loadMore({ directory }: Session, row: unknown): Promise<void> {
  return row instanceof LoadMoreRow && row.group ? row.group.list.loadMore() : directory.loadMore();
}

function one(title: string) {
  return { title, several: false };
}

function several(title: string) {
  return { title, several: true };
}

/** The user's page, as Workfront's own links to it look. */
function pageOf({ connection }: Session, { ID }: User): vscode.Uri {
  return vscode.Uri.parse(`${connection.origin}/user/${ID}/details`, true);
}

async function copyEmails(users: readonly User[]): Promise<void> {
  const found = users.flatMap(({ emailAddr }) => emailAddr ?? []);
  if (found.length === 0)
    throw new Explanation(
      vscode.l10n.t(
        "Workfront shows no email address for the chosen users, so nothing was copied. Copy the ID instead.",
      ),
    );
  await vscode.env.clipboard.writeText(found.join("\n"));
  if (found.length < users.length)
    void tell.warn(
      vscode.l10n.t(
        "Copied {0} email addresses. For {1} of the chosen users Workfront shows none.",
        found.length,
        users.length - found.length,
      ),
    );
}
