import * as vscode from "vscode";
import type { GroupField } from "../../workfront/query";
import type { Session } from "../connections/session";

interface GroupingItem extends vscode.QuickPickItem {
  readonly grouping: GroupField | undefined;
}

/** Asks how to group the users of the view, and does so. */
export async function groupUsers({ directory }: Session): Promise<void> {
  const items: GroupingItem[] = [
    { label: vscode.l10n.t("No grouping"), grouping: undefined },
    { label: vscode.l10n.t("Home group"), grouping: "homeGroupID" },
    { label: vscode.l10n.t("License"), grouping: "licenseType" },
    { label: vscode.l10n.t("Status"), grouping: "isActive" },
  ];
  const current = vscode.l10n.t("current");
  const picked = await vscode.window.showQuickPick(
    items.map((item) => (item.grouping === directory.grouping ? { ...item, description: current } : item)),
    { title: vscode.l10n.t("Group Users By"), placeHolder: vscode.l10n.t("What the users of a group have in common") },
  );
  if (picked && picked.grouping !== directory.grouping) await directory.groupBy(picked.grouping);
}
