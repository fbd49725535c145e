import * as vscode from "vscode";
import { shownWhereIconsWork } from "../../domain/shown";
import { hostOf, type Connection } from "../../domain/connection";
import { WorkfrontError } from "../../workfront/errors";
import { commandID } from "../editor/commands";
import { placeOf } from "../words/place";
import type { Connections } from "./connections";
import type { Session } from "./session";

/** Left, after what belongs to the folder. Another ID would forget that somebody has hidden the item. */
const place = { id: "connection", priority: 10 };

/** Shows in the status bar which Workfront this window works with. A click switches, or signs in again. */
export class ConnectionStatus {
  readonly #item = vscode.window.createStatusBarItem(place.id, vscode.StatusBarAlignment.Left, place.priority);
  readonly #listener: vscode.Disposable;
  #session: Session | undefined;

  constructor(private readonly connections: Connections) {
    this.#item.name = vscode.l10n.t("Workfront Connection");
    this.#listener = connections.onDidChange(() => this.#follow());
    this.#follow();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#item.dispose();
  }

  #follow(): void {
    const { session } = this.connections;
    if (session !== this.#session) {
      this.#session = session;
      session?.directory.on("changed", () => {
        if (this.#session === session) this.#show();
      });
    }
    this.#show();
  }

  #show(): void {
    const { current } = this.connections;
    if (!current) {
      this.#item.hide();
      return;
    }
    const isSignedOut = this.#isSignedOut();
    const icon = isSignedOut ? "$(warning) " : current.readOnly ? "$(lock) " : "";
    this.#item.text = icon + shownWhereIconsWork(placeOf(current), 60);
    const label = sentenceFor(current, isSignedOut);
    this.#item.tooltip = label;
    this.#item.accessibilityInformation = { label, role: "button" };
    this.#item.backgroundColor = isSignedOut ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.command = isSignedOut
      ? { command: commandID("connect"), title: label, arguments: [{ again: true }] }
      : commandID("switchConnection");
    this.#item.show();
  }

  #isSignedOut(): boolean {
    const { isOpened, session } = this.connections;
    if (!session) return isOpened;
    const { state } = session.directory;
    return state.kind === "failed" && state.error instanceof WorkfrontError && state.error.kind === "unauthorized";
  }
}

/** What the item says, as a whole sentence for those who hear it. */
function sentenceFor(connection: Connection, isSignedOut: boolean): string {
  const [name, host] = [placeOf(connection), hostOf(connection)];
  if (isSignedOut)
    return vscode.l10n.t("Workfront connection {0} ({1}) needs you to sign in again. Select to sign in.", name, host);
  return connection.readOnly
    ? vscode.l10n.t("Connected to Workfront {0} ({1}), read-only. Select to switch the connection.", name, host)
    : vscode.l10n.t("Connected to Workfront {0} ({1}). Select to switch the connection.", name, host);
}
