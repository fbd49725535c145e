import * as vscode from "vscode";
import { checkConnection as checkForms } from "../../domain/connectionCheck";
import { connectionReport } from "../../domain/connectionReport";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { withProgress } from "../editor/progress";
import type { Settings } from "../editor/settings";
import type { Session } from "./session";

export interface CheckConnectionParts {
  readonly context: Pick<vscode.ExtensionContext, "extension">;
  readonly settings: Settings;
  readonly reports: MarkdownDocuments;
}

/** Shows which request forms the connected server accepts, in a report that can be sent to somebody else. */
export async function checkConnection(session: Session, parts: CheckConnectionParts): Promise<void> {
  const { client, connection, host } = session;
  const { settings, context, reports } = parts;
  const title = vscode.l10n.t("Checking the connection to {0}", host);
  const check = await withProgress(title, (signal) => session.hold(() => checkForms(client, signal)));
  const { version } = context.extension.packageJSON as { readonly version: string };
  const report = connectionReport(check, {
    connection,
    version: client.version,
    isVersionFixed: settings.apiVersion !== "auto",
    concurrency: settings.concurrency,
    extensionVersion: version,
    editorVersion: vscode.version,
  });
  await reports.show(vscode.l10n.t("Check Connection"), report);
}
