import * as vscode from "vscode";
import { TreeRows, type Drawn } from "../../domain/treeRows";

/** Who makes the rows of a tree. */
export interface Rows<Row> extends Omit<vscode.TreeDataProvider<Row>, "onDidChangeTreeData"> {
  getTreeItem(row: Row): vscode.TreeItem;
  /** What the tooltip of a row is made from, which is asked for later. */
  sourceOf?(row: Row): unknown;
}

export type TreeOptions<Row> = Omit<vscode.TreeViewOptions<Row>, "treeDataProvider">;

/**
 * A tree that the editor knows from the beginning. Who makes its rows is loaded when somebody first looks at it, and then
 * fills it.
 */
export class LazyTree<Row extends object> implements vscode.TreeDataProvider<Row> {
  readonly view: vscode.TreeView<Row>;
  readonly #changed = new vscode.EventEmitter<Row[] | Row | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #rows = new TreeRows<Row>({
    read: async (parent) => {
      if (!this.#source) await this.load();
      return (await this.#source?.getChildren(parent)) ?? [];
    },
    draw: (row) => this.#draw(row, this.#itemOf(row)),
    changed: (what) => this.#changed.fire(what),
  });
  readonly #folding: vscode.Disposable;
  #source: Rows<Row> | undefined;

  /** @param load lets somebody fill the tree, once however often it is called. */
  constructor(
    id: string,
    options: TreeOptions<Row>,
    private readonly load: () => Promise<unknown>,
  ) {
    this.view = vscode.window.createTreeView(id, { ...options, treeDataProvider: this });
    this.#folding = this.view.onDidCollapseElement(({ element }) => this.#rows.fold(element));
  }

  fill(rows: Rows<Row>): void {
    this.#source = rows;
  }

  /** Reads the rows again, and tells the editor what differs: resolves when it was told. */
  refresh(): Promise<void> {
    return this.#rows.refresh();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    return [...(await this.#rows.below(row))];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = this.#itemOf(row);
    this.#rows.note(row, this.#draw(row, item));
    return item;
  }

  getParent(row: Row): vscode.ProviderResult<Row> {
    return this.#source?.getParent?.(row);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    row: Row,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.#source?.resolveTreeItem?.(item, row, token) ?? item;
  }

  dispose(): void {
    vscode.Disposable.from(this.view, this.#changed, this.#folding).dispose();
  }

  /** The editor asks only for rows that it was given. */
  #itemOf(row: Row): vscode.TreeItem {
    return this.#source?.getTreeItem(row) ?? new vscode.TreeItem("");
  }

  #draw(row: Row, item: vscode.TreeItem): Drawn {
    // What a command is given is the row itself.
    const look = JSON.stringify(item, (key, value: unknown) => (key === "arguments" ? undefined : value));
    return { id: item.id, look, source: this.#source?.sourceOf?.(row) };
  }
}
