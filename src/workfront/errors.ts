/**
 * What kind of thing went wrong between us and a Workfront host. Kinds, not sentences: the words for people are chosen
 * where they are shown.
 */
export type FailureKind =
  /** 401: the key or token is missing, wrong, expired or revoked. */
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
  /** 502, 503, 504: maintenance, or the network in front of Workfront. */
  | "unavailable"
  /** 500 and other 5xx. */
  | "serverError"
  /** 3xx: never followed, because the request carries a credential. */
  | "redirected"
  /** An answer that is not JSON (an HTML page, for example): not a Workfront API at this address. */
  | "notWorkfront"
  /** JSON that is cut off, or of a shape that Workfront does not document. */
  | "badReply"
  /** The answer was larger than the client accepts. */
  | "tooLarge"
  /** No complete answer within the request timeout. */
  | "timeout"
  /** No connection, or one that broke: unknown host, refused, reset, TLS. `code` has the system's name for it. */
  | "unreachable"
  /** Not sent: the connection is read-only. */
  | "readOnly";

/** Where a failure happened and what is known of it. Holds no secret, no query and no request body. */
export interface Failure {
  readonly kind: FailureKind;
  /** Host (and port, where there is one) that was asked. */
  readonly host: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** Workfront's own words, shortened to one line; never HTML. */
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
