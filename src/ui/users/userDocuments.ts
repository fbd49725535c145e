import * as vscode from "vscode";
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

  async show(session: Session, user: User): Promise<void> {
    this.#follow();
    const name = displayName(user).replaceAll(/[/\\]/g, "-");
    const uri = vscode.Uri.from({ scheme, authority: session.host, path: `/${user.ID}/${name}.json` });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(await vscode.languages.setTextDocumentLanguage(document, "json"));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { session } = this.connections;
    if (session?.host !== uri.authority)
      return `// ${vscode.l10n.t("This window is not connected to {0}. Switch to that connection to see the user.", uri.authority)}\n`;
    const [, id = ""] = uri.path.split("/");
    try {
      const user = await session.client.getRawUser(id, this.extraFields.names);
      this.extraFields.tellRefused(session);
      if (!user) return `// ${vscode.l10n.t("{0} knows no user with the ID {1}.", session.host, id)}\n`;
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
