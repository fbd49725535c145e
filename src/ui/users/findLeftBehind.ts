import * as vscode from "vscode";
import { findLeftBehind, type LeftBehind } from "../../domain/handOver/leftBehind";
import { movableKinds } from "../../domain/handOver/kinds";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { withProgress } from "../editor/progress";
import { tell } from "../editor/tell";
import { unknownKindsInWords } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { placeOf } from "../words/place";

/**
 * Shows in the view the deactivated users with whom work was left, and how much. What an earlier search found stays where this
 * one fails, and the view says so.
 */
export async function showLeftBehind(session: Session): Promise<void> {
  const { directory } = session;
  try {
    await find(session);
  } catch (error) {
    const isCanceled = error instanceof Error && error.name === "AbortError";
    if (isCanceled || !directory.left) throw error;
    directory.keepAfter(error);
  }
}

async function find(session: Session): Promise<void> {
  const place = placeOf(session.connection);
  const title = vscode.l10n.t("Looking for work left with deactivated users in {0}", place);
  const found = await withProgress(title, (signal, report) =>
    findLeftBehind(session.client, {
      signal,
      onItems: (count) => report(vscode.l10n.t("{0} found", countInWords(count))),
    }),
  );
  session.logUnknown(found.unknown);
  if (found.people.length === 0) {
    tellNobody(found, place);
    if (session.directory.left) await session.directory.search({});
    return;
  }
  await vscode.commands.executeCommand("workfrontUsers.users.focus");
  await session.directory.showLeft(found);
}

function tellNobody({ unknown }: LeftBehind, place: string): void {
  const [first] = unknown;
  if (first && unknown.length === movableKinds.length) throw new WorkfrontError(first.failure);
  const nothing = vscode.l10n.t("No work that you can see is left with deactivated users in {0}.", place);
  if (!first) void tell.info(nothing);
  else void tell.warn(`${nothing} ${unknownKindsInWords(unknown.map(({ kind }) => kind))}`);
}
