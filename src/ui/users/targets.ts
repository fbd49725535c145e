import * as vscode from "vscode";
import type { WorkKind } from "../../domain/assignedWork";
import type { ChosenUser } from "../../domain/runs/plan";
import type { User } from "../../domain/user";
import { idIn, type UserCriteria } from "../../workfront/query";
import { parseDate } from "../../workfront/records";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import type { NamedObject } from "../editor/openPage";
import { withProgress } from "../editor/progress";
import { Explanation } from "../words/failures";
import { placeWithHost } from "../words/place";
import { IdleRow, stillShown, UserRow, WorkRow } from "./rows";
import { pickUser, pickUsers } from "./userPicker";
import type { UsersView } from "./usersView";

/** The users that a command is about, and the session to work in. */
export interface Targets<U> {
  readonly session: Session;
  readonly users: readonly U[];
}

/** The same with what of their work is meant, where that is not all. */
export interface WorkTargets extends Targets<ChosenUser> {
  readonly only?: readonly { readonly userID: string; readonly kind: WorkKind }[];
}

interface PickOptions {
  readonly title: string;
  /** Whether the picker, where one is needed, takes several users. */
  readonly several: boolean;
  /** Whom the picker looks among; everybody unless given. */
  readonly among?: UserCriteria;
}

/** The one place that understands how a command was invoked: on rows, by automation with IDs, or with nothing. */
export class TargetChooser {
  constructor(
    private readonly connections: Connections,
    private readonly view: UsersView,
  ) {}

  /**
   * The users meant by a command's arguments. Rows and IDs are taken as they are; without any, a searching picker asks,
   * with what is selected in the tree selected. `undefined` where the picker was closed.
   */
  async choose(args: readonly unknown[], options: PickOptions): Promise<Targets<User> | undefined> {
    const { rows, ids } = this.#given(args);
    const session = rows[0]?.session ?? (await this.session());
    if (rows.length + ids.length === 0) return this.#pick(session, options);
    const users = [...rows.map(({ user }) => user), ...(await usersByID(session, ids))];
    return { session, users: [...new Map(users.map((user) => [user.ID, user])).values()] };
  }

  /**
   * The same for a change, whose plan reads the users again and refuses by name whom it cannot change: rows say from
   * which connection they are, and IDs need not exist.
   */
  async chooseForChange(args: readonly unknown[], options: PickOptions): Promise<Targets<ChosenUser> | undefined> {
    const [first] = args;
    if (first instanceof IdleRow) return { session: first.session, users: await everybody(first.session) };
    const session = await this.session();
    const { rows, ids } = this.#given(args);
    if (rows.length + ids.length === 0) return this.#pick(session, options);
    return { session, users: [...rows.map(asChosen), ...ids.map((ID) => ({ ID, name: null, emailAddr: null }))] };
  }

  /**
   * Whose work is meant. A row of assigned work means what it stands for alone: of its user and its kind; several of them are
   * taken together.
   */
  async chooseForHandOver(args: readonly unknown[], options: PickOptions): Promise<WorkTargets | undefined> {
    const [argument, selection] = args;
    const given: readonly unknown[] = [argument].flat();
    if (given.length === 0 || !given.every((row) => row instanceof WorkRow)) return this.chooseForChange(args, options);
    const selected = Array.isArray(selection) && selection.length > 1 ? (selection as unknown[]) : given;
    const rows = selected.filter((row) => row instanceof WorkRow);
    const users = [...new Map(rows.map(({ user, session }) => [user.ID, asChosen({ user, session })])).values()];
    return { session: await this.session(), users, only: rows.map(({ user, work }) => ({ userID: user.ID, ...work })) };
  }

  /**
   * What a command was given: the selection where the clicked row is part of one, the one thing, or the list. A key gives
   * `{ from: "selection" }`. Of a selection, only users count, and only those that are still shown.
   */
  #given([argument, selection]: readonly unknown[]): { rows: readonly UserRow[]; ids: readonly string[] } {
    if (isFromSelection(argument)) return { rows: this.view.selection, ids: [] };
    if (Array.isArray(selection) && selection.length > 1) {
      const rows = (selection as unknown[]).filter((row) => row instanceof UserRow);
      const shown = new Set(stillShown(rows));
      return { rows: rows.filter((row) => row === argument || shown.has(row)), ids: [] };
    }
    const items = ([argument ?? []].flat() as unknown[]).map((item) => this.#meant(item));
    const rows = items.filter((item) => item instanceof UserRow);
    return { rows, ids: idsIn(items.filter((item) => !(item instanceof UserRow))) };
  }

  async #pick(session: Session, { title, several, among = {} }: PickOptions): Promise<Targets<User> | undefined> {
    const options = { title, among, session, placeholder: vscode.l10n.t("Type a name, email, username, or ID") };
    if (!several) {
      const user = await pickUser(options);
      return user && { session, users: [user] };
    }
    const isMeant = ({ ID, isActive }: User) =>
      (among.isActive === undefined || among.isActive === isActive) && !among.exceptIDs?.includes(ID);
    const users = await pickUsers({
      ...options,
      selected: this.view.selection.map(({ user }) => user).filter(isMeant),
      nothingSelected: vscode.l10n.t("select at least one user"),
    });
    return users && { session, users };
  }

  /** The object that a row of another view is about, where that is no user; `undefined` for any other argument. */
  async object(item: unknown): Promise<{ readonly session: Session; readonly object: NamedObject } | undefined> {
    if (typeof item !== "object" || item === null || !("object" in item) || !item.object) return undefined;
    this.#mustBeHere(item);
    return { session: await this.session(), object: item.object as NamedObject };
  }

  /** A row of another view says by an ID which user it is about. */
  #meant(item: unknown): unknown {
    if (typeof item !== "object" || item === null || !("userID" in item)) return item;
    this.#mustBeHere(item);
    return item.userID;
  }

  /** The same ID may be something else on another connection. */
  #mustBeHere(item: object): void {
    const { current, all } = this.connections;
    const its = "connectionID" in item ? item.connectionID : undefined;
    if (current === undefined || its === undefined || its === current.id) return;
    const other = all.find(({ id }) => id === its);
    throw new Explanation(
      other
        ? vscode.l10n.t("This belongs to the connection {0}. Switch to that connection first.", placeWithHost(other))
        : vscode.l10n.t("This belongs to a connection that was removed. Connect to it again first."),
      { next: other ? "switchConnection" : "connect" },
    );
  }

  /** The session to work with; asks to connect where there is none. */
  async session(): Promise<Session> {
    if (!this.connections.session) await this.connections.open();
    const { session, current } = this.connections;
    if (session) return session;
    throw new Explanation(
      current
        ? vscode.l10n.t("You are signed out of {0}.", current.name)
        : vscode.l10n.t("Connect to Workfront first."),
      { next: current ? "signIn" : "connect" },
    );
  }
}

/** A row says from which connection its user is. */
function asChosen({ user, session: { connection } }: Pick<UserRow, "user" | "session">): ChosenUser {
  return { ...user, connectionID: connection.id };
}

function isFromSelection(argument: unknown): boolean {
  return typeof argument === "object" && argument !== null && "from" in argument && argument.from === "selection";
}

/** Everybody who meets the criteria of the view, however many they are: as there, whoever has not logged in longest first. */
function everybody({ client, directory }: Session): Thenable<ChosenUser[]> {
  const { criteria, total = 0 } = directory;
  return withProgress(vscode.l10n.t("Reading the idle users"), async (signal) => {
    const found: { readonly user: ChosenUser; readonly login: number }[] = [];
    for await (const page of client.listUsers(criteria, ["name", "lastLoginDate"], { expected: total, signal }))
      for (const { ID, name, lastLoginDate } of page)
        found.push({ user: { ID, name: textOf(name), emailAddr: null }, login: loginIn(textOf(lastLoginDate)) });
    return found.sort((one, other) => one.login - other.login).map(({ user }) => user);
  });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** When it was, in milliseconds; whoever never logged in comes last. */
function loginIn(date: string | null): number {
  return parseDate(date ?? "")?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function idsIn(items: readonly unknown[]): string[] {
  const ids = items.flatMap((item) => (typeof item === "string" ? (idIn(item) ?? []) : []));
  if (ids.length < items.length)
    throw new Explanation(
      vscode.l10n.t(
        "A user ID has 32 hexadecimal digits. Nothing was done, because the command was given something else.",
      ),
    );
  return ids;
}

async function usersByID(session: Session, ids: readonly string[]): Promise<User[]> {
  const found = new Map((await session.client.getUsers(ids)).map((user) => [user.ID, user]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new Explanation(
      vscode.l10n.t("{0} has no user with the ID {1}. Nothing was done.", session.host, missing.join(", ")),
    );
  return ids.flatMap((id) => found.get(id) ?? []);
}
