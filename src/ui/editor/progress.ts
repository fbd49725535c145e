import * as vscode from "vscode";
import { listeningToWaits } from "../../workfront/waits";
import { shown, shownWhereIconsWork, shownWhereLinksWork } from "../../domain/shown";
import { Countdown } from "./countdown";

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

/**
 * Runs a task with cancelable progress in a notification; the task knows of canceling through its signal alone. Says how
 * long requests of the task have to wait, where they have to.
 */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (message: string, increment?: number) => void) => Promise<T>,
  { links = [], quietFor = 400 }: ProgressOptions = {},
): Promise<T> {
  const cancel = new AbortController();
  const steps: Step[] = links.length > 0 ? [{ message: links.map(linkText).join(" · ") }] : [];
  let take: (step: Step) => void = (step) => steps.push(step);
  const [first = { message: "" }] = steps;
  let last = first.message;
  const waiting = new Countdown((text) => take({ message: text || last }));
  const report = (message: string, increment?: number) => {
    waiting.end();
    last = shownWhereLinksWork(message);
    take({ message: last, ...(increment !== undefined && { increment }) });
  };
  const running = listeningToWaits(
    (seconds) => waiting.begin(seconds),
    () => task(cancel.signal, report),
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
  return running.finally(() => {
    waiting.end();
    clearTimeout(timer);
  });
}

/** Runs a short task with progress in the status bar. */
export function withQuietProgress<T>(title: string, task: () => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Window, title: shownWhereIconsWork(title) };
  return vscode.window.withProgress(options, task);
}

/** Shows in a view that it is being read, until the task is done. */
export function withViewProgress(viewId: string, task: Promise<void>): void {
  void vscode.window.withProgress({ location: { viewId } }, () => task);
}

function linkText({ title, command }: ProgressLink): string {
  return `[${shown(title)}](command:${command})`;
}
