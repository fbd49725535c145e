import * as vscode from "vscode";
import { findIdle, type IdleUsers } from "../../domain/idle";
import type { UserCriteria } from "../../workfront/query";
import type { Session } from "../connections/session";
import type { Answer, Place } from "../editor/answer";
import { runCommand } from "../editor/commands";
import { pick } from "../editor/pick";
import { withProgress } from "../editor/progress";
import { askInSteps, type Step } from "../editor/steps";
import { tell } from "../editor/tell";
import { countInWords } from "../words/numbers";
import { licenseInWords } from "../words/userLine";
import { askForDays, askForHomeGroup, askForLicense, type FilterContext } from "./filterSteps";

/** More idle users than these are not deactivated in one go: a filter narrows them first. */
const mostAtOnce = 2000;

/** Asks what counts as idle, shows who is, and says which licenses that could free. */
export async function findIdleUsers(context: FilterContext): Promise<void> {
  const { session, idleDays } = context;
  const steps: Step<UserCriteria>[] = [
    {
      ask: async ({ notLoggedInDays = idleDays }, place) => {
        const days = await askForDays(context.title, notLoggedInDays, place);
        return typeof days === "number" ? { notLoggedInDays: days, createdDays: days } : days;
      },
    },
    { ask: (criteria, place) => askForNever(context, criteria, place) },
    { ask: (criteria, place) => askForLicense(context, criteria, place) },
    { ask: (criteria, place) => askForHomeGroup(context, criteria, place) },
  ];
  const criteria = await askInSteps<UserCriteria>(steps, { isActive: true, neverLoggedIn: true });
  if (!criteria) return;
  const { notLoggedInDays: days = idleDays, neverLoggedIn = false, licenseTypes, homeGroupIDs } = criteria;
  const question = { days, neverLoggedIn, licenseTypes, homeGroupIDs };
  const found = await withProgress(vscode.l10n.t("Looking for idle users on {0}", session.host), (signal) =>
    findIdle(session.client, question, session.connection.userID, signal),
  );
  await vscode.commands.executeCommand("workfrontUsers.users.focus");
  await session.directory.search(found.criteria);
  await tellFound(session, found, days);
}

async function askForNever(
  { title }: FilterContext,
  { notLoggedInDays = 0, neverLoggedIn }: UserCriteria,
  place: Place,
): Promise<Answer<UserCriteria>> {
  const days = countInWords(notLoggedInDays);
  const row = (label: string, never: true | undefined) => ({
    label,
    value: { neverLoggedIn: never },
    picked: never === neverLoggedIn,
  });
  return pick<UserCriteria>({
    ...place,
    title: vscode.l10n.t("{0}: Last Login", title),
    rows: [
      row(vscode.l10n.t("Not logged in for {0} days, or never", days), true),
      row(vscode.l10n.t("Not logged in for {0} days, but at some time", days), undefined),
    ],
  });
}

async function tellFound(session: Session, found: IdleUsers, days: number): Promise<void> {
  const { total, licenses } = found;
  const labels = await session.licenseLabels();
  const freed = licenses.map(({ value, count }) =>
    vscode.l10n.t("{0}: {1}", licenseInWords(value, labels), countInWords(count)),
  );
  const deactivate = {
    title: vscode.l10n.t("Deactivate…"),
    run: async () => runCommand("deactivate", await idsOf(session, found)),
  };
  const exportThem = { title: vscode.l10n.t("Export Users…"), run: () => runCommand("exportUsers") };
  const mayDeactivate = total > 0 && total <= mostAtOnce && !session.connection.readOnly;
  await tell.info(
    sentence({ host: session.host, total, days, freed: freed.join(", ") }),
    ...(mayDeactivate ? [deactivate] : []),
    ...(total > 0 ? [exportThem] : []),
  );
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
