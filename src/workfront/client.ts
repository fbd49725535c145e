import * as v from "valibot";
import { chunksOf } from "./chunksOf";
import { badReply, WorkfrontError } from "./errors";
import { listPages } from "./listing";
import {
  groupParameters,
  levelParameters,
  largestPage,
  oneOf,
  pageParameters,
  sortedByID,
  sortParameters,
  usernameAlternative,
  userParameters,
  type GroupField,
  type Page,
  type Parameter,
  type UserCriteria,
  type UserSort,
} from "./query";
import {
  accessLevelSchema,
  countSchema,
  groupsSchema,
  nestedGroupsSchema,
  licenseMetadataSchema,
  namedSchema,
  oneOrMany,
  rawSchema,
  statusMetadataSchema,
  userDetailFields,
  userDetailSchema,
  userFields,
  userSchema,
  type AccessLevel,
  type RawRecord,
  type User,
  type UserDetail,
} from "./records";
import { WorkfrontObjects } from "./objects";
import type { CallOptions, ClientOptions } from "./sender";
import type { AgreedVersion, Version } from "./version";

export type { Fields } from "./objects";
export type { CallOptions, ClientOptions } from "./sender";

/** How a server may call the order that it refuses; in what words it does is not documented. */
const namesSort = /\bsort|_Sort\b|\border(ed|ing)? by\b|\bname_1\b/i;

/** How many users have one value of a field; null stands for those without a value. */
export interface GroupCount {
  readonly value: string | null;
  readonly count: number;
}

/** How many users have one access level with one license; null stands for those without. */
export interface LevelCount {
  readonly licenseType: string | null;
  /** The access level's name: its ID cannot be grouped by. */
  readonly name: string | null;
  readonly count: number;
}

/**
 * Workfront's REST API as far as this product uses it. Every answer is checked before it is believed. All calls of one
 * client share one limit of concurrent requests and one pause where the server asks for one. Nothing here deletes or
 * replaces a user or touches other people's keys.
 */
export class WorkfrontClient extends WorkfrontObjects {
  readonly #version: AgreedVersion;
  /** Orders that this server refused. */
  readonly #refusedSorts = new Set<UserSort>();

  constructor(options: ClientOptions) {
    super(options);
    this.#version = options.version;
  }

  get version(): Version {
    return this.#version.current;
  }

  /** Fields of users that this server does not know, in the order in which it named them. */
  get refusedFields(): readonly string[] {
    return this.sender.fieldsOf().refused;
  }

  /**
   * The user who is signed in. Read through `$$USER` and not through `/session`, whose answer holds a secret. Not sent
   * again on failure: whoever waits for it wants to know at once.
   */
  async whoAmI({ signal }: CallOptions = {}): Promise<User> {
    const [self, ...others] = await this.sender.withFields(userFields, (fields) =>
      this.sender.read("USER", oneOrMany(userSchema), [["id", "$$USER"], fields], { signal, retries: 0 }),
    );
    if (!self || others.length > 0) throw badReply(this.host);
    return self;
  }

  /** How many requests were ever sent to the host, those included that sign in or look for a version. */
  get requestsSent(): number {
    return this.sender.requestsSent;
  }

  /** One read exactly as it is given, in the version that is used, sent once: shows whether a server accepts its form. */
  probe<T>(
    operation: string,
    parameters: readonly Parameter[],
    schema: v.GenericSchema<unknown, T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return this.sender.read(operation, schema, parameters, { signal, retries: 0, staysInVersion: true });
  }

  /** One page of the users that meet the criteria, sorted as wished (by ID where the server refuses that). */
  async searchUsers(criteria: UserCriteria, page: Page, options?: CallOptions): Promise<User[]> {
    const { sort = "name" } = page;
    const filters = [...userParameters(criteria), ...pageParameters(page)];
    const read = (order: readonly Parameter[]) =>
      this.sender.withFields(userFields, (fields) =>
        this.sender.read("USER/search", v.array(userSchema), [...filters, ...order, fields], options),
      );
    if (this.#refusedSorts.has(sort)) return read(sortedByID);
    try {
      return await read(sortParameters[sort]);
    } catch (error) {
      if (!(error instanceof WorkfrontError) || error.kind !== "refused") throw error;
      const users = await read(sortedByID);
      // What was refused may have been something else, which has passed: only a refusal of the sort is remembered.
      if (namesSort.test(error.failure.words ?? "")) this.#refusedSorts.add(sort);
      return users;
    }
  }

  /** How many users meet the criteria. */
  async countUsers(criteria: UserCriteria, options?: CallOptions): Promise<number> {
    const { count } = await this.sender.read("USER/count", countSchema, userParameters(criteria), options);
    return count;
  }

  /**
   * How many users meet the criteria, for each value of a field: one report, and one count beside it, because whether
   * the report has a group for users without a value is not documented.
   */
  async groupUsers(criteria: UserCriteria, field: GroupField, options?: CallOptions): Promise<GroupCount[]> {
    const parameters = [...userParameters(criteria), ...groupParameters(field)];
    const [report, total] = await Promise.all([
      this.sender.read("USER/report", groupsSchema, parameters, options),
      this.countUsers(criteria, options),
    ]);
    const groups = Object.values(report).flatMap(({ dcount_ID: count, [field]: value }): GroupCount[] =>
      typeof value === "boolean" || (typeof value === "string" && value) ? [{ value: String(value), count }] : [],
    );
    const without = groups.reduce((rest, { count }) => rest - count, total);
    return without > 0 ? [...groups, { value: null, count: without }] : groups;
  }

  /** How many users meet the criteria, for each license and access level, in one report. */
  async groupUsersByLevel(criteria: UserCriteria, options?: CallOptions): Promise<LevelCount[]> {
    const parameters = [...userParameters(criteria), ...levelParameters];
    const licenses = await this.sender.read("USER/report", nestedGroupsSchema, parameters, options);
    return [...licenses].flatMap(([licenseType, levels]) =>
      [...levels].map(([name, count]) => ({ licenseType: licenseType || null, name: name || null, count })),
    );
  }

  /**
   * All users that meet the criteria, as Workfront sends them, in pages of up to 2,000 in order of their IDs: none
   * twice, none left out that met them all the time. Holds a few pages at once, however many there are.
   * @param fields what to read of each user; a field that the server does not know is left out of all records.
   * @param expected how many users there should be, by a count.
   */
  listUsers(
    criteria: UserCriteria,
    fields: readonly string[],
    { expected, signal }: { readonly expected: number; readonly signal?: AbortSignal | undefined },
  ): AsyncGenerator<RawRecord[], void, undefined> {
    const filters = userParameters(criteria);
    const readPage = (page: Page, stopped: AbortSignal) =>
      this.sender.withFields(["ID", ...fields.filter((field) => field !== "ID")], (accepted) =>
        this.sender.read(
          "USER/search",
          v.array(rawSchema),
          [...filters, ...sortedByID, ...pageParameters(page), accepted],
          { signal: signal ? AbortSignal.any([signal, stopped]) : stopped },
        ),
      );
    return listPages(readPage, { expected, ahead: this.sender.concurrency, host: this.host, mayBeTooLarge: true });
  }

  /** The names of groups, by their IDs; those that may not be seen are left out. */
  async groupNames(ids: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const answers = await Promise.all(
      chunksOf(ids, largestPage).map((chunk) =>
        this.sender.read(
          "GROUP/search",
          v.array(namedSchema),
          [...this.oneOf(chunk), ...sortedByID, ["fields", "name"]],
          options,
        ),
      ),
    );
    return new Map(answers.flat().flatMap(({ ID, name }) => (name === null ? [] : [[ID, name]])));
  }

  /** The access levels of the organization, by name. */
  async accessLevels(options?: CallOptions): Promise<AccessLevel[]> {
    const parameters = [...pageParameters({ first: 0, limit: largestPage }), ...sortedByID];
    const fields: Parameter = ["fields", "name,licenseType"];
    const levels = await this.sender.read(
      "ACSLVL/search",
      v.array(accessLevelSchema),
      [...parameters, fields],
      options,
    );
    return levels.sort((one, other) => (one.name ?? one.ID).localeCompare(other.name ?? other.ID));
  }

  /**
   * The users with the given IDs, in no particular order; those that do not exist or may not be seen are left out. Asked
   * as a search, because a look-up by `?id=` fails as a whole for one unknown ID.
   */
  async getUsers(ids: readonly string[], options?: CallOptions): Promise<UserDetail[]> {
    const users = await this.objectsByID("USER", userDetailSchema, { ids, fields: userDetailFields }, options);
    const wanted = new Set(ids);
    return users.filter((user) => wanted.has(user.ID));
  }

  /** One user as Workfront sends it, with the given further fields; `undefined` where there is none to be seen. */
  async getRawUser(
    id: string,
    extraFields: readonly string[] = [],
    options?: CallOptions,
  ): Promise<RawRecord | undefined> {
    const found = await this.sender.withFields([...userDetailFields, ...extraFields], (fields) =>
      this.sender.read("USER/search", v.array(rawSchema), [...this.oneOf([id]), fields], options),
    );
    return found.find((user) => user.ID === id);
  }

  /** What the organization calls its licenses: letter to label, from the server's own metadata. */
  async licenseLabels(options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const { fields } = await this.sender.read("USER/metadata", licenseMetadataSchema, [], options);
    return new Map(fields.licenseType.possibleValues.map(({ label, value }) => [value, label]));
  }

  /** What the organization calls the statuses of a type of object: code to label, from the server's own metadata. */
  async statusLabels(objCode: string, options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const { fields } = await this.sender.read(`${objCode}/metadata`, statusMetadataSchema, [], options);
    return new Map(fields.status.possibleValues.map(({ label, value }) => [value, label]));
  }

  /**
   * The users whose ID or email is among the given texts, whatever the case of an email. A server may ignore a filter,
   * so the caller compares what comes back.
   * @param texts at most 200.
   */
  findUsers(field: "ID" | "emailAddr", texts: readonly string[], options?: CallOptions): Promise<UserDetail[]> {
    return this.#findUsers(oneOf(field, texts, field === "ID" ? "in" : "ciin"), options);
  }

  /**
   * The same by usernames. As a plain filter, Workfront would take the name of this field for a credential; in an
   * alternative to nobody it does not.
   */
  findUsersByUsername(usernames: readonly string[], options?: CallOptions): Promise<UserDetail[]> {
    return this.#findUsers(usernameAlternative(usernames), options);
  }

  /** Where there are as many users as a page holds, the filter was ignored, and the page says nothing of the rest. */
  async #findUsers(filters: readonly Parameter[], options: CallOptions | undefined): Promise<UserDetail[]> {
    const parameters = [...filters, ...pageParameters({ first: 0, limit: largestPage }), ...sortedByID];
    const found = await this.sender.withFields(userDetailFields, (fields) =>
      this.sender.read("USER/search", v.array(userDetailSchema), [...parameters, fields], options),
    );
    if (found.length >= largestPage) throw badReply(this.host);
    return found;
  }
}
