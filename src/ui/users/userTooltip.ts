import * as vscode from "vscode";
import { displayName, type UserDetail } from "../../domain/user";

/**
 * What is known of one user, for the tooltip of the row. Plain text, because Markdown would make links of names and
 * addresses that are to be shown exactly.
 */
export function userTooltip(
  user: UserDetail,
  licenses: ReadonlyMap<string, string>,
  extra: readonly [name: string, text: string][] = [],
): string {
  const license = user.licenseType ? (licenses.get(user.licenseType) ?? user.licenseType) : undefined;
  const lines: [label: string, value: string | null | undefined][] = [
    [vscode.l10n.t("State"), state(user)],
    [vscode.l10n.t("Email"), user.emailAddr],
    [vscode.l10n.t("Username"), user.username === user.emailAddr ? null : user.username],
    [vscode.l10n.t("Title"), user.title],
    [vscode.l10n.t("Access level"), [user.accessLevel?.name, license].filter(Boolean).join(" · ")],
    [vscode.l10n.t("Home group"), user.homeGroup?.name],
    [vscode.l10n.t("Team"), user.homeTeam?.name],
    [vscode.l10n.t("Manager"), user.manager?.name],
    [vscode.l10n.t("Last login"), user.lastLoginDate ? moment(user.lastLoginDate) : vscode.l10n.t("never")],
    [vscode.l10n.t("Created"), user.entryDate && absolute(user.entryDate)],
    [
      vscode.l10n.t("Will be deactivated"),
      user.isActive && user.scheduledDeactivationDate ? absolute(user.scheduledDeactivationDate) : null,
    ],
    ...extra,
    [vscode.l10n.t("ID"), user.ID],
  ];
  return [displayName(user), ...lines.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []))].join("\n");
}

/** The last login as part of a sentence. */
export function lastLogin(date: Date | null): string {
  return date ? vscode.l10n.t("last login {0}", moment(date)) : vscode.l10n.t("never logged in");
}

function moment(date: Date): string {
  return `${relative(date, new Date())} (${absolute(date)})`;
}

function state(user: UserDetail): string {
  if (user.isActive) return user.isAdmin ? vscode.l10n.t("Active, administrator") : vscode.l10n.t("Active");
  return user.actualDeactivationDate
    ? vscode.l10n.t("Deactivated on {0}", absolute(user.actualDeactivationDate))
    : vscode.l10n.t("Deactivated");
}

function absolute(date: Date): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium" }).format(date);
}

const day = 24 * 60 * 60 * 1000;

function relative(date: Date, today: Date): string {
  const days = Math.round((date.getTime() - today.getTime()) / day);
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" });
  if (Math.abs(days) < 60) return format.format(days, "day");
  return Math.abs(days) < 730
    ? format.format(Math.round(days / 30.4), "month")
    : format.format(Math.round(days / 365), "year");
}
