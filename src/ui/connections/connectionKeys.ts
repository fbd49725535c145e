import type * as vscode from "vscode";
import type { ContextKeyStore } from "../editor/contextKeys";
import type { Connections } from "./connections";

/** Keeps what menus, commands and the walkthrough know of the connections. */
export function followConnections(connections: Connections, keys: ContextKeyStore): vscode.Disposable {
  const follow = () => {
    const { all, session } = connections;
    keys.set({
      "workfrontUsers.hasConnections": all.length > 0,
      "workfrontUsers.connected": session !== undefined,
      "workfrontUsers.readOnly": session?.connection.readOnly ?? false,
      "workfrontUsers.signInWay": session?.connection.way ?? "",
    });
  };
  follow();
  return connections.onDidChange(follow);
}
