import * as vscode from "vscode";
import type { ChosenUser } from "../../domain/runs/plan";
import type { User } from "../../domain/user";
import { idPattern, type UserCriteria } from "../../workfront/query";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import { Explanation } from "../words/failures";
import { UserRow } from "./rows";
import { pickUser, pickUsers } from "./userPicker";
import type { UsersView } from "./usersView";

/** The users that a command is about, and the session to work in. */
export interface Targets<U> {
  readonly session: Session;
  readonly users: readonly U[];
}

interface PickOptions {
  readonly title: string;
  readonly several: boolean;
  /** Whom to look among; everybody unless given. */
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
   * with what is selected in the tree ticked. `undefined` where the picker was closed.
   */
  async choose(args: readonly unknown[], options: PickOptions): Promise<Targets<User> | undefined> {
    const items = itemsIn(args);
    const rows = items.filter((item) => item instanceof UserRow);
    const [row] = rows;
    if (row) return { session: row.session, users: rows.map(({ user }) => user) };
    const session = await this.session();
    if (items.length > 0) return { session, users: await usersByID(session, items) };
    return this.#pick(session, options);
  }

  /**
   * The same for a change, whose plan reads the users again and refuses by name whom it cannot change: rows say from
   * which connection they are, and IDs need not exist.
   */
  async chooseForChange(args: readonly unknown[], options: PickOptions): Promise<Targets<ChosenUser> | undefined> {
    const session = await this.session();
    const items = itemsIn(args);
    if (items.length === 0) return this.#pick(session, options);
    const rows = items.filter((item) => item instanceof UserRow);
    const fromRows = rows.map(({ user, session: { connection } }) => ({ ...user, connectionID: connection.id }));
    const ids = idsIn(items.filter((item) => !(item instanceof UserRow)));
    return { session, users: [...fromRows, ...ids.map((ID) => ({ ID, name: null, emailAddr: null }))] };
  }

  async #pick(session: Session, options: PickOptions): Promise<Targets<User> | undefined> {
    const placeholder = vscode.l10n.t("Type a name, email, username, or ID");
    if (!options.several) {
      const user = await pickUser({ ...options, session, placeholder });
      return user && { session, users: [user] };
    }
    const users = await pickUsers({
      ...options,
      session,
      placeholder,
      selected: this.view.selection,
      nothingSelected: vscode.l10n.t("select at least one user"),
    });
    return users && { session, users };
  }

  /** The session to work with; asks to connect where there is none. */
  async session(): Promise<Session> {
    if (!this.connections.session) await this.connections.open();
    const { session, current } = this.connections;
    if (session) return session;
    throw new Explanation(
      current
        ? vscode.l10n.t("The sign-in for {0} is no longer there. Use Connect… to sign in again.", current.name)
        : vscode.l10n.t("There is no connection to Workfront. Use Connect… first."),
    );
  }
}

/** What a command was given: the selection, where the clicked row is part of one, else the one thing or the list. */
function itemsIn([argument, selection]: readonly unknown[]): readonly unknown[] {
  if (Array.isArray(selection) && selection.length > 1) return selection as unknown[];
  if (Array.isArray(argument)) return argument as unknown[];
  return argument === undefined || argument === null ? [] : [argument];
}

function idsIn(items: readonly unknown[]): string[] {
  const ids = items.filter((item): item is string => typeof item === "string" && idPattern.test(item));
  if (ids.length < items.length)
    throw new Explanation(
      vscode.l10n.t(
        "A user is named by an ID of 32 hexadecimal digits. Nothing was done, because something else was given.",
      ),
    );
  return ids;
}

async function usersByID(session: Session, items: readonly unknown[]): Promise<User[]> {
  const ids = idsIn(items);
  const found = new Map((await session.client.getUsers(ids)).map((user) => [user.ID, user]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new Explanation(
      vscode.l10n.t("{0} knows no user with the ID {1}. Nothing was done.", session.host, missing.join(", ")),
    );
  return ids.flatMap((id) => found.get(id) ?? []);
}
