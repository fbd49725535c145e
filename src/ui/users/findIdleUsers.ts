import * as vscode from "vscode";
import { idleCriteria } from "../../domain/idle";
import type { UserCriteria } from "../../workfront/query";
import type { Answer, Place } from "../editor/answer";
import { pick } from "../editor/pick";
import { withProgress } from "../editor/progress";
import { askInSteps, type Step } from "../editor/steps";
import { daysInWords } from "../words/dates";
import { placeOf } from "../words/place";
import { askForDays, askForHomeGroup, askForLicense, type FilterContext } from "./filterSteps";

/** Asks what counts as idle, and shows in the view who is, with the licenses that this could free. */
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
  const idle = await withProgress(
    vscode.l10n.t("Looking for idle users in {0}", placeOf(session.connection)),
    (signal) => idleCriteria(session.client, question, session.connection.userID, signal),
  );
  await vscode.commands.executeCommand("workfrontUsers.users.focus");
  await session.directory.search(idle);
}

async function askForNever(
  { title }: FilterContext,
  { notLoggedInDays = 0, neverLoggedIn }: UserCriteria,
  place: Place,
): Promise<Answer<UserCriteria>> {
  const days = daysInWords(notLoggedInDays);
  const row = (label: string, never: true | undefined) => ({
    label,
    value: { neverLoggedIn: never },
    picked: never === neverLoggedIn,
  });
  return pick<UserCriteria>({
    ...place,
    title: vscode.l10n.t("{0}: Last Login", title),
    rows: [
      row(vscode.l10n.t("Not logged in for {0}, or never", days), true),
      row(vscode.l10n.t("Not logged in for {0}, but before that", days), undefined),
    ],
  });
}
