/**
 * What kind of thing went wrong between us and a Workfront host. Kinds, not sentences: the words for people are chosen
 * where they are shown. A status counts only where the answer is Workfront's own; see `readAnswer`.
 */
export type FailureKind =
  /** 401, or an `error` that says so: the key or token is missing, wrong, expired or revoked. */
  | "unauthorized"
  /** 403: signed in, but not allowed to do this. */
  | "forbidden"
  /** 404: no such object, or no such path. */
  | "notFound"
  /** 410, or an error that names the API version: this host does not serve the version asked for. */
  | "versionRefused"
  /** 400, 422, or an `error` in an answer with another status: Workfront understood and declined. */
  | "refused"
  /** 429: too many requests of the organization at the same time. */
  | "throttled"
  /** 408, 502, 503, 504: Workfront cannot answer for the moment. */
  | "unavailable"
  /** 500 and other 5xx. */
  | "serverError"
  /** 3xx: never followed, because the request carries a credential. */
  | "redirected"
  /**
   * An answer that is not Workfront's own, whatever its status: the page of a proxy, a firewall, a network's sign-in or a
   * maintenance, or JSON of somebody else. It decides nothing about a user, a key or a token. `strangerOf` says whose it
   * may be.
   */
  | "notWorkfront"
  /** Workfront's JSON cut off, or with `data` of a shape that it does not document. */
  | "badReply"
  /** One page after the other with the same rows: a list that has no end. */
  | "endless"
  /** The answer was larger than the client accepts. */
  | "tooLarge"
  /** No complete answer within the request timeout. */
  | "timeout"
  /** No connection, or one that broke: unknown host, refused, reset, TLS. `code` has the system's name for it. */
  | "unreachable"
  /** Not sent: the connection is read-only. */
  | "readOnly"
  /** Not sent: another process has renewed the sign-in, and this one cannot see what it kept. */
  | "outdated";

/** Where a failure happened and what is known of it. Holds no secret, no query and no request body. */
export interface Failure {
  readonly kind: FailureKind;
  /** Host (and port, where there is one) that was asked. */
  readonly host: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /**
   * The words of whoever answered, shortened to one line, without secrets: Workfront's, or, where it is `notWorkfront`,
   * the title of a page or the message of somebody else.
   */
  readonly words?: string | undefined;
  /** Seconds that the server asked us to wait. */
  readonly retryAfter?: number | undefined;
  /** Host that a redirect pointed to. */
  readonly redirectedTo?: string | undefined;
  /** The API version that was asked for, and those that the host does serve, where both are known. */
  readonly version?: string | undefined;
  readonly served?: readonly string[] | undefined;
  /** System error code such as `ENOTFOUND` or `CERT_HAS_EXPIRED`. */
  readonly code?: string | undefined;
  /** Whether there was never a connection, or a good sign-in, so that nothing can have been done. */
  readonly isUnsent?: boolean;
}

/** Statuses of somebody between us and Workfront by which they say that it may go better in a moment. */
const passingStatuses: ReadonlySet<number | undefined> = new Set([408, 429, 500, 502, 503, 504]);

/** Codes of connections that broke although the host can be reached; `ECONNABORTED` is what Windows says of a write. */
const brokenConnections: ReadonlySet<string | undefined> = new Set([
  "ECONNABORTED",
  "ECONNRESET",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

/** Whether a failure may pass by itself, so that what only reads may be sent again. */
export function isPassing({ kind, status, code }: Failure): boolean {
  if (kind === "notWorkfront") return passingStatuses.has(status);
  if (kind === "unreachable") return brokenConnections.has(code);
  return kind === "throttled" || kind === "unavailable" || kind === "serverError" || kind === "badReply";
}

/** Whether a system error code such as `CERT_HAS_EXPIRED` says that a host is not trusted to be who it claims. */
export function isAboutTrust(code: string): boolean {
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/.test(code);
}

/** Who answered in place of Workfront, as far as the status of a `notWorkfront` failure tells. */
export type Stranger = "proxy" | "signInPage" | "firewall" | "maintenance" | "busy" | "nothing" | "other";

export function strangerOf({ status }: Failure): Stranger {
  switch (status) {
    case 407:
      return "proxy";
    case 200:
    case 401:
    case 511:
      return "signInPage";
    case 403:
    case 406:
    case 451:
      return "firewall";
    case 404:
    case 410:
      return "nothing";
    case 408:
    case 429:
      return "busy";
    default:
      return status !== undefined && status >= 500 ? "maintenance" : "other";
  }
}

/** The one error that this client library throws. A canceled request rejects with the signal's own reason instead. */
export class WorkfrontError extends Error {
  override readonly name = "WorkfrontError";

  constructor(
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(`${failure.kind} from ${failure.host}${failure.words ? `: ${failure.words}` : ""}`, options);
  }

  get kind(): FailureKind {
    return this.failure.kind;
  }
}

/** Workfront's JSON, but without what was asked for. */
export function badReply(host: string): WorkfrontError {
  return new WorkfrontError({ kind: "badReply", host });
}
