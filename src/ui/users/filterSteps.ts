import * as vscode from "vscode";
import { readGroups } from "../../domain/groups";
import { unlessDeclined } from "../../domain/unlessDeclined";
import type { UserCriteria } from "../../workfront/query";
import type { Session } from "../connections/session";
import { back, type Answer, type Place } from "../editor/answer";
import { askForText } from "../editor/input";
import { pick, pickSeveral, type Item } from "../editor/pick";
import { countInWords } from "../words/numbers";
import { licenseInWords } from "../words/userLine";
import { loginInWords, statusInWords, type StatusCriteria } from "./criteriaInWords";

/** What a filter is chosen from. */
export interface FilterContext {
  /** What the steps are part of, as their titles say. */
  readonly title: string;
  readonly session: Session;
  readonly idleDays: number;
}

/** Asks for one filter beside the criteria that there are; answers with the part of the criteria that it decides. */
export type FilterStep = (
  context: FilterContext,
  criteria: UserCriteria,
  place: Place,
) => Promise<Answer<UserCriteria>>;

export const askForStatus: FilterStep = ({ title, session }, criteria, place) =>
  pick<UserCriteria>({
    ...place,
    title: vscode.l10n.t("{0}: Status", title),
    rows: async ({ signal }) => {
      const others = { ...criteria, isActive: undefined, waitingForApproval: undefined };
      const { isActive, waitingForApproval } = criteria;
      const row = async (status: StatusCriteria): Promise<Item<UserCriteria>> => {
        const label = statusInWords(status);
        const count = label && (await unlessDeclined(session.client.countUsers({ ...others, ...status }, { signal })));
        return {
          label: label ?? vscode.l10n.t("Any status"),
          description: typeof count === "number" ? countInWords(count) : "",
          picked: status.isActive === isActive && status.waitingForApproval === waitingForApproval,
          value: { isActive: status.isActive, waitingForApproval: status.waitingForApproval },
        };
      };
      // Who waits is not active either, but has a status of their own.
      const deactivated = { isActive: false, waitingForApproval: false };
      return Promise.all([{}, { isActive: true }, deactivated, { waitingForApproval: true }].map(row));
    },
  });

export const askForLicense: FilterStep = async ({ title, session }, criteria, place) =>
  withAnswer(
    await pickSeveral<string | null>({
      ...place,
      title: vscode.l10n.t("{0}: License", title),
      placeholder: noneMeansAny(),
      rows: async ({ signal }) => {
        const labels = await session.licenseLabels();
        const counting = session.client.groupUsers({ ...criteria, licenseTypes: undefined }, "licenseType", { signal });
        // Where the server does not name its licenses, only the counts tell which there are.
        const groups = await (labels.size > 0 ? unlessDeclined(counting) : counting);
        const counts = groups && new Map(groups.map(({ value, count }) => [value, count]));
        const chosen = criteria.licenseTypes ?? [];
        const offered = new Set([...labels.keys(), ...(counts?.keys() ?? [null]), ...chosen]);
        return [...offered].map((license) => ({
          ...counted(licenseInWords(license, labels), counts && (counts.get(license) ?? 0), license),
          picked: chosen.includes(license),
        }));
      },
    }),
    (licenseTypes) => ({ licenseTypes }),
  );

export const askForAccessLevel: FilterStep = async ({ title, session }, { accessLevelIDs = [] }, place) =>
  withAnswer(
    await pickSeveral<string>({
      ...place,
      title: vscode.l10n.t("{0}: Access Level", title),
      placeholder: noneMeansAny(),
      rows: async ({ signal }) => {
        const [levels, licenses] = await Promise.all([
          session.client.accessLevels({ signal }),
          session.licenseLabels(),
        ]);
        session.learn(levels.flatMap(({ ID, name }) => (name === null ? [] : [[ID, name]])));
        const rows = levels.map(({ ID, name, licenseType }) => ({
          value: ID,
          label: name ?? ID,
          description: licenses.get(licenseType ?? "") ?? "",
        }));
        return withChosen(rows, accessLevelIDs, (id) => ({ value: id, label: session.nameOf(id) ?? id }));
      },
    }),
    (ids) => ({ accessLevelIDs: ids }),
  );

export const askForHomeGroup: FilterStep = async ({ title, session }, criteria, place) =>
  withAnswer(
    await pickSeveral<string | null>({
      ...place,
      title: vscode.l10n.t("{0}: Home Group", title),
      placeholder: noneMeansAny(),
      rows: async ({ signal }) => {
        const others = { ...criteria, homeGroupIDs: undefined };
        const groups = await readGroups(session.client, others, "homeGroupID", { signal });
        session.learn(
          groups.flatMap(({ value, name }) => (value !== null && name !== undefined ? [[value, name]] : [])),
        );
        const nameOf = (id: string | null) =>
          id === null ? vscode.l10n.t("No home group") : (session.nameOf(id) ?? id);
        const rows = groups.map(({ value, count }) => counted(nameOf(value), count, value));
        return withChosen(rows, criteria.homeGroupIDs ?? [], (id) => counted(nameOf(id), 0, id));
      },
    }),
    (homeGroupIDs) => ({ homeGroupIDs }),
  );

/** The filters of Find Idle Users… are about the last login, too: another choice here ends them. */
export const askForLogin: FilterStep = async ({ title, idleDays }, criteria, place) => {
  const { notLoggedInDays = idleDays, neverLoggedIn } = criteria;
  const logins: UserCriteria[] = [
    {},
    { notLoggedInDays },
    { notLoggedInDays, neverLoggedIn: true },
    { neverLoggedIn: true },
  ];
  const isChosen = (login: UserCriteria) =>
    criteria.lastLoginMonths === undefined &&
    login.notLoggedInDays === criteria.notLoggedInDays &&
    login.neverLoggedIn === neverLoggedIn;
  const answer = await pick<UserCriteria | "days">({
    ...place,
    title: vscode.l10n.t("{0}: Last Login", title),
    rows: [
      ...logins.map((value) => ({
        label: loginInWords(value) ?? vscode.l10n.t("Any time or never"),
        picked: isChosen(value),
        value,
      })),
      { label: vscode.l10n.t("Another number of days…"), value: "days" },
    ],
  });
  if (answer === undefined || answer === back) return answer;
  const days = answer === "days" ? await askForDays(title, notLoggedInDays, { canGoBack: true }) : undefined;
  if (days === back || (answer === "days" && days === undefined)) return days;
  const login = answer === "days" ? { notLoggedInDays: days, neverLoggedIn } : answer;
  return {
    notLoggedInDays: login.notLoggedInDays,
    neverLoggedIn: login.neverLoggedIn,
    lastLoginMonths: undefined,
    createdDays: undefined,
    exceptIDs: undefined,
  };
};

/** Asks for a number of days. */
export async function askForDays(
  title: string,
  days: number,
  place: Pick<Place, "canGoBack"> & Partial<Place>,
): Promise<Answer<number>> {
  const wanted = vscode.l10n.t("Enter a whole number of days from 1 to 9999.");
  const text = await askForText({
    ...place,
    title: vscode.l10n.t("{0}: Days Without a Login", title),
    prompt: wanted,
    value: String(days),
    check: (typed) => (/^[1-9]\d{0,3}$/.test(typed.trim()) ? undefined : wanted),
  });
  return text === undefined || text === back ? text : Number(text);
}

export function noneMeansAny(): string {
  return vscode.l10n.t("Select one or more, or none for all");
}

/** @param count left out where it is not known. */
function counted<T>(label: string, count: number | undefined, value: T): Item<T> {
  return { label, description: count === undefined ? "" : countInWords(count), value };
}

/** What is chosen stays listed, even where nobody has it beside the other filters. */
function withChosen<T>(rows: readonly Item<T>[], chosen: readonly T[], missing: (value: T) => Item<T>): Item<T>[] {
  const gone = chosen.filter((value) => !rows.some((row) => row.value === value));
  return [...rows, ...gone.map(missing)].map((row) => ({ ...row, picked: chosen.includes(row.value) }));
}

/** The criteria that an answer makes; nothing selected means that it does not matter. */
export function withAnswer<T>(
  answer: Answer<readonly T[]>,
  criteriaOf: (values: readonly T[] | undefined) => UserCriteria,
): Answer<UserCriteria> {
  if (answer === undefined || answer === back) return answer;
  return criteriaOf(answer.length > 0 ? answer : undefined);
}
