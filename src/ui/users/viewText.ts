import * as vscode from "vscode";
import { shown } from "../../domain/shown";
import type { Session } from "../connections/session";
import { explainBriefly } from "../words/failures";
import { unknownKindsInWords } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { placeOf } from "../words/place";
import { criteriaInWords, type NameOf } from "./criteriaInWords";

/** `connection · N users`, or `M of N users`; where no row leaves room for a message, what was looked for as well. */
export function descriptionOf({ connection, directory }: Session, hasRows: boolean, nameOf: NameOf): string {
  const parts = [shown(placeOf(connection)), usersInWords(directory)];
  if (connection.readOnly) parts.push(vscode.l10n.t("read-only"));
  if (!hasRows && directory.isSearching) parts.push(shown(criteriaInWords(directory.criteria, nameOf)));
  return parts.filter(Boolean).join(" · ");
}

function usersInWords({ everybody, total, isSearching }: Session["directory"]): string {
  if (everybody === undefined) return "";
  if (isSearching)
    return total === undefined ? "" : vscode.l10n.t("{0} of {1} users", countInWords(total), countInWords(everybody));
  return everybody === 1 ? vscode.l10n.t("1 user") : vscode.l10n.t("{0} users", countInWords(everybody));
}

/** How the rows were asked for, and that they are of an earlier time where the last reading failed. */
export function messageOf({ directory }: Session, nameOf: NameOf): string {
  const { state, criteria, sort } = directory;
  const parts: string[] = [];
  if (state.kind === "failed") parts.push(vscode.l10n.t("Showing earlier results: {0}", explainBriefly(state.error)));
  if (directory.isSearching) parts.push(shown(criteriaInWords(criteria, nameOf)));
  const unknown = directory.left?.unknown ?? [];
  if (unknown.length > 0) parts.push(unknownKindsInWords(unknown.map(({ kind }) => kind)));
  if (sort === "mostLeft") parts.push(vscode.l10n.t("Most work first"));
  if (sort === "lastLogin") parts.push(vscode.l10n.t("Sorted by last login"));
  if (sort === "created") parts.push(vscode.l10n.t("Sorted by creation date"));
  return parts.join(" · ");
}
