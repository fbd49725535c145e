import * as vscode from "vscode";

/** Who makes the rows of a tree. */
export type Rows<Row> = Omit<vscode.TreeDataProvider<Row>, "onDidChangeTreeData">;

export type TreeOptions<Row> = Omit<vscode.TreeViewOptions<Row>, "treeDataProvider">;

/**
 * A tree that the editor knows from the beginning. Who makes its rows is loaded when somebody first looks at it, and then
 * fills it.
 */
export class LazyTree<Row> implements vscode.TreeDataProvider<Row> {
  readonly view: vscode.TreeView<Row>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #rows: Rows<Row> | undefined;

  /** @param load lets somebody fill the tree, once however often it is called. */
  constructor(
    id: string,
    options: TreeOptions<Row>,
    private readonly load: () => Promise<unknown>,
  ) {
    this.view = vscode.window.createTreeView(id, { ...options, treeDataProvider: this });
  }

  fill(rows: Rows<Row>): void {
    this.#rows = rows;
  }

  /** Lets the editor ask for the rows again. */
  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (!this.#rows) await this.load();
    return (await this.#rows?.getChildren(row)) ?? [];
  }

  /** The editor asks only for rows that it was given. */
  getTreeItem(row: Row): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.#rows?.getTreeItem(row) ?? new vscode.TreeItem("");
  }

  getParent(row: Row): vscode.ProviderResult<Row> {
    return this.#rows?.getParent?.(row);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    row: Row,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.#rows?.resolveTreeItem?.(item, row, token) ?? item;
  }

  dispose(): void {
    vscode.Disposable.from(this.view, this.#changed).dispose();
  }
}
