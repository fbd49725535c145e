import * as vscode from "vscode";

const day = 24 * 60 * 60 * 1000;

// Made once, when first needed: making one costs far more than using it, and each row of a user has dates.
let days: Intl.DateTimeFormat | undefined;
let distances: Intl.RelativeTimeFormat | undefined;

/** A day as the editor's language writes it. */
export function dayInWords(date: Date): string {
  days ??= new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium" });
  return days.format(date);
}

/** A month of UTC, such as `2026-08`, as the editor's language writes it. */
export function monthInWords(month: string, style: "long" | "short" = "long"): string {
  const parts = style === "long" ? ({ month: "long", year: "numeric" } as const) : ({ month: "short" } as const);
  const format = new Intl.DateTimeFormat(vscode.env.language, { ...parts, timeZone: "UTC" });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** How long ago, or how soon, in days, months or years. */
export function distanceInWords(date: Date, today = new Date()): string {
  const distance = Math.round((date.getTime() - today.getTime()) / day);
  const words = wordsForDistances();
  if (Math.abs(distance) < 60) return words.format(distance, "day");
  return Math.abs(distance) < 730
    ? words.format(Math.round(distance / 30.4), "month")
    : words.format(Math.round(distance / 365), "year");
}

/** Makes what distances are written with. Worth doing ahead: the first in a program takes longer than a hundred rows. */
export function wordsForDistances(): Intl.RelativeTimeFormat {
  return (distances ??= new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" }));
}

/** `3 months ago (Aug 25, 2026)` */
export function dayAndDistance(date: Date): string {
  return `${distanceInWords(date)} (${dayInWords(date)})`;
}

/** The last login in a few words. */
export function lastLoginInWords(date: Date | null): string {
  return date ? distanceInWords(date) : vscode.l10n.t("never logged in");
}
