import * as vscode from "vscode";

const scheme = "workfront-report";

/** The editor's own view of Markdown as it is meant to be read. */
const preview = "vscode.markdown.preview.editor";

/** How a document is shown. */
interface Showing {
  /** Leaves the focus where it is, for a document that is read beside a question. */
  readonly preserveFocus?: boolean;
  /** What the document can be written from again, in a tab that the editor opens in a later session. */
  readonly source?: string;
}

/**
 * Reports as read-only Markdown documents. Their texts live as long as this window's extension: in a tab that the editor
 * opens again later, a document is written anew from its source, and one without a source says that it is gone.
 */
export class MarkdownDocuments implements vscode.TextDocumentContentProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registrations = [vscode.workspace.registerTextDocumentContentProvider(scheme, this), this.#changed];
  /** By address. */
  readonly #texts = new Map<string, string>();
  /** Writes a document from its source; nothing where that is gone. */
  restore: (source: string) => Promise<string | undefined> = () => Promise.resolve(undefined);

  /**
   * Shows a document as people read it, in a tab of this name; another one of the same name takes its place. Where the
   * editor has no preview of Markdown, shows its text.
   */
  async show(name: string, markdown: string, { preserveFocus = false, source = "" }: Showing = {}): Promise<void> {
    const path = `/${name.replaceAll(/[/\\]/g, "-")}.md`;
    const uri = vscode.Uri.from({ scheme, path, query: source });
    await this.#write(uri, markdown);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "markdown");
    const options = { preview: false, preserveFocus };
    if (vscode.extensions.getExtension("vscode.markdown-language-features"))
      await vscode.commands.executeCommand("vscode.openWith", uri, preview, options);
    else await vscode.window.showTextDocument(document, options);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const text =
      this.#texts.get(uri.toString()) ?? (uri.query && (await this.restore(uri.query).catch(() => undefined)));
    return text || vscode.l10n.t("This report is from an earlier session. Run its command again.");
  }

  /**
   * Resolves once the editor has the text, where it still has the document with an earlier one, as it does for a while
   * after the tab is closed: a preview that begins with the earlier text can miss the change while it loads.
   */
  async #write(uri: vscode.Uri, markdown: string): Promise<void> {
    this.#texts.set(uri.toString(), markdown);
    const kept = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const taken = kept && !hasLinesOf(kept, markdown) ? changeOf(kept) : undefined;
    this.#changed.fire(uri);
    await taken;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#registrations).dispose();
    this.#texts.clear();
  }
}

/** Whether the text is the same but for the ends of its lines, which the editor makes alike. */
function hasLinesOf(document: vscode.TextDocument, text: string): boolean {
  const linesOf = (one: string) => one.replaceAll(/\r\n?/g, "\n");
  return linesOf(document.getText()) === linesOf(text);
}

/** Settles when the document has another text, or is gone. */
function changeOf(document: vscode.TextDocument): Promise<void> {
  return new Promise((resolve) => {
    const settle = (changed: vscode.TextDocument) => {
      if (changed !== document) return;
      listeners.dispose();
      resolve();
    };
    const listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((change) => settle(change.document)),
      vscode.workspace.onDidCloseTextDocument(settle),
    );
  });
}
