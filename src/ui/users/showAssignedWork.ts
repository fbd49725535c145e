import * as vscode from "vscode";
import {
  commonFailure,
  listAssignedWork,
  mostListed,
  type AssignedWork,
  type WorkKind,
} from "../../domain/assignedWork";
import { displayName, type User } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { Explanation } from "../words/failures";
import { notCounted, workCount, workKindName } from "../words/assignedWork";
import { pickPage } from "../editor/openPage";
import { pick } from "../editor/pick";
import { withProgress } from "../editor/progress";
import { tell } from "../editor/tell";
import { WorkRow } from "./rows";
import type { TargetChooser } from "./targets";
import type { UsersView } from "./usersView";

/** Shows what a user holds: the kinds with their counts, then the items of one kind, and from there Workfront's page. */
export async function showAssignedWork(
  args: readonly unknown[],
  targets: TargetChooser,
  view: UsersView,
): Promise<void> {
  const [row] = args;
  if (row instanceof WorkRow) return showItems(row.session, row.user, row.work.kind);
  const title = vscode.l10n.t("Show Assigned Work");
  const chosen = await targets.choose([row], { title, several: false });
  const [user, another] = chosen?.users ?? [];
  if (!chosen || !user) return;
  if (another) throw new Explanation(vscode.l10n.t("Show Assigned Work takes one user."));
  const counting = vscode.l10n.t("Counting the work assigned to {0}", displayName(user));
  const work = await withProgress(counting, async (signal) => {
    const counted = await view.assignedWork.of(chosen.session, user);
    return signal.aborted ? undefined : counted;
  });
  if (!work) return;
  const failure = commonFailure(work);
  if (failure) throw new WorkfrontError(failure);
  const kind = await chooseKind(user, work);
  if (kind) await showItems(chosen.session, user, kind);
}

async function chooseKind(user: User, work: readonly AssignedWork[]): Promise<WorkKind | undefined> {
  const rows = work
    .filter(({ count }) => count !== 0)
    .map((one) => ({ value: one.kind, label: workKindName(one.kind), description: workCount(one) }));
  if (rows.length > 0) {
    const title = vscode.l10n.t("Work assigned to {0} that you can see", displayName(user));
    return pick({ title, placeholder: notCounted(), rows });
  }
  const nothing = vscode.l10n.t("{0} has no assigned work that you can see.", displayName(user));
  void tell.info(`${nothing} ${notCounted()}`);
  return undefined;
}

async function showItems({ client, connection }: Session, user: User, kind: WorkKind): Promise<void> {
  const title = `${workKindName(kind)} · ${displayName(user)}`;
  const found = await withProgress(title, (signal) => listAssignedWork(client, user.ID, kind, signal));
  await pickPage(connection.origin, title, found, mostListed);
}
