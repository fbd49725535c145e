import * as vscode from "vscode";
import { displayName, distinction, type User } from "../../domain/user";
import type { UserCriteria } from "../../workfront/query";
import type { Session } from "../connections/session";
import { explain } from "../words/failures";
import { countInWords } from "../words/numbers";
import { inQuickPick } from "../editor/plainText";

/** Milliseconds of silence after a keystroke before the server is asked. */
const debounce = 250;

/** How many matches are listed; more are only counted. */
const listed = 50;

export interface UserPickerOptions {
  readonly session: Session;
  readonly title: string;
  readonly placeholder: string;
  /** Whom to look among; everybody unless given. */
  readonly among?: UserCriteria;
  /** Several users may be ticked. */
  readonly several?: boolean;
  /** Users that are ticked beforehand. */
  readonly ticked?: readonly User[];
  /** Offers, as the last entry, to show every match. */
  readonly offersAll?: boolean;
}

/** What was picked: users, or every user that a text matches. */
export type Picked = { readonly users: readonly User[] } | { readonly allMatching: string };

type Item = vscode.QuickPickItem & { readonly user?: User; readonly all?: string };

/** A quick pick in which the server finds the users while one types. Ticks survive a further search. */
export function pickUsers(options: UserPickerOptions): Promise<Picked | undefined> {
  const picker = new UserPicker(options);
  return picker.result.finally(() => picker.dispose());
}

class UserPicker {
  readonly result: Promise<Picked | undefined>;
  readonly #pick = vscode.window.createQuickPick<Item>();
  readonly #ticked = new Map<string, User>();
  #asking: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: UserPickerOptions) {
    const pick = this.#pick;
    Object.assign(pick, {
      title: options.title,
      placeholder: options.placeholder,
      canSelectMany: options.several ?? false,
      matchOnDescription: true,
      // Not in the published typings, but every editor has it: keeps the server's order, and the last entry last.
      sortByLabel: false,
    });
    for (const user of options.ticked ?? []) this.#ticked.set(user.ID, user);
    pick.onDidChangeValue(() => this.#askSoon(debounce));
    pick.onDidChangeSelection((items) => this.#noteTicks(items));
    this.result = new Promise((resolve) => {
      pick.onDidAccept(() => {
        const picked = this.#picked();
        if (picked) resolve(picked);
      });
      pick.onDidHide(() => resolve(undefined));
    });
    pick.show();
    this.#askSoon(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#pick.dispose();
  }

  #picked(): Picked | undefined {
    if (this.options.several) return this.#ticked.size > 0 ? { users: [...this.#ticked.values()] } : undefined;
    const [item] = this.#pick.selectedItems;
    if (item?.all !== undefined) return { allMatching: item.all };
    return item?.user && { users: [item.user] };
  }

  #noteTicks(items: readonly Item[]): void {
    if (!this.options.several) return;
    for (const { user } of this.#pick.items) if (user) this.#ticked.delete(user.ID);
    for (const { user } of items) if (user) this.#ticked.set(user.ID, user);
  }

  #askSoon(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#pick.busy = true;
    this.#timer = setTimeout(() => void this.#ask(this.#pick.value.trim(), asking), milliseconds);
  }

  async #ask(text: string, asking: AbortController): Promise<void> {
    const { client } = this.options.session;
    const { signal } = asking;
    const isLate = () => signal.aborted;
    try {
      const criteria = { ...this.options.among, text };
      const users = await client.searchUsers(criteria, { first: 0, limit: listed }, { signal });
      if (isLate()) return;
      this.#show(users, text, users.length < listed ? users.length : undefined);
      if (users.length < listed || !this.options.offersAll) return;
      const total = await client.countUsers(criteria, { signal });
      if (!isLate()) this.#show(users, text, total);
    } catch (error) {
      if (!isLate()) this.#pick.items = [{ label: `$(error) ${inQuickPick(explain(error))}`, alwaysShow: true }];
    } finally {
      if (this.#asking === asking) this.#pick.busy = false;
    }
  }

  #show(users: readonly User[], text: string, total: number | undefined): void {
    const ticked = [...this.#ticked.values()];
    const found = users.filter((user) => !this.#ticked.has(user.ID));
    const items: Item[] = [...ticked, ...found].map(userItem);
    if (users.length === 0)
      items.push({ label: vscode.l10n.t('Nobody matches "{0}".', inQuickPick(text)), alwaysShow: true });
    else if (this.options.offersAll && text) items.push(allItem(text, total));
    this.#pick.items = items;
    if (this.options.several)
      this.#pick.selectedItems = items.filter((item) => item.user && this.#ticked.has(item.user.ID));
  }
}

function userItem(user: User): Item {
  const details = [user.title, user.accessLevel?.name, user.homeGroup?.name].filter(
    (text) => text !== null && text !== undefined,
  );
  return {
    user,
    label: inQuickPick(displayName(user)),
    description: inQuickPick(
      [distinction(user), user.isActive ? undefined : vscode.l10n.t("Deactivated")].filter(Boolean).join(" · "),
    ),
    ...(details.length > 0 ? { detail: inQuickPick(details.join(" · ")) } : {}),
    iconPath: new vscode.ThemeIcon(user.isActive ? (user.isAdmin ? "shield" : "account") : "circle-slash"),
    // The server has matched; the editor's own matching must not hide what it found.
    alwaysShow: true,
  };
}

function allItem(text: string, total: number | undefined): Item {
  return {
    all: text,
    label:
      total === undefined
        ? vscode.l10n.t("Show all matches")
        : total === 1
          ? vscode.l10n.t("Show the match in the view")
          : vscode.l10n.t("Show all {0} matches", countInWords(total)),
    iconPath: new vscode.ThemeIcon("list-flat"),
    alwaysShow: true,
  };
}
