import * as vscode from "vscode";
import type { PageOverview, PageRow, PageState, Words } from "../../domain/licenseOverview/messages";
import type { LicenseOverview, LoginRow, OverviewRow, Unknown } from "../../domain/licenseOverview/overview";
import { mostPurchased } from "../../domain/licenseOverview/purchased";
import { shown } from "../../domain/shown";
import { explain } from "../words/failures";
import { daysInWords, monthInWords } from "../words/dates";
import { countInWords } from "../words/numbers";
import { momentInWords } from "../words/runs";

export interface PageStateParts {
  readonly overview: LicenseOverview | undefined;
  /** What the connection is called. */
  readonly place: string;
  readonly idleDays: number;
  readonly isBusy: boolean;
  /** What went wrong at the last reading. */
  readonly problem: string;
}

/** All that the page shows, in the editor's language; text from outside made harmless. */
export function pageState({ overview, place, idleDays, isBusy, problem }: PageStateParts): PageState {
  const words = wordsFor(overview?.idleDays ?? idleDays, overview?.groups.length ?? 0);
  return {
    language: vscode.env.language,
    words,
    isBusy,
    status: isBusy ? vscode.l10n.t("Reading the numbers from {0}…", shown(place)) : shown(problem, 1000),
    overview: overview ? pageOverview(overview, place, words) : null,
    limits: limitsInWords(overview?.idleDays ?? idleDays),
  };
}

function wordsFor(idleDays: number, groups: number): Words {
  return {
    title: vscode.l10n.t("License Overview"),
    refresh: vscode.l10n.t("Refresh"),
    copyTable: vscode.l10n.t("Copy as Table"),
    exportCSV: vscode.l10n.t("Export CSV…"),
    licenses: vscode.l10n.t("Licenses"),
    homeGroups: vscode.l10n.t("Home Groups"),
    lastLogins: vscode.l10n.t("Last Logins"),
    license: vscode.l10n.t("License"),
    homeGroup: vscode.l10n.t("Home group"),
    accessLevel: vscode.l10n.t("Access level"),
    month: vscode.l10n.t("Month"),
    users: vscode.l10n.t("Active users"),
    purchased: vscode.l10n.t("Purchased"),
    active: vscode.l10n.t("Active"),
    idle: vscode.l10n.t("Idle for {0}", daysInWords(idleDays)),
    neverLoggedIn: vscode.l10n.t("Never logged in"),
    scheduled: vscode.l10n.t("Scheduled for deactivation"),
    free: vscode.l10n.t("Free"),
    total: vscode.l10n.t("Total"),
    unknown: vscode.l10n.t("unknown"),
    showUsers: vscode.l10n.t("Show These Users"),
    showLevels: vscode.l10n.t("Access Levels"),
    showAllGroups: vscode.l10n.t("Show All {0} Home Groups", countInWords(groups)),
    notANumber: vscode.l10n.t("Enter a whole number up to {0}, or nothing.", countInWords(mostPurchased)),
    chart: vscode.l10n.t("Active users by the month of their last login. The table has the same numbers."),
    limits: vscode.l10n.t("What These Numbers Cannot Tell"),
  };
}

/** What is said about the numbers because they do not say it themselves. */
function limitsInWords(idleDays: number): string[] {
  return [
    vscode.l10n.t(
      "Workfront's API does not tell how many licenses were purchased. Enter the numbers from Setup > System > Licenses; they are kept in your settings.",
    ),
    vscode.l10n.t("Planning licenses and proofing licenses are not counted: no report tells who has one."),
    vscode.l10n.t(
      "Idle users have logged in before, but not in the last {0}. Logins of integrations count as logins, so an idle user may look busy.",
      daysInWords(idleDays),
    ),
    vscode.l10n.t("Users who are scheduled for deactivation are active, and use a license, until that day."),
    vscode.l10n.t("Only what your access level shows you is counted. Months begin and end in UTC."),
  ];
}

function pageOverview(overview: LicenseOverview, place: string, words: Words): PageOverview {
  return {
    about: vscode.l10n.t("{0}, as of {1}", shown(place), momentInWords(overview.asked)),
    licenses: overview.licenses.map(({ license, purchased, free, levels, ...row }) => ({
      ...pageRow(row, vscode.l10n.t("No license")),
      license,
      purchased,
      free,
      levels: levels.map((level) => pageRow(level, vscode.l10n.t("Other access levels"))),
    })),
    total: { ...pageRow(overview.total, words.total), purchased: overview.total.purchased, free: overview.total.free },
    groups: overview.groups.map((row) => pageRow(row, vscode.l10n.t("No home group"))),
    logins: overview.logins.map(pageLogin),
    unknown: unknownInWords(overview, words),
  };
}

function pageRow({ key, name, numbers, criteria }: OverviewRow, withoutName: string): PageRow {
  return { key, name: name === null ? withoutName : shown(name), numbers, opens: criteria !== null };
}

function pageLogin({ key, month, count }: LoginRow): PageOverview["logins"][number] {
  if (month === "never")
    return { key, count, name: vscode.l10n.t("Never logged in"), shortName: vscode.l10n.t("Never") };
  if (month === "earlier") return { key, count, name: vscode.l10n.t("Earlier"), shortName: vscode.l10n.t("Earlier") };
  return { key, count, name: monthInWords(month), shortName: monthInWords(month, "short") };
}

/** Each reason once, with what is unknown for it. */
function unknownInWords({ unknown }: LicenseOverview, words: Words): string[] {
  const tables = {
    licenses: words.licenses,
    levels: vscode.l10n.t("Access Levels"),
    groups: words.homeGroups,
    logins: words.lastLogins,
  };
  const columns = new Map<string, string[]>();
  for (const { of, measure, error } of unknown) {
    if (of === "groupNames" || of === "levelUsers") continue;
    const reason = shown(explain(error), 1000);
    const key = JSON.stringify([tables[of], reason]);
    columns.set(key, [...(columns.get(key) ?? []), ...(measure ? [words[measure]] : [])]);
  }
  const numbers = [...columns].map(([key, names]) => {
    const [table = "", reason = ""] = JSON.parse(key) as string[];
    return names.length > 0
      ? vscode.l10n.t("Unknown in {0}: {1}. {2}", table, names.join(", "), reason)
      : vscode.l10n.t("Unknown in {0}. {1}", table, reason);
  });
  return [...numbers, ...unknown.flatMap(withoutNumbers)];
}

/** What is unknown where no number is. */
function withoutNumbers({ of, error }: Unknown): string[] {
  const reason = shown(explain(error), 1000);
  if (of === "groupNames") return [vscode.l10n.t("The names of home groups are unknown. {0}", reason)];
  return of === "levelUsers" ? [vscode.l10n.t("The users of access levels cannot be shown. {0}", reason)] : [];
}
