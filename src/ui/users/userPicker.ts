import * as vscode from "vscode";
import type { User } from "../../domain/user";
import type { UserCriteria } from "../../workfront/query";
import type { Session } from "../connections/session";
import { pick, pickSeveral, type Item, type Loading, type Row } from "../editor/pick";
import { countInWords } from "../words/numbers";
import { userLine } from "../words/userLine";

/** How many matches are listed; more are only counted. */
const listed = 50;

export interface UserPickerOptions {
  readonly session: Session;
  readonly title: string;
  readonly placeholder: string;
  /** Whom to look among; everybody unless given. */
  readonly among?: UserCriteria;
}

/** Every user that a text matches. */
interface AllMatching {
  readonly allMatching: string;
}

/** Asks for one user, whom the server finds while one types. */
export function pickUser(options: UserPickerOptions): Promise<User | undefined> {
  return pick({ ...options, key: ({ ID }) => ID, searches: true, rows: (loading) => found(options, loading) });
}

/** The same, or for every user that the text matches, which is the first row: Enter alone shows them, however soon. */
export function pickUserOrAll(options: UserPickerOptions): Promise<User | AllMatching | undefined> {
  return pick<User | AllMatching>({
    ...options,
    key: (value) => ("ID" in value ? value.ID : ""),
    searches: true,
    early: (text) => ({ allMatching: text }),
    rows: (loading) => foundOrAll(options, loading),
  });
}

/** Asks for users; who is selected stays so over a further search. */
export function pickUsers(
  options: UserPickerOptions & { readonly selected: readonly User[]; readonly nothingSelected: string },
): Promise<readonly User[] | undefined> {
  return pickSeveral<User>({
    ...options,
    key: ({ ID }) => ID,
    searches: true,
    checked: options.selected.map((user) => itemOf(user, options.session)),
    rows: (loading) => found(options, loading),
  });
}

async function found(options: UserPickerOptions, { text, signal }: Loading<User>): Promise<Row<User>[]> {
  const users = await search(options, text, signal);
  return users.length > 0 ? users.map((user) => itemOf(user, options.session)) : [nobody(text)];
}

async function foundOrAll(
  options: UserPickerOptions,
  { text, signal, show }: Loading<User | AllMatching>,
): Promise<Row<User | AllMatching>[]> {
  const users = await search(options, text, signal);
  if (users.length === 0) return [nobody(text)];
  const items = users.map((user) => itemOf(user, options.session));
  if (!text) return items;
  if (users.length < listed) return [allItem(text, users.length), ...items];
  show([allItem(text, undefined), ...items]);
  const total = await options.session.client.countUsers({ ...options.among, text }, { signal });
  return [allItem(text, total), ...items];
}

function search({ session, among }: UserPickerOptions, text: string, signal: AbortSignal): Promise<User[]> {
  return session.client.searchUsers({ ...among, text }, { first: 0, limit: listed }, { signal });
}

function itemOf(user: User, { connection }: Session): Item<User> {
  return { ...userLine(user, { selfID: connection.userID }), value: user };
}

function nobody(text: string): Row<never> {
  return { directive: vscode.l10n.t('No users match "{0}".', text), icon: "search-stop" };
}

function allItem(text: string, total: number | undefined): Item<AllMatching> {
  const label =
    total === undefined
      ? vscode.l10n.t("Show all matches")
      : total === 1
        ? vscode.l10n.t("Show the match in the view")
        : vscode.l10n.t("Show all {0} matches", countInWords(total));
  return { label, icon: "list-flat", value: { allMatching: text } };
}
