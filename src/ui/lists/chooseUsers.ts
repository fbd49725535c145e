import * as vscode from "vscode";
import type { Match } from "../../domain/lists/match";
import type { Wish } from "../../domain/runs/plan";
import type { UserDetail } from "../../domain/user";
import type { Answer } from "../editor/answer";
import { pick, pickSeveral, type Item, type Row } from "../editor/pick";
import { listTitle } from "../words/lists";
import { countInWords } from "../words/numbers";
import { userLine } from "../words/userLine";
import { mostRows, rowsLeftOut } from "./mostRows";

/** A user whom a line of the list means. */
export interface ListedUser {
  readonly user: UserDetail;
  readonly match: Match;
}

interface Choice {
  readonly wish: Wish;
  /** Where the users are, in words. */
  readonly place: string;
  readonly selfID: string;
  /** The IDs of those who were left out before; it follows what is left out now. */
  readonly leftOut: Set<string>;
}

/** Asks which of the users that a list means are to be changed; all are ticked but those who were left out before. */
export function chooseUsers(users: readonly ListedUser[], choice: Choice): Promise<Answer<readonly UserDetail[]>> {
  const { wish, place, leftOut } = choice;
  if (users.length > mostRows) return chooseAll(users, choice);
  return pickSeveral<UserDetail>({
    title: vscode.l10n.t("{0}: Select Users", listTitle(wish)),
    placeholder:
      wish === "deactivate"
        ? vscode.l10n.t("Check the matches in {0}. Only selected users will be deactivated.", place)
        : vscode.l10n.t("Check the matches in {0}. Only selected users will be reactivated.", place),
    staysOpen: true,
    ...step,
    nothingSelected: vscode.l10n.t("nobody is selected"),
    onChecked: (checked) => {
      for (const { user } of users) leftOut.add(user.ID);
      for (const { ID } of checked) leftOut.delete(ID);
    },
    rows: users.map((one): Item<UserDetail> => ({
      ...rowOf(one, choice),
      picked: !leftOut.has(one.user.ID),
      value: one.user,
    })),
  });
}

type Wanted = "all" | "leaveOut";

/** Nobody looks through thousands of boxes: so many users are changed together, without those who are found and left out. */
async function chooseAll(users: readonly ListedUser[], choice: Choice): Promise<Answer<readonly UserDetail[]>> {
  const { wish, place, leftOut } = choice;
  for (;;) {
    const meant = users.filter(({ user }) => !leftOut.has(user.ID));
    const count = countInWords(meant.length);
    const all: Row<Wanted> = {
      label:
        wish === "deactivate"
          ? vscode.l10n.t("Deactivate All {0}…", count)
          : vscode.l10n.t("Reactivate All {0}…", count),
      icon: "organization",
      value: "all",
      picked: true,
    };
    const leaveOut: Row<Wanted> = {
      label: vscode.l10n.t("Leave Users Out…"),
      description:
        meant.length < users.length ? vscode.l10n.t("{0} left out", countInWords(users.length - meant.length)) : "",
      icon: "search",
      value: "leaveOut",
    };
    const rows = meant.slice(0, mostRows).map((one): Row<Wanted> => {
      const { label, description, detail, icon } = rowOf(one, choice);
      return { directive: [label, description].filter(Boolean).join(" · "), detail, icon };
    });
    const answer = await pick<Wanted>({
      title: vscode.l10n.t("{0}: Select Users", listTitle(wish)),
      placeholder: vscode.l10n.t(
        "{0} users in {1} are too many to be selected one by one.",
        countInWords(users.length),
        place,
      ),
      staysOpen: true,
      ...step,
      rows: [...rowsLeftOut(meant.length), ...(meant.length > 0 ? [all] : []), leaveOut, ...rows],
    });
    if (answer === "all") return meant.map(({ user }) => user);
    if (answer !== "leaveOut") return answer;
    if ((await chooseLeftOut(users, choice)) === undefined) return undefined;
  }
}

/** Finds users among thousands by what is typed; those with a box that is set are left out. */
function chooseLeftOut(users: readonly ListedUser[], choice: Choice): Promise<Answer<unknown>> {
  const { wish, leftOut } = choice;
  const items = users.map((one): Item<string> => ({ ...rowOf(one, choice), value: one.user.ID }));
  const found = (text: string) => {
    const words = text.toLowerCase().split(/\s+/);
    const texts = ({ label, description = "", detail = "" }: Item<string>) =>
      `${label} ${description} ${detail}`.toLowerCase();
    return items.filter((item) => words.every((word) => texts(item).includes(word)));
  };
  return pickSeveral<string>({
    title: vscode.l10n.t("{0}: Leave Users Out", listTitle(wish)),
    placeholder: vscode.l10n.t("Type a name or an email. Selected users are left out."),
    staysOpen: true,
    ...step,
    searches: true,
    checked: items.filter(({ value }) => leftOut.has(value)),
    onChecked: (checked) => {
      for (const { user } of users) leftOut.delete(user.ID);
      for (const ID of checked) leftOut.add(ID);
    },
    rows: ({ text }) => {
      const some = found(text);
      return Promise.resolve([...rowsLeftOut(some.length), ...some.slice(0, mostRows)]);
    },
  });
}

const step = { step: 1, totalSteps: 1, canGoBack: true } as const;

function rowOf({ user, match: { entry } }: ListedUser, { selfID }: Choice) {
  return { ...userLine(user, { selfID }), detail: vscode.l10n.t("Line {0}: {1}", entry.line, entry.text) };
}
