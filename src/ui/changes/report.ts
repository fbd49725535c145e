import * as vscode from "vscode";
import { byteOrderMark, csvLines } from "../../domain/csv";
import { inMarkdown, markdownDocument, markdownTable } from "../../domain/markdown";
import { nameOf, type ChangeResult, type RunRecord, type RunSummary } from "../../domain/runs/record";
import { tell } from "../editor/tell";
import { leftInWords, momentInWords, reasonInWords, resultInWords, runInWords, stateInWords } from "../words/runs";

/** How many characters of a reason are told. */
const longestReason = 600;

/** What comes first in a report, because somebody has to look at it. */
const troubles: readonly ChangeResult["result"][] = ["failed", "unknown", "notAttempted", "refused"];

/** The report of a run as a Markdown document, fit for a ticket. @param all all runs, of which some may follow it up. */
export function reportOf(run: RunRecord, all: readonly RunSummary[]): string {
  const troubled = troubles.flatMap((wanted) => run.results.filter(({ result }) => result === wanted));
  const [headings, ...lines] = run.list;
  const others = run.results.filter(({ result }) => !troubles.includes(result));
  return markdownDocument(
    `# ${inMarkdown(runInWords(run))}`,
    summaryOf(run, all)
      .map(([label, text]) => `- **${label}:** ${inMarkdown(text)}`)
      .join("\n"),
    run.kind === "reactivate"
      ? vscode.l10n.t(
          "Where users are managed in the Adobe Admin Console, a user without a product profile there is deactivated again at its next synchronization.",
        )
      : "",
    troubled.length > 0 ? `## ${vscode.l10n.t("Needs attention")}` : "",
    troubled.map((one) => lineOf(one, run)).join("\n"),
    `## ${vscode.l10n.t("All results")}`,
    table([...troubled, ...others], run),
    headings ? `## ${vscode.l10n.t("Lines of the list")}` : "",
    headings ? markdownTable(headings, lines) : "",
  );
}

function summaryOf(run: RunRecord, all: readonly RunSummary[]): [label: string, text: string][] {
  const { at, endedAt, host, by, state, note, undoes, retries, id, counts } = run;
  const when = (other: string) => {
    const found = all.find((one) => one.id === other);
    return found ? `${momentInWords(found.at)} · ${runInWords(found)}` : other;
  };
  const left = leftInWords(counts);
  return [
    [vscode.l10n.t("Host"), host],
    [vscode.l10n.t("Changed by"), by.name],
    [vscode.l10n.t("Started"), momentInWords(at)],
    ...(endedAt ? [[vscode.l10n.t("Ended"), momentInWords(endedAt)] as [string, string]] : []),
    [vscode.l10n.t("State"), [stateInWords(state), left].filter(Boolean).join(" · ")],
    ...(note ? [[vscode.l10n.t("Note"), note] as [string, string]] : []),
    ...(undoes ? [[vscode.l10n.t("Undoes"), when(undoes)] as [string, string]] : []),
    ...(retries ? [[vscode.l10n.t("Retries"), when(retries)] as [string, string]] : []),
    ...all
      .filter((one) => one.undoes === id)
      .map((one): [string, string] => [vscode.l10n.t("Undone by"), when(one.id)]),
    ...all
      .filter((one) => one.retries === id)
      .map((one): [string, string] => [vscode.l10n.t("Retried by"), when(one.id)]),
    [vscode.l10n.t("Run"), id],
  ];
}

function lineOf(one: ChangeResult, { kind, host }: RunRecord): string {
  const who = [nameOf(one), ...(one.detail && one.detail !== nameOf(one) ? [one.detail] : [])].join(" · ");
  const what = [resultInWords(one.result, kind), reasonInWords(one, host)].filter(Boolean).join(": ");
  return `- **${inMarkdown(who)}**: ${inMarkdown(what, longestReason)}`;
}

function table(results: readonly ChangeResult[], { kind, host }: RunRecord): string {
  const headings = [
    vscode.l10n.t("Name"),
    vscode.l10n.t("Email"),
    vscode.l10n.t("Result"),
    vscode.l10n.t("Reason"),
    vscode.l10n.t("Time"),
    vscode.l10n.t("ID"),
  ];
  const rows = results.map((one) => [
    nameOf(one),
    one.detail ?? "",
    resultInWords(one.result, kind),
    reasonInWords(one, host),
    momentInWords(one.at),
    one.ID,
  ]);
  return markdownTable(headings, rows);
}

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
