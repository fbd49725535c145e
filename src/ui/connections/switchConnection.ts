import * as vscode from "vscode";
import { nameForHost } from "../../domain/address";
import { hostOf, type Connection, type SignInWay } from "../../domain/connection";
import { runCommand } from "../editor/commands";
import { askForText } from "../editor/input";
import { pick, type Item } from "../editor/pick";
import { explain } from "../words/failures";
import { countInWords } from "../words/numbers";
import { hostBeside, placeOf } from "../words/place";
import type { Connections } from "./connections";

/** How many characters a name may have: what the status bar shows of it. */
const longestName = 60;

/** What is done with a connection, or that there shall be another one. */
type Wish = { readonly select: Connection } | { readonly rename: Connection } | "connect";

/**
 * Lets the person choose the connection of this window, which is also the one that further windows begin with.
 * @param meant the ID of the one that is selected at first.
 */
export async function switchConnection(connections: Connections, meant?: string): Promise<void> {
  const wish = await pick<Wish>({
    title: vscode.l10n.t("Switch Connection"),
    placeholder: vscode.l10n.t("Choose the connection for this window and for new ones"),
    rows: [
      ...connections.all.map((connection) => ({
        ...describe(connection, connection.id === connections.current?.id),
        picked: connection.id === meant,
      })),
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
  const standard = nameForHost(hostOf(connection));
  await askForText({
    title: vscode.l10n.t("Rename the connection to {0}", hostOf(connection)),
    prompt: vscode.l10n.t(
      "The name appears in the status bar, in the Users view, and in every confirmation. Leave it empty to use {0}.",
      standard,
    ),
    value: connection.name,
    check: (text) =>
      text.trim().length > longestName
        ? vscode.l10n.t("At most {0} characters.", countInWords(longestName))
        : undefined,
    accept: (name) => connections.rename(connection.id, name.trim() || standard),
    explainProblem: explain,
    isFollowed: true,
  });
}

function describe(connection: Connection, isCurrent: boolean): Item<Wish> {
  const details = [
    vscode.l10n.t("Signed in as {0}", connection.userName),
    wayInWords(connection.way),
    connection.version,
    connection.readOnly ? vscode.l10n.t("read-only") : vscode.l10n.t("changes allowed"),
  ];
  return {
    value: { select: connection },
    label: placeOf(connection),
    icon: isCurrent ? "check" : "blank",
    description: [hostBeside(connection), isCurrent ? vscode.l10n.t("current") : ""].filter(Boolean).join(" · "),
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
      return vscode.l10n.t("API key from a password");
  }
}
