import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { RequestInit, Response } from "node-fetch";
import { WorkfrontError, type Failure } from "./errors";

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

  constructor(options: TransportOptions) {
    const { origin, host, protocol } = new URL(options.origin);
    this.origin = origin;
    this.host = host;
    this.#options = options;
    this.#agent = protocol === "http:" ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ keepAlive: true });
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

  /** Closes the connections that are kept open between requests. */
  dispose(): void {
    this.#agent.destroy();
  }

  async #exchange({ method, path, query, headers, body, secrets = [], signal }: TransportRequest) {
    // Loaded when the first request is made, to keep activation quick.
    const { default: fetch } = await import("node-fetch");
    const timeout = AbortSignal.timeout(this.#options.timeout());
    const init: RequestInit = {
      method,
      agent: this.#agent,
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
      const response = await fetch(`${this.origin}${path}${query ? `?${query}` : ""}`, init);
      const hidden = [...Object.values(headers ?? {}), ...secrets];
      return { status: response.status, json: this.#read(response, await response.text(), hidden) };
    } catch (error) {
      if (error instanceof WorkfrontError) throw error;
      signal?.throwIfAborted();
      throw this.#networkFailure(error, timeout.aborted);
    }
  }

  #read(response: Response, text: string, hidden: readonly string[]): unknown {
    const { status, headers } = response;
    const fail = (failure: Omit<Failure, "host" | "status">) =>
      new WorkfrontError({ ...failure, host: this.host, status });
    const location = headers.get("location");
    if (status >= 300 && status < 400)
      throw fail({ kind: "redirected", redirectedTo: location ? hostOf(location, this.origin) : undefined });
    const retryAfter = secondsFrom(headers.get("retry-after"));
    const json = parse(text);
    if (json === undefined) {
      const isPage = text.trimStart().startsWith("<") || (headers.get("content-type") ?? "").includes("html");
      throw fail({ kind: kindOfStatus(status) ?? (isPage ? "notWorkfront" : "badReply"), retryAfter });
    }
    const error = errorIn(json);
    if (error) throw fail({ kind: kindOfError(status, error), words: oneLine(hide(error.words, hidden)), retryAfter });
    const kind = kindOfStatus(status);
    if (kind) throw fail({ kind, retryAfter });
    return json;
  }

  #networkFailure(error: unknown, timedOut: boolean): WorkfrontError {
    const { code, type } = error as { code?: string; type?: string };
    const kind = timedOut ? "timeout" : type === "max-size" ? "tooLarge" : "unreachable";
    // Not kept as the cause: its message holds the whole address, with the query.
    return new WorkfrontError({ kind, host: this.host, code: kind === "unreachable" ? code : undefined });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function hostOf(location: string, origin: string): string | undefined {
  return URL.canParse(location, origin) ? new URL(location, origin).host : undefined;
}

/** `Retry-After` as seconds or as an HTTP date; Workfront documents neither, its CDN may send both. */
function secondsFrom(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined;
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1000);
}

interface ErrorBody {
  readonly name: string;
  readonly words: string;
}

/**
 * Workfront's error object, which also occurs with HTTP 200 (the official client checks for it); for OAuth the
 * protocol's own, or Workfront's `{ error: true, message }`.
 */
function errorIn(json: unknown): ErrorBody | undefined {
  if (typeof json !== "object" || json === null || !("error" in json) || !json.error) return undefined;
  const { error, message, error_description: description } = json as Record<string, unknown>;
  const body =
    typeof error === "object" ? (error as { class?: unknown; message?: unknown }) : { message: message ?? description };
  return {
    name: "class" in body && typeof body.class === "string" ? body.class : "",
    words: typeof body.message === "string" ? body.message : "",
  };
}

/** A host may repeat what it was sent. What is shorter than any secret is part of ordinary words. */
function hide(words: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => (secret.length < 8 ? text : text.replaceAll(secret, "…")), words);
}

function oneLine(words: string): string | undefined {
  const line = words.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line || undefined;
}

function kindOfStatus(status: number): Failure["kind"] | undefined {
  if (status < 400) return undefined;
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "notFound";
  if (status === 410) return "versionRefused";
  if (status === 429) return "throttled";
  if (status < 500) return "refused";
  return status === 502 || status === 503 || status === 504 ? "unavailable" : "serverError";
}

const signedOut = /not currently logged in|invalid session|username\/password combination|AuthenticationException/i;
/** What a withdrawn version itself answers is not documented; an error that merely mentions a version is not meant. */
const namesVersion =
  /\bv\d+\.0\b|\bAPI version\b|\bversion \d+|\bversion\b.*\b(not|no longer|un)\s?(supported|available|served)\b|\b(unsupported|unknown|invalid) version\b/i;

function kindOfError(status: number, { name, words }: ErrorBody): Failure["kind"] {
  if (status === 401 || signedOut.test(name) || signedOut.test(words)) return "unauthorized";
  const declined = status < 400 || status === 400 || status === 404 || status === 422;
  if (declined && namesVersion.test(words) && !words.includes("does not support field")) return "versionRefused";
  return kindOfStatus(status) ?? "refused";
}
