import * as vscode from "vscode";
import { Pace } from "../../domain/pace";
import { followedUpIn, followUps } from "../../domain/runs/followUps";
import { keyOf, type ChangeResult, type RunSummary } from "../../domain/runs/record";
import { Runs } from "../../domain/runs/runs";
import type { Connections } from "../connections/connections";
import { runCommand, type CommandName } from "../editor/commands";
import type { ContextKeyStore } from "../editor/contextKeys";
import type { LazyTree, Rows } from "../editor/lazyTree";
import { tell } from "../editor/tell";
import { countInWords } from "../words/numbers";
import { placeOfRun } from "../words/place";
import { momentInWords, restInWords, runInWords } from "../words/runs";
import { historyItem, ResultRow, RunRow, type HistoryRow } from "./historyRows";
import { OpenNotices } from "./openNotices";

/** The least time, in milliseconds, between two looks at what has changed. */
const pace = 250;

/** Milliseconds after which it is looked again whether who carries out a run is still there: nobody tells who is gone. */
const recheck = 2000;

export interface HistoryParts {
  readonly connections: Connections;
  readonly keys: ContextKeyStore;
  readonly tree: LazyTree<HistoryRow>;
  readonly runsFolder: string;
}

/** All runs, newest first, also those of other windows, and the view that shows them. Reads when somebody looks at it. */
export class History implements Rows<HistoryRow> {
  readonly runs: Runs;
  readonly notices = new OpenNotices();
  readonly #parts: HistoryParts;
  readonly #listeners: { dispose(): unknown }[];
  readonly #lookAgain: Pace;
  #isWatching = false;
  /** The rows that were read last. */
  #rows: readonly RunRow[] = [];

  constructor(parts: HistoryParts) {
    const { connections, tree, runsFolder } = parts;
    this.#parts = parts;
    this.runs = new Runs(runsFolder);
    const looking = new Pace(() => {
      // Whoever asks for the rows looks as well.
      if (tree.view.visible) void tree.refresh();
      else void this.look().catch(() => undefined);
    }, pace);
    this.#lookAgain = new Pace(looking.ask, recheck);
    this.runs.on("changed", looking.ask);
    this.runs.on("results", (_, results) => this.#noteFirst(results));
    this.#listeners = [
      looking,
      this.#lookAgain,
      tree.view.onDidChangeVisibility(looking.ask),
      vscode.window.onDidChangeWindowState(looking.ask),
      // A connection that is renamed is called so here, too.
      connections.onDidChange(looking.ask),
    ];
    tree.fill(this);
  }

  getTreeItem(row: HistoryRow): vscode.TreeItem {
    return historyItem(row);
  }

  async getChildren(row?: HistoryRow): Promise<HistoryRow[]> {
    if (row instanceof ResultRow) return [];
    if (row) return this.#readResults(row);
    await this.#watch();
    return this.#readRows();
  }

  async #readResults(row: RunRow): Promise<HistoryRow[]> {
    const { id } = row.run;
    const [run, retried] = await Promise.all([this.runs.read(id), followedUpIn(id, "retries", this.runs)]);
    return run?.results.map((result) => new ResultRow(row, result, retried.has(keyOf(result)))) ?? [];
  }

  /** Rows that were read earlier stay where they cannot be read again, and the view says so. */
  async #readRows(): Promise<HistoryRow[]> {
    const { view } = this.#parts.tree;
    try {
      this.#rows = await this.rows();
      if (view.message) view.message = "";
    } catch (error) {
      view.message = unreadable(error, this.#rows.length > 0);
    }
    return [...this.#rows];
  }

  getParent(row: HistoryRow): HistoryRow | undefined {
    return row instanceof ResultRow ? row.parent : undefined;
  }

  /** A row for each run. */
  async rows(): Promise<RunRow[]> {
    const runs = await this.look();
    if (runs.some(({ state }) => state === "running")) this.#lookAgain.ask();
    const followedUp = await followUps(runs, this.runs);
    return runs.map((run) => new RunRow(run, followedUp(run), this.placeOf(run), this.#connectionOf(run)));
  }

  /** Where a run was carried out, as its connection is called today. */
  placeOf(run: RunSummary): string {
    return placeOfRun(run, this.#parts.connections.all);
  }

  #connectionOf({ connectionID }: RunSummary): RunRow["connection"] {
    const { all, current } = this.#parts.connections;
    if (connectionID === current?.id) return "current";
    return all.some(({ id }) => id === connectionID) ? "other" : "removed";
  }

  /** The row that is selected. */
  get selection(): HistoryRow | undefined {
    return this.#parts.tree.view.selection[0];
  }

  /** Tells, when the extension starts, of the newest run that was cut off, so that nobody has to look for it. */
  async tellInterrupted(): Promise<void> {
    await this.runs.prune();
    const run = (await this.look()).find(isInterrupted);
    if (!run) return;
    const action = (name: CommandName, title: string) => ({ title, run: () => runCommand(name, run.id) });
    const message = vscode.l10n.t(
      "A change from {0} in {1} was interrupted: {2} · {3}.",
      momentInWords(run.at),
      this.placeOf(run),
      runInWords(run),
      restInWords(run),
    );
    const actions = [action("resumeRun", vscode.l10n.t("Resume")), action("showRun", vscode.l10n.t("Show Report"))];
    await this.notices.show(run.id, actions, (all) => tell.warn(message, ...all));
  }

  async dispose(): Promise<void> {
    vscode.Disposable.from(...this.#listeners).dispose();
    await this.runs.dispose();
  }

  /**
   * All runs of all windows, newest first. Commands about runs work where there are some, and beside the view's icon is how
   * many were cut off.
   */
  async look(): Promise<RunSummary[]> {
    const notices = this.notices.all;
    const runs = await this.runs.list();
    await this.notices.hideSettled(notices, runs);
    const { keys, tree } = this.#parts;
    keys.set({ "workfrontUsers.hasRuns": runs.length > 0 });
    const interrupted = runs.filter(isInterrupted).length;
    const tooltip = vscode.l10n.t("Interrupted: {0}", countInWords(interrupted));
    tree.view.badge = interrupted > 0 ? { value: interrupted, tooltip } : undefined;
    return runs;
  }

  /** For the walkthrough, which ticks what somebody has done. */
  #noteFirst(results: readonly ChangeResult[]): void {
    const changed = results.filter(({ result }) => result === "changed");
    const { keys } = this.#parts;
    if (changed.some(({ wished }) => wished === false)) keys.set({ "workfrontUsers.hasDeactivated": true });
    if (changed.some(({ item }) => item)) keys.set({ "workfrontUsers.hasHandedOver": true });
  }

  /** Without news of other windows, the rows are still read again whenever the view or the window is looked at. */
  async #watch(): Promise<void> {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const watcher = await this.runs.watch().catch(() => undefined);
    if (watcher) this.#listeners.push(watcher);
  }
}

function isInterrupted({ state }: RunSummary): boolean {
  return state === "interrupted";
}

function unreadable(error: unknown, hasEarlierRows: boolean): string {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  if (!hasEarlierRows) return vscode.l10n.t("The history on this computer could not be read ({0}).", code);
  const reason = vscode.l10n.t("the history on this computer could not be read ({0})", code);
  return vscode.l10n.t("Showing earlier results: {0}", reason);
}
