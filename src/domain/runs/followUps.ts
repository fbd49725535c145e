import { groupedBy } from "../../workfront/chunksOf";
import type { RunSummary } from "./record";

/** What other runs have done about a run, and what is still to be done about it. */
export interface FollowUps {
  /** How many changes other runs have undone. */
  readonly undone: number;
  /** How many of the changes that failed were tried again by other runs. */
  readonly retried: number;
  readonly canUndo: boolean;
  readonly canRetry: boolean;
}

/**
 * Of each run, by its ID, what the others say of it. What was followed up is followed up further in the newer run, where
 * its failures and what is left of it are.
 */
export function followUps(runs: readonly RunSummary[]): (run: RunSummary) => FollowUps {
  const [undoing, retrying] = [byRun(runs, "undoes"), byRun(runs, "retries")];
  return ({ id, counts: { changed = 0, unknown = 0, failed = 0 } }) => {
    const [undos, retries] = [undoing.get(id) ?? [], retrying.get(id) ?? []];
    const retried = sum(retries, ({ count }) => count);
    return {
      undone: sum(undos, ({ counts }) => counts.changed ?? 0),
      retried,
      canUndo: changed + unknown > sum(undos, ({ count }) => count),
      canRetry: failed > retried,
    };
  };
}

/** By the run that they follow up. */
function byRun(runs: readonly RunSummary[], link: "undoes" | "retries"): ReadonlyMap<string, readonly RunSummary[]> {
  const groups = groupedBy(runs, (run) => run[link] ?? "");
  return new Map(groups.map((group) => [group[0][link] ?? "", group]));
}

function sum(runs: readonly RunSummary[], of: (run: RunSummary) => number): number {
  return runs.reduce((total, run) => total + of(run), 0);
}
