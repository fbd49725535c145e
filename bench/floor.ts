import * as vscode from "vscode";

/** As many as the first page of users. */
const count = 100;

/** An extension that shows rows like those of users, from memory: the least that a view of this size can take. */
export function activate(): void {
  // From 1: the editor leaves out a row that is 0.
  const rows = Array.from({ length: count }, (_, index) => index + 1);
  vscode.window.createTreeView("floor.rows", {
    treeDataProvider: {
      getChildren: (row?: number) => (row === undefined ? rows : []),
      getTreeItem(row: number) {
        const item = new vscode.TreeItem(`Floor User ${row}`, vscode.TreeItemCollapsibleState.Collapsed);
        item.id = String(row);
        item.description = `floor.user.${row}@example.com`;
        item.iconPath = new vscode.ThemeIcon("account");
        item.contextValue = "user active email";
        item.accessibilityInformation = { label: `Floor User ${row}, Active, floor.user.${row}@example.com` };
        return item;
      },
    },
  });
}
