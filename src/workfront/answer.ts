import { WorkfrontError, type Failure, type FailureKind } from "./errors";
import { isObject, textIn } from "./records";
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
  /** Whether tokens were asked for, whose answers have a form of their own. */
  readonly isForTokens: boolean;
  readonly secrets: readonly string[];
}

/** How much of an answer's own words is looked at. They are text from outside and may have any length. */
const examined = 4000;

/** The most characters of them that are told. */
const told = 300;

/**
 * Decides whether an answer is Workfront's own, for every request, the one for tokens included, and returns its JSON.
 * Workfront's own is an object with `data` or an `error` object (its API basics); where tokens were asked for, the tokens
 * and errors of OAuth 2. All else comes from somebody between us and Workfront, whatever its status: it says nothing about
 * a user, a key or a token.
 * @throws {WorkfrontError} for all that is not a success.
 */
export function readAnswer({ status, headers, text }: Answer, asked: Asked): unknown {
  const { origin, secrets, isForTokens } = asked;
  const { host } = new URL(origin);
  const retryAfter = secondsFrom(headers.get("retry-after"), headers.get("date"));
  const fail = (kind: FailureKind, words?: string) =>
    new WorkfrontError({ kind, host, status, retryAfter, words: words ? oneLine(words, secrets) : undefined });
  if (status >= 300 && status < 400) throw redirected(headers.get("location"), { host, status }, asked);
  const json = parse(text);
  if (json === undefined) {
    const isCutOff = status < 300 && /^\s*(?:\{|$)/.test(text.slice(0, examined));
    throw isCutOff ? fail("badReply") : fail("notWorkfront", titleOf(text));
  }
  const error = isObject(json) ? errorIn(json, isForTokens) : undefined;
  if (error && !isProxyStatus(status)) throw fail(kindOfError(status, error), error.words);
  const isSuccess = status < 400 && isObject(json) && (isForTokens ? "access_token" : "data") in json;
  if (error || !isSuccess) throw fail("notWorkfront", error?.words ?? wordsIn(json));
  return json;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

interface ErrorBody {
  readonly name: string;
  readonly words: string;
}

/** The protocol's own names of what a token endpoint declines (RFC 6749, section 5.2), and of what passes by itself. */
const refusalsOfTokens: ReadonlySet<unknown> = new Set([
  "invalid_request",
  "invalid_client",
  "invalid_grant",
  "unauthorized_client",
  "unsupported_grant_type",
  "invalid_scope",
]);
const passingRefusals: ReadonlySet<unknown> = new Set(["server_error", "temporarily_unavailable"]);

/**
 * Workfront's error, which also occurs with HTTP 200 (the official client checks for it): an object with a class or a
 * message. Where tokens were asked for, also the protocol's own, or Workfront's `{ error: true, message }`. Gateways of
 * others send a text, or an object with a code of theirs.
 */
function errorIn(json: Readonly<Record<string, unknown>>, isForTokens: boolean): ErrorBody | undefined {
  const { error, message, error_description: description } = json;
  if (isObject(error)) {
    const { class: name, message: words, code } = error;
    const isCoded = typeof code === "string" || (typeof code === "number" && code >= 100);
    if (typeof name !== "string" && (typeof words !== "string" || isCoded)) return undefined;
    return { name: textOf(name), words: textOf(words) };
  }
  if (!isForTokens) return undefined;
  if (refusalsOfTokens.has(error) || passingRefusals.has(error))
    return { name: textOf(error), words: textOf(message) || textOf(description) || textOf(error) };
  return error === true && typeof message === "string" ? { name: "", words: textOf(message) } : undefined;
}

function textOf(value: unknown): string {
  return textIn(value).slice(0, examined);
}

/** What somebody else's JSON says for itself. */
function wordsIn(json: unknown): string {
  if (!isObject(json)) return "";
  const { message, detail, title, error_description: description, error } = json;
  const inError = isObject(error) ? error["message"] : error;
  return [message, detail, title, description, inError].map(textOf).find((words) => words) ?? "";
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
  const redirectedTo = isAddress ? hideSecrets(new URL(location, origin).host, secrets) || undefined : undefined;
  return new WorkfrontError({ ...failure, kind: "redirected", redirectedTo });
}

/**
 * `Retry-After` as seconds or as an HTTP date; Workfront documents neither, its network may send both. A date counts
 * from the answer's own date, because the clock of this computer may be wrong.
 */
function secondsFrom(retryAfter: string | null, date: string | null): number | undefined {
  if (!retryAfter) return undefined;
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter);
  // Anything else that has a number in it is some date to the parser, perhaps of the next century.
  const until = /\d\d:\d\d:\d\d/.test(retryAfter) ? Date.parse(retryAfter) : NaN;
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
/** The words of 429, which may come with another status as every error may. */
const tooMany = /too many concurrent/i;
/** What a withdrawn version itself answers is not documented; an error that merely mentions a version is not meant. */
const namesVersion =
  /\bv\d+\.0\b|\bAPI version\b|\bversion \d+|\bversion\b.{0,80}\b(not|no longer|un)\s?(supported|available|served)\b|\b(unsupported|unknown|invalid) version\b/i;

/** Quoted parts repeat what was asked for. */
const quoted = /"[^"]*"|(?<!\p{L})'[^']*'(?!\p{L})/gu;

function kindOfError(status: number, { name, words }: ErrorBody): FailureKind {
  const own = words.replaceAll(quoted, "");
  if (status === 401 || signedOut.test(name) || signedOut.test(own)) return "unauthorized";
  if (passingRefusals.has(name)) return "unavailable";
  if (tooMany.test(own)) return "throttled";
  const declined = status < 400 || status === 400 || status === 404 || status === 422;
  if (declined && namesVersion.test(own) && !words.includes("does not support field")) return "versionRefused";
  return kindOfStatus(status);
}
