import * as vscode from "vscode";
import { isCode } from "../../domain/runs/files";
import { RunUnavailableError, type Unavailability } from "../../domain/runs/unavailable";
import { isAboutTrust, strangerOf, WorkfrontError, type Failure, type Stranger } from "../../workfront/errors";

/** What the administrator can do about a failure with one click. */
type NextStep = "connect" | "signIn" | "switchConnection";

/** A failure that this extension itself finds, or more words for one that has another cause, for the administrator. */
export class Explanation extends Error {
  override readonly name = "Explanation";
  readonly next: NextStep | undefined;
  /** The ID of the run that can be resumed once this is mended. */
  readonly resumable: string | undefined;

  /** @param cause the failure of the server that this explains, where there is one. */
  constructor(
    message: string,
    { cause, next, resumable }: { cause?: unknown; next?: NextStep; resumable?: string | undefined } = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.next = next;
    this.resumable = resumable;
  }
}

/**
 * The system's words for a disk that is full, broken, busy, or closed to us, and for a file that is not what it was;
 * `UNKNOWN` is what Node makes of most refusals of Windows, such as that of a virus scanner.
 */
const diskCodes = "ENOSPC EDQUOT EACCES EPERM EROFS EIO EBUSY EMFILE ENFILE EISDIR ENOTDIR ELOOP UNKNOWN".split(" ");

/** What went wrong, on which host, and what to do next: one or two sentences for the administrator. */
export function explain(error: unknown): string {
  if (error instanceof WorkfrontError) return explainFailure(error.failure);
  if (error instanceof RunUnavailableError) return unavailable[error.why]();
  if (error instanceof Explanation) return error.message;
  if (isCode(error, ...diskCodes))
    return vscode.l10n.t(
      "A file on this computer could not be read or written ({0}). Make room or give access, and try again.",
      (error as NodeJS.ErrnoException).code ?? "",
    );
  return vscode.l10n.t("Something went wrong in Workfront Users. The log has the details.");
}

/** The same for a failure that was noted down. */
export function explainFailure(failure: Failure): string {
  const { kind, words } = failure;
  const sentence = sentences[kind](failure);
  if (!words) return sentence;
  const said =
    kind === "notWorkfront"
      ? vscode.l10n.t("The answer says: {0}", words)
      : vscode.l10n.t("Workfront says: {0}", words);
  return `${sentence} ${said}`;
}

/** Why the editor could not read or write a file that somebody chose: in its own words, unless it is plain what to do. */
export function explainFile(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (!reason.includes("EBUSY")) return reason;
  // On Windows, what one program has open may be closed to all others.
  return vscode.l10n.t("Another program, such as Excel, has the file open. Close it there, and try again.");
}

/** Why nothing is sent for a run of which nothing can be written down. */
const unavailable: Record<Unavailability, () => string> = {
  underWay: () => vscode.l10n.t("This change is still in progress, perhaps in another window. Wait until it ends."),
  takenOver: () =>
    vscode.l10n.t("Another window took over this change, so this window sent nothing more. History shows the change."),
  lockRemoved: () =>
    vscode.l10n.t(
      "The lock file of this change is gone from its folder on this computer, so nothing more was sent. Somebody removed it, or another window finished the change. History shows the change, and Resume does the rest.",
    ),
  recordRemoved: () =>
    vscode.l10n.t(
      "The record of this change is no longer in its folder on this computer, so nothing more was sent. Check in Workfront what was changed.",
    ),
  newer: () =>
    vscode.l10n.t("A newer version of this extension made this change. Update Workfront Users to go on with it."),
  unreadable: () =>
    vscode.l10n.t(
      "The record of this change is damaged, so nothing more can be done with it. Check in Workfront what was changed.",
    ),
};

/** A few words for a place that has no room for sentences. */
export function explainBriefly(error: unknown): string {
  if (!(error instanceof WorkfrontError)) return vscode.l10n.t("it could not be read");
  switch (error.kind) {
    case "unauthorized":
      return vscode.l10n.t("Workfront refused the sign-in");
    case "forbidden":
      return vscode.l10n.t("you are not allowed to see this");
    case "throttled":
      return vscode.l10n.t("Workfront is limiting requests");
    case "unavailable":
      return vscode.l10n.t("Workfront is not available at the moment");
    case "timeout":
      return vscode.l10n.t("Workfront did not answer in time");
    case "unreachable":
      return vscode.l10n.t("Workfront cannot be reached");
    default:
      return vscode.l10n.t("it could not be read");
  }
}

const networkReasons: Readonly<Record<string, () => string>> = {
  ENOTFOUND: () => vscode.l10n.t("there is no such host"),
  EAI_AGAIN: () => vscode.l10n.t("the DNS server did not answer"),
  ECONNREFUSED: () => vscode.l10n.t("it refused the connection"),
  ECONNABORTED: connectionLost,
  ECONNRESET: connectionLost,
  EPIPE: connectionLost,
  ERR_STREAM_PREMATURE_CLOSE: connectionLost,
  // Windows gives up on a connection before our own time is over.
  ETIMEDOUT: () => vscode.l10n.t("it did not answer"),
  // What Windows says where its firewall, or another program, lets nothing through.
  EACCES: () => vscode.l10n.t("a program on this computer blocked the connection, such as a firewall"),
  EHOSTUNREACH: () => vscode.l10n.t("this network has no route to it"),
  ENETUNREACH: () => vscode.l10n.t("there is no network"),
};

function connectionLost(): string {
  return vscode.l10n.t("the connection was lost");
}

/** Who answered in place of Workfront, and what to do about it. */
const strangers: Record<Stranger, (failure: Failure) => string> = {
  proxy: ({ host }) =>
    vscode.l10n.t(
      "A proxy on the way to {0} asks for a sign-in (HTTP 407). Nothing reached Workfront. Check the proxy settings of VS Code, and try again.",
      host,
    ),
  signInPage: ({ host, status = 200 }) =>
    vscode.l10n.t(
      "Something other than Workfront answered at {0} (HTTP {1}), such as the sign-in page of a network. Open that address in a browser, sign in if you are asked to, and try again.",
      host,
      status,
    ),
  firewall: ({ host, status = 403 }) =>
    vscode.l10n.t(
      "Something on the way to {0} blocked the request (HTTP {1}), such as a firewall. Ask your network administrators to allow this host.",
      host,
      status,
    ),
  maintenance: ({ host, status = 503 }) =>
    vscode.l10n.t(
      "A maintenance or error page answered in place of {0} (HTTP {1}). Try again in a few minutes.",
      host,
      status,
    ),
  busy: ({ host, status = 408 }) =>
    vscode.l10n.t(
      "Something on the way to {0} is busy or stopped waiting (HTTP {1}). Try again in a moment.",
      host,
      status,
    ),
  nothing: ({ host }) =>
    vscode.l10n.t("There is no Workfront API at {0}: it answered with something else. Check the address.", host),
  other: ({ host, status = 0 }) =>
    vscode.l10n.t(
      "Something other than Workfront answered at {0} (HTTP {1}). Check the address, the network, and the proxy settings.",
      host,
      status,
    ),
};

const sentences: Record<Failure["kind"], (failure: Failure) => string> = {
  unauthorized: ({ host }) =>
    vscode.l10n.t("{0} did not accept the sign-in. Keys expire or are reset in Workfront: sign in again.", host),
  forbidden: ({ host }) =>
    vscode.l10n.t(
      "{0} does not allow you to do this. You need to be a System Administrator, or have a Standard or Plan license with the right to edit users.",
      host,
    ),
  notFound: ({ host }) => vscode.l10n.t("{0} no longer has this user or address. Refresh, and look again.", host),
  versionRefused: ({ host, version, served }) =>
    version && served
      ? vscode.l10n.t(
          "{0} does not serve API version {1}, but {2}. Set workfrontUsers.apiVersion to auto, or to one of these.",
          host,
          version,
          served.join(", "),
        )
      : vscode.l10n.t("{0} does not support this request in the API version that is used.", host),
  refused: ({ host }) => vscode.l10n.t("{0} declined the request.", host),
  throttled: ({ host, retryAfter }) =>
    retryAfter
      ? vscode.l10n.t("{0} is receiving too many requests. Try again in {1} s.", host, Math.ceil(retryAfter))
      : vscode.l10n.t("{0} is receiving too many requests. Try again in a moment.", host),
  unavailable: ({ host, status = 503 }) =>
    vscode.l10n.t("{0} is not available at the moment (HTTP {1}). Try again in a few minutes.", host, status),
  serverError: ({ host, status = 500 }) =>
    vscode.l10n.t(
      "{0} reported a server error (HTTP {1}). Try again. If the error persists, contact Adobe Support.",
      host,
      status,
    ),
  redirected: ({ host, redirectedTo = vscode.l10n.t("another address") }) =>
    vscode.l10n.t(
      "{0} redirected the request to {1}. The redirect was not followed, because the request carries your sign-in. If your network asks you to sign in, open {0} in a browser first. Otherwise, connect to the actual address of your Workfront.",
      host,
      redirectedTo,
    ),
  notWorkfront: (failure) => strangers[strangerOf(failure)](failure),
  badReply: ({ host }) =>
    vscode.l10n.t("{0} sent an answer that is cut off or not as Workfront documents it. Try again.", host),
  endless: ({ host }) =>
    vscode.l10n.t(
      "{0} sends the same users for every page, so the list cannot be read to its end. Run Check Connection, and ask Adobe.",
      host,
    ),
  tooLarge: ({ host }) =>
    vscode.l10n.t("{0} sent an answer that is too large to read. Make workfrontUsers.pageSize smaller.", host),
  timeout: ({ host }) =>
    vscode.l10n.t(
      "{0} did not answer in time. Try again, or allow more time with workfrontUsers.requestTimeout.",
      host,
    ),
  unreachable: ({ host, code }) => {
    const reason = code && networkReasons[code];
    if (code && isAboutTrust(code))
      return vscode.l10n.t(
        "The certificate of {0} cannot be trusted ({1}). If your network inspects traffic, add its certificate to this computer.",
        host,
        code,
      );
    return vscode.l10n.t(
      "{0} cannot be reached: {1}. Check the address, the network, and the proxy settings, and try again.",
      host,
      reason ? reason() : (code ?? vscode.l10n.t("the connection failed")),
    );
  },
  outdated: ({ host }) =>
    vscode.l10n.t(
      "Another window has renewed the sign-in to {0}, which this window cannot see. Reload this window. If that does not help, sign in again.",
      host,
    ),
  readOnly: ({ host }) =>
    vscode.l10n.t(
      "The connection to {0} is read-only, so nothing was changed. Use Allow Changes on This Connection first.",
      host,
    ),
};
