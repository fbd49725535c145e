import * as vscode from "vscode";
import { Explanation } from "../words/failures";

/** Does what writes a record. @throws in these words where the system does not allow it. */
export async function recorded<T>(act: () => Promise<T>, words = nothingSent): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw typeof code === "string" ? new Explanation(words(code)) : error;
  }
}

function nothingSent(code: string): string {
  return vscode.l10n.t(
    "The record of the run cannot be written to this computer's disk ({0}), so nothing was sent. Make room or give access, and try again.",
    code,
  );
}
