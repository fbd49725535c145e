import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carryOut } from "../src/domain/runs/carryOut";
import { realFiles, type Files } from "../src/domain/runs/files";
import { Runs } from "../src/domain/runs/runs";
import type { Fields } from "../src/workfront/objects";
import { measured } from "../test/support/work";
import { deactivationPlan } from "./deactivationPlan";
import { machine, median, table, writeSection } from "./results";

const sizes = [100, 1_000, 10_000, 100_000];
const rounds = 3;

/** What one run took. Times in milliseconds of work of this thread, which other programs do not lengthen. */
interface Round {
  readonly requests: number;
  readonly syncs: number;
  readonly bytes: number;
  readonly begin: number;
  readonly carryOut: number;
  readonly read: number;
  /** The longest turn of the event loop in all of these. */
  readonly longest: number;
  /** MB of the run that was read. */
  readonly memory: number;
  /** The same bytes written and synced at once, in milliseconds by the clock. */
  readonly floor: number;
  /** The whole run, by the clock. */
  readonly whole: number;
}

/**
 * `npm run bench:runs`: what the record of a run takes as it grows, with a Workfront that answers at once, beside the same
 * bytes written to the same disk at once.
 */
async function main(): Promise<void> {
  const rows: string[][] = [];
  for (const count of sizes) {
    const all: Round[] = [];
    // The first is a warm-up.
    for (let round = 0; round <= rounds; round++) {
      const one = await measureRun(count);
      if (round > 0) all.push(one);
    }
    rows.push(rowOf(count, all));
  }
  const conditions = [
    `Users deactivated with a Workfront that answers at once: what is left is the record. Processor time but for the last two; medians of`,
    `${rounds} runs after a warm-up. The last column is the time by the clock against that of writing the same bytes at once. ${machine()}`,
  ].join("\n");
  const text = [conditions, table(headings, rows)].join("\n\n");
  console.log(text);
  await writeSection("Runs", text);
}

const headings = [
  "users",
  "requests",
  "syncs",
  "file",
  "plan written down",
  "carried out",
  "read again",
  "longest turn",
  "memory when read",
  "in all",
  "of writing it at once",
];

function rowOf(count: number, all: readonly Round[]): string[] {
  const of = (part: keyof Round) => median(all.map((round) => round[part]));
  const milliseconds = (part: keyof Round) => `${of(part).toFixed(0)} ms`;
  return [
    count.toLocaleString("en-US"),
    String(of("requests")),
    String(of("syncs")),
    `${(of("bytes") / 1e6).toFixed(2)} MB`,
    ...(["begin", "carryOut", "read", "longest"] as const).map(milliseconds),
    `${of("memory").toFixed(0)} MB`,
    milliseconds("whole"),
    `${(of("whole") / of("floor")).toFixed(1)}×`,
  ];
}

async function measureRun(count: number): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), "runs-"));
  try {
    let [requests, syncs] = [0, 0];
    const runs = new Runs(
      join(folder, "runs"),
      counting(() => syncs++),
    );
    // Somebody shows what comes in, as the editor does.
    runs.on("results", () => undefined);
    const plan = deactivationPlan(count);
    const started = performance.now();
    let run: Awaited<ReturnType<Runs["begin"]>> | undefined;
    const begin = await measured(async () => {
      run = await runs.begin(plan, {
        connectionID: "a|b",
        host: "acme.my.workfront.com",
        by: { ID: "a", name: "Ada" },
      });
    });
    const client = answering(() => requests++);
    const { signal } = new AbortController();
    const carried = await measured(() => carryOut(run!, plan.change, client, { signal }));
    const whole = performance.now() - started;
    const path = join(folder, "runs", `${run!.id}.jsonl`);
    const { size: bytes } = await stat(path);
    global.gc?.();
    const idle = process.memoryUsage().heapUsed;
    let record: Awaited<ReturnType<Runs["read"]>>;
    const read = await measured(async () => void (record = await new Runs(join(folder, "runs")).read(run!.id)));
    global.gc?.();
    const memory = (process.memoryUsage().heapUsed - idle) / 1e6;
    if (record?.counts.changed !== count) throw new Error("Not all were changed.");
    return {
      requests,
      syncs,
      bytes,
      memory,
      whole,
      begin: begin.total,
      carryOut: carried.total,
      read: read.total,
      longest: Math.max(begin.longest, carried.longest, read.longest),
      floor: await writeAtOnce(path, join(folder, "copy")),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Does as it is told. */
function answering(onRequest: () => void) {
  const shown = { isActive: false, actualDeactivationDate: "2026-11-25T10:15:00:000-0600" };
  return {
    edit: (): Promise<Fields> => {
      onRequest();
      return Promise.resolve(shown);
    },
    editMany: (_: string, changes: readonly { readonly ID: string }[]) => {
      onRequest();
      return Promise.resolve(new Map(changes.map(({ ID }) => [ID, shown])));
    },
    readFields: () => Promise.resolve(new Map()),
    waitBeforeAgain: () => Promise.resolve(),
  };
}

function counting(onSync: () => void): Files {
  return {
    ...realFiles,
    async open(path, isNew) {
      const file = await realFiles.open(path, isNew);
      const sync = () => {
        onSync();
        return file.sync();
      };
      return { write: (bytes) => file.write(bytes), sync, close: () => file.close() };
    },
    syncFolder(path) {
      onSync();
      return realFiles.syncFolder(path);
    },
  };
}

async function writeAtOnce(from: string, to: string): Promise<number> {
  const bytes = await realFiles.read(from);
  const started = performance.now();
  const file = await open(to, "w");
  await file.write(bytes);
  await file.sync();
  await file.close();
  return performance.now() - started;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
