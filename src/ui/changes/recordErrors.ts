import * as vscode from "vscode";
import { RecordLostError, RunBusyError } from "../../domain/runs/file";
import { Explanation } from "../words/failures";

/** Nothing is sent where it cannot be written down. */
export async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw explained(error, (code) =>
      vscode.l10n.t(
        "The record of the run cannot be written to this computer's disk ({0}), so nothing was sent. Make room or give access, and try again.",
        code,
      ),
    );
  }
}

/** What to tell of a run that cannot be followed up while somebody is at work on it. */
export function busy(): Explanation {
  return new Explanation(vscode.l10n.t("This run is under way, perhaps in another window. Wait until it has ended."));
}

/** Words for a record that somebody else is writing, or that the system does not let us write; else the error itself. */
export function explained(error: unknown, words: (code: string) => string): unknown {
  if (error instanceof RunBusyError) return busy();
  if (error instanceof RecordLostError)
    return new Explanation(
      vscode.l10n.t(
        "The record of this run is no longer in its folder on this computer, so nothing more was sent. Look in Workfront for what was changed.",
      ),
    );
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? new Explanation(words(code)) : error;
}
