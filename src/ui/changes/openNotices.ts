import * as vscode from "vscode";
import { pendingOf, type RunSummary } from "../../domain/runs/record";
import type { Action } from "../editor/tell";

/** A notification about a run that is in sight. */
interface OpenNotice {
  readonly runID: string;
}

/** Notifications that offer to resume a run, and stay in sight until somebody answers them. */
export class OpenNotices {
  readonly #open = new Set<OpenNotice>();

  get all(): readonly OpenNotice[] {
    return [...this.#open];
  }

  /** @param tell shows the notification with these buttons, and resolves when it is answered. */
  async show(
    runID: string,
    actions: readonly Action[],
    tell: (actions: readonly Action[]) => Promise<void>,
  ): Promise<void> {
    const notice = { runID };
    const answered = (action: Action) => {
      this.#open.delete(notice);
      return action.run();
    };
    this.#open.add(notice);
    await tell(actions.map((action) => ({ title: action.title, run: () => answered(action) })));
    this.#open.delete(notice);
  }

  /**
   * Takes them out of sight where their runs were resumed or deleted some other way, as from the History view. The editor takes
   * no notification back: it hides those that are in sight.
   * @param notices those that were open before these runs were read.
   */
  async hideSettled(notices: readonly OpenNotice[], runs: readonly RunSummary[]): Promise<void> {
    const byID = new Map(runs.map((run) => [run.id, run]));
    const isOpen = (run: RunSummary | undefined) => run && run.state !== "running" && pendingOf(run.counts) > 0;
    const settled = notices.filter((notice) => !isOpen(byID.get(notice.runID)) && this.#open.delete(notice));
    if (settled.length > 0) await vscode.commands.executeCommand("notifications.hideToasts");
  }
}
