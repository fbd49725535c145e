import * as vscode from "vscode";
import { shown, shownWhereIconsWork, shownWhereLinksWork } from "../../domain/shown";

/** A button below the title of what is under way. It runs a command, since a notification of progress knows links alone. */
export interface ProgressLink {
  readonly title: string;
  readonly command: string;
}

interface Step {
  readonly message: string;
  readonly increment?: number;
}

interface ProgressOptions {
  /** Below the title. */
  readonly links?: readonly ProgressLink[];
  /** Milliseconds that the task may take before there is a notification: the editor keeps even a short one for 0.8 s. */
  readonly quietFor?: number;
}

/** Runs a task with cancelable progress in a notification; the task knows of canceling through its signal alone. */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (message: string, increment?: number) => void) => Promise<T>,
  { links = [], quietFor = 400 }: ProgressOptions = {},
): Promise<T> {
  const cancel = new AbortController();
  const steps: Step[] = links.length > 0 ? [{ message: links.map(linkText).join(" · ") }] : [];
  let take: (step: Step) => void = (step) => steps.push(step);
  const running = task(cancel.signal, (message, increment) =>
    take({ message: shownWhereLinksWork(message), ...(increment !== undefined && { increment }) }),
  );
  const show = () =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: shownWhereLinksWork(title), cancellable: true },
      async (progress, token) => {
        const listener = token.onCancellationRequested(() => cancel.abort());
        for (const step of steps) progress.report(step);
        take = (step) => progress.report(step);
        await Promise.allSettled([running]);
        listener.dispose();
      },
    );
  if (quietFor === 0) void show();
  const timer = quietFor > 0 ? setTimeout(() => void show(), quietFor) : undefined;
  return running.finally(() => clearTimeout(timer));
}

/** Runs a short task with progress in the status bar. */
export function withQuietProgress<T>(title: string, task: () => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Window, title: shownWhereIconsWork(title) };
  return vscode.window.withProgress(options, task);
}

function linkText({ title, command }: ProgressLink): string {
  return `[${shown(title)}](command:${command})`;
}
