import * as vscode from "vscode";
import type { UserCriteria } from "../../workfront/query";
import { countInWords } from "../words/numbers";
import { inQuickPick } from "../editor/plainText";
import { back } from "../editor/steps";
import { criteriaInWords, namesOf, statusInWords, type NameOf } from "./criteriaInWords";
import {
  askForAccessLevel,
  askForHomeGroup,
  askForLicense,
  askForLogin,
  askForStatus,
  type FilterContext,
  type FilterStep,
} from "./filterSteps";

interface Entry extends vscode.QuickPickItem {
  /** Asks for one filter; none for the entry that ends the dialog. */
  readonly step?: FilterStep;
}

/**
 * Asks for filters, one after another, each beside all others and the search, and then shows who meets them. Nothing
 * changes in the view before.
 */
export async function filterUsers(context: FilterContext, nameOf: NameOf): Promise<void> {
  const { directory } = context.session;
  let criteria = directory.criteria;
  for (;;) {
    const entry = await chooseFilter(context, criteria, nameOf);
    if (!entry) return;
    if (!entry.step) return directory.search(criteria);
    const answer = await entry.step(context, criteria);
    if (answer === undefined) return;
    if (answer !== back) criteria = { ...criteria, ...answer };
  }
}

function chooseFilter(
  { title, session }: FilterContext,
  criteria: UserCriteria,
  nameOf: NameOf,
): Promise<Entry | undefined> {
  const pick = vscode.window.createQuickPick<Entry>();
  const cancel = new AbortController();
  const filters = filterEntries(criteria, nameOf);
  const isSame = criteria === session.directory.criteria;
  Object.assign(pick, {
    title,
    placeholder: vscode.l10n.t("Choose what to filter by; several filters narrow each other"),
    items: isSame ? filters : [showEntry(undefined), ...filters],
    busy: !isSame,
  });
  const count = async () => {
    try {
      const total = await session.client.countUsers(criteria, { signal: cancel.signal });
      pick.items = [showEntry(total), ...filters];
    } catch {
      // Without a count, the entry says only what it does; why there is none shows in the view.
    } finally {
      pick.busy = false;
    }
  };
  return new Promise<Entry | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    if (!isSame) void count();
  }).finally(() => {
    cancel.abort();
    pick.dispose();
  });
}

function showEntry(total: number | undefined): Entry {
  const label =
    total === undefined
      ? vscode.l10n.t("Show who meets the filters")
      : total === 1
        ? vscode.l10n.t("Show 1 user")
        : vscode.l10n.t("Show {0} users", countInWords(total));
  return { label, iconPath: new vscode.ThemeIcon("check"), alwaysShow: true };
}

function filterEntries(criteria: UserCriteria, nameOf: NameOf): Entry[] {
  const { isActive, licenseTypes, accessLevelIDs, homeGroupIDs, notLoggedInDays, neverLoggedIn } = criteria;
  const { createdDays, exceptIDs } = criteria;
  const entry = (label: string, icon: string, words: string | undefined, step: FilterStep): Entry => ({
    label,
    description: words ? inQuickPick(words) : vscode.l10n.t("any"),
    iconPath: new vscode.ThemeIcon(icon),
    step,
  });
  const names = (values: readonly (string | null)[] | undefined) => values && namesOf(values, nameOf);
  const status = isActive === undefined ? undefined : statusInWords(isActive);
  const login = criteriaInWords({ notLoggedInDays, neverLoggedIn, createdDays, exceptIDs }, nameOf);
  return [
    entry(vscode.l10n.t("Status"), "circle-slash", status, askForStatus),
    entry(vscode.l10n.t("License"), "key", names(licenseTypes), askForLicense),
    entry(vscode.l10n.t("Access level"), "shield", names(accessLevelIDs), askForAccessLevel),
    entry(vscode.l10n.t("Home group"), "organization", names(homeGroupIDs), askForHomeGroup),
    entry(vscode.l10n.t("Last login"), "history", login, askForLogin),
  ];
}
