import * as vscode from "vscode";
import type { ContextKeyStore } from "./contextKeys";

/** Milliseconds that the editor has to learn the steps of a walkthrough, after its tab is there. */
const learning = 1000;

/**
 * Tells when the walkthrough may be in sight. The editor ticks a step when its condition becomes true, and never one whose
 * condition was true before the editor learned the step, which is when somebody first opens a walkthrough. So each
 * condition waits for this as well, and what was done before is ticked, too.
 */
export function followTour(keys: ContextKeyStore): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    // A walkthrough is one of the tabs of the editor itself, of which an extension learns nothing but the name.
    const isOpen = vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input === undefined));
    if (isOpen) timer ??= setTimeout(() => keys.set({ "workfrontUsers.touring": true }), learning);
  };
  look();
  return vscode.Disposable.from(vscode.window.tabGroups.onDidChangeTabs(look), { dispose: () => clearTimeout(timer) });
}
