import * as vscode from "vscode";
import { isPreviewHost } from "../../domain/address";
import type { Plan } from "../../domain/plan";
import { displayName, distinction, type User } from "../../domain/user";

/** How many names a confirmation spells out. */
const spelledOut = 10;

/** The one modal question before any change. `true` only where the button with the verb was chosen. */
export async function confirm(plan: Plan, host: string): Promise<boolean> {
  const count = plan.change.length;
  const deactivating = plan.wish === "deactivate";
  const place = isPreviewHost(host) ? vscode.l10n.t("{0} (preview or sandbox)", host) : host;
  const [first] = plan.change;
  const question =
    count === 1 && first
      ? deactivating
        ? vscode.l10n.t("Deactivate {0} on {1}?", displayName(first), place)
        : vscode.l10n.t("Reactivate {0} on {1}?", displayName(first), place)
      : deactivating
        ? vscode.l10n.t("Deactivate {0} users on {1}?", count, place)
        : vscode.l10n.t("Reactivate {0} users on {1}?", count, place);
  const button = buttonFor(plan.wish, count);
  const detail = [names(plan.change), warnings(plan), consequence(plan), skipped(plan)].filter(Boolean).join("\n\n");
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

function buttonFor(wish: Plan["wish"], count: number): string {
  if (wish === "deactivate")
    return count === 1 ? vscode.l10n.t("Deactivate User") : vscode.l10n.t("Deactivate {0} Users", count);
  return count === 1 ? vscode.l10n.t("Reactivate User") : vscode.l10n.t("Reactivate {0} Users", count);
}

function names(users: readonly User[]): string {
  const lines = users
    .slice(0, spelledOut)
    .map((user) => [displayName(user), distinction(user)].filter(Boolean).join(" · "));
  const more = users.length - lines.length;
  return [...lines, ...(more > 0 ? [vscode.l10n.t("and {0} more", more)] : [])].join("\n");
}

function warnings({ wish, change }: Plan): string {
  if (wish !== "deactivate") return "";
  const administrators = change.filter((user) => user.isAdmin);
  const scheduled = change.flatMap((user) =>
    user.scheduledDeactivationDate ? [{ user, on: user.scheduledDeactivationDate }] : [],
  );
  const date = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "long" });
  return [
    ...administrators.map((user) => vscode.l10n.t("{0} is an administrator.", displayName(user))),
    ...scheduled.map(({ user, on }) =>
      vscode.l10n.t("Workfront is due to deactivate {0} on {1} anyway.", displayName(user), date.format(on)),
    ),
  ].join("\n");
}

function consequence({ wish }: Plan): string {
  return wish === "deactivate"
    ? vscode.l10n.t(
        "Access to Workfront ends and the licence becomes free. Assignments, notes, hours and documents stay, and work stays assigned. The Adobe Admin Console is not touched.",
      )
    : vscode.l10n.t(
        "Access to Workfront begins again, which takes a licence. Proof licences do not come back. The Adobe Admin Console is not touched.",
      );
}

function skipped({ wish, unchanged, refused }: Plan): string {
  const lines: string[] = [];
  if (unchanged.length > 0)
    lines.push(
      wish === "deactivate"
        ? vscode.l10n.t("Already deactivated, left as they are: {0}", unchanged.length)
        : vscode.l10n.t("Already active, left as they are: {0}", unchanged.length),
    );
  for (const { user, reason } of refused) lines.push(refusalInWords(displayName(user), reason));
  return lines.join("\n");
}

export function refusalInWords(name: string, reason: Plan["refused"][number]["reason"]): string {
  switch (reason) {
    case "self":
      return vscode.l10n.t("{0} is you: nobody can deactivate themselves here. Ask another administrator.", name);
    case "otherConnection":
      return vscode.l10n.t("{0} was chosen on another connection. Switch to it, or choose the user here.", name);
    case "readOnly":
      return vscode.l10n.t("{0} is left as is: the connection is read-only.", name);
    case "changedSince":
      return vscode.l10n.t("{0} was changed by somebody else since, and is left as is.", name);
    case "unknown":
      return vscode.l10n.t("{0} is not there any more, or may not be seen by you.", name);
  }
}
