import { groupedBy } from "../../workfront/chunksOf";
import { keyOf, type ChangeResult, type RunSummary } from "./record";
import type { Runs } from "./runs";

/** What other runs have done about a run, and what is still to be done about it. */
export interface FollowUps {
  /** How many changes other runs have undone. */
  readonly undone: number;
  /** How many of the changes that failed were tried again by other runs. */
  readonly retried: number;
  readonly canUndo: boolean;
  readonly canRetry: boolean;
}

/** What some runs did about another one: each change counts once, however often it was followed up. */
interface Done {
  readonly all: number;
  readonly changed: number;
}

/**
 * Of each run, by its ID, what the others say of it. What was followed up is followed up further in the newer run, where
 * its failures and what is left of it are.
 * @param store is asked only for runs of which several follow up the same one, and so may be about the same changes.
 */
export async function followUps(
  runs: readonly RunSummary[],
  store: Pick<Runs, "read">,
): Promise<(run: RunSummary) => FollowUps> {
  const [undoing, retrying] = await Promise.all([doneAbout(runs, "undoes", store), doneAbout(runs, "retries", store)]);
  return ({ id, counts: { changed = 0, unknown = 0, failed = 0 } }) => {
    const [undos, retries] = [undoing.get(id) ?? nothing, retrying.get(id) ?? nothing];
    return {
      undone: undos.changed,
      retried: retries.all,
      canUndo: changed + unknown > undos.all,
      canRetry: failed > retries.all,
    };
  };
}

const nothing: Done = { all: 0, changed: 0 };

/** What runs did that were read. The summary of a run is another one as soon as its file is. */
const known = new WeakMap<RunSummary, Promise<readonly ChangeResult[]>>();

function resultsOf(run: RunSummary, store: Pick<Runs, "read">): Promise<readonly ChangeResult[]> {
  const reading = known.get(run) ?? store.read(run.id).then((record) => record?.results ?? []);
  known.set(run, reading);
  reading.catch(() => known.delete(run));
  return reading;
}

/** By the run that is followed up. */
async function doneAbout(
  runs: readonly RunSummary[],
  link: "undoes" | "retries",
  store: Pick<Runs, "read">,
): Promise<ReadonlyMap<string | undefined, Done>> {
  const groups = groupedBy(
    runs.filter((run) => run[link]),
    (run) => String(run[link]),
  );
  const doneBy = async ([only, ...others]: readonly [RunSummary, ...RunSummary[]]): Promise<Done> => {
    if (others.length === 0) return { all: only.count, changed: only.counts.changed ?? 0 };
    const results = (await Promise.all([only, ...others].map((run) => resultsOf(run, store)))).flat();
    return { all: distinct(results), changed: distinct(results.filter(({ result }) => result === "changed")) };
  };
  return new Map(await Promise.all(groups.map(async (group) => [group[0][link], await doneBy(group)] as const)));
}

/** The keys of the changes of one run that others have tried again: what is left of these is told there. */
export async function retriedIn(
  id: string,
  runs: readonly RunSummary[],
  store: Pick<Runs, "read">,
): Promise<ReadonlySet<string>> {
  const retries = runs.filter((run) => run.retries === id).map((run) => resultsOf(run, store));
  return new Set((await Promise.all(retries)).flat().map(keyOf));
}

function distinct(changes: readonly ChangeResult[]): number {
  return new Set(changes.map(keyOf)).size;
}
