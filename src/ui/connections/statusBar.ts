import * as vscode from "vscode";
import { shown, shownWhereIconsWork } from "../../domain/shown";
import type { Connection } from "../../domain/connection";
import { WorkfrontError } from "../../workfront/errors";
import { commandID } from "../editor/commands";
import { placeOf, placeWithHost } from "../words/place";
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
    const trouble = this.#trouble();
    const icons = `${trouble ? "$(warning) " : ""}${current.readOnly ? "$(lock) " : ""}`;
    this.#item.text = icons + shownWhereIconsWork(placeOf(current), 60);
    const label = sentenceFor(current, trouble);
    this.#item.tooltip = shown(label);
    this.#item.accessibilityInformation = { label: shown(label), role: "button" };
    const isSignedOut = trouble === "signedOut";
    this.#item.backgroundColor = isSignedOut ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.command = isSignedOut
      ? { command: commandID("connect"), title: label, arguments: [{ again: true }] }
      : commandID("switchConnection");
    this.#item.show();
  }

  #trouble(): Trouble {
    const { isOpened, session } = this.connections;
    if (!session) return isOpened ? "signedOut" : undefined;
    const { state } = session.directory;
    if (state.kind !== "failed") return undefined;
    return state.error instanceof WorkfrontError && state.error.kind === "unauthorized" ? "signedOut" : "unread";
  }
}

/** Why nothing can be done at the moment: the sign-in has ended, or the last reading failed. */
type Trouble = "signedOut" | "unread" | undefined;

/** What the item says, as a whole sentence for those who hear it. */
function sentenceFor(connection: Connection, trouble: Trouble): string {
  const place = placeWithHost(connection);
  if (trouble === "signedOut")
    return vscode.l10n.t("Workfront connection {0} needs you to sign in again. Select to sign in.", place);
  if (trouble === "unread")
    return vscode.l10n.t(
      "Workfront {0} could not be read; the Users view says why. Select to switch the connection.",
      place,
    );
  return connection.readOnly
    ? vscode.l10n.t("Connected to Workfront {0}, read-only. Select to switch the connection.", place)
    : vscode.l10n.t("Connected to Workfront {0}. Select to switch the connection.", place);
}
