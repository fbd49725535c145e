import * as vscode from "vscode";
import type { Directive } from "../editor/pick";
import { countInWords } from "../words/numbers";

/** How many rows a pick shows: nobody reads more, and the editor takes long to take them. */
export const mostRows = 1000;

/** The row that says that there are more, where there are. */
export function rowsLeftOut(count: number): Directive[] {
  return count <= mostRows
    ? []
    : [
        {
          directive: vscode.l10n.t("The first {0} of {1} are shown", countInWords(mostRows), countInWords(count)),
          icon: "info",
        },
      ];
}
