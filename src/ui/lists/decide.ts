import * as vscode from "vscode";
import { refusalOf, type MatchOptions, type Undecided } from "../../domain/lists/match";
import { wishedState } from "../../domain/runs/plan";
import type { UserDetail } from "../../domain/user";
import type { Answer } from "../editor/answer";
import { pick, type Row } from "../editor/pick";
import { lineInWords } from "../words/lists";
import { userLine } from "../words/userLine";

/** Asks whom a line means: one of the users it may mean, all of them, or nobody. */
export function decideLine(undecided: Undecided, options: MatchOptions): Promise<Answer<readonly UserDetail[]>> {
  const { entry, users } = undecided;
  const open = users.filter((user) => user.isActive !== wishedState(options.wish) && !refusalOf(user, options));
  const rows = users.map((user): Row<readonly UserDetail[]> => {
    const { label, description, icon } = userLine(user, { selfID: options.selfID });
    if (open.includes(user)) return { label, description, icon, value: [user] };
    return { directive: [label, description, vscode.l10n.t("cannot be chosen")].join(" · "), icon };
  });
  const everybody: Row<readonly UserDetail[]>[] =
    open.length > 1
      ? [{ label: vscode.l10n.t("All {0} of them", open.length), icon: "organization", value: open }]
      : [];
  const line = { line: entry.line, class: undecided.kind, text: entry.text, match: undecided };
  return pick<readonly UserDetail[]>({
    title: vscode.l10n.t("Whom does line {0} mean? {1}", entry.line, entry.text),
    placeholder: lineInWords(line, options.wish),
    staysOpen: true,
    step: 1,
    totalSteps: 1,
    canGoBack: true,
    rows: [
      ...rows,
      { label: vscode.l10n.t("Nobody"), description: vscode.l10n.t("leave this line out"), icon: "close", value: [] },
      ...everybody,
    ],
  });
}
