import { EventEmitter } from "node:events";
import type { WorkfrontClient } from "../workfront/client";
import { largestPage, type UserCriteria } from "../workfront/query";
import type { User } from "./user";

type Source = Pick<WorkfrontClient, "searchUsers" | "countUsers">;

/** Where the reading of the directory stands. Rows that were read stay while a later read fails. */
export type DirectoryState =
  { readonly kind: "unread" | "reading" | "read" } | { readonly kind: "failed"; readonly error: unknown };

/**
 * The users that a connection can see, as far as they were read: the pages that were asked for, in the server's order,
 * and the server's counts. Emits `changed` whenever any of it is different. A late answer to an earlier question is
 * dropped.
 */
export class UserDirectory extends EventEmitter<{ changed: [] }> {
  #criteria: UserCriteria = {};
  #users: readonly User[] = [];
  #total: number | undefined;
  #everybody: number | undefined;
  #complete = false;
  #state: DirectoryState = { kind: "unread" };
  #reading: AbortController | undefined;
  #loadingMore: Promise<void> | undefined;

  constructor(
    private readonly source: Source,
    private readonly pageSize: () => number,
  ) {
    super();
  }

  get state(): DirectoryState {
    return this.#state;
  }

  get criteria(): UserCriteria {
    return this.#criteria;
  }

  get users(): readonly User[] {
    return this.#users;
  }

  /** How many users meet the criteria, by the server's count. */
  get total(): number | undefined {
    return this.#total;
  }

  /** How many users there are in all, by the server's count. */
  get everybody(): number | undefined {
    return this.#everybody;
  }

  get hasMore(): boolean {
    return this.#state.kind !== "unread" && !this.#complete && this.#users.length > 0;
  }

  get isSearching(): boolean {
    return Object.values(this.#criteria).some((value) => value !== undefined);
  }

  /** Asks for other users: what was read is gone at once, so that nothing shown ever meets other criteria than these. */
  async search(criteria: UserCriteria): Promise<void> {
    this.#criteria = criteria;
    this.#users = [];
    this.#total = undefined;
    this.#complete = false;
    await this.refresh();
  }

  /** Reads again as many rows as were read before, and the counts. Never rejects: a failure is the directory's state. */
  async refresh(): Promise<void> {
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    const { signal } = reading;
    this.#become({ kind: "reading" });
    try {
      const [users, counts] = await Promise.all([
        this.#readRows(Math.max(this.pageSize(), this.#users.length), signal),
        this.#readCounts(signal),
      ]);
      if (signal.aborted) return;
      this.#users = users.rows;
      this.#complete = users.complete;
      [this.#total, this.#everybody] = counts;
      this.#become({ kind: "read" });
    } catch (error) {
      reading.abort();
      if (this.#reading === reading) this.#become({ kind: "failed", error });
    }
  }

  /**
   * Reads the next page, beginning with the last row that is there. Where that row has moved, because somebody changed
   * the directory meanwhile, everything is read again. Several calls at once read one page.
   */
  loadMore(): Promise<void> {
    this.#loadingMore ??= this.#readOn().finally(() => (this.#loadingMore = undefined));
    return this.#loadingMore;
  }

  /** Puts in what the server just said of some users, and then asks for the counts. */
  async replace(changed: readonly User[]): Promise<void> {
    const byID = new Map(changed.map((user) => [user.ID, user]));
    this.#users = this.#users.map((user) => byID.get(user.ID) ?? user);
    this.emit("changed");
    const signal = this.#reading?.signal;
    try {
      const counts = await this.#readCounts(signal);
      if (signal?.aborted) return;
      [this.#total, this.#everybody] = counts;
      this.emit("changed");
    } catch {
      // The counts stay as they were until the next refresh, which shows why they cannot be read.
    }
  }

  /** Ends every read under way; nothing is emitted any more. */
  dispose(): void {
    this.removeAllListeners();
    this.#reading?.abort();
  }

  async #readOn(): Promise<void> {
    const last = this.#users.at(-1);
    const signal = this.#reading?.signal;
    if (!last || this.#complete || signal?.aborted) return;
    const limit = Math.min(this.pageSize() + 1, largestPage);
    const [anchor, ...next] = await this.source.searchUsers(
      this.#criteria,
      { first: this.#users.length - 1, limit },
      { signal },
    );
    if (signal?.aborted) return;
    if (anchor?.ID !== last.ID) return this.refresh();
    this.#users = distinct([...this.#users, ...next]);
    this.#complete = next.length < limit - 1;
    this.emit("changed");
  }

  async #readRows(count: number, signal: AbortSignal): Promise<{ rows: User[]; complete: boolean }> {
    const rows: User[] = [];
    while (rows.length < count) {
      const limit = Math.min(count - rows.length, largestPage);
      const page = await this.source.searchUsers(this.#criteria, { first: rows.length, limit }, { signal });
      rows.push(...page);
      if (page.length < limit) return { rows: distinct(rows), complete: true };
    }
    return { rows: distinct(rows), complete: false };
  }

  async #readCounts(signal: AbortSignal | undefined): Promise<[total: number, everybody: number]> {
    const everybody = this.source.countUsers({}, { signal });
    return Promise.all([this.isSearching ? this.source.countUsers(this.#criteria, { signal }) : everybody, everybody]);
  }

  #become(state: DirectoryState): void {
    this.#state = state;
    this.emit("changed");
  }
}

function distinct(users: readonly User[]): User[] {
  return [...new Map(users.map((user) => [user.ID, user])).values()];
}
