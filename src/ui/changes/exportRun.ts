import * as vscode from "vscode";
import type { RunRecord } from "../../domain/runRecord";
import { runReport } from "../../domain/runReport";
import { tell } from "../editor/tell";
import { reasonInWords, resultInWords } from "../words/runs";

/** Writes the report of a run to a CSV file that is asked for. */
export async function exportRun(run: RunRecord): Promise<void> {
  const filters = { [vscode.l10n.t("CSV, for spreadsheets")]: ["csv"] };
  const name = `workfront-run-${run.id}.csv`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters,
    title: vscode.l10n.t("Export Report"),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) return;
  const headings = [
    ...[vscode.l10n.t("Name"), vscode.l10n.t("Email"), vscode.l10n.t("ID"), vscode.l10n.t("Result")],
    ...[vscode.l10n.t("Reason"), vscode.l10n.t("Time"), vscode.l10n.t("Host"), vscode.l10n.t("Changed by")],
    vscode.l10n.t("Run"),
  ];
  const content = await runReport(run, {
    headings,
    result: ({ result }) => resultInWords(result, run.wish),
    reason: (one) => reasonInWords(one, run.host),
  });
  await vscode.workspace.fs.writeFile(target, Buffer.from(content, "utf8"));
  void tell.info(vscode.l10n.t("The report is in {0}.", target.fsPath), {
    title: vscode.l10n.t("Open"),
    run: () => vscode.window.showTextDocument(target),
  });
}
