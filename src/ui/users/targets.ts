import * as vscode from "vscode";
import type { User } from "../../domain/user";
import { idPattern } from "../../workfront/query";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import { Explanation } from "../host/explain";
import { UserRow } from "./rows";
import { pickUsers } from "./userPicker";
import type { UsersView } from "./usersView";

/** The users that a command is about, and the session in which they were chosen. */
export interface Targets {
  readonly session: Session;
  readonly users: readonly User[];
}

interface PickOptions {
  readonly title: string;
  readonly placeholder: string;
  readonly several: boolean;
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
  async choose(args: readonly unknown[], options: PickOptions): Promise<Targets | undefined> {
    const [argument, selection] = args;
    const given = Array.isArray(selection) && selection.length > 1 ? (selection as unknown[]) : argument;
    const items = Array.isArray(given) ? (given as unknown[]) : given === undefined || given === null ? [] : [given];
    const rows = items.filter((item) => item instanceof UserRow);
    const [row] = rows;
    if (row)
      return {
        session: row.session,
        users: rows.filter(({ session }) => session === row.session).map(({ user }) => user),
      };
    const session = await this.session();
    if (items.length > 0) return { session, users: await usersByID(session, items) };
    const ticked = options.several ? this.view.selection : [];
    const picked = await pickUsers({ ...options, session, ticked });
    return picked && "users" in picked ? { session, users: picked.users } : undefined;
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

async function usersByID(session: Session, items: readonly unknown[]): Promise<User[]> {
  const ids = items.filter((item): item is string => typeof item === "string" && idPattern.test(item));
  if (ids.length < items.length)
    throw new Explanation(
      vscode.l10n.t(
        "A user is named by an ID of 32 hexadecimal digits. Nothing was done, because something else was given.",
      ),
    );
  const found = new Map((await session.client.getUsers(ids)).map((user) => [user.ID, user]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0)
    throw new Explanation(
      vscode.l10n.t("{0} knows no user with the ID {1}. Nothing was done.", session.host, missing.join(", ")),
    );
  return ids.flatMap((id) => found.get(id) ?? []);
}
