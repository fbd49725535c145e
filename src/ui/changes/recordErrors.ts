import * as vscode from "vscode";
import { Explanation } from "../words/failures";

/** Does what writes a record before anything is sent. @throws in words what the system does not allow. */
export async function recorded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw explained(error, (code) =>
      vscode.l10n.t(
        "The record of the run cannot be written to this computer's disk ({0}), so nothing was sent. Make room or give access, and try again.",
        code,
      ),
    );
  }
}

/** Words for what the system does not allow; else the error itself. */
export function explained(error: unknown, words: (code: string) => string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? new Explanation(words(code)) : error;
}
