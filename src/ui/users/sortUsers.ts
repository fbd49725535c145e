import * as vscode from "vscode";
import type { ShownSort } from "../../domain/shownSort";
import type { Session } from "../connections/session";
import { pick } from "../editor/pick";

/** Asks for the order of the users in the view, and reads them in it. */
export async function sortUsers({ directory }: Session): Promise<void> {
  const row = (value: ShownSort, label: string, detail: string) => {
    const isCurrent = value === directory.sort;
    return { value, label, detail, picked: isCurrent, description: isCurrent ? vscode.l10n.t("current") : "" };
  };
  const sort = await pick<ShownSort>({
    title: vscode.l10n.t("Sort Users By"),
    rows: [
      ...(directory.left ? [row("mostLeft", vscode.l10n.t("Work left"), vscode.l10n.t("Most first"))] : []),
      row("name", vscode.l10n.t("Name"), vscode.l10n.t("A to Z")),
      row("lastLogin", vscode.l10n.t("Last login"), vscode.l10n.t("Oldest first; each row shows it")),
      row("created", vscode.l10n.t("Created"), vscode.l10n.t("Newest first; each row shows it")),
    ],
  });
  if (sort && sort !== directory.sort) await directory.sortBy(sort === "mostLeft" ? undefined : sort);
}
