import * as vscode from "vscode";
import { shown, shownWhereLinksWork } from "../../domain/shown";

/** How many characters of a notification are shown. */
const longestMessage = 1000;

/** A button and what it does. A failure is told by what it does, as commands do (`runCommand`), never here. */
export interface Action {
  readonly title: string;
  readonly run: () => unknown;
}

type Show = (message: string, ...titles: string[]) => Thenable<string | undefined>;

/** The one way to tell something in a notification. Whatever is in the message, it is shown as text. */
export const tell = {
  info: teller((...message) => vscode.window.showInformationMessage(...message)),
  warn: teller((...message) => vscode.window.showWarningMessage(...message)),
  error: teller((...message) => vscode.window.showErrorMessage(...message)),
};

/** Resolves when the notification is gone, and what its button does is done. */
function teller(show: Show) {
  return async (message: string, ...actions: readonly Action[]): Promise<void> => {
    const chosen = await show(shownWhereLinksWork(message, longestMessage), ...actions.map(({ title }) => title));
    await actions.find(({ title }) => title === chosen)?.run();
  };
}

/** A button of a question, and what it answers. */
export interface Choice<T> {
  readonly title: string;
  readonly value: T;
}

/**
 * Asks in a modal dialog, to which the editor adds its own Cancel.
 * @param detail lines below the question; a line break in a text from outside makes no line.
 * @returns `undefined` where the dialog was closed.
 */
export async function ask<T>(
  question: string,
  detail: readonly string[],
  ...choices: readonly Choice<T>[]
): Promise<T | undefined> {
  const options = { modal: true, detail: detail.map((line) => shown(line, longestMessage)).join("\n") };
  const titles = choices.map(({ title }) => title);
  const chosen = await vscode.window.showWarningMessage(shown(question), options, ...titles);
  return choices.find(({ title }) => title === chosen)?.value;
}
