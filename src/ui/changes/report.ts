import * as vscode from "vscode";
import { byteOrderMark, csvLines } from "../../domain/csv";
import type { RunRecord } from "../../domain/runs/record";
import { tell } from "../editor/tell";
import { reasonInWords, resultInWords } from "../words/runs";

/** Writes the report of a run to a CSV file that is asked for: one line for each user, for a spreadsheet. */
export async function exportReport(run: RunRecord): Promise<void> {
  const filters = { [vscode.l10n.t("CSV, for spreadsheets")]: ["csv"] };
  const name = `workfront-run-${run.id}.csv`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters,
    title: vscode.l10n.t("Export Report"),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(await csvOf(run), "utf8"));
  void tell.info(vscode.l10n.t("The report is in {0}.", target.fsPath), {
    title: vscode.l10n.t("Open"),
    run: () => vscode.window.showTextDocument(target),
  });
}

async function csvOf(run: RunRecord): Promise<string> {
  const headings = [
    vscode.l10n.t("Name"),
    vscode.l10n.t("Email"),
    vscode.l10n.t("ID"),
    vscode.l10n.t("Result"),
    vscode.l10n.t("Reason"),
    vscode.l10n.t("Time"),
    vscode.l10n.t("Host"),
    vscode.l10n.t("Changed by"),
    vscode.l10n.t("Run"),
    vscode.l10n.t("Note"),
  ];
  const rows = run.results.map((one) => [
    one.name ?? "",
    one.detail ?? "",
    one.ID,
    resultInWords(one.result, run.kind),
    reasonInWords(one, run.host),
    one.at.toISOString(),
    run.host,
    run.by.name,
    run.id,
    run.note ?? "",
  ]);
  return byteOrderMark + (await csvLines([headings, ...rows]));
}
