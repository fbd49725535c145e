import * as vscode from "vscode";
import type { Session } from "../connections/session";
import type { Settings } from "../editor/settings";
import { tell } from "../editor/tell";

/** The further fields that the administrator wants to see, and what a server says of them. */
export class ExtraFields {
  readonly #told = new WeakMap<Session, Set<string>>();

  constructor(private readonly settings: Settings) {}

  get names(): readonly string[] {
    return this.settings.extraFields;
  }

  /** Names, once in a session, the fields that the server refused; they are left out from then on. */
  tellRefused(session: Session): void {
    const told = this.#told.get(session) ?? new Set();
    this.#told.set(session, told);
    const refused = session.client.refusedFields.filter((field) => this.names.includes(field) && !told.has(field));
    if (refused.length === 0) return;
    for (const field of refused) told.add(field);
    void tell.warn(
      vscode.l10n.t(
        "{0} has no such user fields, so they are left out: {1}. Check the setting workfrontUsers.extraFields.",
        session.host,
        refused.join(", "),
      ),
    );
  }
}
