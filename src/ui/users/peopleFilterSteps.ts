import * as vscode from "vscode";
import { displayName } from "../../domain/user";
import type { Parameter } from "../../workfront/query";
import { pick, pickSeveral, type Item } from "../editor/pick";
import { userLine } from "../words/userLine";
import { scheduledInWords } from "./criteriaInWords";
import { noneMeansAny, withAnswer, type FilterStep } from "./filterSteps";

/** How many teams or managers are listed for what is typed. */
const listed = 100;

/** Teams are found by the server, because there may be thousands. */
export const askForTeam: FilterStep = async ({ title, session }, { homeTeamIDs = [] }, place) =>
  withAnswer(
    await pickSeveral<string>({
      ...place,
      title: vscode.l10n.t("{0}: Team", title),
      placeholder: noneMeansAny(),
      searches: true,
      checked: homeTeamIDs.map((id) => ({ value: id, label: session.nameOf(id) ?? id })),
      rows: async ({ text, signal }) => {
        const filters: Parameter[] = text
          ? [
              ["name", text],
              ["name_Mod", "cicontains"],
            ]
          : [];
        const question = { filters, fields: ["name"], page: { first: 0, limit: listed } };
        const teams = await session.client.searchObjects("TEAMOB", question, { signal });
        const rows = teams.map(({ ID, name }) => ({ value: ID, label: typeof name === "string" ? name : ID }));
        session.learn(rows.map(({ value, label }) => [value, label]));
        return rows.sort((one, other) => one.label.localeCompare(other.label));
      },
    }),
    (ids) => ({ homeTeamIDs: ids }),
  );

export const askForManager: FilterStep = async ({ title, session }, { managerIDs = [] }, place) =>
  withAnswer(
    await pickSeveral<string>({
      ...place,
      title: vscode.l10n.t("{0}: Manager", title),
      placeholder: noneMeansAny(),
      searches: true,
      checked: managerIDs.map((id) => ({ value: id, label: session.nameOf(id) ?? id, icon: "account" })),
      rows: async ({ text, signal }) => {
        const users = await session.client.searchUsers({ text }, { first: 0, limit: listed }, { signal });
        session.learn(users.map((user) => [user.ID, displayName(user)]));
        return users.map((user): Item<string> => ({ ...userLine(user), value: user.ID }));
      },
    }),
    (ids) => ({ managerIDs: ids }),
  );

export const askForSchedule: FilterStep = ({ title }, { scheduled }, place) =>
  pick({
    ...place,
    title: vscode.l10n.t("{0}: Deactivation Date", title),
    rows: [undefined, "coming" as const, "overdue" as const].map((value) => ({
      label: scheduledInWords({ scheduled: value }) ?? vscode.l10n.t("Any or none"),
      detail: value === "overdue" ? vscode.l10n.t("The date has passed, and the user is still active") : "",
      picked: value === scheduled,
      value: { scheduled: value },
    })),
  });
