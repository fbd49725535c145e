import * as vscode from "vscode";
import { isPreviewHost } from "../../domain/address";
import { hostOf, type Connection, type SignInWay } from "../../domain/connection";
import { runCommand } from "../editor/commands";
import { askForText } from "../editor/input";
import { pick, type Item } from "../editor/pick";
import type { Connections } from "./connections";

/** What is done with a connection, or that there shall be another one. */
type Wish = { readonly select: Connection } | { readonly rename: Connection } | "connect";

/** Lets the person choose the connection of this window, which is also the one that further windows begin with. */
export async function switchConnection(connections: Connections): Promise<void> {
  const wish = await pick<Wish>({
    title: vscode.l10n.t("Switch Connection"),
    placeholder: vscode.l10n.t("The Workfront to work with, here and in windows that you open later"),
    rows: [
      ...connections.all.map((connection) => describe(connection, connection.id === connections.current?.id)),
      { heading: "" },
      { label: vscode.l10n.t("Connect to Another Workfront…"), icon: "plug", value: "connect" },
    ],
  });
  if (wish === "connect") await runCommand("connect");
  else if (wish && "select" in wish) await connections.select(wish.select.id);
  else if (wish) {
    await rename(connections, wish.rename);
    await switchConnection(connections);
  }
}

async function rename(connections: Connections, connection: Connection): Promise<void> {
  const name = await askForText({
    title: vscode.l10n.t("Rename the connection to {0}", hostOf(connection)),
    prompt: vscode.l10n.t("What to call it in the list of connections. Left empty, it is called by its host."),
    value: connection.name,
  });
  if (name !== undefined) await connections.rename(connection.id, name.trim() || hostOf(connection));
}

function describe(connection: Connection, isCurrent: boolean): Item<Wish> {
  const host = hostOf(connection);
  const details = [
    vscode.l10n.t("as {0}", connection.userName),
    wayInWords(connection.way),
    connection.version,
    connection.readOnly ? vscode.l10n.t("read-only") : vscode.l10n.t("changes allowed"),
    ...(isPreviewHost(host) ? [vscode.l10n.t("preview or sandbox")] : []),
  ];
  return {
    value: { select: connection },
    label: connection.name,
    icon: isCurrent ? "check" : "blank",
    description: [connection.name === host ? "" : host, isCurrent ? vscode.l10n.t("current") : ""]
      .filter(Boolean)
      .join(" · "),
    detail: details.join(" · "),
    buttons: [{ icon: "edit", tooltip: vscode.l10n.t("Rename…"), answer: { rename: connection } }],
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
