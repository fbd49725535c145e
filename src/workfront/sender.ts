import { setTimeout } from "node:timers/promises";
import type * as v from "valibot";
import { AcceptedFields } from "./acceptedFields";
import type { Credential } from "./credential";
import { isPassing, WorkfrontError, type Failure } from "./errors";
import { Limit } from "./limit";
import { encode, isTooLong, type Parameter } from "./query";
import { dataIn } from "./records";
import type { Transport, TransportRequest } from "./transport";
import { tellWait } from "./waits";
import { isVersionRefusal, type AgreedVersion } from "./version";

export interface ClientOptions {
  readonly transport: Transport;
  readonly credential: Credential;
  readonly version: AgreedVersion;
  /** How many requests may be under way at once. Workfront counts those of all of an organization's integrations. */
  readonly concurrency: () => number;
  /** Whether the connection refuses every change; asked before each. */
  readonly readOnly: () => boolean;
  /** Milliseconds before a request is sent again; doubled for each further time. */
  readonly firstDelay?: number;
}

/** A request to the API, whose path is made when it is sent. */
interface ApiRequest extends Omit<TransportRequest, "path"> {
  readonly operation: string;
  readonly staysInVersion?: boolean;
}

export interface CallOptions {
  /** Ends waiting, at once. */
  readonly signal?: AbortSignal | undefined;
  /** How often a read that failed for a passing reason is sent again. */
  readonly retries?: number;
  /** Whether no other version is looked for where this one seems not to be served. */
  readonly staysInVersion?: boolean;
}

/** The longest wait, in seconds, that a server may ask for before we would rather tell than wait. */
const longestWait = 60;

/**
 * For how long, in first delays, a read is sent again where Workfront was only asked too often: nothing is wrong with it,
 * and its turn comes.
 */
const patienceWhenThrottled = 20;

/** The longest wait, in milliseconds, where a server does not ask for one. */
const longestDelay = 30_000;

/**
 * Whether a request that failed may be sent again.
 * @param wasReached whether Workfront has just answered there: then silence and any page may pass by themselves, too.
 */
export function mayPass(failure: Failure, wasReached = false): boolean {
  if (concernsAllRequests(failure)) return false;
  if (wasReached && ["unreachable", "timeout", "notWorkfront"].includes(failure.kind)) return true;
  return isPassing(failure);
}

/** Failures that would be the same for the next request. */
export function concernsAllRequests({ kind, retryAfter = 0 }: Failure): boolean {
  return ["unauthorized", "versionRefused", "readOnly", "outdated"].includes(kind) || retryAfter > longestWait;
}

/**
 * How one client sends its calls: one limit of concurrent requests, one pause where the server asks for one, one policy
 * of sending again, every answer checked before it is believed, every change refused on a read-only connection.
 */
export class Sender {
  readonly host: string;
  readonly #options: ClientOptions;
  readonly #limit: Limit;
  /** By type of object: what one does not have, another may. */
  readonly #fields = new Map<string, AcceptedFields>();
  /** By the clock of `performance`, which nobody sets. */
  #pausedUntil = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.host = options.transport.host;
    this.#limit = new Limit(options.concurrency);
  }

  get #firstDelay(): number {
    return this.#options.firstDelay ?? 1000;
  }

  /** How many requests may be under way at once. */
  get concurrency(): number {
    return this.#options.concurrency();
  }

  get requestsSent(): number {
    return this.#options.transport.sent;
  }

  /** Which fields of a type of object the server accepts; users unless given. */
  fieldsOf(objCode = "USER"): AcceptedFields {
    const fields = this.#fields.get(objCode) ?? new AcceptedFields();
    this.#fields.set(objCode, fields);
    return fields;
  }

  /** Asks with the fields that the server is known to accept, and leaves out those that it does not know. */
  withFields<T>(fields: readonly string[], read: (fields: Parameter) => Promise<T>, objCode?: string): Promise<T> {
    return this.fieldsOf(objCode).ask(fields, read);
  }

  /** Reads: in the URL where it fits, else as a form with the method override. */
  read<T>(
    operation: string,
    schema: v.GenericSchema<unknown, T>,
    parameters: readonly Parameter[],
    options?: CallOptions,
  ) {
    const query = encode(parameters);
    const request: ApiRequest = isTooLong(query)
      ? {
          method: "POST",
          operation,
          body: { contentType: "application/x-www-form-urlencoded", content: `${query}&method=GET` },
          signal: options?.signal,
        }
      : { method: "GET", operation, query, signal: options?.signal };
    return this.#call(request, schema, options);
  }

  /**
   * Changes something, with a JSON body. Sent once: what became of it is the caller's to find out, before sending it again.
   * The signal ends waiting, never a request under way.
   * @throws {WorkfrontError} of kind `readOnly` where the connection allows no changes.
   */
  async edit<T>(
    operation: string,
    schema: v.GenericSchema<unknown, T>,
    { fields, changes }: { readonly fields: readonly string[]; readonly changes: unknown },
    signal?: AbortSignal,
  ): Promise<T> {
    if (this.#options.readOnly()) throw new WorkfrontError({ kind: "readOnly", host: this.host });
    const { refused } = this.fieldsOf(operation.split("/")[0]);
    const known = fields.filter((field) => !refused.includes(field));
    const request: ApiRequest = {
      method: "PUT",
      operation,
      query: encode([["fields", known.join(",")]]),
      body: { contentType: "application/json", content: JSON.stringify(changes) },
    };
    return this.#call(request, schema, { signal, retries: 0 });
  }

  /**
   * Waits before a request is sent again: as long as the server asked, else twice as long each time and a random part
   * more, so that those who wait do not come together. Where Workfront is asked too often, every call of this client waits.
   * @param attempt how often it was sent, from 1.
   * @throws the signal's reason, as soon as it is aborted.
   */
  async wait(attempt: number, failure: Failure | undefined, signal?: AbortSignal): Promise<void> {
    const delay = this.#firstDelay * 2 ** (attempt - 1) * (1 + Math.random() / 2);
    const wait = Math.max(Math.min(delay, longestDelay), (failure?.retryAfter ?? 0) * 1000);
    if (failure?.kind === "throttled") this.#pauseAll(wait);
    await pause(wait, signal);
  }

  async #call<T>(
    request: ApiRequest,
    schema: v.GenericSchema<unknown, T>,
    { retries = 2, staysInVersion = false, signal }: CallOptions = {},
  ): Promise<T> {
    // Who waits to be sent again keeps the place: sent behind all others, it would be refused again and again.
    return this.#limit.run(async () => {
      const patientUntil = performance.now() + patienceWhenThrottled * this.#firstDelay;
      for (let attempt = 1; ; attempt++) {
        try {
          const json = await this.#send({ ...request, staysInVersion }, signal);
          return dataIn(json, schema, this.host);
        } catch (error) {
          if (!(error instanceof WorkfrontError)) throw error;
          this.#notePause(error.failure);
          const isPatient = error.kind === "throttled" && retries > 0 && performance.now() < patientUntil;
          if ((attempt > retries && !isPatient) || !mayPass(error.failure)) throw error;
          await this.wait(attempt, error.failure, signal);
        }
      }
    }, signal);
  }

  async #send(request: ApiRequest, signal: AbortSignal | undefined): Promise<unknown> {
    const { credential } = this.#options;
    while (this.#pausedUntil > performance.now()) await pause(this.#pausedUntil - performance.now(), signal);
    for (let isFresh = false; ;) {
      signal?.throwIfAborted();
      const headers = await credential.headers(signal).catch(asUnsent);
      signal?.throwIfAborted();
      try {
        return await this.#sendInVersion({ ...request, headers });
      } catch (error) {
        const isRefused = error instanceof WorkfrontError && error.kind === "unauthorized";
        if (!isRefused || !credential.renew || isFresh) throw error;
        // Whoever is not known has changed nothing, so that even a change may be sent again.
        isFresh = await credential.renew(headers, signal).catch(asUnsent);
      }
    }
  }

  /** Sends a request in the version agreed on, and once more where that is withdrawn and another one is found. */
  async #sendInVersion({ operation, staysInVersion, ...request }: ApiRequest): Promise<unknown> {
    const { transport, version, readOnly } = this.#options;
    const { current } = version;
    const send = () => {
      // Asked at the last moment: whoever made the connection read-only expects that nothing more is sent.
      if (request.method === "PUT" && readOnly()) throw new WorkfrontError({ kind: "readOnly", host: this.host });
      return transport.send({ ...request, path: `/attask/api/${version.current}/${operation}` });
    };
    try {
      return await send();
    } catch (error) {
      // What a host does not serve it has not changed, so that even a change may be sent again.
      if (staysInVersion || !isVersionRefusal(error) || !(await version.replace?.(current))) throw error;
      return send();
    }
  }

  /** A server that says how long to wait is obeyed by every request of this client, not just by the one it told. */
  #notePause({ retryAfter: seconds }: Failure): void {
    if (seconds !== undefined && seconds <= longestWait) this.#pauseAll(seconds * 1000);
  }

  #pauseAll(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + milliseconds);
  }
}

/** A failure to sign a request is none of the request, with which nothing was done. */
function asUnsent(error: unknown): never {
  throw error instanceof WorkfrontError ? new WorkfrontError({ ...error.failure, isUnsent: true }) : error;
}

/** Waits, or rejects with the signal's own reason. */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  tellWait(milliseconds / 1000);
  try {
    await setTimeout(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
