import * as vscode from "vscode";
import { refusalOf, type MatchOptions, type Undecided } from "../../domain/lists/match";
import { wishedState } from "../../domain/runs/plan";
import type { UserDetail } from "../../domain/user";
import type { Answer } from "../editor/answer";
import { pick, type Row } from "../editor/pick";
import { lineInWords } from "../words/lists";
import { userLine } from "../words/userLine";

/**
 * Asks whom a line means: one of the users it may mean, or nobody. What comes first is the safe answer: the user whom
 * the column names, where it names one, else nobody.
 */
export function decideLine(undecided: Undecided, options: MatchOptions): Promise<Answer<readonly UserDetail[]>> {
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
  const first = likely && isOpen(likely) ? [rowOf(likely), nobody] : [nobody];
  const others = users.filter((user) => user !== likely || !isOpen(user));
  return pick<readonly UserDetail[]>({
    title: vscode.l10n.t("Who is meant in line {0}? {1}", entry.line, entry.text),
    placeholder: lineInWords(
      { line: entry.line, class: undecided.kind, text: entry.text, match: undecided },
      options.wish,
    ),
    staysOpen: true,
    step: 1,
    totalSteps: 1,
    canGoBack: true,
    rows: [...first, ...others.map(rowOf), ...(isOfSeveral ? [everybody] : [])],
  });
}
