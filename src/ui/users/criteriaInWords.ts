import * as vscode from "vscode";
import { isAboutIdle } from "../../domain/idle";
import type { UserCriteria } from "../../workfront/query";
import { daysInWords, monthInWords } from "../words/dates";
import { countInWords } from "../words/numbers";
import { stateInWords } from "../words/userLine";

/** What to call a license, an access level or a group; `undefined` where that is not known. */
export type NameOf = (id: string) => string | undefined;

/** The search and the filters, as the Users view says them. */
export function criteriaInWords(criteria: UserCriteria, nameOf: NameOf): string {
  const { text, licenseTypes, accessLevelIDs, homeGroupIDs, homeTeamIDs, managerIDs } = criteria;
  const { createdDays, userIDs, exceptIDs } = criteria;
  const parts = [
    userIDs && vscode.l10n.t("Work left with deactivated users"),
    text === undefined ? undefined : vscode.l10n.t('Search: "{0}"', text),
    isAboutIdle(criteria) ? idleInWords(criteria) : statusInWords(criteria),
    licenseTypes && vscode.l10n.t("License: {0}", namesOf(licenseTypes, nameOf)),
    accessLevelIDs && vscode.l10n.t("Access level: {0}", namesOf(accessLevelIDs, nameOf)),
    homeGroupIDs && vscode.l10n.t("Home group: {0}", namesOf(homeGroupIDs, nameOf)),
    homeTeamIDs && vscode.l10n.t("Team: {0}", namesOf(homeTeamIDs, nameOf)),
    managerIDs && vscode.l10n.t("Manager: {0}", namesOf(managerIDs, nameOf)),
    scheduledInWords(criteria),
    isAboutIdle(criteria) ? undefined : loginInWords(criteria),
    createdDays === undefined || isAboutIdle(criteria)
      ? undefined
      : vscode.l10n.t("Created more than {0} ago", daysInWords(createdDays)),
    exceptIDs && !isAboutIdle(criteria) && vscode.l10n.t("Without you and service accounts"),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What idle users are, in a line; the row above them has the small print. */
function idleInWords({ notLoggedInDays = 0, neverLoggedIn }: UserCriteria): string {
  const days = daysInWords(notLoggedInDays);
  return neverLoggedIn ? vscode.l10n.t("Idle for {0}, or never logged in", days) : vscode.l10n.t("Idle for {0}", days);
}

export type StatusCriteria = Pick<UserCriteria, "isActive" | "waitingForApproval">;

/** Which status is meant; `undefined` for any. */
export function statusInWords({ isActive, waitingForApproval }: StatusCriteria): string | undefined {
  if (waitingForApproval) return stateInWords("waiting");
  return isActive === undefined ? undefined : stateInWords(isActive ? "active" : "deactivated");
}

export function scheduledInWords({ scheduled }: UserCriteria): string | undefined {
  if (scheduled === undefined) return undefined;
  return scheduled === "coming" ? vscode.l10n.t("Scheduled for deactivation") : vscode.l10n.t("Deactivation overdue");
}

/** How long ago, or in which month, the last login must have been; `undefined` where that does not matter. */
export function loginInWords(criteria: UserCriteria): string | undefined {
  const { notLoggedInDays, neverLoggedIn, lastLoginMonths: months } = criteria;
  if (months?.from) return vscode.l10n.t("Last login in {0}", monthInWords(months.from));
  if (months) return vscode.l10n.t("Last login before {0}", monthInWords(months.before));
  if (notLoggedInDays === undefined) return neverLoggedIn && vscode.l10n.t("Never logged in");
  const days = daysInWords(notLoggedInDays);
  return neverLoggedIn
    ? vscode.l10n.t("Not logged in for {0}, or never", days)
    : vscode.l10n.t("Not logged in for {0}", days);
}

/** Names in a row, a few of them; null stands for users without. */
export function namesOf(values: readonly (string | null)[], nameOf: NameOf): string {
  const names = values.slice(0, 3).map((value) => (value === null ? vscode.l10n.t("none") : (nameOf(value) ?? value)));
  const more = values.length - names.length;
  return more > 0 ? vscode.l10n.t("{0} and {1} more", names.join(", "), countInWords(more)) : names.join(", ");
}
