import * as vscode from "vscode";
import { readGroups } from "../../domain/groups";
import type { GroupField, UserCriteria } from "../../workfront/query";
import type { Session } from "../connections/session";
import { explain } from "../words/failures";
import { countInWords } from "../words/numbers";
import { inQuickPick } from "../editor/plainText";
import { back, type Answer } from "../editor/steps";
import { loginInWords, statusInWords } from "./criteriaInWords";
import type { KeptFilters } from "./keptFilters";

/** What a filter is chosen from. */
export interface FilterContext {
  /** What the steps are part of, as their titles say. */
  readonly title: string;
  readonly session: Session;
  readonly kept: KeptFilters;
  readonly idleDays: number;
}

/** Asks for one filter beside the criteria that there are; answers with the part of the criteria that it decides. */
export type FilterStep = (context: FilterContext, criteria: UserCriteria) => Promise<Answer<UserCriteria>>;

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

interface ChoiceOptions<T> {
  readonly title: string;
  readonly several?: boolean;
  /** The values that are chosen already. */
  readonly chosen: readonly T[];
  readonly load: (signal: AbortSignal) => Promise<readonly Choice<T>[]> | readonly Choice<T>[];
}

export const askForStatus: FilterStep = async ({ title, session }, criteria) => {
  const answer = await choose<boolean | undefined>({
    title: vscode.l10n.t("{0}: Status", title),
    chosen: [criteria.isActive],
    load: async (signal) => {
      const groups = await session.client.groupUsers({ ...criteria, isActive: undefined }, "isActive", { signal });
      const countOf = (isActive: boolean) => groups.find(({ value }) => value === String(isActive))?.count ?? 0;
      const any = { label: vscode.l10n.t("Any status"), value: undefined };
      const choices = [true, false].map((value) => counted(statusInWords(value), countOf(value), value));
      return [any, ...choices];
    },
  });
  return isAnswer(answer) ? { isActive: answer[0] } : answer;
};

export const askForLicense: FilterStep = async (context, criteria) => {
  const answer = await choose<string | null>({
    title: vscode.l10n.t("{0}: License", context.title),
    several: true,
    chosen: criteria.licenseTypes ?? [],
    load: (signal) => licenseChoices(context.session, criteria, signal),
  });
  return isAnswer(answer) ? { licenseTypes: someOf(answer) } : answer;
};

export const askForAccessLevel: FilterStep = async ({ title, session, kept }, criteria) => {
  const answer = await choose<string>({
    title: vscode.l10n.t("{0}: Access Level", title),
    several: true,
    chosen: criteria.accessLevelIDs ?? [],
    load: async (signal) => {
      const [levels, licenses] = await Promise.all([session.client.accessLevels({ signal }), session.licenseLabels()]);
      kept.learn(levels.flatMap(({ ID, name }) => (name === null ? [] : [[ID, name]])));
      return levels.map(({ ID, name, licenseType }) => ({
        value: ID,
        label: inQuickPick(name ?? ID),
        description: inQuickPick(licenses.get(licenseType ?? "") ?? ""),
      }));
    },
  });
  return isAnswer(answer) ? { accessLevelIDs: someOf(answer) } : answer;
};

export const askForHomeGroup: FilterStep = async (context, criteria) => {
  const answer = await choose<string | null>({
    title: vscode.l10n.t("{0}: Home Group", context.title),
    several: true,
    chosen: criteria.homeGroupIDs ?? [],
    load: (signal) => homeGroupChoices(context, criteria, signal),
  });
  return isAnswer(answer) ? { homeGroupIDs: someOf(answer) } : answer;
};

/** The filters of Find Idle Users… are about the last login, too: another choice here ends them. */
export const askForLogin: FilterStep = async ({ title, idleDays }, criteria) => {
  const { notLoggedInDays = idleDays, neverLoggedIn } = criteria;
  const logins = [
    {},
    { notLoggedInDays },
    { notLoggedInDays, neverLoggedIn: true as const },
    { neverLoggedIn: true as const },
  ];
  const isChosen = (login: UserCriteria) =>
    login.notLoggedInDays === criteria.notLoggedInDays && login.neverLoggedIn === neverLoggedIn;
  const answer = await choose<UserCriteria | "days">({
    title: vscode.l10n.t("{0}: Last Login", title),
    chosen: logins.filter(isChosen),
    load: () => [
      ...logins.map((value) => ({ label: loginInWords(value) ?? vscode.l10n.t("Any time or never"), value })),
      { label: vscode.l10n.t("Another number of days…"), value: "days" },
    ],
  });
  if (!isAnswer(answer)) return answer;
  const [login] = answer;
  const chosen = login === "days" ? await askForDays(title, notLoggedInDays) : login;
  if (chosen === undefined) return back;
  const { notLoggedInDays: days, neverLoggedIn: never } =
    typeof chosen === "number" ? { notLoggedInDays: chosen, neverLoggedIn } : chosen;
  return { notLoggedInDays: days, neverLoggedIn: never, createdDays: undefined, exceptIDs: undefined };
};

/** Asks for a number of days; `undefined` where the box was closed. */
export async function askForDays(title: string, days: number): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("{0}: Days Without a Login", title),
    prompt: vscode.l10n.t("A whole number of days, 1 to 9999"),
    value: String(days),
    validateInput: (typed) =>
      /^[1-9]\d{0,3}$/.test(typed.trim()) ? undefined : vscode.l10n.t("A whole number of days, 1 to 9999"),
  });
  return text === undefined ? undefined : Number(text);
}

async function licenseChoices(
  session: Session,
  criteria: UserCriteria,
  signal: AbortSignal,
): Promise<Choice<string | null>[]> {
  const [groups, labels] = await Promise.all([
    session.client.groupUsers({ ...criteria, licenseTypes: undefined }, "licenseType", { signal }),
    session.licenseLabels(),
  ]);
  const values = new Set([...labels.keys(), ...groups.map(({ value }) => value)]);
  return [...values].map((value) => {
    const name = value === null ? vscode.l10n.t("No license") : inQuickPick(labels.get(value) ?? value);
    return counted(name, groups.find((group) => group.value === value)?.count ?? 0, value);
  });
}

async function homeGroupChoices(
  { session, kept }: FilterContext,
  criteria: UserCriteria,
  signal: AbortSignal,
): Promise<Choice<string | null>[]> {
  const field: GroupField = "homeGroupID";
  const groups = await readGroups(session.client, { ...criteria, homeGroupIDs: undefined }, field, { signal });
  kept.learn(groups.flatMap(({ value, name }) => (value !== null && name !== undefined ? [[value, name]] : [])));
  return groups.map(({ value, name, count }) =>
    counted(value === null ? vscode.l10n.t("No home group") : inQuickPick(name ?? value), count, value),
  );
}

function counted<T>(label: string, count: number, value: T): Choice<T> {
  return { label, description: countInWords(count), value };
}

function isAnswer<T>(answer: Answer<readonly T[]>): answer is readonly T[] {
  return answer !== undefined && answer !== back;
}

function someOf<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length > 0 ? values : undefined;
}

/** A quick pick whose entries come from the server. */
export function choose<T>({ title, several = false, chosen, load }: ChoiceOptions<T>): Promise<Answer<readonly T[]>> {
  const pick = vscode.window.createQuickPick<Choice<T> | (vscode.QuickPickItem & { value?: undefined })>();
  const cancel = new AbortController();
  Object.assign(pick, {
    title,
    placeholder: several ? vscode.l10n.t("Tick one or several; none means any") : "",
    canSelectMany: several,
    busy: true,
    buttons: [vscode.QuickInputButtons.Back],
  });
  let choices: readonly Choice<T>[] | undefined;
  const show = async () => {
    try {
      choices = await load(cancel.signal);
      if (cancel.signal.aborted) return;
      pick.items = choices;
      const isChosen = ({ value }: Choice<T>) => chosen.includes(value);
      if (several) pick.selectedItems = choices.filter(isChosen);
      else pick.activeItems = choices.filter(isChosen);
    } catch (error) {
      if (!cancel.signal.aborted) pick.items = [{ label: `$(error) ${inQuickPick(explain(error))}`, alwaysShow: true }];
    } finally {
      pick.busy = false;
    }
  };
  return new Promise<Answer<readonly T[]>>((resolve) => {
    pick.onDidAccept(() => {
      const selected = new Set<unknown>(pick.selectedItems);
      if (choices) resolve(choices.filter((choice) => selected.has(choice)).map(({ value }) => value));
    });
    pick.onDidTriggerButton(() => resolve(back));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    void show();
  }).finally(() => {
    cancel.abort();
    pick.dispose();
  });
}
