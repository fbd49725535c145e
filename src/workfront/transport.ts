import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import fetch, { type RequestInit } from "node-fetch";
import { readAnswer } from "./answer";
import { WorkfrontError } from "./errors";

/** One HTTP request to a Workfront host. */
export interface TransportRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** Absolute path, without query. */
  readonly path: string;
  /** Encoded query, without the question mark. Never holds a secret. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly contentType: string; readonly content: string };
  /** What of the body must not come back in an error, whatever the host answers. Headers never do. */
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** What the log may know of a request: no query, no body, no header. */
export interface RequestTrace {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** HTTP status, or the kind of failure where there was no answer. */
  readonly result: number | string;
  readonly milliseconds: number;
}

/** What the network code needs to know of the world around it. */
export interface TransportOptions {
  /** Scheme, host and port, for example `https://acme.my.workfront.com`. */
  readonly origin: string;
  /** Milliseconds to wait for one complete answer. */
  readonly timeout: () => number;
  /**
   * Whether requests bring an agent, which keeps connections open between them; they do unless this says no. Where
   * `http.proxySupport` is `on`, VS Code leaves a request with an agent alone, and the proxy is not used.
   */
  readonly bringsAgent?: () => boolean;
  readonly log: (trace: RequestTrace) => void;
}

/** The largest answer that is read, in bytes; 2,000 users with all listed fields take about 2 MB. */
const sizeLimit = 64 * 1024 * 1024;

/** The one place that talks HTTP: one request, one checked JSON answer, no redirects, no cookies, no retries. */
export class Transport {
  readonly origin: string;
  readonly host: string;
  readonly #options: TransportOptions;
  readonly #agent: HttpAgent | HttpsAgent;
  #sent = 0;

  constructor(options: TransportOptions) {
    const { origin, host, protocol } = new URL(options.origin);
    this.origin = origin;
    this.host = host;
    this.#options = options;
    this.#agent = protocol === "http:" ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true });
  }

  /** How many requests were sent. */
  get sent(): number {
    return this.#sent;
  }

  /**
   * Sends the request and returns the parsed JSON answer.
   * @throws {WorkfrontError} for every failure; the signal's own reason where the caller canceled.
   */
  async send(request: TransportRequest): Promise<unknown> {
    const started = performance.now();
    let result: number | string = "canceled";
    try {
      const { status, json } = await this.#exchange(request);
      result = status;
      return json;
    } catch (error) {
      if (error instanceof WorkfrontError) result = error.failure.status ?? error.kind;
      throw error;
    } finally {
      const milliseconds = Math.round(performance.now() - started);
      this.#options.log({ method: request.method, host: this.host, path: request.path, result, milliseconds });
    }
  }

  /** Closes the connections that are kept open between requests. A request under way goes on to its end. */
  dispose(): void {
    for (const sockets of Object.values(this.#agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  async #exchange({ method, path, query, headers, body, secrets = [], signal }: TransportRequest) {
    const timeout = AbortSignal.timeout(this.#options.timeout());
    const init: RequestInit = {
      method,
      ...((this.#options.bringsAgent?.() ?? true) ? { agent: this.#agent } : {}),
      redirect: "manual",
      size: sizeLimit,
      headers: {
        Accept: "application/json",
        // The official client marks its requests so.
        "X-Requested-With": "XMLHttpRequest",
        ...headers,
        ...(body ? { "Content-Type": body.contentType } : {}),
      },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body ? { body: body.content } : {}),
    };
    try {
      signal?.throwIfAborted();
      this.#sent++;
      const response = await fetch(`${this.origin}${path}${query ? `?${query}` : ""}`, init);
      const answer = { status: response.status, headers: response.headers, text: await response.text() };
      const hidden = [...Object.values(headers ?? {}), ...secrets];
      const isForTokens = path.startsWith("/integrations/oauth2/");
      return { status: answer.status, json: readAnswer(answer, { origin: this.origin, isForTokens, secrets: hidden }) };
    } catch (error) {
      if (error instanceof WorkfrontError) throw error;
      signal?.throwIfAborted();
      throw this.#networkFailure(error, timeout.aborted);
    }
  }

  #networkFailure(error: unknown, timedOut: boolean): WorkfrontError {
    const { code, type, erroredSysCall } = error as { code?: string; type?: string; erroredSysCall?: string };
    const kind = timedOut ? "timeout" : type === "max-size" ? "tooLarge" : "unreachable";
    // The same code may come from a connection that breaks later, so that only the system call tells.
    const isUnsent = kind === "unreachable" && ["connect", "getaddrinfo"].includes(erroredSysCall ?? "");
    // Not kept as the cause: its message holds the whole address, with the query.
    return new WorkfrontError({
      kind,
      host: this.host,
      code: kind === "unreachable" ? code : undefined,
      ...(isUnsent && { isUnsent }),
    });
  }
}
