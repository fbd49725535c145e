import type { ReadingState } from "../../domain/userList";
import { isAboutTrust, WorkfrontError } from "../../workfront/errors";

/** What the Users view shows while it has no rows; each has its own welcome content. */
export type ViewState = "notConnected" | "signInAgain" | "unreachable" | "nobody" | "connecting" | "rows";

export interface ViewFacts {
  readonly hasConnection: boolean;
  /** Whether it is known if there is a secret to sign in with. */
  readonly isOpened: boolean;
  /** Where the directory stands; `undefined` while there is no session. */
  readonly directory: { readonly state: ReadingState; readonly isEmpty: boolean } | undefined;
}

/** Why there are no rows, as far as the welcome content tells it. */
export type Reason =
  "unreachable" | "untrusted" | "timeout" | "throttled" | "unavailable" | "forbidden" | "stranger" | "other" | "";

/** Empty where nothing has failed. */
export function reasonOf(state: ReadingState | undefined): Reason {
  if (state?.kind !== "failed") return "";
  if (!(state.error instanceof WorkfrontError)) return "other";
  const { kind, code = "" } = state.error.failure;
  switch (kind) {
    case "unreachable":
      return isAboutTrust(code) ? "untrusted" : kind;
    case "timeout":
    case "throttled":
    case "unavailable":
    case "forbidden":
      return kind;
    case "serverError":
      return "unavailable";
    case "notWorkfront":
    case "redirected":
      return "stranger";
    default:
      return "other";
  }
}

/** Whether the welcome content says why there are no rows, with a button for what helps. */
export function tellsReason(state: ViewState, reason: Reason): boolean {
  return state === "signInAgain" || (state === "unreachable" && reason !== "other");
}

export function viewState({ hasConnection, isOpened, directory }: ViewFacts): ViewState {
  if (!hasConnection) return "notConnected";
  if (!directory) return isOpened ? "signInAgain" : "connecting";
  if (!directory.isEmpty) return "rows";
  if (directory.state.kind === "read") return "nobody";
  if (directory.state.kind !== "failed") return "connecting";
  const { error } = directory.state;
  return error instanceof WorkfrontError && error.kind === "unauthorized" ? "signInAgain" : "unreachable";
}
