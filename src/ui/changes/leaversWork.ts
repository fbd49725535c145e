import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import { workKinds, type AssignedWork } from "../../domain/assignedWork";
import type { Plan } from "../../domain/runs/plan";
import { managesWork, type UserDetail } from "../../domain/user";
import type { Session } from "../connections/session";
import { withQuietProgress } from "../editor/progress";
import { assignedWorkInLine } from "../words/assignedWork";

/** Milliseconds that finding this out may take; a question never waits longer. */
const patience = 3000;

/** What stays assigned to users who leave. */
export interface LeaversWork {
  readonly work: readonly AssignedWork[];
  /** Whether some of them manage work, by their license or as administrators. */
  readonly someManageWork: boolean;
}

/** What is assigned to the users that are to be deactivated; `undefined` for any other change. */
export async function assignedToLeavers(
  { kind, change }: Plan,
  found: readonly UserDetail[],
  session: Session,
): Promise<LeaversWork | undefined> {
  if (kind !== "deactivate") return undefined;
  const ids = change.map(({ ID }) => ID);
  const late = <T>(value: T) => setTimeout(patience, value);
  const [work, labels] = await withQuietProgress(vscode.l10n.t("Counting assigned work"), () =>
    Promise.all([
      Promise.race([session.countWork(ids, AbortSignal.timeout(patience)), late(nothingKnown)]),
      Promise.race([session.licenseLabels(), late(new Map<string, string>())]),
    ]),
  );
  const leavers = new Set(ids);
  return { work, someManageWork: found.some((user) => leavers.has(user.ID) && managesWork(user, labels)) };
}

/** One line of what is assigned, and Adobe's recommendation where it matters most. */
export function workLines(leavers: LeaversWork | undefined): readonly string[] {
  const line = leavers && assignedWorkInLine(leavers.work);
  if (!leavers || !line) return [];
  const isAssigned = leavers.work.some(({ count = 0 }) => count > 0);
  if (!isAssigned || !leavers.someManageWork) return [line];
  return [line, vscode.l10n.t("Adobe recommends reassigning it first.")];
}

const nothingKnown: readonly AssignedWork[] = workKinds.map((kind) => ({ kind, count: undefined }));
