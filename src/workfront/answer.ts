import { WorkfrontError, type Failure, type FailureKind } from "./errors";
import { hideSecrets } from "./secrets";

/** One answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

/** Whose answer it is to be, and what may not be repeated from it. */
export interface Asked {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly secrets: readonly string[];
}

/** How much of an answer's own words is looked at. They are text from outside and may have any length. */
const examined = 4000;

/** The most characters of them that are told. */
const told = 300;

/**
 * Decides whether an answer is Workfront's own, for every request, the one for tokens included, and returns its JSON.
 * Workfront's own is an object with `data` or `error` (its API basics), or the tokens and errors of its OAuth 2. All
 * else comes from somebody between us and Workfront, whatever its status: it says nothing about a user, a key or a
 * token.
 * @throws {WorkfrontError} for all that is not a success.
 */
export function readAnswer({ status, headers, text }: Answer, { origin, secrets }: Asked): unknown {
  const { host } = new URL(origin);
  const retryAfter = secondsFrom(headers.get("retry-after"), headers.get("date"));
  const fail = (kind: FailureKind, words?: string) =>
    new WorkfrontError({ kind, host, status, retryAfter, words: words ? oneLine(words, secrets) : undefined });
  if (status >= 300 && status < 400) throw redirected(headers.get("location"), { host, status }, { origin, secrets });
  const json = parse(text);
  if (json === undefined) {
    const isCutOff = status < 300 && /^\s*(?:\{|$)/.test(text.slice(0, examined));
    throw isCutOff ? fail("badReply") : fail("notWorkfront", titleOf(text));
  }
  const error = isObject(json) ? errorIn(json) : undefined;
  if (error && !isProxyStatus(status)) throw fail(kindOfError(status, error), error.words);
  if (error || status >= 400 || !isSuccess(json)) throw fail("notWorkfront", error?.words ?? wordsIn(json));
  return json;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `data` of the API, or the tokens of OAuth 2. */
function isSuccess(json: unknown): boolean {
  return isObject(json) && ("data" in json || "access_token" in json);
}

interface ErrorBody {
  readonly name: string;
  readonly words: string;
}

/**
 * Workfront's error, which also occurs with HTTP 200 (the official client checks for it): an object with a class or a
 * message. Of OAuth: the protocol's own, or Workfront's `{ error: true, message }`.
 */
function errorIn(json: Readonly<Record<string, unknown>>): ErrorBody | undefined {
  const { error, message, error_description: description } = json;
  if (isObject(error)) {
    const { class: name, message: words } = error;
    if (typeof name !== "string" && typeof words !== "string") return undefined;
    return { name: textOf(name), words: textOf(words) };
  }
  if (typeof error === "string" && error)
    return { name: error.slice(0, examined), words: textOf(message) || textOf(description) || textOf(error) };
  return error === true && typeof message === "string" ? { name: "", words: textOf(message) } : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, examined) : "";
}

/** What somebody else's JSON says for itself. */
function wordsIn(json: unknown): string {
  if (!isObject(json)) return "";
  return textOf(json["message"]) || textOf(json["detail"]) || textOf(json["title"]);
}

/** What a page calls itself. Nothing else of a page is told. */
function titleOf(page: string): string {
  return /<title>([^<]{1,1000})<\/title>/i.exec(page.slice(0, 4 * examined))?.[1] ?? "";
}

/** One line of words without secrets. Where little of a long text is left, a part of a secret may stand at its end. */
function oneLine(words: string, secrets: readonly string[]): string | undefined {
  const line = hideSecrets(words, secrets).replaceAll(/\s+/g, " ").trim();
  if (line.length > told) return `${line.slice(0, told - 1)}…`;
  return words.length >= examined ? undefined : line || undefined;
}

function redirected(
  location: string | null,
  failure: Omit<Failure, "kind">,
  { origin, secrets }: Asked,
): WorkfrontError {
  const isAddress = location !== null && URL.canParse(location, origin);
  const redirectedTo = isAddress ? hideSecrets(new URL(location, origin).host, secrets) : undefined;
  return new WorkfrontError({ ...failure, kind: "redirected", redirectedTo });
}

/**
 * `Retry-After` as seconds or as an HTTP date; Workfront documents neither, its network may send both. A date counts
 * from the answer's own date, because the clock of this computer may be wrong.
 */
function secondsFrom(retryAfter: string | null, date: string | null): number | undefined {
  if (!retryAfter) return undefined;
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  const now = date === null ? NaN : Date.parse(date);
  return Number.isNaN(until) ? undefined : Math.max(0, (until - (Number.isNaN(now) ? Date.now() : now)) / 1000);
}

/** A proxy asks for a password (407), or a network for a sign-in (511): no server at the end of the way does. */
function isProxyStatus(status: number): boolean {
  return status === 407 || status === 511;
}

function kindOfStatus(status: number): FailureKind {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "notFound";
  if (status === 410) return "versionRefused";
  if (status === 429) return "throttled";
  if ([408, 502, 503, 504].includes(status)) return "unavailable";
  return status < 500 ? "refused" : "serverError";
}

const signedOut = /not currently logged in|invalid session|username\/password combination|AuthenticationException/i;
/** What a withdrawn version itself answers is not documented; an error that merely mentions a version is not meant. */
const namesVersion =
  /\bv\d+\.0\b|\bAPI version\b|\bversion \d+|\bversion\b.{0,80}\b(not|no longer|un)\s?(supported|available|served)\b|\b(unsupported|unknown|invalid) version\b/i;

function kindOfError(status: number, { name, words }: ErrorBody): FailureKind {
  if (status === 401 || signedOut.test(name) || signedOut.test(words)) return "unauthorized";
  const declined = status < 400 || status === 400 || status === 404 || status === 422;
  if (declined && namesVersion.test(words) && !words.includes("does not support field")) return "versionRefused";
  return kindOfStatus(status);
}
