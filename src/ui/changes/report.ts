import * as vscode from "vscode";
import { byteOrderMark, csvLines } from "../../domain/csv";
import { inMarkdown, markdownDocument, markdownTable } from "../../domain/markdown";
import { isMovable } from "../../domain/handOver/kinds";
import { nameOf, type ChangeResult, type RunHeader, type RunRecord, type RunSummary } from "../../domain/runs/record";
import { tell } from "../editor/tell";
import { workKindName } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { leftInWords, momentInWords, reasonInWords, resultInWords, runInWords, stateInWords } from "../words/runs";

/** How many characters of a reason are told. */
const longestReason = 600;

/** What comes first in a report, because somebody has to look at it. */
const troubles: readonly ChangeResult["result"][] = ["failed", "unknown", "notAttempted", "refused"];

/** The report of a run as a Markdown document, fit for a ticket. @param all all runs, of which some may follow it up. */
export async function reportOf(run: RunRecord, all: readonly RunSummary[]): Promise<string> {
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
    await table([...troubled, ...others], run),
    headings ? `## ${vscode.l10n.t("Lines of the list")}` : "",
    headings ? await markdownTable(headings, lines) : "",
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
    ...people(vscode.l10n.t("From"), run.from),
    ...people(vscode.l10n.t("To"), run.to),
    ...itemsOf(run),
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

function people(label: string, who: RunHeader["from"] = []): [label: string, text: string][] {
  return who.length > 0 ? [[label, who.map(({ name }) => name).join(", ")]] : [];
}

/** How many items of each kind were handed over, of how many. */
function itemsOf({ results }: RunRecord): [label: string, text: string][] {
  const counts = new Map<string, { changed: number; all: number }>();
  for (const { item, result } of results) {
    if (!item) continue;
    const count = counts.get(item.kind) ?? { changed: 0, all: 0 };
    counts.set(item.kind, { changed: count.changed + (result === "changed" ? 1 : 0), all: count.all + 1 });
  }
  const texts = [...counts].map(([kind, { changed, all }]) => {
    const [done, of] = [countInWords(changed), countInWords(all)];
    return `${kindName(kind)}: ${changed === all ? of : vscode.l10n.t("{0} of {1}", done, of)}`;
  });
  return texts.length > 0 ? [[vscode.l10n.t("Items"), texts.join(" · ")]] : [];
}

/** A later version may know more kinds. */
function kindName(kind: string): string {
  return isMovable(kind) ? workKindName(kind) : kind;
}

function lineOf(one: ChangeResult, { kind, host }: RunRecord): string {
  const where = one.item ? [kindName(one.item.kind), nameOf(one), one.item.project] : [nameOf(one), one.detail ?? ""];
  const who = [...new Set(where.filter(Boolean))].join(" · ");
  const what = [resultInWords(one.result, kind), reasonInWords(one, host)].filter(Boolean).join(": ");
  return `- **${inMarkdown(who)}**: ${inMarkdown(what, longestReason)}`;
}

interface Column {
  readonly heading: string;
  readonly text: (one: ChangeResult) => string;
}

/** What a run is about: users, or work and whose it was and is, where there are several of them. */
function columnsFor({ results, from = [], to = [] }: RunRecord): readonly Column[] {
  if (!results.some(({ item }) => item))
    return [
      { heading: vscode.l10n.t("Name"), text: nameOf },
      { heading: vscode.l10n.t("Email"), text: ({ detail }) => detail ?? "" },
    ];
  const names = new Map<unknown, string>([...from, ...to].map(({ ID, name }) => [ID, name]));
  const nameFor = (id: ChangeResult["before"]) => names.get(id) ?? (typeof id === "string" ? id : "");
  return [
    { heading: vscode.l10n.t("Kind"), text: ({ item }) => kindName(item?.kind ?? "") },
    { heading: vscode.l10n.t("Item"), text: nameOf },
    { heading: vscode.l10n.t("Project"), text: ({ item }) => item?.project ?? "" },
    { heading: vscode.l10n.t("Status"), text: ({ item }) => item?.status ?? "" },
    ...(from.length > 1
      ? [{ heading: vscode.l10n.t("From"), text: ({ before }: ChangeResult) => nameFor(before) }]
      : []),
    ...(to.length > 1 ? [{ heading: vscode.l10n.t("To"), text: ({ wished }: ChangeResult) => nameFor(wished) }] : []),
  ];
}

/** The ID of what people know, such as the task of an assignment. */
function idOf({ ID, item }: ChangeResult): string {
  return item?.shown.ID ?? ID;
}

function table(results: readonly ChangeResult[], run: RunRecord): Promise<string> {
  const columns: readonly Column[] = [
    ...columnsFor(run),
    { heading: vscode.l10n.t("Result"), text: ({ result }) => resultInWords(result, run.kind) },
    { heading: vscode.l10n.t("Reason"), text: (one) => reasonInWords(one, run.host) },
    // On one line, however narrow the table is.
    { heading: vscode.l10n.t("Time"), text: ({ at }) => momentInWords(at).replaceAll(/\s/g, "\u00a0") },
    { heading: vscode.l10n.t("ID"), text: idOf },
  ];
  const rows = results.map((one) => columns.map(({ text }) => text(one)));
  return markdownTable(
    columns.map(({ heading }) => heading),
    rows,
  );
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
  const columns: readonly Column[] = [
    ...columnsFor(run),
    { heading: vscode.l10n.t("ID"), text: idOf },
    { heading: vscode.l10n.t("Result"), text: ({ result }) => resultInWords(result, run.kind) },
    { heading: vscode.l10n.t("Reason"), text: (one) => reasonInWords(one, run.host) },
    { heading: vscode.l10n.t("Time"), text: ({ at }) => at.toISOString() },
    { heading: vscode.l10n.t("Host"), text: () => run.host },
    { heading: vscode.l10n.t("Changed by"), text: () => run.by.name },
    { heading: vscode.l10n.t("Run"), text: () => run.id },
    { heading: vscode.l10n.t("Note"), text: () => run.note ?? "" },
  ];
  const rows = run.results.map((one) => columns.map(({ text }) => text(one)));
  return byteOrderMark + (await csvLines([columns.map(({ heading }) => heading), ...rows]));
}
