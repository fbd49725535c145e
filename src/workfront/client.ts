import * as v from "valibot";
import { Sender, type CallOptions, type ClientOptions } from "./sender";
import { chunksOf } from "./chunksOf";
import { WorkfrontError } from "./errors";
import { listPages } from "./listing";
import {
  groupParameters,
  largestPage,
  oneOf,
  pageParameters,
  sortedByID,
  sortParameters,
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
  editedSchema,
  groupsSchema,
  licenseMetadataSchema,
  namedSchema,
  oneOrMany,
  rawSchema,
  userDetailFields,
  userDetailSchema,
  userFields,
  userSchema,
  type AccessLevel,
  type RawRecord,
  type User,
  type UserDetail,
} from "./records";
import type { AgreedVersion, Version } from "./version";

export type { CallOptions, ClientOptions } from "./sender";

/** How many IDs one look-up names. */
const idsPerRequest = 200;

/** How many users have one value of a field; null stands for those without a value. */
export interface GroupCount {
  readonly value: string | null;
  readonly count: number;
}

/**
 * Workfront's REST API as far as this product uses it. Every answer is checked before it is believed. All calls of one
 * client share one limit of concurrent requests and one pause where the server asks for one. Nothing here deletes or
 * replaces a user or touches other people's keys.
 */
export class WorkfrontClient {
  readonly host: string;
  readonly #version: AgreedVersion;
  readonly #sender: Sender;
  /** Orders that this server refused. */
  readonly #refusedSorts = new Set<UserSort>();

  constructor(options: ClientOptions) {
    this.host = options.transport.host;
    this.#version = options.version;
    this.#sender = new Sender(options);
  }

  get version(): Version {
    return this.#version.current;
  }

  /** Fields that this server does not know, in the order in which it named them. */
  get refusedFields(): readonly string[] {
    return this.#sender.refusedFields;
  }

  /**
   * The user who is signed in. Read through `$$USER` and not through `/session`, whose answer holds a secret. Not sent
   * again on failure: whoever waits for it wants to know at once.
   */
  async whoAmI({ signal }: CallOptions = {}): Promise<User> {
    const [self, ...others] = await this.#sender.withFields(userFields, (fields) =>
      this.#sender.read("USER", oneOrMany(userSchema), [["id", "$$USER"], fields], { signal, retries: 0 }),
    );
    if (!self || others.length > 0) throw new WorkfrontError({ kind: "badReply", host: this.host });
    return self;
  }

  /** One page of the users that meet the criteria, sorted as wished (by ID where the server refuses that). */
  async searchUsers(criteria: UserCriteria, page: Page, options?: CallOptions): Promise<User[]> {
    const { sort = "name" } = page;
    const filters = [...userParameters(criteria), ...pageParameters(page)];
    const read = (order: readonly Parameter[]) =>
      this.#sender.withFields(userFields, (fields) =>
        this.#sender.read("USER/search", v.array(userSchema), [...filters, ...order, fields], options),
      );
    if (this.#refusedSorts.has(sort)) return read(sortedByID);
    try {
      return await read(sortParameters[sort]);
    } catch (error) {
      if (!(error instanceof WorkfrontError) || error.kind !== "refused") throw error;
      const users = await read(sortedByID);
      this.#refusedSorts.add(sort);
      return users;
    }
  }

  /** How many users meet the criteria. */
  async countUsers(criteria: UserCriteria, options?: CallOptions): Promise<number> {
    const { count } = await this.#sender.read("USER/count", countSchema, userParameters(criteria), options);
    return count;
  }

  /**
   * How many users meet the criteria, for each value of a field: one report, and one count beside it, because whether
   * the report has a group for users without a value is not documented.
   */
  async groupUsers(criteria: UserCriteria, field: GroupField, options?: CallOptions): Promise<GroupCount[]> {
    const parameters = [...userParameters(criteria), ...groupParameters(field)];
    const [report, total] = await Promise.all([
      this.#sender.read("USER/report", groupsSchema, parameters, options),
      this.countUsers(criteria, options),
    ]);
    const groups = Object.values(report).flatMap(({ dcount_ID: count, [field]: value }): GroupCount[] =>
      typeof value === "boolean" || (typeof value === "string" && value) ? [{ value: String(value), count }] : [],
    );
    const without = groups.reduce((rest, { count }) => rest - count, total);
    return without > 0 ? [...groups, { value: null, count: without }] : groups;
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
      this.#sender.withFields(["ID", ...fields.filter((field) => field !== "ID")], (accepted) =>
        this.#sender.read(
          "USER/search",
          v.array(rawSchema),
          [...filters, ...sortedByID, ...pageParameters(page), accepted],
          { signal: signal ? AbortSignal.any([signal, stopped]) : stopped },
        ),
      );
    return listPages(readPage, { expected, ahead: this.#sender.concurrency });
  }

  /** The names of groups, by their IDs; those that may not be seen are left out. */
  async groupNames(ids: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const answers = await Promise.all(
      chunksOf(ids, largestPage).map((chunk) =>
        this.#sender.read(
          "GROUP/search",
          v.array(namedSchema),
          [...this.#oneOf(chunk), ...sortedByID, ["fields", "name"]],
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
    const levels = await this.#sender.read(
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
    const answers = await Promise.all(
      chunksOf(ids, idsPerRequest).map((chunk) =>
        this.#sender.withFields(userDetailFields, (fields) =>
          this.#sender.read(
            "USER/search",
            v.array(userDetailSchema),
            [...this.#oneOf(chunk), ...sortedByID, fields],
            options,
          ),
        ),
      ),
    );
    const wanted = new Set(ids);
    return answers.flat().filter((user) => wanted.has(user.ID));
  }

  /** One user as Workfront sends it, with the given further fields; `undefined` where there is none to be seen. */
  async getRawUser(
    id: string,
    extraFields: readonly string[] = [],
    options?: CallOptions,
  ): Promise<RawRecord | undefined> {
    const found = await this.#sender.withFields([...userDetailFields, ...extraFields], (fields) =>
      this.#sender.read("USER/search", v.array(rawSchema), [...this.#oneOf([id]), fields], options),
    );
    return found.find((user) => user.ID === id);
  }

  /** What the organization calls its licenses: letter to label, from the server's own metadata. */
  async licenseLabels(options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const { fields } = await this.#sender.read("USER/metadata", licenseMetadataSchema, [], options);
    return new Map(fields.licenseType.possibleValues.map(({ label, value }) => [value, label]));
  }

  /**
   * The article's step 3: sets whether a user may sign in, and returns what the answer says it is. Sent again only where
   * the server says that it did not look at it (429); any other lost or failed answer is the caller's to settle by
   * reading. The signal ends waiting, never a request under way.
   * @param accessLevelID sent along only where a server asks for an access level on reactivation, as its own dialog does.
   * @throws {WorkfrontError} of kind `readOnly` where the connection allows no changes.
   */
  async setActive(
    id: string,
    isActive: boolean,
    { accessLevelID, ...options }: CallOptions & { readonly accessLevelID?: string | undefined } = {},
  ): Promise<boolean> {
    const edited = await this.#sender.edit(
      `USER/${id}`,
      editedSchema,
      { fields: ["isActive"], changes: { isActive, accessLevelID } },
      options,
    );
    if (edited.ID !== id) throw new WorkfrontError({ kind: "badReply", host: this.host });
    return edited.isActive;
  }

  /**
   * The same for several users at once, in the bulk form of Workfront's API documentation. What a server does with the
   * rest when it declines one user is not documented, so only an answer that shows a user as wished tells anything.
   * @param ids at most 100.
   * @returns what the answer says of each user that it names.
   */
  async setActiveMany(
    ids: readonly string[],
    isActive: boolean,
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, boolean>> {
    const changes = ids.map((ID) => ({ ID, isActive }));
    const edited = await this.#sender.edit("USER", v.array(editedSchema), { fields: ["isActive"], changes }, options);
    return new Map(edited.map((user) => [user.ID, user.isActive]));
  }

  /**
   * The users whose ID, email or username is among the given texts, whatever the case of the last two. A server may
   * ignore a filter, so the caller compares what comes back.
   * @param texts at most 200.
   */
  async findUsers(
    field: "ID" | "emailAddr" | "username",
    texts: readonly string[],
    options?: CallOptions,
  ): Promise<UserDetail[]> {
    const parameters: Parameter[] = [
      ...texts.map((text): Parameter => [field, text]),
      [`${field}_Mod`, field === "ID" ? "in" : "ciin"],
      ...pageParameters({ first: 0, limit: largestPage }),
      ...sortedByID,
    ];
    return this.#sender.withFields(userDetailFields, (fields) =>
      this.#sender.read("USER/search", v.array(userDetailSchema), [...parameters, fields], options),
    );
  }

  /** How many objects of a type (`TASK`, `PROJ`…) pass the filters, among those that the signed-in user may see. */
  async countObjects(objCode: string, filters: readonly Parameter[], options?: CallOptions): Promise<number> {
    const { count } = await this.#sender.read(`${objCode}/count`, countSchema, filters, options);
    return count;
  }

  /** The objects of a type that pass the filters, with the given fields. */
  async searchObjects(
    objCode: string,
    { filters, fields, page }: { filters: readonly Parameter[]; fields: readonly string[]; page: Page },
    options?: CallOptions,
  ): Promise<RawRecord[]> {
    const parameters: Parameter[] = [...filters, ...pageParameters(page), ...sortedByID, ["fields", fields.join(",")]];
    return this.#sender.read(`${objCode}/search`, v.array(rawSchema), parameters, options);
  }

  #oneOf(ids: readonly string[]): Parameter[] {
    return [...oneOf("ID", ids), ...pageParameters({ first: 0, limit: ids.length })];
  }
}
