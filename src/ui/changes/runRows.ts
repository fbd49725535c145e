import * as vscode from "vscode";
import { changedUsers, failedUsers, pendingUsers, type RecordedResult, type RunRecord } from "../../domain/runRecord";
import { displayName } from "../../domain/user";
import { leftInWords, reasonInWords, resultInWords, runInWords, stateInWords } from "../words/runs";

/** A row of the Runs view: data, made from what the journal holds. */
export type RunsRow = RunRow | ResultRow;

export class RunRow {
  readonly kind = "run";

  constructor(readonly run: RunRecord) {}
}

/** How a run went for one user. */
export class ResultRow {
  readonly kind = "result";

  constructor(
    readonly run: RunRecord,
    readonly result: RecordedResult,
  ) {}
}

export function runsTreeItem(row: RunsRow): vscode.TreeItem {
  return row.kind === "run" ? runItem(row) : resultItem(row);
}

function runItem({ run }: RunRow): vscode.TreeItem {
  const item = new vscode.TreeItem(runInWords(run), vscode.TreeItemCollapsibleState.Collapsed);
  const left = run.state === "running" ? "" : leftInWords(run.users);
  const state = run.state === "finished" ? "" : stateInWords(run.state);
  item.id = run.id;
  item.description = [state, left, moment(run.at), run.host].filter(Boolean).join(" · ");
  item.iconPath = runIcon(run);
  item.contextValue = runWords(run).join(" ");
  item.tooltip = tooltip(run);
  item.accessibilityInformation = { label: `${runInWords(run)}, ${item.description}` };
  return item;
}

/** What can be done with a run, for the `when` clauses of its menu. */
function runWords(run: RunRecord): string[] {
  if (run.state === "running") return ["run", "running"];
  return [
    "run",
    ...(changedUsers(run).length > 0 ? ["undoable"] : []),
    ...(failedUsers(run).length > 0 ? ["retryable"] : []),
    ...(pendingUsers(run).length > 0 ? ["resumable"] : []),
  ];
}

function runIcon({ state, users, wish }: RunRecord): vscode.ThemeIcon {
  if (state === "running") return new vscode.ThemeIcon("sync~spin");
  if (state !== "finished") return new vscode.ThemeIcon("debug-pause", new vscode.ThemeColor("list.warningForeground"));
  if (users.some(({ result }) => result === "failed"))
    return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
  return new vscode.ThemeIcon(wish === "deactivate" ? "circle-slash" : "debug-restart");
}

function tooltip({ at, endedAt, host, by, state, undoes, retries, id }: RunRecord): string {
  const lines = [
    vscode.l10n.t("{0} on {1}, by {2}", stateInWords(state), host, by.name),
    vscode.l10n.t("Begun: {0}", moment(at)),
    endedAt ? vscode.l10n.t("Ended: {0}", moment(endedAt)) : "",
    undoes ? vscode.l10n.t("Undoes the run {0}", undoes) : "",
    retries ? vscode.l10n.t("Tries again what failed in the run {0}", retries) : "",
    vscode.l10n.t("Run {0}", id),
  ];
  return lines.filter(Boolean).join("\n");
}

function resultItem({ run, result }: ResultRow): vscode.TreeItem {
  const name = displayName(result.user);
  const words = resultInWords(result.result, run.wish);
  const reason = reasonInWords(result, run.host);
  const item = new vscode.TreeItem(name);
  item.id = `${run.id}/${result.user.ID}`;
  item.description = reason ? `${words} · ${reason}` : words;
  item.tooltip = [name, result.user.emailAddr, words, reason, result.user.ID].filter(Boolean).join("\n");
  item.iconPath = resultIcon(result);
  item.contextValue = "result";
  item.accessibilityInformation = { label: [name, words, reason].filter(Boolean).join(", ") };
  return item;
}

/** The result by shape; the color only repeats it. */
function resultIcon({ result }: RecordedResult): vscode.ThemeIcon {
  const icons: Record<RecordedResult["result"], [icon: string, color?: string]> = {
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

/** Date and time as the editor's language writes them. */
export function moment(at: Date): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}
