import { setTimeout } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";
import pRetry from "p-retry";
import * as v from "valibot";
import type { Credential } from "./credential";
import { WorkfrontError } from "./errors";
import {
  encode,
  isTooLong,
  pageParameters,
  sortedByID,
  sortedByName,
  userParameters,
  type Page,
  type Parameter,
  type UserCriteria,
} from "./query";
import {
  countSchema,
  editedSchema,
  enveloped,
  licenseMetadataSchema,
  rawSchema,
  userDetailFields,
  userDetailSchema,
  userFields,
  userSchema,
  type RawRecord,
  type User,
  type UserDetail,
} from "./records";
import type { Transport, TransportRequest } from "./transport";
import type { Version } from "./version";

export interface ClientOptions {
  readonly transport: Transport;
  readonly credential: Credential;
  readonly version: Version;
  /** How many requests may be under way at once. Workfront counts those of all of an organisation's integrations. */
  readonly concurrency: () => number;
  /** Whether the connection refuses every change. */
  readonly readOnly: boolean;
  /** Milliseconds before the first retry; doubled for each further one, at most 30 s. */
  readonly firstDelay?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** How often a call that failed for a passing reason is sent again. */
  readonly retries?: number;
}

/** How many IDs one look-up names. */
const idsPerRequest = 200;

/** The longest wait, in seconds, that a server may ask for before we would rather tell than wait. */
const longestWait = 60;

/** Failures that pass by themselves, so that a read may simply be sent again. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof WorkfrontError)) return false;
  const { kind, code = "", retryAfter = 0 } = error.failure;
  if (retryAfter > longestWait) return false;
  if (kind === "unreachable") return ["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"].includes(code);
  return kind === "throttled" || kind === "unavailable" || kind === "serverError" || kind === "badReply";
}

function isThrottled(error: unknown): boolean {
  return error instanceof WorkfrontError && error.kind === "throttled" && isPassing(error);
}

/**
 * Workfront's REST API as far as this product uses it. Every answer is checked before it is believed. All calls of one
 * client share one limit of concurrent requests and one pause where the server asks for one. Nothing here deletes or
 * replaces a user or touches other people's keys.
 */
export class WorkfrontClient {
  readonly host: string;
  readonly version: Version;
  readonly #options: ClientOptions;
  readonly #limit: LimitFunction;
  readonly #refusedFields = new Set<string>();
  #sort = sortedByName;
  #pausedUntil = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.host = options.transport.host;
    this.version = options.version;
    this.#limit = pLimit(options.concurrency());
  }

  /** Fields that this server does not know, in the order in which it named them. */
  get refusedFields(): readonly string[] {
    return [...this.#refusedFields];
  }

  /**
   * The user who is signed in. Read through `$$USER` and not through `/session`, whose answer holds a secret. Not sent
   * again on failure: whoever waits for it wants to know at once.
   */
  async whoAmI({ signal }: CallOptions = {}): Promise<User> {
    const parameters: Parameter[] = [["id", "$$USER"]];
    const fields = userFields;
    const answer = await this.#withFields(fields, (accepted) =>
      this.#read(
        "USER",
        v.union([
          userSchema,
          v.pipe(
            v.tuple([userSchema]),
            v.transform(([user]) => user),
          ),
        ]),
        [...parameters, accepted],
        {
          signal,
          retries: 0,
        },
      ),
    );
    return answer;
  }

  /** One page of the users that meet the criteria, sorted by name (by ID where the server refuses that). */
  async searchUsers(criteria: UserCriteria, page: Page, options?: CallOptions): Promise<User[]> {
    const filters = [...userParameters(criteria), ...pageParameters(page)];
    const read = (sort: readonly Parameter[]) =>
      this.#withFields(userFields, (fields) =>
        this.#read("USER/search", v.array(userSchema), [...filters, ...sort, fields], options),
      );
    if (this.#sort === sortedByID) return read(sortedByID);
    try {
      return await read(sortedByName);
    } catch (error) {
      if (!(error instanceof WorkfrontError) || error.kind !== "refused") throw error;
      const users = await read(sortedByID);
      this.#sort = sortedByID;
      return users;
    }
  }

  /** How many users meet the criteria. */
  async countUsers(criteria: UserCriteria, options?: CallOptions): Promise<number> {
    const { count } = await this.#read("USER/count", countSchema, userParameters(criteria), options);
    return count;
  }

  /**
   * The users with the given IDs, in no particular order; those that do not exist or may not be seen are left out. Asked
   * as a search, because a look-up by `?id=` fails as a whole for one unknown ID.
   */
  async getUsers(ids: readonly string[], options?: CallOptions): Promise<UserDetail[]> {
    const chunks: string[][] = [];
    for (let start = 0; start < ids.length; start += idsPerRequest)
      chunks.push(ids.slice(start, start + idsPerRequest));
    const answers = await Promise.all(
      chunks.map((chunk) =>
        this.#withFields(userDetailFields, (fields) =>
          this.#read("USER/search", v.array(userDetailSchema), [...this.#oneOf(chunk), ...sortedByID, fields], options),
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
    const found = await this.#withFields([...userDetailFields, ...extraFields], (fields) =>
      this.#read("USER/search", v.array(rawSchema), [...this.#oneOf([id]), fields], options),
    );
    return found.find((user) => user.ID === id);
  }

  /** What the organisation calls its licences: letter to label, from the server's own metadata. */
  async licenseLabels(options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const { fields } = await this.#read("USER/metadata", licenseMetadataSchema, [], options);
    return new Map(fields.licenseType.possibleValues.map(({ label, value }) => [value, label]));
  }

  /**
   * The article's step 3: sets whether a user may sign in, and returns what the answer says it is. Sent again only where
   * the server says that it did not look at it (429); any other lost or failed answer is the caller's to settle by
   * reading. The signal ends waiting, never a request under way.
   * @throws {WorkfrontError} of kind `readOnly` where the connection allows no changes.
   */
  async setActive(id: string, isActive: boolean, options?: CallOptions): Promise<boolean> {
    if (this.#options.readOnly) throw new WorkfrontError({ kind: "readOnly", host: this.host });
    const edited = await this.#call(
      {
        method: "PUT",
        path: this.#path(`USER/${id}`),
        query: encode([["fields", "isActive"]]),
        body: { contentType: "application/json", content: JSON.stringify({ isActive }) },
      },
      editedSchema,
      { ...options, again: isThrottled },
    );
    if (edited.ID !== id) throw new WorkfrontError({ kind: "badReply", host: this.host });
    return edited.isActive;
  }

  #oneOf(ids: readonly string[]): Parameter[] {
    return [
      ...ids.map((id): Parameter => ["ID", id]),
      ["ID_Mod", "in"],
      ...pageParameters({ first: 0, limit: ids.length }),
    ];
  }

  #path(operation: string): string {
    return `/attask/api/${this.version}/${operation}`;
  }

  /** Asks with the fields that the server is known to accept, and drops one that it names as unknown. */
  async #withFields<T>(fields: readonly string[], read: (fields: Parameter) => Promise<T>): Promise<T> {
    const accepted = fields.filter((field) => !this.#refusedFields.has(field));
    try {
      return await read(["fields", accepted.join(",")]);
    } catch (error) {
      const words = error instanceof WorkfrontError ? error.failure.words : undefined;
      const name = /does not support field ([\w:]+)/.exec(words ?? "")?.[1];
      const refused = accepted.find((field) => name !== undefined && (field === name || field.startsWith(`${name}:`)));
      if (!refused || refused === "ID" || refused === "isActive") throw error;
      this.#refusedFields.add(refused);
      return this.#withFields(fields, read);
    }
  }

  /** A read: in the URL where it fits, else as a form with the method override. */
  #read<T>(
    operation: string,
    schema: v.GenericSchema<unknown, T>,
    parameters: readonly Parameter[],
    options?: CallOptions,
  ) {
    const query = encode(parameters);
    const path = this.#path(operation);
    const request: TransportRequest = isTooLong(query)
      ? {
          method: "POST",
          path,
          body: { contentType: "application/x-www-form-urlencoded", content: `${query}&method=GET` },
          signal: options?.signal,
        }
      : { method: "GET", path, query, signal: options?.signal };
    return this.#call(request, schema, { ...options, again: isPassing });
  }

  async #call<T>(
    request: TransportRequest,
    schema: v.GenericSchema<unknown, T>,
    { signal, retries = 2, again }: CallOptions & { again: (error: unknown) => boolean },
  ): Promise<T> {
    let answer: { readonly json: unknown } | undefined;
    const attempt = async () => {
      answer = { json: await this.#limit(() => this.#send(request, signal)) };
    };
    try {
      await pRetry(attempt, {
        retries,
        minTimeout: this.#options.firstDelay ?? 1000,
        maxTimeout: 30_000,
        randomize: true,
        ...(signal ? { signal } : {}),
        shouldRetry: ({ error }) => again(error),
        onFailedAttempt: ({ error }) => this.#notePause(error),
      });
    } catch (error) {
      // Cancelling while the answer arrives must not lose it: for a change, it says that the change was made.
      if (!answer) throw error;
    }
    const parsed = v.safeParse(enveloped(schema), answer?.json);
    if (parsed.success) return parsed.output.data;
    throw new WorkfrontError({ kind: "badReply", host: this.host });
  }

  async #send(request: TransportRequest, signal: AbortSignal | undefined): Promise<unknown> {
    const { transport, credential, concurrency } = this.#options;
    this.#limit.concurrency = concurrency();
    while (this.#pausedUntil > Date.now())
      await setTimeout(this.#pausedUntil - Date.now(), undefined, signal ? { signal } : {});
    signal?.throwIfAborted();
    return transport.send({ ...request, headers: await credential.headers(signal) });
  }

  /** A server that says how long to wait is obeyed by every request of this client, not just by the one it told. */
  #notePause(error: unknown): void {
    const seconds = error instanceof WorkfrontError ? error.failure.retryAfter : undefined;
    if (seconds !== undefined && seconds <= longestWait)
      this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + seconds * 1000);
  }
}
