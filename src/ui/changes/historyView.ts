import * as vscode from "vscode";
import { Pace } from "../../domain/pace";
import { followUps } from "../../domain/runs/followUps";
import type { Runs } from "../../domain/runs/runs";
import type { Connections } from "../connections/connections";
import type { LazyTree, Rows } from "../editor/lazyTree";
import { countInWords } from "../words/numbers";
import { placeOfRun } from "../words/place";
import { historyItem, ResultRow, RunRow, type HistoryRow } from "./historyRows";

/** The least time, in milliseconds, between two looks at what has changed. */
const pace = 250;

/** The History view: shows all runs, newest first, also those of other windows. Reads when it is looked at. */
export class HistoryView implements Rows<HistoryRow> {
  readonly #view: vscode.TreeView<HistoryRow>;
  readonly #listeners: { dispose(): unknown }[];
  #isWatching = false;
  readonly #pace = new Pace(() => {
    void this.count().catch(() => undefined);
    if (this.#view.visible) this.tree.refresh();
  }, pace);

  constructor(
    private readonly runs: Runs,
    private readonly connections: Connections,
    private readonly tree: LazyTree<HistoryRow>,
  ) {
    this.#view = tree.view;
    tree.fill(this);
    const { ask } = this.#pace;
    runs.on("changed", ask);
    this.#listeners = [
      this.#pace,
      this.#view.onDidChangeVisibility(ask),
      // A run of a window that is gone shows as interrupted when somebody looks here again.
      vscode.window.onDidChangeWindowState(ask),
      { dispose: () => runs.off("changed", ask) },
      // A connection that is renamed is called so here, too.
      connections.onDidChange(ask),
    ];
  }

  getTreeItem(row: HistoryRow): vscode.TreeItem {
    return historyItem(row);
  }

  async getChildren(row?: HistoryRow): Promise<HistoryRow[]> {
    if (row?.kind === "result") return [];
    if (!row) return this.#read();
    const run = await this.runs.read(row.run.id);
    return run?.results.map((result) => new ResultRow(row, result)) ?? [];
  }

  getParent(row: HistoryRow): HistoryRow | undefined {
    return row.kind === "result" ? row.parent : undefined;
  }

  /** The row that is selected. */
  get selection(): HistoryRow | undefined {
    return this.#view.selection[0];
  }

  /** Says beside the view's icon how many runs were cut off. */
  async count(): Promise<void> {
    const interrupted = (await this.runs.list()).filter(({ state }) => state === "interrupted").length;
    const tooltip = vscode.l10n.t("Interrupted: {0}", countInWords(interrupted));
    this.#view.badge = interrupted > 0 ? { value: interrupted, tooltip } : undefined;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  async #read(): Promise<RunRow[]> {
    if (!this.#isWatching) {
      this.#isWatching = true;
      // Without news of other windows, the rows are still read again whenever the view or the window is looked at.
      this.runs.watch().then(
        (watcher) => this.#listeners.push(watcher),
        () => undefined,
      );
    }
    const runs = await this.runs.list();
    const followedUp = followUps(runs);
    const { all } = this.connections;
    return runs.map((run) => new RunRow(run, followedUp(run), placeOfRun(run, all)));
  }
}
