import type { GroupCount, LevelCount, WorkfrontClient } from "../../workfront/client";
import type { AccessLevel } from "../../workfront/records";
import type { UserCriteria } from "../../workfront/query";
import { criteriaOf, measures, type Measure } from "./measures";

/** What the server said to one question, or why it said nothing. */
export type Answer<T> = { readonly value: T } | { readonly error: unknown };

/** Active users by their last login: in one month, or before all of the months. */
export interface LoginAnswer {
  /** Such as `2026-08`; null for before. */
  readonly month: string | null;
  readonly criteria: UserCriteria;
  readonly count: Answer<number>;
}

/** All that the server said, at one time, for the license overview. */
export interface OverviewAnswers {
  readonly asked: Date;
  readonly idleDays: number;
  readonly byLicense: Readonly<Record<Measure, Answer<readonly GroupCount[]>>>;
  readonly byLevel: Readonly<Record<Measure, Answer<readonly LevelCount[]>>>;
  readonly byHomeGroup: Readonly<Record<Measure, Answer<readonly GroupCount[]>>>;
  /** The newest month first. */
  readonly logins: readonly LoginAnswer[];
  /** What the organization calls its licenses, by letter, in its order. */
  readonly licenses: ReadonlyMap<string, string>;
  readonly levels: Answer<readonly AccessLevel[]>;
  /** The names of home groups, by ID, as far as they may be seen. */
  readonly groupNames: Answer<ReadonlyMap<string, string>>;
}

export interface OverviewQuestion {
  readonly idleDays: number;
  readonly licenses: () => Promise<ReadonlyMap<string, string>>;
  readonly now?: Date;
}

type Client = Pick<WorkfrontClient, "groupUsers" | "groupUsersByLevel" | "countUsers" | "accessLevels" | "groupNames">;

/** How many months are told apart; who logged in last before them is counted together. */
const monthsApart = 12;

/**
 * Asks one report for each measure and way to group, and one count for each month, because a report counts logins by the
 * moment. No user is read. What the server declines is an answer, too: the rest stands.
 * @throws the first failure where there is no answer at all.
 */
export async function askForOverview(
  client: Client,
  { idleDays, licenses, now = new Date() }: OverviewQuestion,
  signal: AbortSignal,
): Promise<OverviewAnswers> {
  const options = { signal };
  const each = <T>(ask: (criteria: UserCriteria) => Promise<T>) =>
    forEachMeasure((measure) => answerTo(ask(criteriaOf(measure, idleDays)), signal));
  const [byLicense, byLevel, byHomeGroup, logins, labels, levels] = await Promise.all([
    each((criteria) => client.groupUsers(criteria, "licenseType", options)),
    each((criteria) => client.groupUsersByLevel(criteria, options)),
    each((criteria) => client.groupUsers(criteria, "homeGroupID", options)),
    Promise.all(
      loginMonths(now).map(async ({ month, criteria }) => {
        return { month, criteria, count: await answerTo(client.countUsers(criteria, options), signal) };
      }),
    ),
    licenses(),
    answerTo(client.accessLevels(options), signal),
  ]);
  throwIfNone(measures.flatMap((measure) => [byLicense[measure], byLevel[measure], byHomeGroup[measure]]));
  const groupIDs = measures.flatMap((measure) => valuesIn(byHomeGroup[measure]));
  const groupNames =
    groupIDs.length > 0 ? await answerTo(client.groupNames([...new Set(groupIDs)], options), signal) : none;
  return {
    asked: now,
    idleDays,
    byLicense,
    byLevel,
    byHomeGroup,
    logins,
    licenses: labels,
    levels,
    groupNames,
  };
}

const none: Answer<ReadonlyMap<string, string>> = { value: new Map() };

async function forEachMeasure<T>(ask: (measure: Measure) => Promise<T>): Promise<Record<Measure, T>> {
  const answers = await Promise.all(measures.map(async (measure) => [measure, await ask(measure)] as const));
  return Object.fromEntries(answers) as Record<Measure, T>;
}

/** @throws only where the question was taken back. */
async function answerTo<T>(asking: Promise<T>, signal: AbortSignal): Promise<Answer<T>> {
  try {
    return { value: await asking };
  } catch (error) {
    signal.throwIfAborted();
    return { error };
  }
}

function throwIfNone(answers: readonly Answer<unknown>[]): void {
  const failures = answers.flatMap((answer) => ("error" in answer ? [answer.error] : []));
  if (failures.length === answers.length) throw failures[0];
}

function valuesIn(answer: Answer<readonly GroupCount[]>): string[] {
  return "value" in answer ? answer.value.flatMap(({ value }) => value ?? []) : [];
}

/** This month and those before it (UTC), the newest first, and all time before. */
function loginMonths(now: Date): Omit<LoginAnswer, "count">[] {
  const month = (back: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString().slice(0, 7);
  const months = Array.from({ length: monthsApart }, (_, back) => {
    const lastLoginMonths = { from: month(back), before: month(back - 1) };
    return { month: month(back), criteria: { isActive: true, lastLoginMonths } };
  });
  const earlier = { isActive: true, lastLoginMonths: { before: month(monthsApart - 1) } };
  return [...months, { month: null, criteria: earlier }];
}
