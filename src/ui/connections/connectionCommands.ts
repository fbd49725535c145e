import * as vscode from "vscode";
import { isPreviewHost } from "../../domain/address";
import { hostOf, type Connection } from "../../domain/connection";
import { commandID, type Commands } from "../host/commands";
import type { Log } from "../host/log";
import { inNotification, inQuickPick } from "../host/plainText";
import type { Settings } from "../host/settings";
import type { ConnectDialog } from "./connect";
import type { Connections } from "./connections";

/** Connect, switch, disconnect, and whether changes are allowed. */
export function registerConnectionCommands(commands: Commands, connections: Connections, settings: Settings, log: Log) {
  let dialog: ConnectDialog | undefined;
  commands.register("connect", async (argument) => {
    const { ConnectDialog } = await import("./connect");
    dialog ??= new ConnectDialog(connections, settings, log);
    await dialog.run(argument);
  });
  commands.register("switchConnection", async () => {
    const other = vscode.l10n.t("Connect to Another Workfront…");
    const chosen = await vscode.window.showQuickPick(
      [
        ...connections.all.map((connection) => describe(connection, connection.id === connections.current?.id)),
        { label: "", kind: vscode.QuickPickItemKind.Separator, id: undefined },
        { label: `$(plug) ${other}`, id: undefined },
      ],
      { title: vscode.l10n.t("Switch Connection"), placeHolder: vscode.l10n.t("The Workfront to work with") },
    );
    if (chosen?.id) await connections.select(chosen.id);
    else if (chosen) await vscode.commands.executeCommand(commandID("connect"));
  });
  commands.register("disconnect", async () => {
    const { current } = connections;
    if (current && (await confirmDisconnect(current))) await connections.remove(current.id);
  });
  commands.register("setReadOnly", async () => connections.setReadOnly(true));
  commands.register("allowChanges", async () => connections.setReadOnly(false));
}

function describe(connection: Connection, isCurrent: boolean) {
  const host = hostOf(connection);
  const way = connection.way === "password" ? vscode.l10n.t("key by password") : vscode.l10n.t("API key");
  const details = [
    vscode.l10n.t("as {0}", inQuickPick(connection.userName)),
    way,
    connection.version,
    connection.readOnly ? vscode.l10n.t("read-only") : vscode.l10n.t("changes allowed"),
    ...(isPreviewHost(host) ? [vscode.l10n.t("preview or sandbox")] : []),
  ];
  return {
    id: connection.id,
    label: `${isCurrent ? "$(check) " : ""}${inQuickPick(connection.name)}`,
    description: [connection.name === host ? "" : host, isCurrent ? vscode.l10n.t("current") : ""]
      .filter(Boolean)
      .join(" · "),
    detail: details.join(" · "),
  };
}

async function confirmDisconnect(connection: Connection): Promise<boolean> {
  const disconnect = vscode.l10n.t("Disconnect");
  const answer = await vscode.window.showWarningMessage(
    inNotification(vscode.l10n.t("Disconnect from {0}?", hostOf(connection))),
    {
      modal: true,
      detail: vscode.l10n.t(
        "The key of {0} is forgotten on this computer. It stays valid in Workfront until it expires or is removed there, under Setup > System > Customer Info.",
        connection.userName,
      ),
    },
    disconnect,
  );
  return answer === disconnect;
}
