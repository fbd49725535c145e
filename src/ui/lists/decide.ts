import * as vscode from "vscode";
import { refusalOf, type MatchOptions, type Undecided } from "../../domain/lists/match";
import { wishedState } from "../../domain/runs/plan";
import type { UserDetail } from "../../domain/user";
import type { Answer } from "../editor/answer";
import { pick, type Row } from "../editor/pick";
import { lineInWords } from "../words/lists";
import { userLine } from "../words/userLine";

/**
 * Asks whom a line means: nobody, or one of the users it may mean. Nobody comes first, so that Enter alone changes nobody;
 * then the user whom the column names, where it names one.
 * @param place which of the lines to decide it is, and how many there are.
 */
export function decideLine(
  undecided: Undecided,
  options: MatchOptions,
  place: { readonly step: number; readonly totalSteps: number },
): Promise<Answer<readonly UserDetail[]>> {
  const { entry, users, doubts, likely } = undecided;
  const isOpen = (user: UserDetail) => user.isActive !== wishedState(options.wish) && !refusalOf(user, options);
  const rowOf = (user: UserDetail): Row<readonly UserDetail[]> => {
    const { label, description, icon } = userLine(user, { selfID: options.selfID });
    if (isOpen(user)) return { label, description, icon, value: [user] };
    return { directive: [label, description, vscode.l10n.t("cannot be chosen")].join(" · "), icon };
  };
  const nobody: Row<readonly UserDetail[]> = {
    label: vscode.l10n.t("Nobody"),
    description: vscode.l10n.t("leave this line out"),
    icon: "close",
    value: [],
  };
  const open = users.filter(isOpen);
  const isOfSeveral = open.length > 1 && doubts.every(({ kind }) => kind === "severalNamed" || kind === "missing");
  const everybody = { label: vscode.l10n.t("All {0} of them", open.length), icon: "organization", value: open };
  const likelyFirst = [...users].sort((one, other) => Number(other === likely) - Number(one === likely));
  return pick<readonly UserDetail[]>({
    title: vscode.l10n.t("Who is meant in line {0}? {1}", entry.line, entry.text),
    placeholder: lineInWords(
      { line: entry.line, class: undecided.kind, text: entry.text, match: undecided },
      options.wish,
    ),
    staysOpen: true,
    ...place,
    canGoBack: true,
    rows: [nobody, ...likelyFirst.map(rowOf), ...(isOfSeveral ? [everybody] : [])],
  });
}
