import * as vscode from "vscode";
import type { Accounting, AccountedLine, LineClass } from "../../domain/lists/accounting";
import type { Undecided } from "../../domain/lists/match";
import type { Wish } from "../../domain/runs/plan";
import type { Answer } from "../editor/answer";
import { pick, type PickButton, type Row } from "../editor/pick";
import { tell } from "../editor/tell";
import { classInWords, lineInWords, listTitle } from "../words/lists";
import { countInWords } from "../words/numbers";
import { mostRows, rowsLeftOut } from "./mostRows";

/** Shows the lines of one class. @returns a line that the person wants to decide. */
export function showLines(kind: LineClass, { lines }: Accounting, wish: Wish): Promise<Answer<Undecided>> {
  const some = lines.filter((line) => line.class === kind);
  const isOpen = kind === "toDecide" || kind === "decided";
  return pick<Undecided>({
    title: vscode.l10n.t("{0}: {1}", listTitle(wish), classInWords(kind, some.length, wish)),
    placeholder: isOpen ? vscode.l10n.t("Select a line to decide who is meant.") : "",
    staysOpen: true,
    step: 1,
    totalSteps: 1,
    canGoBack: true,
    buttons: [copyButton(some)],
    rows: [...rowsLeftOut(some.length), ...some.slice(0, mostRows).map((line) => rowOf(line, wish))],
  });
}

function rowOf(line: AccountedLine, wish: Wish): Row<Undecided> {
  const detail = lineInWords(line, wish);
  const label = vscode.l10n.t("Line {0}: {1}", line.line, line.text);
  const { match } = line;
  if (match?.kind === "toDecide") return { label, detail, icon: "question", value: match };
  if (match?.kind === "decided") return { label, detail, icon: "check", value: match.undecided };
  return { directive: label, detail };
}

/** Copies all lines of the class, also those that are not shown. */
function copyButton(lines: readonly AccountedLine[]): PickButton<never> {
  return {
    icon: "copy",
    tooltip: vscode.l10n.t("Copy These Lines"),
    press: async () => {
      await vscode.env.clipboard.writeText(lines.map(({ text }) => text).join("\n"));
      void tell.info(vscode.l10n.t("Lines copied: {0}", countInWords(lines.length)));
    },
  };
}
