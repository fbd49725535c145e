import * as vscode from "vscode";
import type { GroupField } from "../../workfront/query";
import type { Session } from "../connections/session";
import { pick } from "../editor/pick";

/** Asks how to group the users of the view, and does so. */
export async function groupUsers({ directory }: Session): Promise<void> {
  const row = (label: string, grouping: GroupField | undefined) => {
    const isCurrent = grouping === directory.grouping;
    return { label, value: { grouping }, picked: isCurrent, description: isCurrent ? vscode.l10n.t("current") : "" };
  };
  const picked = await pick({
    title: vscode.l10n.t("Group Users By"),
    rows: [
      row(vscode.l10n.t("No grouping"), undefined),
      row(vscode.l10n.t("Home group"), "homeGroupID"),
      row(vscode.l10n.t("License"), "licenseType"),
      row(vscode.l10n.t("Status"), "isActive"),
    ],
  });
  if (picked && picked.grouping !== directory.grouping) await directory.groupBy(picked.grouping);
}
