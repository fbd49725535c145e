import * as vscode from "vscode";
import { WorkfrontError } from "../../workfront/errors";
import { commandID } from "./commands";
import { explain, Explanation } from "../words/failures";
import type { Log } from "./log";
import { inNotification } from "./plainText";

/** The one way in which a failure reaches the administrator: a message in their words, with the next step as a button. */
export class ErrorReport {
  constructor(private readonly log: Log) {}

  /** @param doing what was being done, as the beginning of the message. */
  show(error: unknown, doing?: string): void {
    // Whoever canceled knows, and whoever was overtaken by another session need not.
    if (error instanceof Error && error.name === "AbortError") return;
    this.log.error(error);
    const message = inNotification(doing ? `${doing}: ${explain(error)}` : explain(error));
    const signIn = vscode.l10n.t("Sign In Again");
    const showLog = vscode.l10n.t("Show Log");
    const openSettings = vscode.l10n.t("Open Settings");
    const kind = error instanceof WorkfrontError ? error.kind : undefined;
    const nextStep = kind === "unauthorized" ? [signIn] : kind === "versionRefused" ? [openSettings] : [];
    const buttons = error instanceof Explanation ? [] : [...nextStep, showLog];
    void vscode.window.showErrorMessage(message, ...buttons).then((button) => {
      if (button === signIn) return vscode.commands.executeCommand(commandID("connect"), { again: true });
      if (button === openSettings)
        return vscode.commands.executeCommand("workbench.action.openSettings", "workfrontUsers.apiVersion");
      if (button === showLog) this.log.show();
      return undefined;
    });
  }
}
