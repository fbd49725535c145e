import { EventEmitter } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { GroupCount, WorkfrontClient } from "../workfront/client";
import type { GroupField, UserCriteria, UserSort } from "../workfront/query";
import { listeningToWaits } from "../workfront/waits";
import { criteriaOfGroup, emptied, readGroups, type UserGroup } from "./groups";
import { leftAfter, leftWork, mostLeftFirst, type LeftWork } from "./handOver/leftAfter";
import type { LeftBehind } from "./handOver/leftBehind";
import { isAboutIdle } from "./idle";
import { OnceForAll } from "./onceForAll";
import type { ChangeResult } from "./runs/record";
import { usualSort, type ShownSort } from "./shownSort";
import type { User } from "./user";
import { countUsers, notCounted, type UserCounts } from "./userCounts";
import { UserList, type ReadingState } from "./userList";

type Source = Pick<WorkfrontClient, "searchUsers" | "countUsers" | "groupUsers" | "groupNames">;

/** How many milliseconds the request for rows is ahead of that for counts. */
const momentForRows = 40;

/**
 * The users that a connection can see, as far as they were read: in one list or in groups, in the server's order, with
 * the server's counts. Emits `changed` whenever any of it is different, and `waiting` where a request has to wait before it
 * is sent. A late answer to an earlier question is dropped.
 */
export class UserDirectory extends EventEmitter<{ changed: []; waiting: [seconds: number] }> {
  #list: UserList;
  #groups: readonly UserGroup[] = [];
  #grouping: GroupField | undefined;
  /** The order that was chosen. */
  #sort: UserSort | undefined;
  #counts = notCounted;
  #left: LeftWork | undefined;
  #state: ReadingState = { kind: "unread" };
  #reading = new AbortController();
  /** Whether what is being read takes the place of nothing. */
  #isFirst = true;
  readonly #counting = new OnceForAll(() => this.#countAgain());

  constructor(
    private readonly source: Source,
    private readonly pageSize: () => number,
  ) {
    super();
    this.#list = this.#listOf({});
  }

  get state(): ReadingState {
    return this.#state;
  }

  get criteria(): UserCriteria {
    return this.#list.criteria;
  }

  /** All users that were read, whether in one list or in groups. */
  get users(): readonly User[] {
    return this.#grouping ? this.#groups.flatMap(({ list }) => list.users) : this.#list.users;
  }

  /** How many users meet the criteria, by the server's count. */
  get total(): number | undefined {
    return this.#counts.total;
  }

  /** How many users there are in all, by the server's count. */
  get everybody(): number | undefined {
    return this.#counts.everybody;
  }

  /** The order that somebody chose. */
  get chosenSort(): UserSort | undefined {
    return this.#sort;
  }

  /** By name, for idle users by last login, and by the work that was left where there is some, unless somebody chose otherwise. */
  get sort(): ShownSort {
    return this.#sort ?? (this.#left ? "mostLeft" : usualSort(this.criteria));
  }

  /** The licenses that idle users hold, which their deactivation could free; `undefined` for other criteria. */
  get licenses(): readonly GroupCount[] | undefined {
    return this.#counts.licenses;
  }

  /** The work that was left with users who are deactivated, where these are shown for that. */
  get left(): LeftWork | undefined {
    return this.#left;
  }

  get grouping(): GroupField | undefined {
    return this.#grouping;
  }

  /** The groups, where users are grouped. */
  get groups(): readonly UserGroup[] {
    return this.#groups;
  }

  /** Whether there are more users than `users`, where they are in one list. */
  get hasMore(): boolean {
    return !this.#grouping && this.#list.hasMore;
  }

  /** Whether there is nothing to show. */
  get isEmpty(): boolean {
    return (this.#grouping ? this.#groups : this.#list.users).length === 0;
  }

  /** Whether there is a search or a filter. */
  get isSearching(): boolean {
    return this.criteria.text !== undefined || this.isFiltering;
  }

  get isFiltering(): boolean {
    return Object.values({ ...this.criteria, text: undefined }).some((value) => value !== undefined);
  }

  /** Sets what the first reading asks for. */
  begin(criteria: UserCriteria, grouping: GroupField | undefined, sort?: UserSort): void {
    this.#sort = sort;
    this.#list = this.#listOf(criteria);
    this.#grouping = grouping;
  }

  /** Asks for other users: what was read is gone at once, so that nothing shown ever meets other criteria than these. */
  async search(criteria: UserCriteria): Promise<void> {
    // Searched and filtered further, users are still shown for what was left with them.
    await this.#search(criteria, criteria.userIDs === this.criteria.userIDs ? this.#left : undefined);
  }

  /**
   * Shows the users with whom work was left, and no others.
   * @throws where they cannot be read, and all is again as it was; without rows before, that is the directory's state.
   */
  async showLeft(found: LeftBehind): Promise<void> {
    const [list, groups, counts, left, sort] = [this.#list, this.#groups, this.#counts, this.#left, this.#sort];
    const { isEmpty } = this;
    const state: ReadingState = this.#state.kind === "reading" ? { kind: "read" } : this.#state;
    const searching = this.#search({ userIDs: found.people.map(({ user }) => user.ID) }, leftWork(found));
    const searched = this.#list;
    await searching;
    if (this.#state.kind !== "failed" || isEmpty || this.#list !== searched) return;
    const { error } = this.#state;
    [this.#list, this.#groups, this.#counts, this.#left, this.#sort] = [list, groups, counts, left, sort];
    this.#become(state);
    throw error;
  }

  async #search(criteria: UserCriteria, left: LeftWork | undefined): Promise<void> {
    this.#stop();
    if (isAboutIdle(criteria) !== isAboutIdle(this.criteria) || !left !== !this.#left) this.#sort = undefined;
    this.#left = left;
    this.#list = this.#listOf(criteria);
    this.#groups = [];
    this.#counts = { ...notCounted, everybody: this.everybody };
    await this.refresh();
  }

  /** Lets what was left with the users shown follow the results of a run. */
  followWork(results: readonly ChangeResult[]): void {
    if (!this.#left || results.length === 0) return;
    this.#left = leftAfter(this.#left, results);
    this.emit("changed");
  }

  /** Shows the users in another order, from the first page on. @param sort the usual order unless given. */
  async sortBy(sort: UserSort | undefined): Promise<void> {
    this.#stop();
    this.#sort = sort;
    this.#list = this.#listOf(this.criteria);
    this.#groups = [];
    await this.refresh();
  }

  /** Shows the users in groups, or in one list. */
  async groupBy(grouping: GroupField | undefined): Promise<void> {
    this.#stop();
    this.#grouping = grouping;
    this.#groups = [];
    await this.refresh();
  }

  /**
   * Reads again as many rows as were read before, and the counts. Where nothing is shown, rows are as soon as they are there.
   * Never rejects: a failure is the directory's state.
   */
  async refresh(): Promise<void> {
    this.#reading.abort();
    this.#isFirst = this.isEmpty;
    const { signal } = (this.#reading = new AbortController());
    this.#become({ kind: "reading" });
    try {
      const counts = await this.#tellingWaits(() => this.#readRowsAndCounts(signal));
      if (signal.aborted) return;
      this.#counts = counts;
      this.#become({ kind: "read" });
    } catch (error) {
      if (signal.aborted) return;
      this.#stop();
      this.#become({ kind: "failed", error });
    }
  }

  /** Says of what is shown that it is of an earlier time, because finding the same anew has failed. */
  keepAfter(error: unknown): void {
    this.#become({ kind: "failed", error });
  }

  /** Reads the first page of a group, unless that was done. */
  open({ list }: UserGroup): Promise<void> {
    return this.#tellingWaits(() => list.open());
  }

  /** Reads the next page of a group, or of the one list that is shown. */
  loadMore(group?: UserGroup): Promise<void> {
    return this.#tellingWaits(() => (group?.list ?? this.#list).loadMore());
  }

  /** Puts in what the server just said of some users. Asks for nothing. */
  follow(changed: readonly User[]): void {
    const byID = new Map(changed.map((user) => [user.ID, user]));
    for (const list of [this.#list, ...this.#groups.map((group) => group.list)]) list.replace(byID);
    this.emit("changed");
  }

  /** The same, and then asks for the counts: once for however many calls there are while they are on their way. */
  replace(changed: readonly User[]): Promise<void> {
    this.follow(changed);
    return this.#counting.ask();
  }

  /** Ends every read under way; nothing is emitted any more. */
  dispose(): void {
    this.removeAllListeners();
    this.#stop();
  }

  #stop(): void {
    this.#reading.abort();
    this.#reading = new AbortController();
    for (const list of [this.#list, ...this.#groups.map((group) => group.list)]) list.stop();
  }

  #listOf(criteria: UserCriteria): UserList {
    // While everything is read again, rows and counts are shown together at the end; first rows wait for nothing.
    const onChange = () => {
      if (this.#state.kind !== "reading" || this.#isFirst) this.emit("changed");
    };
    const sort = this.#sort ?? usualSort(criteria);
    const byLeft = (users: readonly User[]) => (this.#left ? mostLeftFirst(this.#left, users) : users);
    const order = this.#left && !this.#sort ? byLeft : undefined;
    return new UserList(criteria, { source: this.source, pageSize: this.pageSize, sort, order, onChange });
  }

  async #countAgain(): Promise<void> {
    const { signal } = this.#reading;
    try {
      const [counts, groups] = await Promise.all([this.#readCounts(signal), this.#readGroups(signal)]);
      if (signal.aborted) return;
      // Not counted this time, they stay as they were.
      if (counts.total !== undefined) this.#counts = counts;
      this.#groups = [...groups, ...emptied(this.#groups, groups)];
      this.emit("changed");
    } catch {
      // The counts stay as they were until the next refresh, which shows why they cannot be read.
    }
  }

  #tellingWaits<T>(read: () => Promise<T>): Promise<T> {
    return listeningToWaits((seconds) => this.emit("waiting", seconds), read);
  }

  async #readRowsAndCounts(signal: AbortSignal): Promise<UserCounts> {
    // Rows first: they are what somebody waits for, and another request would take time of theirs.
    const counting = setTimeout(momentForRows, undefined, { signal }).then(() => this.#readCounts(signal));
    const [, counts] = await Promise.all([this.#readRows(signal), counting]);
    return counts;
  }

  async #readRows(signal: AbortSignal): Promise<void> {
    if (!this.#grouping) {
      await this.#list.refresh();
      if (this.#list.state.kind === "failed") throw this.#list.state.error;
      return;
    }
    const groups = await this.#readGroups(signal);
    if (signal.aborted) return;
    this.#groups = groups;
    if (this.#isFirst) this.emit("changed");
    const opened = groups.map(({ list }) => list).filter(({ state }) => state.kind !== "unread");
    await Promise.all(opened.map((list) => list.refresh()));
  }

  /** The groups with fresh counts; a group that was there before keeps its users. */
  async #readGroups(signal: AbortSignal): Promise<UserGroup[]> {
    const grouping = this.#grouping;
    if (!grouping) return [];
    const groups = await readGroups(this.source, this.criteria, grouping, { signal });
    const known = new Map(this.#groups.map(({ value, list }) => [value, list]));
    return groups.map((group) => ({
      ...group,
      list: known.get(group.value) ?? this.#listOf({ ...this.criteria, ...criteriaOfGroup(grouping, group.value) }),
    }));
  }

  #readCounts(signal: AbortSignal): Promise<UserCounts> {
    return countUsers(this.source, this.criteria, this.isSearching, { signal });
  }

  #become(state: ReadingState): void {
    this.#state = state;
    this.emit("changed");
  }
}
