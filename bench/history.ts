import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Runs } from "../src/domain/runs/runs";
import { measured } from "../test/support/work";
import { deactivationPlan } from "./deactivationPlan";
import { inParallel } from "./parallel";
import { machine, median, table, writeSection } from "./results";

const runCount = 500;
const userCount = 1000;
const rounds = 5;

/** What showing the runs once took, in milliseconds. */
interface Round {
  readonly first: number;
  readonly again: number;
  readonly opened: number;
  /** The same files read to memory, and nothing else. */
  readonly floor: number;
}

/**
 * `npm run bench:history`: how long the History view takes to show many runs, and what it holds up meanwhile, beside
 * reading the same files whole. The longest turn is the time that this thread itself was at work, which other programs do
 * not lengthen.
 */
async function main(): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "history-"));
  const folder = join(parent, "runs");
  try {
    await writeRuns(folder, runCount, userCount);
    const all: Round[] = [];
    let longest = 0;
    // The first is a warm-up.
    for (let round = 0; round <= rounds; round++) {
      const runs = new Runs(folder);
      let times: Omit<Round, "floor"> | undefined;
      const work = await measured(async () => void (times = await showRuns(runs)));
      const [floor] = await timed(() => readAll(folder));
      if (round === 0 || !times) continue;
      all.push({ ...times, floor });
      longest = Math.max(longest, work.longest);
    }
    const text = [conditions(), table(headings, rowsOf(all)), longestTurn(longest)].join("\n\n");
    console.log(text);
    await writeSection("History", text);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

const headings = ["what", "median", "of reading all files"];

function rowsOf(all: readonly Round[]): string[][] {
  const floor = median(all.map((round) => round.floor));
  const row = (what: string, part: keyof Round) => {
    const time = median(all.map((round) => round[part]));
    return [what, `${time.toFixed(0)} ms`, `${(time / floor).toFixed(2)}×`];
  };
  return [
    row("The list, shown for the first time", "first"),
    row("The list, shown again", "again"),
    row("One run, opened", "opened"),
    row("All files read to memory, and nothing else", "floor"),
  ];
}

function conditions(): string {
  const users = userCount.toLocaleString("en-US");
  return `${runCount} runs of ${users} users each on disk; medians of ${rounds} rounds after a warm-up, by turns. ${machine()}`;
}

function longestTurn(longest: number): string {
  return `The longest turn of the event loop in all rounds took ${longest.toFixed(0)} ms.`;
}

async function showRuns(runs: Runs): Promise<Omit<Round, "floor">> {
  const [first, list] = await timed(() => runs.list());
  const [again] = await timed(() => runs.list());
  const [opened, run] = await timed(() => runs.read(list[0]?.id ?? ""));
  if (list.length !== runCount || run?.counts.changed !== userCount) throw new Error("Some runs are missing.");
  return { first, again, opened };
}

async function readAll(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await inParallel(names, 16, async (name) => (await readFile(join(folder, name))).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function timed<T>(work: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

/** Files as runs leave them, written at once. */
async function writeRuns(folder: string, count: number, users: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const runs = new Runs(folder);
  const by = { ID: "a".repeat(32), name: "Ada" };
  const plan = deactivationPlan(users);
  const run = await runs.begin(plan, { connectionID: "x|a", host: "acme.my.workfront.com", by });
  const ids = plan.change.map(({ ID }) => ID);
  await run.sent(ids);
  await run.results(ids.map((id) => ({ id, outcome: { result: "changed", dated: "2026-11-25T10:15:00:000-0600" } })));
  await run.end("finished");
  const content = await readFile(join(folder, `${run.id}.jsonl`));
  for (let index = 1; index < count; index++)
    await writeFile(join(folder, `20261125T101500-${index.toString(16).padStart(8, "0")}.jsonl`), content);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
