import * as vscode from "vscode";
import { Explanation } from "../words/failures";
import type { ErrorReport } from "./errorReport";

/** Commands that change something in Workfront: what became of one that failed is looked at before it is used again. */
const changing = [
  "deactivate",
  "deactivateRow",
  "reactivate",
  "reactivateRow",
  "handOver",
  "handOverRow",
  "deactivateFromList",
  "reactivateFromList",
  "undoRun",
  "retryRun",
  "resumeRun",
] as const;

/** Every command of this extension, without its prefix; `package.json` declares the same. */
export const commandNames = [
  ...changing,
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
  "findIdle",
  "findLeftBehind",
  "showOverview",
  "exportUsers",
  "showHoldings",
  "revealUser",
  "showUser",
  "openInWorkfront",
  "copyId",
  "copyEmail",
  "copyTable",
  "showRun",
  "exportRun",
  "noteRun",
  "deleteRun",
  "showLog",
] as const;

export type CommandName = (typeof commandNames)[number];

function isChanging(name: CommandName): boolean {
  return changing.some((one) => one === name);
}

/** The identifier under which VS Code knows a command. */
export function commandID(name: CommandName): string {
  return `workfrontUsers.${name}`;
}

/** Runs one of this extension's own commands, which tells of its own failures. */
export function runCommand(name: CommandName, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(commandID(name), ...args);
}

export type Handler = (...args: unknown[]) => unknown;

/**
 * A handler that is given rows. The menu of a row gives two arguments, of which the first is nothing while the editor asks
 * for the rows anew (`MultipleSelectionActionRunner` and `ExtHostTreeView` in its source); elsewhere nothing is one at most.
 */
export function onRows(handler: Handler): Handler {
  return (...args) => {
    if (args.length > 1 && (args[0] ?? undefined) === undefined)
      throw new Explanation(
        vscode.l10n.t("Nothing was done, because the list was just being updated. Select the row again."),
      );
    return handler(...args);
  };
}

/**
 * The commands of all features. The editor knows them from the beginning; what handles them is loaded, and registered here,
 * when the first of them is used. Each failure ends in one message with a next step.
 */
export class Commands {
  readonly #handlers = new Map<CommandName, Handler>();
  readonly #registrations: readonly vscode.Disposable[];

  /** @param load lets all handlers be registered, once however often it is called. */
  constructor(
    private readonly errors: ErrorReport,
    private readonly load: () => Promise<unknown>,
  ) {
    this.#registrations = commandNames.map((name) =>
      vscode.commands.registerCommand(commandID(name), (...args: unknown[]) => this.#run(name, args)),
    );
  }

  register(name: CommandName, handler: Handler): void {
    this.#handlers.set(name, handler);
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }

  async #run(name: CommandName, args: readonly unknown[]): Promise<unknown> {
    try {
      await this.load();
      return await this.#handlers.get(name)?.(...args);
    } catch (error) {
      this.errors.show(error, isChanging(name) ? undefined : () => this.#run(name, args));
      return undefined;
    }
  }
}
