import { Runs } from "../../domain/runs/runs";
import type { Connections } from "../connections/connections";
import type { ContextKeyStore } from "../editor/contextKeys";
import type { LazyTree } from "../editor/lazyTree";
import type { HistoryRow } from "./historyRows";
import { HistoryView } from "./historyView";
import { tellInterrupted } from "./interrupted";

export interface HistoryParts {
  readonly connections: Connections;
  readonly keys: ContextKeyStore;
  readonly tree: LazyTree<HistoryRow>;
  readonly runsFolder: string;
}

/** What is known of all runs, and the view that shows it. */
export class History {
  readonly runs: Runs;
  readonly view: HistoryView;

  constructor(private readonly parts: HistoryParts) {
    const { keys, connections, tree, runsFolder } = parts;
    this.runs = new Runs(runsFolder);
    this.view = new HistoryView(this.runs, connections, tree);
    this.runs.on("results", (_run, results) => {
      const changed = results.filter(({ result }) => result === "changed");
      if (changed.some(({ wished }) => wished === false)) keys.set({ "workfrontUsers.hasDeactivated": true });
      if (changed.some(({ item }) => item)) keys.set({ "workfrontUsers.hasHandedOver": true });
    });
  }

  /** Tells of runs that were cut off, beside the view's icon and in a notification. */
  async tellInterrupted(): Promise<void> {
    await this.view.count();
    await tellInterrupted(this.runs, this.parts.connections);
  }

  dispose(): Promise<void> {
    this.view.dispose();
    return this.runs.dispose();
  }
}
