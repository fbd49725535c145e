import * as vscode from "vscode";
import { inMarkdown, markdownDocument, markdownTable } from "../../domain/markdown";
import { nameOf, type ChangeResult, type RunHeader, type RunRecord, type RunSummary } from "../../domain/runs/record";
import { groupedBy } from "../../workfront/chunksOf";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { saveTable } from "../editor/saveTable";
import { kindOfItem } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { wordsOfQuestion } from "../words/questions";
import {
  momentInBrief,
  momentInWords,
  reasonInWords,
  restInWords,
  resultInWords,
  runInWords,
  stateInWords,
} from "../words/runs";
import { cellsOf, columnsFor, idColumn, idLines, tableOf, type Column } from "./columns";

/** How many characters of a reason are told. */
const longestReason = 600;

/** What comes first in a report, because somebody has to look at it. */
const troubles: readonly ChangeResult["result"][] = ["failed", "unknown", "notAttempted", "refused"];

/** Shows the report of a run. @param all all runs, of which some may follow it up. @param canResume unless its record is lost. */
export async function showReport(
  documents: MarkdownDocuments,
  run: RunRecord,
  all: readonly RunSummary[],
  canResume = true,
): Promise<void> {
  // The name of a tab is part of an address, and addresses reach logs: it names no user.
  const report = await reportOf(run, all, canResume);
  await documents.show(`${wordsOfQuestion(run).title}, ${momentInWords(run.at)}`, report, { source: run.id });
}

/** The report of a run as a Markdown document, fit for a ticket. @param runs all runs, of which some may follow it up. */
export async function reportOf(run: RunRecord, runs: readonly RunSummary[], canResume = true): Promise<string> {
  const troubled = troubles.flatMap((wanted) => run.results.filter(({ result }) => result === wanted));
  const [headings, ...lines] = run.list;
  const all = [...troubled, ...run.results.filter(({ result }) => !troubles.includes(result))];
  return markdownDocument(
    `# ${inMarkdown(runInWords(run))}`,
    summaryOf(run, runs)
      .map(([label, text]) => `- **${label}:** ${inMarkdown(text)}`)
      .join("\n"),
    run.kind === "reactivate"
      ? vscode.l10n.t(
          "Where users are managed in the Adobe Admin Console, a user without a product profile there is deactivated again at its next synchronization.",
        )
      : "",
    troubled.length > 0 ? `## ${vscode.l10n.t("Needs attention")}` : "",
    troubled.map((one) => lineOf(one, run, canResume)).join("\n"),
    `## ${vscode.l10n.t("All results")}`,
    await table(all, run),
    headings ? `## ${vscode.l10n.t("Lines of the list")}` : "",
    headings ? await markdownTable(headings, lines) : "",
    `## ${vscode.l10n.t("IDs")}`,
    await idLines(all),
  );
}

type Labeled = readonly [label: string, text: string];

function summaryOf(run: RunRecord, all: readonly RunSummary[]): readonly Labeled[] {
  const { id, at, endedAt, host, by, state, note, undoes, retries, from, to } = run;
  const inBrief = (other: RunSummary) => `${momentInWords(other.at)} · ${runInWords(other)}`;
  const called = (other = "") => all.filter((one) => one.id === other).map(inBrief)[0] ?? other;
  const others = (label: string, link: "undoes" | "retries") =>
    all.filter((one) => one[link] === id).map((one): Labeled => [label, inBrief(one)]);
  const lines: readonly Labeled[] = [
    [vscode.l10n.t("Host"), host],
    [vscode.l10n.t("From"), namesOf(from)],
    [vscode.l10n.t("To"), namesOf(to)],
    [vscode.l10n.t("Items"), itemsOf(run)],
    [vscode.l10n.t("Changed by"), by.name],
    [vscode.l10n.t("Started"), momentInWords(at)],
    [vscode.l10n.t("Ended"), endedAt ? momentInWords(endedAt) : ""],
    [vscode.l10n.t("Status"), [stateInWords(state), restInWords(run)].filter(Boolean).join(" · ")],
    [vscode.l10n.t("Note"), note ?? ""],
    [vscode.l10n.t("Undoes"), called(undoes)],
    [vscode.l10n.t("Retries"), called(retries)],
    ...others(vscode.l10n.t("Undone by"), "undoes"),
    ...others(vscode.l10n.t("Retried by"), "retries"),
    [vscode.l10n.t("Change ID"), id],
    // The tab of a report does not follow what is done about the run later.
    [vscode.l10n.t("Report as of"), momentInWords(new Date())],
  ];
  return lines.filter(([, text]) => text);
}

function namesOf(people: RunHeader["from"] = []): string {
  return people.map(({ name }) => name).join(", ");
}

/** How many items of each kind were handed over, of how many. */
function itemsOf({ results }: RunRecord): string {
  const byKind = groupedBy(
    results.filter(({ item }) => item),
    kindOfItem,
  );
  const texts = byKind.map((group) => {
    const changed = group.filter(({ result }) => result === "changed").length;
    const [done, of] = [countInWords(changed), countInWords(group.length)];
    return `${kindOfItem(group[0])}: ${changed === group.length ? of : vscode.l10n.t("{0} of {1}", done, of)}`;
  });
  return texts.join(" · ");
}

function lineOf(one: ChangeResult, { kind, host }: RunRecord, canResume: boolean): string {
  const who = [...new Set([kindOfItem(one), nameOf(one), one.item?.project ?? one.detail])].filter(Boolean).join(" · ");
  const what = [resultInWords(one.result, kind), reasonInWords(one, host, canResume)].filter(Boolean).join(": ");
  return `- **${inMarkdown(who)}**: ${inMarkdown(what, longestReason)}`;
}

/** Narrow enough for half a window: reasons are told above it, and IDs below it. */
function table(results: readonly ChangeResult[], run: RunRecord): Promise<string> {
  // Without the day on which the run began, and on one line, however narrow the table is.
  const time = ({ at }: ChangeResult) => momentInBrief(at, run.at).replaceAll(/\s/g, "\u00a0");
  const columns = [...columnsFor(results, run), resultColumn(run), [vscode.l10n.t("Time"), time] as const];
  return tableOf<ChangeResult>(columns, results);
}

function resultColumn({ kind }: RunRecord): Column<ChangeResult> {
  return [vscode.l10n.t("Result"), ({ result }) => resultInWords(result, kind), true];
}

/** Writes the report of a run to a CSV file that is asked for: one line for each change, for a spreadsheet. */
export async function exportReport(run: RunRecord): Promise<void> {
  const columns: readonly Column<ChangeResult>[] = [
    ...columnsFor(run.results, run),
    idColumn(),
    resultColumn(run),
    [vscode.l10n.t("Reason"), (one) => reasonInWords(one, run.host)],
    [vscode.l10n.t("Time"), ({ at }) => at.toISOString()],
    [vscode.l10n.t("Host"), () => run.host],
    [vscode.l10n.t("Changed by"), () => run.by.name],
    [vscode.l10n.t("Change ID"), () => run.id],
    [vscode.l10n.t("Note"), () => run.note ?? ""],
  ];
  await saveTable(cellsOf(columns, run.results), {
    title: vscode.l10n.t("Export Report"),
    name: `workfront-run-${run.id}.csv`,
    told: (path) => vscode.l10n.t("The report is in {0}.", path),
  });
}
