import * as vscode from "vscode";
import { isPreviewHost } from "../../domain/address";
import { hostOf, type Connection, type SignInWay } from "../../domain/connection";
import { commandID } from "../editor/commands";
import { inQuickPick } from "../editor/plainText";
import type { Connections } from "./connections";

interface Choice extends vscode.QuickPickItem {
  /** Missing for the choice of connecting to another Workfront. */
  readonly connection?: Connection;
}

/** Lets the person choose the connection of this window, which is also the one that further windows begin with. */
export async function switchConnection(connections: Connections): Promise<void> {
  const { chosen, renamed } = await choose(connections);
  if (renamed) {
    await rename(connections, renamed);
    return switchConnection(connections);
  }
  if (chosen?.connection) await connections.select(chosen.connection.id);
  else if (chosen) await vscode.commands.executeCommand(commandID("connect"));
}

function choose(connections: Connections): Promise<{ chosen?: Choice; renamed?: Connection }> {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = vscode.l10n.t("Switch Connection");
  pick.placeholder = vscode.l10n.t("The Workfront to work with, here and in windows that you open later");
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = [
    ...connections.all.map((connection) => describe(connection, connection.id === connections.current?.id)),
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    { label: `$(plug) ${vscode.l10n.t("Connect to Another Workfront…")}` },
  ];
  return new Promise<{ chosen?: Choice; renamed?: Connection }>((resolve) => {
    pick.onDidTriggerItemButton(({ item }) => resolve(item.connection ? { renamed: item.connection } : {}));
    pick.onDidAccept(() => resolve(pick.selectedItems[0] ? { chosen: pick.selectedItems[0] } : {}));
    pick.onDidHide(() => resolve({}));
    pick.show();
  }).finally(() => pick.dispose());
}

async function rename(connections: Connections, connection: Connection): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t("Rename the connection to {0}", hostOf(connection)),
    prompt: vscode.l10n.t("What to call it in the list of connections. Left empty, it is called by its host."),
    value: connection.name,
  });
  if (name !== undefined) await connections.rename(connection.id, name.trim() || hostOf(connection));
}

function describe(connection: Connection, isCurrent: boolean): Choice {
  const host = hostOf(connection);
  const details = [
    vscode.l10n.t("as {0}", inQuickPick(connection.userName)),
    wayInWords(connection.way),
    connection.version,
    connection.readOnly ? vscode.l10n.t("read-only") : vscode.l10n.t("changes allowed"),
    ...(isPreviewHost(host) ? [vscode.l10n.t("preview or sandbox")] : []),
  ];
  return {
    connection,
    label: `${isCurrent ? "$(check) " : ""}${inQuickPick(connection.name)}`,
    description: [connection.name === host ? "" : host, isCurrent ? vscode.l10n.t("current") : ""]
      .filter(Boolean)
      .join(" · "),
    detail: details.join(" · "),
    buttons: [{ iconPath: new vscode.ThemeIcon("edit"), tooltip: vscode.l10n.t("Rename…") }],
  };
}

function wayInWords(way: SignInWay): string {
  switch (way) {
    case "oauth":
      return vscode.l10n.t("OAuth 2");
    case "apiKey":
      return vscode.l10n.t("API key");
    case "password":
      return vscode.l10n.t("key by password");
  }
}
