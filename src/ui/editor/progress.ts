import * as vscode from "vscode";
import { inNotification } from "./plainText";

/**
 * Runs a task with cancelable progress in a notification; the task knows of canceling through its signal alone.
 * @param links that stand below the title, in the notification's own form: `[label](command:…)`.
 */
export function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (message: string, increment?: number) => void) => Promise<T>,
  links?: string,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: inNotification(title), cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      const listener = token.onCancellationRequested(() => cancel.abort());
      if (links) progress.report({ message: links });
      try {
        return await task(cancel.signal, (message, increment) =>
          progress.report({ message: inNotification(message), ...(increment === undefined ? {} : { increment }) }),
        );
      } finally {
        listener.dispose();
      }
    },
  );
}
