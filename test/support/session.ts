import * as vscode from "vscode";
import { Connections } from "../../src/ui/connections/connections";
import { openSession } from "../../src/ui/connections/openSession";
import type { Session } from "../../src/ui/connections/session";
import { signInWithKey } from "../../src/domain/signIn";
import { Log } from "../../src/ui/editor/log";
import { Settings } from "../../src/ui/editor/settings";
import type { Sandbox } from "../sandbox/server";
import { transportTo } from "./client";
import type { KeptState } from "./memoryContext";
import { answeredInput, answeredPick, type Choose } from "./quickInputs";

export interface Window {
  readonly connections: Connections;
  readonly session: Session;
  readonly log: Log;
}

/** A window's connections, signed in to the sandbox with the administrator's key unless that is kept already. */
export async function openWindow(kept: KeptState, { url, administrator }: Sandbox): Promise<Window> {
  const settings = new Settings();
  const log = new Log();
  const connections = new Connections(kept.window(), settings, log, () => Promise.resolve(openSession));
  await connections.open();
  if (!connections.session) {
    const signedIn = await signInWithKey(transportTo(url), administrator.apiKey, settings);
    await connections.add({ origin: url, way: "apiKey" }, signedIn);
  }
  return { connections, session: connections.session!, log };
}

/** The button that was chosen; nothing where the question was closed. */
type Clicked = string | undefined;

export interface Answers {
  readonly showSaveDialog?: () => vscode.Uri;
  readonly withProgress?: typeof vscode.window.withProgress;
  /** Answers picks. */
  readonly choose?: Choose;
  /** Answers input boxes. */
  readonly type?: () => string | undefined;
  /** Answers a modal question with one of its buttons, of which the first has the verb, or with nothing. */
  readonly modal?: (
    question: string,
    detail: string,
    button: string,
    all: readonly string[],
  ) => Clicked | Promise<Clicked>;
}

/** Answers questions of the editor for as long as the work takes, and notes what was told. */
export async function answering(
  { modal, choose, type, ...answers }: Answers,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const told: string[] = [];
  const note = (message: string) => Promise.resolve(void told.push(message));
  const warn = (message: string, options?: vscode.MessageOptions | string, ...buttons: string[]) => {
    if (typeof options !== "object" || !options.modal) return note(message);
    return Promise.resolve(modal?.(message, options.detail ?? "", buttons[0] ?? "", buttons));
  };
  const replaced = {
    ...answers,
    ...(choose && { createQuickPick: answeredPick(choose) }),
    ...(type && { createInputBox: answeredInput(type) }),
    ...{ showInformationMessage: note, showWarningMessage: warn, showErrorMessage: note },
  };
  const original = { ...vscode.window };
  Object.assign(vscode.window, replaced);
  try {
    await work();
  } finally {
    for (const name of Object.keys(replaced)) Object.assign(vscode.window, { [name]: original[name as never] });
  }
  return told;
}
