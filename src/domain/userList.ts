import type { WorkfrontClient } from "../workfront/client";
import { largestPage, type UserCriteria, type UserSort } from "../workfront/query";
import type { User } from "./user";

/** Where the reading of users stands. Rows that were read stay while a later read fails. */
export type ReadingState =
  { readonly kind: "unread" | "reading" | "read" } | { readonly kind: "failed"; readonly error: unknown };

/** The users that were read, in the order in which they are shown. */
interface Extent {
  readonly users: readonly User[];
  /** How many of the server's rows that was; more than there are users where the order changed meanwhile. */
  readonly offset: number;
  /** Whether there are no more. */
  readonly complete: boolean;
}

const nothing: Extent = { users: [], offset: 0, complete: false };

/** How often rows that move while they are read are read again from the beginning. */
const attempts = 3;

export interface UserListParts {
  readonly source: Pick<WorkfrontClient, "searchUsers">;
  readonly pageSize: () => number;
  readonly sort: UserSort;
  /** An order that no server knows; with it, all users are read at once. */
  readonly order?: ((users: readonly User[]) => readonly User[]) | undefined;
  /** Called whenever a reading has ended. */
  readonly onChange: () => void;
}

/**
 * The users that meet some criteria, as far as pages of them were asked for. Nothing is read twice at the same time: a
 * further page waits for the end of a refresh, which in turn ends the reading of a page. A late answer is dropped.
 */
export class UserList {
  #extent = nothing;
  #state: ReadingState = { kind: "unread" };
  #reading = new AbortController();
  #refreshing: Promise<void> | undefined;
  #loadingMore: Promise<void> | undefined;
  /** What the server said of some users since the reading under way began, which may answer with what was before. */
  #replaced = new Map<string, User>();

  constructor(
    readonly criteria: UserCriteria,
    private readonly parts: UserListParts,
  ) {}

  get state(): ReadingState {
    return this.#state;
  }

  get users(): readonly User[] {
    return this.#extent.users;
  }

  get hasMore(): boolean {
    return this.#extent.users.length > 0 && !this.#extent.complete;
  }

  /** Reads the first page, unless that was done; resolves when that is there. */
  async open(): Promise<void> {
    await (this.#state.kind === "unread" ? this.refresh() : this.#refreshing);
  }

  /** Reads again as many rows as were read before. Never rejects: a failure is the list's state. */
  refresh(): Promise<void> {
    this.stop();
    const refreshing = this.#refresh(this.#reading.signal).finally(() => {
      if (this.#refreshing === refreshing) this.#refreshing = undefined;
    });
    return (this.#refreshing = refreshing);
  }

  /**
   * Reads the next page after whatever is being read, beginning with the last row that is there. Where that row has moved, because somebody changed
   * the directory meanwhile, everything is read again. Several calls at once read one page.
   * @throws what the reading ends in, unless it was stopped.
   */
  loadMore(): Promise<void> {
    if (this.#loadingMore) return this.#loadingMore;
    const loading = this.#loadMore(this.#reading.signal).finally(() => {
      if (this.#loadingMore === loading) this.#loadingMore = undefined;
    });
    return (this.#loadingMore = loading);
  }

  /** Puts in what the server just said of some users. */
  replace(changed: ReadonlyMap<string, User>): void {
    for (const [id, user] of changed) this.#replaced.set(id, user);
    this.#extent = withUsers(this.#extent, changed);
  }

  /** Ends every read under way, as though it had not been begun. */
  stop(): void {
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#loadingMore = undefined;
    if (this.#state.kind === "reading") this.#state = { kind: this.users.length > 0 ? "read" : "unread" };
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    this.#state = { kind: "reading" };
    this.#replaced = new Map();
    const { order, pageSize } = this.parts;
    try {
      const upTo = order ? Infinity : Math.max(pageSize(), this.#extent.offset);
      const extent = withUsers(await this.#readFrom(nothing, upTo, signal), this.#replaced);
      if (signal.aborted) return;
      this.#extent = order ? { ...extent, users: order(extent.users) } : extent;
      this.#become({ kind: "read" });
    } catch (error) {
      if (!signal.aborted) this.#become({ kind: "failed", error });
    }
  }

  async #loadMore(signal: AbortSignal): Promise<void> {
    await this.#refreshing;
    if (!signal.aborted && this.hasMore) await this.#readNext(signal);
  }

  async #readNext(signal: AbortSignal): Promise<void> {
    this.#replaced = new Map();
    try {
      const extent = await this.#readFrom(this.#extent, this.#extent.offset + this.parts.pageSize(), signal);
      if (signal.aborted) return;
      this.#extent = withUsers(extent, this.#replaced);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    this.parts.onChange();
  }

  async #readFrom(start: Extent, upTo: number, signal: AbortSignal): Promise<Extent> {
    let extent = start;
    let moves = 0;
    while (!extent.complete && extent.offset < upTo) {
      const { moved, ...next } = await this.#readPage(extent, upTo, signal);
      if (moved) moves += 1;
      extent = moved && moves < attempts ? nothing : next;
    }
    return extent;
  }

  /** Reads on from the last row, and one row further than asked for, to learn whether there are more. */
  async #readPage(
    { users, offset }: Extent,
    upTo: number,
    signal: AbortSignal,
  ): Promise<Extent & { readonly moved: boolean }> {
    const first = Math.max(0, offset - 1);
    const limit = Math.min(upTo - first + 1, largestPage);
    const { sort } = this.parts;
    const page = await this.parts.source.searchUsers(this.criteria, { first, limit, sort }, { signal });
    const moved = offset > 0 && page[0]?.ID !== users.at(-1)?.ID;
    const wanted = page.slice(0, upTo - first);
    return {
      users: distinct([...users, ...wanted]),
      offset: first + wanted.length,
      complete: page.length < limit,
      moved,
    };
  }

  #become(state: ReadingState): void {
    this.#state = state;
    this.parts.onChange();
  }
}

function withUsers(extent: Extent, changed: ReadonlyMap<string, User>): Extent {
  return { ...extent, users: extent.users.map((user) => changed.get(user.ID) ?? user) };
}

function distinct(users: readonly User[]): User[] {
  return [...new Map(users.map((user) => [user.ID, user])).values()];
}
