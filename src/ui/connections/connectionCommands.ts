import * as vscode from "vscode";
import type { Connection } from "../../domain/connection";
import type { Commands } from "../editor/commands";
import { Explanation } from "../words/failures";
import type { Log } from "../editor/log";
import { pick } from "../editor/pick";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import type { Settings } from "../editor/settings";
import { ask, tell } from "../editor/tell";
import { placeWithHost } from "../words/place";
import type { BrowserSignIn, BrowserSignInRequest } from "./browserSignIn";
import { checkConnection } from "./checkConnection";
import { ConnectDialog } from "./connect";
import type { Connections } from "./connections";
import { redirectRows } from "./connectSteps";
import { editorAddress } from "./redirectAddress";
import { switchConnection } from "./switchConnection";

export interface ConnectionCommandParts {
  readonly context: vscode.ExtensionContext;
  readonly connections: Connections;
  readonly settings: Settings;
  readonly log: Log;
  readonly reports: MarkdownDocuments;
  readonly browserSignIn: () => Promise<BrowserSignIn>;
}

/** Connect, switch, disconnect, and whether changes are allowed. */
export function registerConnectionCommands(commands: Commands, parts: ConnectionCommandParts): void {
  const { context, connections, browserSignIn } = parts;
  const address = editorAddress(context);
  commands.register("connect", async (argument) => {
    const signInThroughBrowser = async (request: BrowserSignInRequest) => (await browserSignIn()).run(request);
    await new ConnectDialog({ ...parts, signInThroughBrowser, editorAddress: address }).run(argument);
  });
  commands.register("copySignInAddress", async () => (await browserSignIn()).copyAddress());
  commands.register("pasteSignInAddress", async () => (await browserSignIn()).pasteAddress());
  commands.register("copyRedirectAddress", () => copyRedirectAddress(address));
  commands.register("switchConnection", (row) => switchConnection(connections, connectionOf(row)));
  commands.register("disconnect", async () => {
    const current = currentOf(connections);
    if (await confirmDisconnect(current)) await connections.remove(current.id);
  });
  commands.register("checkConnection", async () => {
    const { name } = currentOf(connections);
    if (!connections.session) await connections.open();
    const { session } = connections;
    if (!session) throw new Explanation(vscode.l10n.t("You are signed out of {0}.", name), { next: "signIn" });
    await checkConnection(session, parts);
  });
  for (const [name, readOnly] of [["setReadOnly", true] as const, ["allowChanges", false] as const])
    commands.register(name, async () => {
      currentOf(connections);
      await connections.setReadOnly(readOnly);
    });
}

/** The connection to which a row of another view belongs. */
function connectionOf(row: unknown): string | undefined {
  const its = typeof row === "object" && row !== null && "connectionID" in row ? row.connectionID : undefined;
  return typeof its === "string" ? its : undefined;
}

function currentOf({ current }: Connections): Connection {
  if (current) return current;
  throw new Explanation(vscode.l10n.t("Connect to Workfront first."), { next: "connect" });
}

/** For whoever registers the application: the redirect address is chosen, and copied. */
async function copyRedirectAddress(editorAddress: string): Promise<void> {
  const address = await pick({
    title: vscode.l10n.t("Copy the Redirect Address for Workfront"),
    placeholder: vscode.l10n.t("Choose the address to enter in the OAuth2 application"),
    rows: redirectRows(editorAddress),
  });
  if (address === undefined) return;
  await vscode.env.clipboard.writeText(address);
  void tell.info(
    vscode.l10n.t(
      "Copied {0}. Enter it as a redirect URL of the OAuth2 application, in Workfront under Setup > System > OAuth2 Applications.",
      address,
    ),
  );
}

async function confirmDisconnect(connection: Connection): Promise<boolean> {
  const { userName } = connection;
  const detail =
    connection.way === "oauth"
      ? vscode.l10n.t(
          "This computer forgets the sign-in of {0}. It stays valid in Workfront until it expires or an administrator removes the OAuth2 application there.",
          userName,
        )
      : vscode.l10n.t(
          "This computer forgets the API key of {0}. It stays valid in Workfront until it expires or is removed there, under Setup > System > Customer Info.",
          userName,
        );
  const question = vscode.l10n.t("Disconnect from {0}?", placeWithHost(connection));
  return (await ask(question, [detail], { title: vscode.l10n.t("Disconnect"), value: true })) ?? false;
}
