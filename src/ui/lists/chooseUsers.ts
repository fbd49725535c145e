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

/** Nobody looks through thousands of boxes: so many users are changed together, or their list is made shorter. */
async function chooseAll(users: readonly ListedUser[], choice: Choice): Promise<Answer<readonly UserDetail[]>> {
  const { wish, place } = choice;
  const count = countInWords(users.length);
  const all: Row<"all"> = {
    label:
      wish === "deactivate" ? vscode.l10n.t("Deactivate All {0}…", count) : vscode.l10n.t("Reactivate All {0}…", count),
    description: vscode.l10n.t("to leave somebody out, take the line out of the list"),
    icon: "organization",
    value: "all",
  };
  const rows = users.slice(0, mostRows).map((one): Row<"all"> => {
    const { label, description, detail, icon } = rowOf(one, choice);
    return { directive: [label, description].filter(Boolean).join(" · "), detail, icon };
  });
  const answer = await pick<"all">({
    title: vscode.l10n.t("{0}: Select Users", listTitle(wish)),
    placeholder: vscode.l10n.t("{0} users in {1} are too many to be selected one by one.", count, place),
    staysOpen: true,
    ...step,
    rows: [...rowsLeftOut(users.length), all, ...rows],
  });
  return answer === "all" ? users.map(({ user }) => user) : answer;
}

const step = { step: 1, totalSteps: 1, canGoBack: true } as const;

function rowOf({ user, match: { entry } }: ListedUser, { selfID }: Choice) {
  return { ...userLine(user, { selfID }), detail: vscode.l10n.t("Line {0}: {1}", entry.line, entry.text) };
}
