import * as vscode from "vscode";
import { shown } from "../../domain/shown";
import { pendingOf, type ChangeResult, type RunSummary } from "../../domain/runs/record";
import {
  kindInWords,
  leftInWords,
  momentInWords,
  nameOfChanged,
  reasonInWords,
  resultInWords,
  runInWords,
  stateInWords,
} from "../words/runs";

/** A row of the History view. */
export type HistoryRow = RunRow | ResultRow;

export class RunRow {
  readonly kind = "run";

  constructor(readonly run: RunSummary) {}
}

/** How a run went for one object. */
export class ResultRow {
  readonly kind = "result";

  constructor(
    readonly run: RunSummary,
    readonly result: ChangeResult,
  ) {}
}

export function historyItem(row: HistoryRow): vscode.TreeItem {
  return row.kind === "run" ? runItem(row) : resultItem(row);
}

function runItem({ run }: RunRow): vscode.TreeItem {
  const isReadable = run.state !== "newer" && run.state !== "unreadable";
  const item = new vscode.TreeItem(
    isReadable ? shown(runInWords(run)) : momentInWords(run.at),
    isReadable ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  const left = run.state === "running" ? "" : leftInWords(run.counts);
  const state = run.state === "finished" ? "" : stateInWords(run.state);
  item.id = run.id;
  item.description = [state, left, ...(isReadable ? [momentInWords(run.at), run.host] : [])]
    .filter(Boolean)
    .join(" · ");
  item.iconPath = runIcon(run);
  item.contextValue = runWords(run).join(" ");
  item.tooltip = tooltip(run);
  item.accessibilityInformation = { label: `${item.label as string}, ${item.description}` };
  return item;
}

/** What can be done with a run, for the `when` clauses of its menu. */
function runWords({ state, counts: { changed = 0, unknown = 0, failed = 0 }, counts }: RunSummary): string[] {
  if (state === "running") return ["run", "running"];
  if (state === "newer" || state === "unreadable") return ["run"];
  return [
    "run",
    "readable",
    ...(changed + unknown > 0 ? ["undoable"] : []),
    ...(failed > 0 ? ["retryable"] : []),
    ...(pendingOf(counts) > 0 ? ["resumable"] : []),
  ];
}

function runIcon({ state, counts, kind }: RunSummary): vscode.ThemeIcon {
  const warning = new vscode.ThemeColor("list.warningForeground");
  if (state === "running") return new vscode.ThemeIcon("sync~spin");
  if (state === "newer" || state === "unreadable") return new vscode.ThemeIcon("question");
  if (state !== "finished" || pendingOf(counts) > 0) return new vscode.ThemeIcon("debug-pause", warning);
  if ((counts.failed ?? 0) > 0) return new vscode.ThemeIcon("warning", warning);
  return new vscode.ThemeIcon(kindInWords(kind).icon);
}

function tooltip({ at, endedAt, host, by, state, undoes, retries, id, note }: RunSummary): string {
  const lines = [
    host ? vscode.l10n.t("{0} on {1}, by {2}", stateInWords(state), host, by.name) : stateInWords(state),
    vscode.l10n.t("Begun: {0}", momentInWords(at)),
    endedAt ? vscode.l10n.t("Ended: {0}", momentInWords(endedAt)) : "",
    note ? vscode.l10n.t("Note: {0}", note) : "",
    undoes ? vscode.l10n.t("Undoes the run {0}", undoes) : "",
    retries ? vscode.l10n.t("Tries again what failed in the run {0}", retries) : "",
    vscode.l10n.t("Run {0}", id),
  ];
  return lines
    .filter(Boolean)
    .map((line) => shown(line))
    .join("\n");
}

function resultItem({ run, result }: ResultRow): vscode.TreeItem {
  const name = shown(nameOfChanged(result));
  const words = resultInWords(result.result, run.kind);
  const reason = shown(reasonInWords(result, run.host));
  const item = new vscode.TreeItem(name);
  item.id = `${run.id}/${result.ID}`;
  item.description = reason ? `${words} · ${reason}` : words;
  item.tooltip = [name, shown(result.detail ?? ""), words, reason, result.ID].filter(Boolean).join("\n");
  item.iconPath = resultIcon(result);
  item.contextValue = "result";
  item.accessibilityInformation = { label: [name, words, reason].filter(Boolean).join(", ") };
  return item;
}

/** The result by shape; the color only repeats it. */
function resultIcon({ result }: ChangeResult): vscode.ThemeIcon {
  const icons: Record<ChangeResult["result"], [icon: string, color?: string]> = {
    changed: ["pass", "testing.iconPassed"],
    unchanged: ["dash"],
    refused: ["shield"],
    failed: ["error", "testing.iconFailed"],
    unknown: ["question", "list.warningForeground"],
    notAttempted: ["circle-outline"],
  };
  const [icon, color] = icons[result];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}
