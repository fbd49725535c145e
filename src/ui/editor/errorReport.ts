import * as vscode from "vscode";
import { WorkfrontError } from "../../workfront/errors";
import { runCommand } from "./commands";
import { explain, Explanation } from "../words/failures";
import type { Log } from "./log";
import { tell, type Action } from "./tell";

/** The one way in which a failure reaches the administrator: a message in their words, with the next step as a button. */
export class ErrorReport {
  constructor(private readonly log: Log) {}

  /** @param doing what was being done, as the beginning of the message. */
  show(error: unknown, doing?: string): void {
    // Whoever canceled knows, and whoever was overtaken by another session need not.
    if (error instanceof Error && error.name === "AbortError") return;
    this.log.error(error);
    const showLog = { title: vscode.l10n.t("Show Log"), run: () => this.log.show() };
    const cause = error instanceof Explanation ? error.cause : error;
    const actions = cause === undefined ? [] : [...nextSteps(cause), showLog];
    void tell.error(doing ? `${doing}: ${explain(error)}` : explain(error), ...actions);
  }
}

function nextSteps(error: unknown): Action[] {
  if (!(error instanceof WorkfrontError)) return [];
  if (error.kind === "unauthorized")
    return [{ title: vscode.l10n.t("Sign In Again"), run: () => runCommand("connect", { again: true }) }];
  if (error.kind === "versionRefused")
    return [
      {
        title: vscode.l10n.t("Open Settings"),
        run: () => vscode.commands.executeCommand("workbench.action.openSettings", "workfrontUsers.apiVersion"),
      },
    ];
  return [];
}
