import * as vscode from "vscode";
import { findIdle, type IdleUsers } from "../../domain/idle";
import type { UserCriteria } from "../../workfront/query";
import type { Session } from "../connections/session";
import { commandID } from "../editor/commands";
import { countInWords } from "../words/numbers";
import { inNotification } from "../editor/plainText";
import { withProgress } from "../editor/progress";
import { back, type Answer } from "../editor/steps";
import { askForDays, askForHomeGroup, askForLicense, choose, type FilterContext } from "./filterSteps";

/** More idle users than these are not deactivated in one go: a filter narrows them first. */
const mostAtOnce = 2000;

type Step = (criteria: UserCriteria) => Promise<Answer<UserCriteria>>;

/** Asks what counts as idle, shows who is, and says which licenses that could free. */
export async function findIdleUsers(context: FilterContext): Promise<void> {
  const { session, idleDays } = context;
  const steps: Step[] = [
    async ({ notLoggedInDays }) => {
      const days = await askForDays(context.title, notLoggedInDays ?? idleDays);
      return days === undefined ? undefined : { notLoggedInDays: days, createdDays: days };
    },
    (criteria) => askForNever(context, criteria),
    (criteria) => askForLicense(context, criteria),
    (criteria) => askForHomeGroup(context, criteria),
  ];
  let criteria: UserCriteria = { isActive: true };
  for (let step = 0; step < steps.length;) {
    const answer = await steps[step]?.(criteria);
    if (answer === undefined) return;
    if (answer !== back) criteria = { ...criteria, ...answer };
    step = answer === back ? Math.max(0, step - 1) : step + 1;
  }
  const { notLoggedInDays: days = idleDays, neverLoggedIn = false, licenseTypes, homeGroupIDs } = criteria;
  const question = { days, neverLoggedIn, licenseTypes, homeGroupIDs };
  const found = await withProgress(vscode.l10n.t("Looking for idle users on {0}", session.host), (signal) =>
    findIdle(session.client, question, session.connection.userID, signal),
  );
  await vscode.commands.executeCommand("workfrontUsers.users.focus");
  await session.directory.search(found.criteria);
  await tell(session, found, days);
}

async function askForNever(
  context: FilterContext,
  { notLoggedInDays = 0 }: UserCriteria,
): Promise<Answer<UserCriteria>> {
  const days = countInWords(notLoggedInDays);
  const answer = await choose<true | undefined>({
    title: vscode.l10n.t("{0}: Last Login", context.title),
    chosen: [true],
    load: () => [
      { label: vscode.l10n.t("Not logged in for {0} days, or never", days), value: true },
      { label: vscode.l10n.t("Not logged in for {0} days, but at some time", days), value: undefined },
    ],
  });
  return answer === undefined || answer === back ? answer : { neverLoggedIn: answer[0] };
}

async function tell(session: Session, found: IdleUsers, days: number): Promise<void> {
  const { total, licenses } = found;
  const labels = await session.licenseLabels();
  const freed = licenses.map(({ value, count }) => {
    const name = value === null ? vscode.l10n.t("No license") : (labels.get(value) ?? value);
    return vscode.l10n.t("{0}: {1}", name, countInWords(count));
  });
  const deactivate = vscode.l10n.t("Deactivate…");
  const exportThem = vscode.l10n.t("Export Users…");
  const mayDeactivate = total <= mostAtOnce && !session.connection.readOnly;
  const button = await vscode.window.showInformationMessage(
    inNotification(sentence({ host: session.host, total, days, freed: freed.join(", ") })),
    ...(total > 0 && mayDeactivate ? [deactivate] : []),
    ...(total > 0 ? [exportThem] : []),
  );
  if (button === exportThem) await vscode.commands.executeCommand(commandID("exportUsers"));
  if (button === deactivate) await vscode.commands.executeCommand(commandID("deactivate"), await idsOf(session, found));
}

async function idsOf({ client }: Session, { criteria, total }: IdleUsers): Promise<string[]> {
  const ids: string[] = [];
  for await (const users of client.listUsers(criteria, ["name"], { expected: total }))
    ids.push(...users.map(({ ID }) => ID));
  return ids;
}

interface Finding {
  readonly host: string;
  readonly total: number;
  readonly days: number;
  /** The licenses in words, each with its number. */
  readonly freed: string;
}

function sentence({ host, total, days, freed }: Finding): string {
  const daysInWords = countInWords(days);
  if (total === 0) return vscode.l10n.t("No active user on {0} has been idle for {1} days.", host, daysInWords);
  const found =
    total === 1
      ? vscode.l10n.t("1 active user on {0} has been idle for {1} days.", host, daysInWords)
      : vscode.l10n.t("{0} active users on {1} have been idle for {2} days.", countInWords(total), host, daysInWords);
  const licenses = vscode.l10n.t("Licenses that deactivating them could free: {0}.", freed);
  const limits = vscode.l10n.t(
    "Logins by integrations count as logins, and users created within these days are left out.",
  );
  return `${found} ${licenses} ${limits}`;
}
