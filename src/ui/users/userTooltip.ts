import * as vscode from "vscode";
import { shown } from "../../domain/shown";
import { displayName, stateOf, type UserDetail } from "../../domain/user";
import { dayAndDistance, dayInWords } from "../words/dates";
import { explain } from "../words/failures";
import { licenseInWords, stateInWords } from "../words/userLine";

/**
 * What is known of one user, for the tooltip of the row. Plain text, because Markdown would make links of names and
 * addresses that are to be shown exactly.
 */
export function userTooltip(
  user: UserDetail,
  licenses: ReadonlyMap<string, string>,
  extra: readonly [name: string, text: string][] = [],
): string {
  const { accessLevel, licenseType, lastLoginDate, entryDate, scheduledDeactivationDate } = user;
  const lines: [label: string, value: string | false | null | undefined][] = [
    [vscode.l10n.t("Status"), state(user)],
    [vscode.l10n.t("Email"), user.emailAddr],
    [vscode.l10n.t("Username"), user.username === user.emailAddr ? null : user.username],
    [vscode.l10n.t("Title"), user.title],
    [vscode.l10n.t("License"), licenseType && licenseInWords(licenseType, licenses)],
    [vscode.l10n.t("Access level"), accessLevel?.name],
    [vscode.l10n.t("Home group"), user.homeGroup?.name],
    [vscode.l10n.t("Team"), user.homeTeam?.name],
    [vscode.l10n.t("Manager"), user.manager?.name],
    [
      vscode.l10n.t("Last login"),
      lastLoginDate ? dayAndDistance(lastLoginDate) : lastLoginDate === null && vscode.l10n.t("never"),
    ],
    [vscode.l10n.t("Created"), entryDate && dayInWords(entryDate)],
    [
      vscode.l10n.t("Will be deactivated"),
      user.isActive && scheduledDeactivationDate ? dayInWords(scheduledDeactivationDate) : null,
    ],
    ...extra,
    [vscode.l10n.t("ID"), user.ID],
  ];
  const told = lines.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
  return [displayName(user), ...told].map((line) => shown(line)).join("\n");
}

function state(user: UserDetail): string {
  const { isAdmin, actualDeactivationDate } = user;
  const name = stateOf(user);
  if (name === "active" && isAdmin) return vscode.l10n.t("Active, administrator");
  if (name === "deactivated" && actualDeactivationDate)
    return vscode.l10n.t("Deactivated on {0}", dayInWords(actualDeactivationDate));
  return stateInWords(name);
}

/** How many characters of a reason a tooltip has room for. */
const longestReason = 1000;

/** Why something could not be read, for a tooltip: with the words of whoever answered, as text. */
export function failureTooltip(error: unknown): string {
  return shown(explain(error), longestReason);
}
