import { mkdirSync, watch, type FSWatcher } from "node:fs";
import * as vscode from "vscode";
import type { Journal } from "../../domain/journal";
import type { RunRecord } from "../../domain/runRecord";
import type { Changes } from "./changes";
import { ResultRow, RunRow, runsTreeItem, type RunsRow } from "./runRows";

const viewID = "workfrontUsers.runs";

/** Milliseconds to wait for more news of a run before the rows are read again. */
const settling = 250;

/** The Runs view: shows what the journal holds, newest first, also of runs of other windows. Reads when it is looked at. */
export class RunsView implements vscode.TreeDataProvider<RunsRow> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<RunsRow>;
  readonly #listeners: readonly { dispose(): unknown }[];
  #rows: readonly RunRow[] | undefined;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly folder: string,
    changes: Changes,
  ) {
    this.#view = vscode.window.createTreeView(viewID, { treeDataProvider: this, showCollapseAll: true });
    this.#listeners = [
      this.#view,
      this.#changed,
      changes.onDidChange(() => this.#readSoon()),
      this.#view.onDidChangeVisibility(() => this.#readSoon()),
      // A run of a window that is gone shows as interrupted when somebody looks here again.
      vscode.window.onDidChangeWindowState(() => this.#readSoon()),
    ];
  }

  getTreeItem(row: RunsRow): vscode.TreeItem {
    return runsTreeItem(row);
  }

  async getChildren(row?: RunsRow): Promise<RunsRow[]> {
    if (row?.kind === "result") return [];
    if (row) return row.run.users.map((result) => new ResultRow(row.run, result));
    return [...(await this.#read())];
  }

  getParent(row: RunsRow): RunsRow | undefined {
    return row.kind === "result" ? new RunRow(row.run) : undefined;
  }

  /** Selects and opens the row of a run. */
  async reveal(id: string): Promise<void> {
    await vscode.commands.executeCommand(`${viewID}.focus`);
    this.#rows = undefined;
    const row = (await this.#read()).find(({ run }) => run.id === id);
    this.#changed.fire();
    if (row) await this.#view.reveal(row, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watcher?.close();
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  async #read(): Promise<readonly RunRow[]> {
    this.#watch();
    this.#rows ??= (await this.journal.runs()).map((run: RunRecord) => new RunRow(run));
    return this.#rows;
  }

  /** Other windows write into the same folder. */
  #watch(): void {
    if (this.#watcher) return;
    // Without news of other windows, the rows are still read again whenever the view or the window is looked at.
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      this.#watcher = watch(this.folder, () => this.#readSoon());
      this.#watcher.on("error", () => this.#watcher?.close());
    } catch {
      this.#watcher = undefined;
    }
  }

  #readSoon(): void {
    if (!this.#view.visible) {
      this.#rows = undefined;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#rows = undefined;
      this.#changed.fire();
    }, settling);
  }
}
