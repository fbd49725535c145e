import * as vscode from "vscode";

/** Runs a task with cancellable progress in a notification; the task knows of cancelling through its signal alone. */
export function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (message: string, increment?: number) => void) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      const listener = token.onCancellationRequested(() => cancel.abort());
      try {
        return await task(cancel.signal, (message, increment) =>
          progress.report({ message, ...(increment === undefined ? {} : { increment }) }),
        );
      } finally {
        listener.dispose();
      }
    },
  );
}
