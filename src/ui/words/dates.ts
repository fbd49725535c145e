import * as vscode from "vscode";
import { countInWords } from "./numbers";

const day = 24 * 60 * 60 * 1000;

// Made once, when first needed: making one costs far more than using it, and each row of a user has dates.
let days: Intl.DateTimeFormat | undefined;

/** A day as the editor's language writes it. */
export function dayInWords(date: Date): string {
  days ??= new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium" });
  return days.format(date);
}

/** So many days, as they stand in a sentence behind "for" or "more than". */
export function daysInWords(count: number): string {
  return count === 1 ? vscode.l10n.t("1 day") : vscode.l10n.t("{0} days", countInWords(count));
}

/** A month of UTC, such as `2026-08`, as the editor's language writes it. */
export function monthInWords(month: string, style: "long" | "short" = "long"): string {
  const parts = style === "long" ? ({ month: "long", year: "numeric" } as const) : ({ month: "short" } as const);
  const format = new Intl.DateTimeFormat(vscode.env.language, { ...parts, timeZone: "UTC" });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/**
 * How long ago, or how soon: in days below two months, in months below two years, and in years. In words of our own, because
 * the first use of `Intl` in a program takes longer than making all the first rows.
 */
export function distanceInWords(date: Date, today = new Date()): string {
  const days = Math.round((date.getTime() - today.getTime()) / day);
  const isPast = days < 0;
  const distance = Math.abs(days);
  if (distance === 0) return vscode.l10n.t("today");
  if (distance === 1) return isPast ? vscode.l10n.t("yesterday") : vscode.l10n.t("tomorrow");
  if (distance < 60) return isPast ? vscode.l10n.t("{0} days ago", distance) : vscode.l10n.t("in {0} days", distance);
  const months = Math.round(distance / 30.4);
  if (distance < 730) return isPast ? vscode.l10n.t("{0} months ago", months) : vscode.l10n.t("in {0} months", months);
  const years = Math.round(distance / 365);
  return isPast ? vscode.l10n.t("{0} years ago", years) : vscode.l10n.t("in {0} years", years);
}

/** `3 months ago (Aug 25, 2026)` */
export function dayAndDistance(date: Date): string {
  return `${distanceInWords(date)} (${dayInWords(date)})`;
}

/** The last login in a few words. */
export function lastLoginInWords(date: Date | null): string {
  return date ? distanceInWords(date) : vscode.l10n.t("never logged in");
}
