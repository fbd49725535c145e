import * as vscode from "vscode";

const day = 24 * 60 * 60 * 1000;

/** A day as the editor's language writes it. */
export function dayInWords(date: Date): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium" }).format(date);
}

/** A month of UTC, such as `2026-08`, as the editor's language writes it. */
export function monthInWords(month: string, style: "long" | "short" = "long"): string {
  const parts = style === "long" ? ({ month: "long", year: "numeric" } as const) : ({ month: "short" } as const);
  const format = new Intl.DateTimeFormat(vscode.env.language, { ...parts, timeZone: "UTC" });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** How long ago, or how soon, in days, months or years. */
export function distanceInWords(date: Date, today = new Date()): string {
  const days = Math.round((date.getTime() - today.getTime()) / day);
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" });
  if (Math.abs(days) < 60) return format.format(days, "day");
  return Math.abs(days) < 730
    ? format.format(Math.round(days / 30.4), "month")
    : format.format(Math.round(days / 365), "year");
}

/** `3 months ago (Aug 25, 2026)` */
export function dayAndDistance(date: Date): string {
  return `${distanceInWords(date)} (${dayInWords(date)})`;
}

/** The last login in a few words. */
export function lastLoginInWords(date: Date | null): string {
  return date ? distanceInWords(date) : vscode.l10n.t("never logged in");
}
