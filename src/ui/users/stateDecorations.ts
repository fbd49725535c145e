import * as vscode from "vscode";
import type { UserState } from "../../domain/user";
import { stateInWords } from "../words/userLine";

const scheme = "workfront-user-state";

/** Stands for a row whose state is shown beside it. Holds no name and no email, because addresses reach logs. */
export function stateUri(state: UserState, userID: string): vscode.Uri {
  return vscode.Uri.from({ scheme, authority: state, path: `/${userID}` });
}

const badges: Partial<Record<string, string>> = { deactivated: "⊘", waiting: "◌", unknown: "?" };

/** Shows at the end of a row, at any width, that a user is not active. The state is in the address, so nothing goes stale. */
export const stateDecorations: vscode.FileDecorationProvider = {
  provideFileDecoration: (uri) => {
    const badge = uri.scheme === scheme ? badges[uri.authority] : undefined;
    if (badge === undefined) return undefined;
    const color = new vscode.ThemeColor("workfrontUsers.inactiveForeground");
    return new vscode.FileDecoration(badge, stateInWords(uri.authority as UserState), color);
  },
};
