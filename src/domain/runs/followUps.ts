import type { RunSummary } from "./record";

/** What other runs have done about a run, and what is still to be done about it. */
export interface FollowUps {
  /** Changes that other runs were to undo, or to try again. */
  readonly undone: number;
  readonly retried: number;
  readonly canUndo: boolean;
  readonly canRetry: boolean;
}

/**
 * Of each run, by its ID, what the others say of it. What was followed up is followed up further in the newer run, where
 * its failures and what is left of it are.
 */
export function followUps(runs: readonly RunSummary[]): (run: RunSummary) => FollowUps {
  const [undone, retried] = (["undoes", "retries"] as const).map((link) => {
    const counts = new Map<string, number>();
    for (const run of runs) {
      const of = run[link];
      if (of !== undefined) counts.set(of, (counts.get(of) ?? 0) + run.count);
    }
    return counts;
  });
  return ({ id, counts: { changed = 0, unknown = 0, failed = 0 } }) => {
    const [back, again] = [undone?.get(id) ?? 0, retried?.get(id) ?? 0];
    return { undone: back, retried: again, canUndo: changed + unknown > back, canRetry: failed > again };
  };
}
