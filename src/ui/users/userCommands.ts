import * as vscode from "vscode";
import { pastedTable } from "../../domain/pastedTable";
import { displayName, stateOf, type User } from "../../domain/user";
import type { UserCriteria } from "../../workfront/query";
import type { Session } from "../connections/session";
import { onRows, type CommandName, type Commands } from "../editor/commands";
import { openPage, type NamedObject } from "../editor/openPage";
import { withViewProgress } from "../editor/progress";
import { ask, tell } from "../editor/tell";
import { Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { licenseInWords, stateInWords } from "../words/userLine";
import type { Log } from "../editor/log";
import type { Settings } from "../editor/settings";
import { exportUsers } from "./exportUsers";
import type { ExtraFields } from "./extraFields";
import { filterUsers } from "./filterUsers";
import { findIdleUsers } from "./findIdleUsers";
import { showLeftBehind } from "./findLeftBehind";
import { groupUsers } from "./groupUsers";
import { LoadMoreRow, UserRow } from "./rows";
import { showAssignedWork } from "./showAssignedWork";
import { sortUsers } from "./sortUsers";
import type { TargetChooser, Targets } from "./targets";
import { pickUserOrAll } from "./userPicker";
import type { UserDocuments } from "./userDocuments";
import type { UsersView } from "./usersView";

export interface UserCommandParts {
  readonly view: UsersView;
  readonly targets: TargetChooser;
  readonly documents: UserDocuments;
  readonly settings: Settings;
  readonly extraFields: ExtraFields;
  readonly log: Log;
}

/** Finding, showing and copying users: everything about users that changes nothing. */
export function registerUserCommands(commands: Commands, parts: UserCommandParts): void {
  const { view, targets, settings, extraFields, log } = parts;
  const filterContext = async (title: string) => ({
    title,
    session: await targets.session(),
    idleDays: settings.idleDays,
  });
  commands.register("search", async () => search(parts));
  commands.register("clearSearch", async () => (await targets.session()).directory.search({}));
  commands.register("refresh", async () => refresh(await targets.session()));
  const filter = async () => filterUsers(await filterContext(vscode.l10n.t("Filter Users")), view.nameOf);
  commands.register("filter", filter);
  // The same with another icon, which shows that a filter is on.
  commands.register("changeFilter", filter);
  commands.register("sortBy", async () => sortUsers(await targets.session()));
  commands.register("groupBy", async () => groupUsers(await targets.session()));
  commands.register("findIdle", async () => findIdleUsers(await filterContext(vscode.l10n.t("Find Idle Users"))));
  commands.register("findLeftBehind", async () => showLeftBehind(await targets.session()));
  commands.register("exportUsers", async () => exportUsers(await targets.session(), extraFields));
  commands.register("loadMore", async (row) => loadMore(row, { view, session: await targets.session() }));
  commands.register("showLog", () => log.show());
  commands.register(
    "showHoldings",
    onRows((...args) => showAssignedWork(args, targets, view)),
  );
  registerShowCommands(commands, parts);
}

/** What is done with one user or with several, and changes nothing. */
function registerShowCommands(commands: Commands, { view, targets, documents }: UserCommandParts): void {
  const register = (
    name: CommandName,
    options: { readonly title: string; readonly several: boolean },
    run: (chosen: Targets<User>) => unknown,
    // A result in the History view may be about something else than a user.
    ofObject?: (object: NamedObject, session: Session) => unknown,
  ) =>
    commands.register(
      name,
      onRows(async (...args) => {
        const meant = ofObject && (await targets.object(args[0]));
        if (meant) return ofObject(meant.object, meant.session);
        const chosen = await targets.choose(args, options);
        return chosen && run(chosen);
      }),
    );
  const one = (title: string) => ({ title, several: false });
  const several = (title: string) => ({ title, several: true });
  // From a result in the History view: whoever it is about is shown whatever the filters say.
  register("revealUser", one(vscode.l10n.t("Reveal in Users View")), async ({ session, users }) => {
    const [user] = users;
    if (user) await reveal(user, {}, { view, session });
  });
  register("showUser", one(vscode.l10n.t("Show User as JSON")), ({ session, users }) =>
    openEach(users, {
      most: 10,
      question: (count) => vscode.l10n.t("Open {0} editors?", count),
      open: (user) => documents.show(session, user, { staysOpen: users.length > 1 }),
    }),
  );
  register(
    "openInWorkfront",
    one(vscode.l10n.t("Open in Workfront")),
    ({ session: { connection }, users }) =>
      openEach(users, {
        most: 5,
        question: (count) => vscode.l10n.t("Open {0} pages in the browser?", count),
        open: (user) => openPage(connection.origin, { objCode: "USER", ID: user.ID, name: displayName(user) }),
      }),
    (object, { connection }) => openPage(connection.origin, object),
  );
  register(
    "copyId",
    several(vscode.l10n.t("Copy ID")),
    ({ users }) => vscode.env.clipboard.writeText(users.map(({ ID }) => ID).join("\n")),
    ({ ID }) => vscode.env.clipboard.writeText(ID),
  );
  register("copyEmail", several(vscode.l10n.t("Copy Email")), ({ users }) => copyEmails(users));
  register("copyTable", several(vscode.l10n.t("Copy as Table")), ({ session, users }) => copyTable(session, users));
}

interface Shown {
  readonly view: UsersView;
  readonly session: Session;
}

interface Opening {
  /** More than these are opened only after a question. */
  readonly most: number;
  readonly question: (count: string) => string;
  readonly open: (user: User) => PromiseLike<unknown>;
}

async function openEach(users: readonly User[], { most, question, open }: Opening): Promise<void> {
  const count = countInWords(users.length);
  const openAll = { title: vscode.l10n.t("Open All"), value: true };
  if (users.length > most && !(await ask(question(count), [], openAll))) return;
  for (const user of users) await open(user);
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
  if ("allMatching" in picked) {
    await vscode.commands.executeCommand("workfrontUsers.users.focus");
    return session.directory.search({ ...filters, text: picked.allMatching });
  }
  await reveal(picked, filters, { view, session });
}

/** Selects the row of a user; one who is not among the rows is searched for beside the filters. */
async function reveal(user: User, filters: UserCriteria, { view, session }: Shown): Promise<void> {
  await vscode.commands.executeCommand("workfrontUsers.users.focus");
  if (await view.reveal(user.ID)) return;
  await session.directory.search({ ...filters, text: user.emailAddr ?? user.ID });
  await view.reveal(user.ID);
}

/** Work that was left is looked for anew: reading the same users again would not tell. */
async function refresh(session: Session): Promise<void> {
  await (session.directory.left ? showLeftBehind(session) : session.directory.refresh());
}

/**
 * Goes on at the first of the new rows, because the row that was used is gone.
 * @param row that row; the palette and the view's last row mean the one list that is shown.
 */
async function loadMore(row: unknown, { view, session }: Shown): Promise<void> {
  const group = row instanceof LoadMoreRow ? row.group : undefined;
  const list = group?.list ?? session.directory;
  const before = list.users.length;
  const loading = session.directory.loadMore(group);
  withViewProgress(
    view.id,
    loading.catch(() => undefined),
  );
  await loading;
  const next = list.users[before];
  if (next) await view.goTo(new UserRow(session, next, group));
}

async function copyEmails(users: readonly User[]): Promise<void> {
  const found = users.flatMap(({ emailAddr }) => emailAddr ?? []);
  if (found.length === 0)
    throw new Explanation(
      vscode.l10n.t(
        "Workfront shows no email address for the selected users, so nothing was copied. Copy the ID instead.",
      ),
    );
  await vscode.env.clipboard.writeText(found.join("\n"));
  if (found.length < users.length)
    void tell.warn(
      vscode.l10n.t(
        "Email addresses copied: {0}. Workfront shows none for {1} of the selected users.",
        found.length,
        users.length - found.length,
      ),
    );
}

async function copyTable(session: Session, users: readonly User[]): Promise<void> {
  const licenses = await session.licenseLabels();
  const headings = [
    vscode.l10n.t("Name"),
    vscode.l10n.t("Email"),
    vscode.l10n.t("Status"),
    vscode.l10n.t("License"),
    vscode.l10n.t("Access level"),
    vscode.l10n.t("Home group"),
    vscode.l10n.t("Last login"),
    vscode.l10n.t("ID"),
  ];
  const rows = users.map((user) => [
    displayName(user),
    user.emailAddr ?? "",
    stateInWords(stateOf(user)),
    licenseInWords(user.licenseType, licenses),
    user.accessLevel?.name ?? "",
    user.homeGroup?.name ?? "",
    user.lastLoginDate?.toISOString().slice(0, 10) ?? "",
    user.ID,
  ]);
  await vscode.env.clipboard.writeText(pastedTable([headings, ...rows]));
}
