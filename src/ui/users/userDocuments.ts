import * as vscode from "vscode";
import { shown } from "../../domain/shown";
import { displayName, type User } from "../../domain/user";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import { explain } from "../words/failures";
import type { ExtraFields } from "./extraFields";

const scheme = "workfront-user";

/** Users as read-only JSON documents, as Workfront sends them; read again when the directory changes. */
export class UserDocuments implements vscode.TextDocumentContentProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registrations: readonly { dispose(): unknown }[];
  #session: Session | undefined;

  constructor(
    private readonly connections: Connections,
    private readonly extraFields: ExtraFields,
  ) {
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      connections.onDidChange(() => this.#follow()),
      this.#changed,
    ];
  }

  /** @param staysOpen whether the next document that is shown leaves this one open. */
  async show(session: Session, user: User, { staysOpen }: { readonly staysOpen: boolean }): Promise<void> {
    this.#follow();
    const name = shown(displayName(user), 60).replaceAll(/[/\\]/g, "-");
    const uri = vscode.Uri.from({ scheme, authority: session.host, path: `/${user.ID}/${name}.json` });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const json = await vscode.languages.setTextDocumentLanguage(document, "json");
    await vscode.window.showTextDocument(json, { preview: !staysOpen });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { session } = this.connections;
    if (session?.host !== uri.authority)
      return `// ${vscode.l10n.t("This window is not connected to {0}. Switch to that connection to see the user.", uri.authority)}\n`;
    const [, id = ""] = uri.path.split("/");
    try {
      const user = await session.client.getRawUser(id, this.extraFields.names);
      this.extraFields.tellRefused(session);
      if (!user) return `// ${vscode.l10n.t("{0} has no user with the ID {1}.", session.host, id)}\n`;
      return `${JSON.stringify(user, undefined, 2)}\n`;
    } catch (error) {
      return `// ${explain(error)}\n`;
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#registrations).dispose();
  }

  #follow(): void {
    const { session } = this.connections;
    if (this.#session === session) return;
    this.#session = session;
    session?.directory.on("changed", () => {
      if (session.directory.state.kind === "read") this.#refreshAll();
    });
    this.#refreshAll();
  }

  #refreshAll(): void {
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.#changed.fire(uri);
  }
}
