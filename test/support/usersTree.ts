import { setImmediate } from "node:timers/promises";
import * as vscode from "vscode";
import { ErrorReport } from "../../src/ui/editor/errorReport";
import type { ContextKeys } from "../../src/ui/editor/contextKeys";
import { LazyTree } from "../../src/ui/editor/lazyTree";
import type { Row } from "../../src/ui/users/rows";
import { UsersView } from "../../src/ui/users/usersView";
import type { Window } from "./session";
import { waitUntil } from "./waitUntil";

/** The Users view with its tree, as the editor would draw it: only the editor's part is not there. */
export class UsersTree {
  readonly tree: LazyTree<Row>;
  readonly users: UsersView;
  /** What the editor was told to draw anew. */
  readonly told: unknown[] = [];
  readonly keys: Partial<ContextKeys> = {};
  readonly view = {
    visible: true,
    message: "",
    description: "",
    selection: [],
    onDidChangeVisibility: new vscode.EventEmitter<unknown>().event,
    onDidCollapseElement: new vscode.EventEmitter<unknown>().event,
    dispose: () => undefined,
  };

  constructor(private readonly window: Window) {
    const { connections, log } = window;
    const { createTreeView } = vscode.window;
    Object.assign(vscode.window, { createTreeView: () => this.view });
    this.tree = new LazyTree<Row>("", {}, () => Promise.resolve());
    Object.assign(vscode.window, { createTreeView });
    this.tree.onDidChangeTreeData((what) => this.told.push(what));
    this.users = new UsersView({
      tree: this.tree,
      connections,
      extraFields: { names: [] } as never,
      keys: { set: (keys: object) => Object.assign(this.keys, keys) } as never,
      errors: new ErrorReport(log),
    });
  }

  /** Draws the rows below a row, or the outermost ones, as the editor does, when all is known that is shown of them. */
  async draw(parent?: Row): Promise<Row[]> {
    await this.tree.getChildren(parent);
    await waitUntil(() => this.window.session.directory.state.kind === "read");
    await this.window.session.licenseLabels();
    await setImmediate();
    await this.tree.refresh();
    const rows = await this.tree.getChildren(parent);
    for (const row of rows) this.tree.getTreeItem(row);
    return rows;
  }

  dispose(): void {
    this.users.dispose();
    this.tree.dispose();
  }
}
