import * as vscode from "vscode";
import { isReadable, keyOf, nameOf, pendingOf, type ChangeResult, type RunSummary } from "../../domain/runs/record";
import type { FollowUps } from "../../domain/runs/followUps";
import { shown } from "../../domain/shown";
import type { NamedObject } from "../editor/openPage";
import { kindOfItem } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import {
  kindInWords,
  momentInBrief,
  momentInWords,
  reasonInWords,
  restInWords,
  resultInWords,
  runInWords,
  stateInWords,
} from "../words/runs";

/** A row of the History view. */
export type HistoryRow = RunRow | ResultRow;

export class RunRow {
  constructor(
    readonly run: RunSummary,
    readonly followUps: FollowUps,
    /** The connection, and the host where that says more. */
    readonly place: string,
    /** Whether that is the current one: a run is followed up on its own connection, and on no other. */
    readonly connection: "current" | "other" | "removed" = "current",
  ) {}

  get connectionID(): string {
    return this.run.connectionID;
  }
}

/** How a run went for one object. */
export class ResultRow {
  /** The user that commands about users mean by this row. */
  readonly userID: string | undefined;
  /** What the row is about where that is no user: for work that was handed over, what people know of it. */
  readonly object: NamedObject | undefined;
  /** Where that is to be found. */
  readonly connectionID: string;

  constructor(
    readonly parent: RunRow,
    readonly result: ChangeResult,
    /** Whether another run has tried it again; then it is tried further there. */
    readonly isRetried = false,
  ) {
    this.userID = result.objCode === "USER" ? result.ID : undefined;
    const { shown = result } = result.item ?? {};
    this.object = this.userID === undefined ? { ...shown, name: nameOf(result) } : undefined;
    this.connectionID = parent.run.connectionID;
  }
}

export function historyItem(row: HistoryRow): vscode.TreeItem {
  return row instanceof RunRow ? runItem(row) : resultItem(row);
}

function runItem(row: RunRow): vscode.TreeItem {
  const { run } = row;
  const what = isReadable(run) ? [shown(runInWords(run))] : [];
  const item = new vscode.TreeItem(
    [momentInBrief(run.at), ...what].join(" · "),
    isReadable(run) ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  item.id = run.id;
  item.description = howItWent(row).join(" · ");
  item.iconPath = runIcon(run);
  item.contextValue = contextOf(row).join(" ");
  // A narrow side bar cuts the row: the tooltip has all of it.
  item.tooltip = [[...what, ...howItWent(row)].join(" · "), tooltip(row)].filter(Boolean).join("\n");
  item.accessibilityInformation = { label: [momentInWords(run.at), ...what, ...howItWent(row)].join(", ") };
  return item;
}

/** What is not as usual, also that it was on another connection, then what became of it since, then where it was. */
function howItWent(row: RunRow): string[] {
  const { run, place, connection } = row;
  const { state, note } = run;
  const isHere = connection === "current";
  return [
    isHere ? "" : shown(place),
    state === "finished" ? "" : stateInWords(state),
    state === "running" ? "" : restInWords(run),
    undoneInWords(row),
    retriedInWords(row),
    shown(note ?? "", 60),
    isHere ? shown(place) : "",
  ].filter(Boolean);
}

function undoneInWords({ run: { counts }, followUps: { undone } }: RunRow): string {
  if (undone === 0) return "";
  const changed = counts.changed ?? 0;
  if (undone >= changed) return vscode.l10n.t("undone");
  return vscode.l10n.t("{0} of {1} undone", countInWords(undone), countInWords(changed));
}

function retriedInWords({ run: { counts }, followUps: { retried } }: RunRow): string {
  if (retried === 0) return "";
  const failed = counts.failed ?? 0;
  if (retried >= failed) return vscode.l10n.t("retried");
  return vscode.l10n.t("{0} of {1} retried", countInWords(retried), countInWords(failed));
}

/** What can still be done with a run, for the `when` clauses of its menu. */
function contextOf({ run, followUps, connection }: RunRow): string[] {
  if (!isReadable(run)) return ["run"];
  if (run.state === "running") return ["run", "readable", "running"];
  if (connection !== "current") return ["run", "readable", connection];
  return [
    "run",
    "readable",
    ...(followUps.canUndo ? ["undoable"] : []),
    ...(followUps.canRetry ? ["retryable"] : []),
    ...(pendingOf(run.counts) > 0 ? ["resumable"] : []),
  ];
}

function runIcon(run: RunSummary): vscode.ThemeIcon {
  const { state, counts, kind } = run;
  const warning = new vscode.ThemeColor("list.warningForeground");
  if (state === "running") return new vscode.ThemeIcon("sync~spin");
  if (!isReadable(run)) return new vscode.ThemeIcon("question");
  if (state !== "finished" || pendingOf(counts) > 0) return new vscode.ThemeIcon("debug-pause", warning);
  if ((counts.failed ?? 0) > 0) return new vscode.ThemeIcon("warning", warning);
  return new vscode.ThemeIcon(kindInWords(kind).icon);
}

function tooltip({ run, place, connection }: RunRow): string {
  const { at, endedAt, by, state, id, note } = run;
  const lines = [
    place ? vscode.l10n.t("{0} in {1}, by {2}", stateInWords(state), place, by.name) : stateInWords(state),
    vscode.l10n.t("Started: {0}", momentInWords(at)),
    endedAt ? vscode.l10n.t("Ended: {0}", momentInWords(endedAt)) : "",
    note ? vscode.l10n.t("Note: {0}", note) : "",
    connection === "other" ? vscode.l10n.t("To undo, retry, or resume this change, switch to its connection.") : "",
    connection === "removed"
      ? vscode.l10n.t("To undo, retry, or resume this change, connect to its Workfront again.")
      : "",
    vscode.l10n.t("Change ID: {0}", id),
  ];
  return lines
    .filter(Boolean)
    .map((line) => shown(line))
    .join("\n");
}

function resultItem({ parent: { run, connection }, result, userID, isRetried }: ResultRow): vscode.TreeItem {
  const name = shown(nameOf(result));
  const isFailed = result.result === "failed";
  const retried = isFailed && isRetried ? vscode.l10n.t("retried") : "";
  const words = [resultInWords(result.result, run.kind), retried].filter(Boolean).join(" · ");
  const reason = shown(reasonInWords(result, run.host), 600);
  const item = new vscode.TreeItem(name);
  item.id = `${run.id}/${keyOf(result)}`;
  const kind = kindOfItem(result);
  item.description = [kind, words, reason].filter(Boolean).join(" · ");
  item.tooltip = [name, kind, shown(result.detail ?? ""), words, reason, result.ID].filter(Boolean).join("\n");
  const [icon, color] = resultIcons[result.result];
  // The result by shape; the color only repeats it.
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  const kinds = [
    userID === undefined ? "object" : "user",
    ...(userID !== undefined && result.detail && !result.item ? ["email"] : []),
    ...(isFailed && !isRetried ? ["retryable"] : []),
  ];
  item.contextValue = ["result", ...(connection === "current" ? kinds : [connection])].join(" ");
  item.accessibilityInformation = { label: [name, kind, words, reason].filter(Boolean).join(", ") };
  return item;
}

const resultIcons: Record<ChangeResult["result"], readonly [icon: string, color?: string]> = {
  changed: ["pass", "testing.iconPassed"],
  unchanged: ["dash"],
  refused: ["shield"],
  failed: ["error", "testing.iconFailed"],
  unknown: ["question", "list.warningForeground"],
  notAttempted: ["circle-outline"],
};
