import type { DirectoryState } from "../../domain/directory";
import { WorkfrontError } from "../../workfront/errors";

/** What the Users view shows while it has no rows; each has its own welcome content. */
export type ViewState = "notConnected" | "signInAgain" | "unreachable" | "nobody" | "connecting" | "rows";

export interface ViewFacts {
  readonly hasConnection: boolean;
  /** Whether it is known if there is a secret to sign in with. */
  readonly isOpened: boolean;
  /** Where the directory stands; `undefined` while there is no session. */
  readonly directory: { readonly state: DirectoryState; readonly isEmpty: boolean } | undefined;
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
