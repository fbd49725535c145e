import { groupedBy } from "../../workfront/chunksOf";
import { keyOf, type ChangeResult, type RunRecord, type RunSummary } from "./record";
import type { Runs } from "./runs";

type Store = Pick<Runs, "list" | "read">;

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
    const { changed = 0, refused = 0 } = only.counts;
    if (others.length === 0) return { all: only.count - refused, changed };
    const results = (await Promise.all([only, ...others].map((run) => resultsOf(run, store)))).flat();
    return { all: keysOf(results).size, changed: keysOf(results.filter(({ result }) => result === "changed")).size };
  };
  return new Map(await Promise.all(groups.map(async (group) => [group[0][link], await doneBy(group)] as const)));
}

/** The keys of the changes of one run that others have followed up: what is left of these is told there. */
export async function followedUpIn(id: string, link: "undoes" | "retries", store: Store): Promise<ReadonlySet<string>> {
  const others = (await store.list()).filter((run) => run[link] === id).map((run) => resultsOf(run, store));
  return keysOf((await Promise.all(others)).flat());
}

/** A run without what others have followed up. */
export async function leftOf(run: RunRecord, link: "undoes" | "retries", store: Store): Promise<RunRecord> {
  const done = await followedUpIn(run.id, link, store);
  return { ...run, results: run.results.filter((one) => !done.has(keyOf(one))) };
}

/** But for what was refused: it was left alone. */
function keysOf(changes: readonly ChangeResult[]): ReadonlySet<string> {
  return new Set(changes.filter(({ result }) => result !== "refused").map(keyOf));
}
