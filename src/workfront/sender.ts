import { setTimeout } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";
import pRetry from "p-retry";
import type * as v from "valibot";
import { AcceptedFields } from "./acceptedFields";
import type { Credential } from "./credential";
import { isPassing, WorkfrontError } from "./errors";
import { encode, isTooLong, type Parameter } from "./query";
import { dataIn } from "./records";
import type { Transport, TransportRequest } from "./transport";
import { isVersionRefusal, type AgreedVersion } from "./version";

export interface ClientOptions {
  readonly transport: Transport;
  readonly credential: Credential;
  readonly version: AgreedVersion;
  /** How many requests may be under way at once. Workfront counts those of all of an organization's integrations. */
  readonly concurrency: () => number;
  /** Whether the connection refuses every change, asked at each. */
  readonly readOnly: () => boolean;
  /** Milliseconds before the first retry; doubled for each further one, at most 30 s. */
  readonly firstDelay?: number;
}

/** A request to the API, whose path is made when it is sent. */
type ApiRequest = Omit<TransportRequest, "path"> & { readonly operation: string };

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** How often a call that failed for a passing reason is sent again. */
  readonly retries?: number;
}

/** The longest wait, in seconds, that a server may ask for before we would rather tell than wait. */
const longestWait = 60;

/** Failures after which a read is sent again, unless the server asks to wait too long. */
function mayGoBetter(error: unknown): boolean {
  return error instanceof WorkfrontError && isPassing(error.failure) && (error.failure.retryAfter ?? 0) <= longestWait;
}

/** Failures by which the server says that it did not look at the request, so that even a change may be sent again. */
function isThrottled(error: unknown): boolean {
  return error instanceof WorkfrontError && error.kind === "throttled" && mayGoBetter(error);
}

/**
 * How one client sends its calls: one limit of concurrent requests, one pause where the server asks for one, one policy
 * of sending again, every answer checked before it is believed, every change refused on a read-only connection.
 */
export class Sender {
  readonly host: string;
  readonly #options: ClientOptions;
  readonly #limit: LimitFunction;
  readonly #fields = new AcceptedFields();
  #pausedUntil = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.host = options.transport.host;
    this.#limit = pLimit(options.concurrency());
  }

  /** How many requests may be under way at once. */
  get concurrency(): number {
    return this.#options.concurrency();
  }

  /** Fields that this server does not know, in the order in which it named them. */
  get refusedFields(): readonly string[] {
    return this.#fields.refused;
  }

  /** Asks with the fields that the server is known to accept, and leaves out those that it does not know. */
  withFields<T>(fields: readonly string[], read: (fields: Parameter) => Promise<T>): Promise<T> {
    return this.#fields.ask(fields, read);
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
    return this.#call(request, schema, { ...options, again: mayGoBetter });
  }

  /**
   * Changes something, with a JSON body. Sent again only where the server says that it did not look at it (429). The
   * signal ends waiting, never a request under way.
   * @throws {WorkfrontError} of kind `readOnly` where the connection allows no changes.
   */
  async edit<T>(
    operation: string,
    schema: v.GenericSchema<unknown, T>,
    { fields, changes }: { readonly fields: readonly string[]; readonly changes: unknown },
    options?: CallOptions,
  ): Promise<T> {
    if (this.#options.readOnly()) throw new WorkfrontError({ kind: "readOnly", host: this.host });
    return this.#call(
      {
        method: "PUT",
        operation,
        query: encode([["fields", fields.join(",")]]),
        body: { contentType: "application/json", content: JSON.stringify(changes) },
      },
      schema,
      { ...options, again: isThrottled },
    );
  }

  async #call<T>(
    request: ApiRequest,
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
      // Canceling while the answer arrives must not lose it: for a change, it says that the change was made.
      if (!answer) throw error;
    }
    return dataIn(answer?.json, schema, this.host);
  }

  async #send(request: ApiRequest, signal: AbortSignal | undefined): Promise<unknown> {
    const { credential } = this.#options;
    this.#limit.concurrency = this.concurrency;
    while (this.#pausedUntil > Date.now() && !signal?.aborted)
      await setTimeout(this.#pausedUntil - Date.now(), undefined, signal ? { signal } : {}).catch(() => undefined);
    signal?.throwIfAborted();
    for (let isFresh = false; ;) {
      const headers = await credential.headers(signal);
      try {
        return await this.#sendInVersion({ ...request, headers });
      } catch (error) {
        const isRefused = error instanceof WorkfrontError && error.kind === "unauthorized";
        if (!isRefused || !credential.renew || isFresh) throw error;
        // Whoever is not known has changed nothing, so that even a change may be sent again.
        isFresh = await credential.renew(headers, signal);
      }
    }
  }

  /** Sends a request in the version agreed on, and once more where that is withdrawn and another one is found. */
  async #sendInVersion({ operation, ...request }: ApiRequest): Promise<unknown> {
    const { transport, version } = this.#options;
    const { current } = version;
    const send = () => transport.send({ ...request, path: `/attask/api/${version.current}/${operation}` });
    try {
      return await send();
    } catch (error) {
      // What a host does not serve it has not changed, so that even a change may be sent again.
      if (!isVersionRefusal(error) || !(await version.replace?.(current))) throw error;
      return send();
    }
  }

  /** A server that says how long to wait is obeyed by every request of this client, not just by the one it told. */
  #notePause(error: unknown): void {
    const seconds = error instanceof WorkfrontError ? error.failure.retryAfter : undefined;
    if (seconds !== undefined && seconds <= longestWait)
      this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + seconds * 1000);
  }
}
