import * as vscode from "vscode";

const scheme = "workfront-report";

/** The editor's own view of Markdown as it is meant to be read. */
const preview = "vscode.markdown.preview.editor";

/**
 * Reports as read-only Markdown documents. They live as long as this window's extension: a tab that the editor restores
 * later says so instead of showing something else.
 */
export class MarkdownDocuments implements vscode.TextDocumentContentProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registrations = [vscode.workspace.registerTextDocumentContentProvider(scheme, this), this.#changed];
  /** By path. */
  readonly #texts = new Map<string, string>();

  /**
   * Shows a document as people read it, in a tab of this name; another one of the same name takes its place. Where the
   * editor has no preview of Markdown, shows its text.
   * @param preserveFocus leaves the focus where it is, for a document that is read beside a question.
   */
  async show(name: string, markdown: string, { preserveFocus = false } = {}): Promise<void> {
    const path = `/${name.replaceAll(/[/\\]/g, "-")}.md`;
    const uri = vscode.Uri.from({ scheme, path });
    this.#texts.set(path, markdown);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "markdown");
    const options = { preview: false, preserveFocus };
    if (vscode.extensions.getExtension("vscode.markdown-language-features"))
      await vscode.commands.executeCommand("vscode.openWith", uri, preview, options);
    else await vscode.window.showTextDocument(document, options);
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#texts.get(path) ?? vscode.l10n.t("This report is from an earlier session. Run its command again.");
  }

  dispose(): void {
    vscode.Disposable.from(...this.#registrations).dispose();
    this.#texts.clear();
  }
}
