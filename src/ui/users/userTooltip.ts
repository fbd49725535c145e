import * as vscode from "vscode";
import { displayName, type UserDetail } from "../../domain/user";

/** What is known of one user, for the tooltip of the row; all text from the server is shown exactly. */
export function userTooltip(user: UserDetail, licenses: ReadonlyMap<string, string>): vscode.MarkdownString {
  const license = user.licenseType ? (licenses.get(user.licenseType) ?? user.licenseType) : undefined;
  const text = new vscode.MarkdownString();
  text.appendMarkdown("**");
  text.appendText(displayName(user));
  text.appendMarkdown("**");
  const lines: [label: string, value: string | null | undefined][] = [
    [vscode.l10n.t("State"), state(user)],
    [vscode.l10n.t("E-mail"), user.emailAddr],
    [vscode.l10n.t("Username"), user.username === user.emailAddr ? null : user.username],
    [vscode.l10n.t("Title"), user.title],
    [vscode.l10n.t("Access level"), [user.accessLevel?.name, license].filter(Boolean).join(" · ")],
    [vscode.l10n.t("Home group"), user.homeGroup?.name],
    [vscode.l10n.t("Team"), user.homeTeam?.name],
    [vscode.l10n.t("Manager"), user.manager?.name],
    [vscode.l10n.t("Last login"), lastLogin(user.lastLoginDate)],
    [vscode.l10n.t("Created"), user.entryDate && absolute(user.entryDate)],
    [
      vscode.l10n.t("Will be deactivated"),
      user.isActive && user.scheduledDeactivationDate ? absolute(user.scheduledDeactivationDate) : null,
    ],
    [vscode.l10n.t("ID"), user.ID],
  ];
  for (const [label, value] of lines) {
    if (!value) continue;
    text.appendMarkdown("\n\n");
    text.appendText(`${label}: ${value}`);
  }
  return text;
}

/** The last login in words: relative, and absolute. */
export function lastLogin(date: Date | null): string {
  return date
    ? vscode.l10n.t("last login {0} ({1})", relative(date, new Date()), absolute(date))
    : vscode.l10n.t("never logged in");
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
