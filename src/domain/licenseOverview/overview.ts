import type { GroupCount } from "../../workfront/client";
import type { AccessLevel } from "../../workfront/records";
import type { UserCriteria } from "../../workfront/query";
import type { Answer, OverviewAnswers } from "./answers";
import { criteriaOf, measures, type Measure } from "./measures";

/** What was counted; null where that is unknown. */
export type Numbers = Readonly<Record<Measure, number | null>>;

/** Users who have something in common, in numbers. */
export interface OverviewRow {
  /** The same after each reading. */
  readonly key: string;
  /** What the organization calls it; null for users without a license or home group. */
  readonly name: string | null;
  readonly numbers: Numbers;
  /** Who they are, whatever is counted of them; null where the server cannot be asked for them. */
  readonly criteria: UserCriteria | null;
}

export interface LicenseRow extends OverviewRow {
  /** Workfront's letter. */
  readonly license: string | null;
  /** As somebody entered it: Workfront's API does not tell it. */
  readonly purchased: number | null;
  /** Purchased and not used by an active user; below zero where more are used than were purchased. */
  readonly free: number | null;
  /** Access levels by name; last, without a name, the users whose level the server did not tell. */
  readonly levels: readonly OverviewRow[];
}

/** Active users by their last login. */
export interface LoginRow {
  readonly key: string;
  /** Such as `2026-08`; `earlier` for all time before, `never` for users who never logged in. */
  readonly month: string;
  readonly count: number | null;
  readonly criteria: UserCriteria;
}

/** What the server did not give: numbers, the names of home groups, or who has an access level. */
export interface Unknown {
  readonly of: "licenses" | "levels" | "groups" | "logins" | "groupNames" | "levelUsers";
  /** What was to be counted of each row of a table; null for all else. */
  readonly measure: Measure | null;
  readonly error: unknown;
}

export interface LicenseOverview {
  readonly asked: Date;
  readonly idleDays: number;
  readonly licenses: readonly LicenseRow[];
  /** Of all licenses; purchased and free only where they are known of each license that somebody has. */
  readonly total: OverviewRow & Pick<LicenseRow, "purchased" | "free">;
  readonly groups: readonly OverviewRow[];
  readonly logins: readonly LoginRow[];
  readonly unknown: readonly Unknown[];
}

/** Licenses that were purchased, by letter. */
export type Purchased = ReadonlyMap<string, number>;

/** Makes rows of what the server said. Asks for nothing. */
export function overviewOf(answers: OverviewAnswers, purchased: Purchased): LicenseOverview {
  const licenses = licenseRows(answers, purchased);
  return {
    asked: answers.asked,
    idleDays: answers.idleDays,
    licenses,
    total: totalOf(licenses, answers),
    groups: groupRows(answers),
    logins: loginRows(answers),
    unknown: unknownIn(answers),
  };
}

/** The users that a number of a row counts; null where the server cannot be asked for them. */
export function usersCounted(row: OverviewRow, measure: Measure, idleDays: number): UserCriteria | null {
  return row.criteria && { ...row.criteria, ...criteriaOf(measure, idleDays) };
}

/** What was counted, by value; null where the report was not given. */
type Counts = Readonly<Record<Measure, ReadonlyMap<string | null, number> | null>>;

function countsOf(answers: Readonly<Record<Measure, Answer<readonly GroupCount[]>>>): Counts {
  return forEachMeasure((measure) => {
    const answer = answers[measure];
    return "value" in answer ? new Map(answer.value.map(({ value, count }) => [value, count])) : null;
  });
}

/** What was counted of one value: where a report was given, a value that it does not have is of nobody. */
function numbersOf(counts: Counts, value: string | null): Numbers {
  return forEachMeasure((measure) => {
    const counted = counts[measure];
    return counted ? (counted.get(value) ?? 0) : null;
  });
}

function forEachMeasure<T>(of: (measure: Measure) => T): Readonly<Record<Measure, T>> {
  return Object.fromEntries(measures.map((measure) => [measure, of(measure)])) as Record<Measure, T>;
}

function valuesIn(counts: Counts): (string | null)[] {
  return [...new Set(measures.flatMap((measure) => [...(counts[measure]?.keys() ?? [])]))];
}

/** The organization's licenses in its order, then those that it does not name, and last the users without one. */
function licenseRows(answers: OverviewAnswers, purchased: Purchased): LicenseRow[] {
  const counts = countsOf(answers.byLicense);
  const counted = valuesIn(counts);
  const letters = [...new Set([...answers.licenses.keys(), ...counted.filter((value) => value !== null)])];
  return [...letters, ...(counted.includes(null) ? [null] : [])].map((license) => {
    const own = numbersOf(counts, license);
    const bought = license === null ? null : (purchased.get(license) ?? null);
    return {
      key: `license:${license ?? ""}`,
      license,
      name: license === null ? null : (answers.licenses.get(license) ?? license),
      numbers: own,
      criteria: { licenseTypes: [license] },
      purchased: bought,
      free: bought === null || own.active === null ? null : bought - own.active,
      levels: levelRows(answers, license, own),
    };
  });
}

/** By name, because the report knows no IDs; the users whose level it does not name come last. */
function levelRows(answers: OverviewAnswers, license: string | null, all: Numbers): OverviewRow[] {
  const found = measures.flatMap((measure) => levelsIn(answers, measure, license));
  const names = [...new Set(found.flatMap(({ name }) => name ?? []))].sort((one, other) => one.localeCompare(other));
  const rows = names.map((name): OverviewRow => {
    const ids = idsOf(answers.levels, name);
    return {
      key: `level:${license ?? ""}:${name}`,
      name,
      numbers: forEachMeasure((measure) => {
        if ("error" in answers.byLevel[measure]) return null;
        return levelsIn(answers, measure, license).find((level) => level.name === name)?.count ?? 0;
      }),
      criteria: ids.length > 0 ? { licenseTypes: [license], accessLevelIDs: ids } : null,
    };
  });
  const rest = forEachMeasure((measure) => {
    const known = rows.map((row) => row.numbers[measure]);
    return known.reduce((left, count) => (left === null || count === null ? null : left - count), all[measure]);
  });
  const isAnyLeft = rows.length > 0 && measures.some((measure) => (rest[measure] ?? 0) > 0);
  const restRow = { key: `level:${license ?? ""}`, name: null, numbers: rest, criteria: null };
  return isAnyLeft ? [...rows, restRow] : rows;
}

function levelsIn({ byLevel }: OverviewAnswers, measure: Measure, license: string | null) {
  const answer = byLevel[measure];
  return "value" in answer ? answer.value.filter(({ licenseType }) => licenseType === license) : [];
}

/** Several access levels may share a name. */
function idsOf(levels: Answer<readonly AccessLevel[]>, name: string): string[] {
  return "value" in levels ? levels.value.filter((level) => level.name === name).map(({ ID }) => ID) : [];
}

function groupRows(answers: OverviewAnswers): OverviewRow[] {
  const counts = countsOf(answers.byHomeGroup);
  const names = "value" in answers.groupNames ? answers.groupNames.value : new Map<string, string>();
  return valuesIn(counts).map((group) => ({
    key: `group:${group ?? ""}`,
    name: group === null ? null : (names.get(group) ?? group),
    numbers: numbersOf(counts, group),
    criteria: { homeGroupIDs: [group] },
  }));
}

function loginRows(answers: OverviewAnswers): LoginRow[] {
  const months = answers.logins.map(({ month, criteria, count }): LoginRow => {
    const key = month ?? "earlier";
    return { key: `login:${key}`, month: key, count: "value" in count ? count.value : null, criteria };
  });
  const never = answers.byLicense.neverLoggedIn;
  const count = "value" in never ? never.value.reduce((sum, one) => sum + one.count, 0) : null;
  const criteria = criteriaOf("neverLoggedIn", answers.idleDays);
  return [...months, { key: "login:never", month: "never", count, criteria }];
}

function totalOf(licenses: readonly LicenseRow[], { byLicense }: OverviewAnswers): LicenseOverview["total"] {
  const sum = (counts: readonly (number | null)[]) =>
    counts.reduce((total, count) => (total === null || count === null ? null : total + count), 0);
  const used = licenses.filter((row) => row.purchased !== null || row.numbers.active !== 0);
  return {
    key: "total",
    name: null,
    criteria: {},
    numbers: forEachMeasure((measure) =>
      "error" in byLicense[measure] ? null : sum(licenses.map((row) => row.numbers[measure])),
    ),
    purchased: used.length > 0 ? sum(used.map((row) => row.purchased)) : null,
    free: used.length > 0 ? sum(used.map((row) => row.free)) : null,
  };
}

function unknownIn(answers: OverviewAnswers): Unknown[] {
  const { byLicense, byLevel, byHomeGroup, logins, levels, groupNames } = answers;
  const tables = { licenses: byLicense, levels: byLevel, groups: byHomeGroup };
  const reports = Object.entries(tables).flatMap(([of, reports]) =>
    measures.flatMap((measure) => unknownOf(of as keyof typeof tables, reports[measure], measure)),
  );
  return [
    ...reports,
    ...logins.flatMap(({ count }) => unknownOf("logins", count)).slice(0, 1),
    ...unknownOf("groupNames", groupNames),
    ...unknownOf("levelUsers", levels),
  ];
}

function unknownOf(of: Unknown["of"], answer: Answer<unknown>, measure: Measure | null = null): Unknown[] {
  return "error" in answer ? [{ of, measure, error: answer.error }] : [];
}
