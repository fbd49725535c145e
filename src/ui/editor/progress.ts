import * as vscode from "vscode";
import { shown, shownWhereIconsWork, shownWhereLinksWork } from "../../domain/shown";

/** A button below the title of what is under way. It runs a command, since a notification of progress knows links alone. */
export interface ProgressLink {
  readonly title: string;
  readonly command: string;
}

/** Runs a task with cancelable progress in a notification; the task knows of canceling through its signal alone. */
export function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (message: string, increment?: number) => void) => Promise<T>,
  links: readonly ProgressLink[] = [],
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: shownWhereLinksWork(title), cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      const listener = token.onCancellationRequested(() => cancel.abort());
      if (links.length > 0) progress.report({ message: links.map(linkText).join(" · ") });
      try {
        return await task(cancel.signal, (message, increment) =>
          progress.report({ message: shownWhereLinksWork(message), ...(increment === undefined ? {} : { increment }) }),
        );
      } finally {
        listener.dispose();
      }
    },
  );
}

/** Runs a short task with progress in the status bar. */
export function withQuietProgress<T>(title: string, task: () => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Window, title: shownWhereIconsWork(title) };
  return vscode.window.withProgress(options, task);
}

function linkText({ title, command }: ProgressLink): string {
  return `[${shown(title)}](command:${command})`;
}
