import * as vscode from "vscode";
import type { Session } from "../connections/session";
import { explainBriefly } from "../words/failures";
import { countInWords } from "../words/numbers";
import { criteriaInWords, type NameOf } from "./criteriaInWords";

/** `host · N users`; where no row leaves room for a message, what was looked for or what went wrong as well. */
export function descriptionOf({ host, connection, directory }: Session, hasRows: boolean, nameOf: NameOf): string {
  const { everybody, state } = directory;
  const parts = [host];
  if (everybody !== undefined)
    parts.push(everybody === 1 ? vscode.l10n.t("1 user") : vscode.l10n.t("{0} users", countInWords(everybody)));
  if (connection.readOnly) parts.push(vscode.l10n.t("read-only"));
  if (!hasRows && state.kind === "failed") parts.push(explainBriefly(state.error));
  if (!hasRows && directory.isSearching) parts.push(criteriaInWords(directory.criteria, nameOf));
  return parts.join(" · ");
}

/** How the rows were asked for, and how many there are; that they are old where the last reading failed. */
export function messageOf({ directory }: Session, nameOf: NameOf): string {
  const { state, criteria, total, everybody } = directory;
  const parts: string[] = [];
  if (directory.isSearching) {
    parts.push(criteriaInWords(criteria, nameOf));
    if (total !== undefined && everybody !== undefined)
      parts.push(vscode.l10n.t("{0} of {1}", countInWords(total), countInWords(everybody)));
  }
  if (state.kind === "failed")
    parts.push(vscode.l10n.t("These rows are old: the last refresh failed ({0}).", explainBriefly(state.error)));
  return parts.join(" · ");
}
