import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunSummary } from "../src/domain/runs/record";
import { Runs } from "../src/domain/runs/runs";
import { measured } from "../test/support/work";

/**
 * `node --expose-gc --import tsx bench/history.ts`: how long the History view takes to show many runs, and what it holds up
 * meanwhile: by the clock, and by the time that this thread itself was at work, which other programs do not lengthen.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "history-"));
  try {
    await writeRuns(join(folder, "runs"), 500, 1000);
    global.gc?.();
    const idle = process.memoryUsage().heapUsed;
    const runs = new Runs(join(folder, "runs"));
    let first: [number, readonly RunSummary[]] | undefined;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const work = await measured(async () => void (first = await timed(() => runs.list())));
    const [shown, list] = first!;
    const [again] = await timed(() => runs.list());
    const [opened, run] = await timed(() => runs.read(list[0]?.id ?? ""));
    delay.disable();
    global.gc?.();
    const memory = (process.memoryUsage().heapUsed - idle) / 1e6;
    const { changed } = list[0]?.counts ?? {};
    console.log(
      [
        `History with ${list.length} runs of ${run?.results.length ?? 0} users (${changed ?? 0} changed):`,
        `first shown in ${shown.toFixed(0)} ms, of which this thread worked ${work.total.toFixed(0)} ms, ${work.longest.toFixed(0)} ms at most at a stretch; again in ${again.toFixed(0)} ms, one opened in ${opened.toFixed(0)} ms;`,
        `event loop held for ${(delay.max / 1e6).toFixed(0)} ms at most; ${memory.toFixed(1)} MB kept.`,
      ].join("\n"),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
  const change = Array.from({ length: users }, (_, index) => ({
    objCode: "USER",
    ID: index.toString(16).padStart(32, "0"),
    name: `Person ${index}`,
    detail: `person${index}@example.com`,
    field: "isActive",
    before: true,
    wished: false,
    datedBy: "actualDeactivationDate",
    beside: { accessLevelID: { ID: "f".repeat(32), name: "Standard" } },
  }));
  const plan = { kind: "deactivate", change, unchanged: [], refused: [] };
  const run = await runs.begin(plan, { connectionID: "x|a", host: "acme.my.workfront.com", by });
  const ids = change.map(({ ID }) => ID);
  await run.sent(ids);
  await run.results(ids.map((id) => ({ id, outcome: { result: "changed", dated: "2026-11-25T10:15:00:000-0600" } })));
  await run.end("finished");
  const { readFile } = await import("node:fs/promises");
  const content = await readFile(join(folder, `${run.id}.jsonl`));
  for (let index = 1; index < count; index++)
    await writeFile(join(folder, `20261125T101500-${index.toString(16).padStart(8, "0")}.jsonl`), content);
}

void main();
