import * as vscode from "vscode";
import type { UserCriteria } from "../../workfront/query";
import { back } from "../editor/answer";
import { pick, type Item } from "../editor/pick";
import { criteriaInWords, namesOf, scheduledInWords, statusInWords, type NameOf } from "./criteriaInWords";
import { askForAccessLevel, askForHomeGroup, askForLicense, askForLogin, askForStatus } from "./filterSteps";
import type { FilterContext, FilterStep } from "./filterSteps";
import { askForManager, askForSchedule, askForTeam } from "./peopleFilterSteps";

/** Asks for one filter beside all others and the search, and applies it at once. */
export async function filterUsers(context: FilterContext, nameOf: NameOf): Promise<void> {
  const { directory } = context.session;
  const place = { canGoBack: true, step: 1, totalSteps: 1 };
  for (;;) {
    const { criteria } = directory;
    const step = await pick({
      title: context.title,
      placeholder: vscode.l10n.t("Select a filter to change"),
      rows: filterRows(criteria, nameOf),
    });
    if (!step) return;
    const answer = await step(context, criteria, place);
    if (answer === undefined) return;
    if (answer !== back) return directory.search({ ...criteria, ...answer });
  }
}

function filterRows(criteria: UserCriteria, nameOf: NameOf): Item<FilterStep>[] {
  const { licenseTypes, accessLevelIDs, homeGroupIDs, homeTeamIDs, managerIDs } = criteria;
  const { notLoggedInDays, neverLoggedIn, lastLoginMonths, createdDays, exceptIDs } = criteria;
  const row = (label: string, icon: string, words: string | undefined, step: FilterStep): Item<FilterStep> => ({
    label,
    description: words || vscode.l10n.t("any"),
    icon: words ? "filter-filled" : icon,
    value: step,
  });
  const names = (values: readonly (string | null)[] | undefined) => values && namesOf(values, nameOf);
  const login = criteriaInWords({ notLoggedInDays, neverLoggedIn, lastLoginMonths, createdDays, exceptIDs }, nameOf);
  return [
    row(vscode.l10n.t("Status"), "circle-large-outline", statusInWords(criteria), askForStatus),
    row(vscode.l10n.t("License"), "key", names(licenseTypes), askForLicense),
    row(vscode.l10n.t("Access level"), "shield", names(accessLevelIDs), askForAccessLevel),
    row(vscode.l10n.t("Home group"), "home", names(homeGroupIDs), askForHomeGroup),
    row(vscode.l10n.t("Team"), "organization", names(homeTeamIDs), askForTeam),
    row(vscode.l10n.t("Manager"), "person", names(managerIDs), askForManager),
    row(vscode.l10n.t("Last login"), "history", login, askForLogin),
    row(vscode.l10n.t("Deactivation date"), "calendar", scheduledInWords(criteria), askForSchedule),
  ];
}
