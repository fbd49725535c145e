import * as vscode from "vscode";
import type { ErrorReport } from "./errorReport";

/** Every command of this extension, without its prefix; `package.json` declares the same. */
export const commandNames = [
  "connect",
  "switchConnection",
  "disconnect",
  "checkConnection",
  "copyRedirectAddress",
  "copySignInAddress",
  "pasteSignInAddress",
  "setReadOnly",
  "allowChanges",
  "search",
  "filter",
  "changeFilter",
  "sortBy",
  "clearSearch",
  "groupBy",
  "refresh",
  "loadMore",
  "deactivate",
  "deactivateRow",
  "reactivate",
  "reactivateRow",
  "handOver",
  "handOverRow",
  "deactivateFromList",
  "reactivateFromList",
  "findIdle",
  "findLeftBehind",
  "exportUsers",
  "showHoldings",
  "revealUser",
  "showUser",
  "openInWorkfront",
  "copyId",
  "copyEmail",
  "copyTable",
  "undoRun",
  "retryRun",
  "resumeRun",
  "showRun",
  "exportRun",
  "noteRun",
  "deleteRun",
  "showLog",
] as const;

export type CommandName = (typeof commandNames)[number];

/** The identifier under which VS Code knows a command. */
export function commandID(name: CommandName): string {
  return `workfrontUsers.${name}`;
}

/** Runs one of this extension's own commands, which tells of its own failures. */
export function runCommand(name: CommandName, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(commandID(name), ...args);
}

/** Registers commands so that each failure ends in one message with a next step, and none is silent. */
export class Commands {
  readonly #registrations: vscode.Disposable[] = [];

  constructor(private readonly errors: ErrorReport) {}

  register(name: CommandName, handler: (...args: unknown[]) => unknown): void {
    this.#registrations.push(
      vscode.commands.registerCommand(commandID(name), async (...args: unknown[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          this.errors.show(error);
          return undefined;
        }
      }),
    );
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }
}
