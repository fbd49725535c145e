import * as vscode from "vscode";

/** What menus and welcome content depend on, as it is before anything is known. */
const initial = {
  /** What the Users view shows while it has no rows; see `viewState`. */
  "workfrontUsers.state": "notConnected",
  /** Why the users could not be read; see `reasonOf`. */
  "workfrontUsers.reason": "",
  "workfrontUsers.connected": false,
  "workfrontUsers.hasConnections": false,
  "workfrontUsers.readOnly": false,
  /** How the current connection signs in; empty without one. */
  "workfrontUsers.signInWay": "",
  /** Whether a sign-in of this window is waiting for the browser. */
  "workfrontUsers.signingIn": false,
  /** Whether there is a search or a filter, and whether there is a filter. */
  "workfrontUsers.searching": false,
  "workfrontUsers.filtering": false,
  "workfrontUsers.hasMore": false,
  /** Whether History has anything, from this window or another one. */
  "workfrontUsers.hasRuns": false,
  /** Whether the walkthrough may be in sight; see `followTour`. */
  "workfrontUsers.touring": false,
  /** Whether a user was deactivated from this window. */
  "workfrontUsers.hasDeactivated": false,
  /** Whether work was handed over from this window. */
  "workfrontUsers.hasHandedOver": false,
};

export type ContextKeys = { -readonly [Key in keyof typeof initial]: (typeof initial)[Key] };

/** Tells VS Code what menus and welcome content depend on; only what differs is sent. */
export class ContextKeyStore {
  readonly #sent: Partial<ContextKeys> = {};

  constructor() {
    this.set(initial);
  }

  set(keys: Partial<ContextKeys>): void {
    for (const [key, value] of Object.entries(keys) as [keyof ContextKeys, never][]) {
      if (this.#sent[key] === value) continue;
      this.#sent[key] = value;
      void vscode.commands.executeCommand("setContext", key, value);
    }
  }
}
