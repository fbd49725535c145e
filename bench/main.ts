import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { cases, type Case } from "./cases";
import type { Server } from "./clients";
import type { Measurement } from "./measure";
import { machine, median, table, writeSection } from "./results";
import { startSandboxProcess } from "./sandboxProcess";

/** Milliseconds that the sandbox adds to each answer: a near data center. */
const latency = 20;

const program = "out/bench/measure.cjs";

/** Milliseconds after which a way is not measured once more: what takes so long varies little. */
const enough = 15_000;

/**
 * `npm run bench`: measures every way of every case in a process of its own, prints the table and writes it down. With
 * `--growth`, the cases that show how time and memory grow.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      runs: { type: "string", default: "5" },
      growth: { type: "boolean", default: false },
    },
  });
  await build({
    ...{ entryPoints: ["bench/measure.ts"], outfile: program, bundle: true, platform: "node", format: "cjs" },
    ...{ target: "node20", external: ["workfront-api"], logLevel: "warning" },
  });
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const chosen = Object.entries(cases).filter(([name, { showsGrowth = false }]) =>
    values.only ? values.only.split(",").includes(name) : showsGrowth === values.growth,
  );
  const rows: string[][] = [];
  try {
    for (const users of new Set(chosen.map(([, { users }]) => users))) {
      const sandbox = await startSandboxProcess(users, latency);
      for (const [name, bench] of chosen.filter(([, each]) => each.users === users))
        rows.push(...(await measureCase(name, bench, sandbox.server, Number(values.runs), folder)));
      await sandbox.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const text = [await conditions(values.runs), table(headings, rows)].join("\n\n");
  console.log(text);
  if (!values.only) await writeSection(values.growth ? "Growth" : "Client", text);
}

const headings = ["what", "how", "median", "of raw HTTP", "processor", "of raw HTTP", "memory", "requests"];

/** Measures all ways by turns, so that whatever else the machine does meets them all. */
async function measureCase(
  name: string,
  { title, ways }: Case,
  server: Server,
  runs: number,
  folder: string,
): Promise<string[][]> {
  console.error(title);
  const measured = new Map<string, Measurement[]>();
  const started = Object.keys(ways).map(async (way) => ({
    way,
    process: await begin([name, way, JSON.stringify(server)], folder),
  }));
  const processes = await Promise.all(started);
  const spent = new Map<string, number>();
  for (let run = 0; run <= runs; run++)
    for (const { way, process } of processes) {
      if (run > 1 && (spent.get(way) ?? 0) > enough) continue;
      const measurement = await ask(process);
      spent.set(way, (spent.get(way) ?? 0) + measurement.milliseconds);
      // The first is a warm-up.
      if (run > 0) measured.set(way, [...(measured.get(way) ?? []), measurement]);
    }
  for (const { process } of processes) process.kill();
  const results = new Set([...measured.values()].flat().map(({ result }) => result));
  if (results.size !== 1) throw new Error(`${title}: the ways come to different results: ${[...results].join(", ")}`);
  return rowsOf(title, measured);
}

function rowsOf(title: string, measured: ReadonlyMap<string, readonly Measurement[]>): string[][] {
  const medians = [...measured].map(([way, all]) => {
    const of = (part: keyof Measurement) => median(all.map((one) => one[part]));
    return {
      way,
      ...{
        milliseconds: of("milliseconds"),
        processor: of("processor"),
        memory: of("memory"),
        requests: of("requests"),
      },
    };
  });
  const floor = medians.find(({ way }) => way.startsWith("raw HTTP"));
  return medians.map(({ way, milliseconds, processor, memory, requests }) => [
    title,
    way,
    `${milliseconds.toFixed(0)} ms`,
    ratio(milliseconds, floor?.milliseconds),
    `${processor.toFixed(0)} ms`,
    ratio(processor, floor?.processor),
    `${memory.toFixed(0)} MB`,
    String(requests),
  ]);
}

async function begin(args: string[], folder: string): Promise<ChildProcess> {
  const child = fork(program, args, { env: { ...process.env, TMPDIR: folder }, execArgv: [] });
  await once(child, "message");
  return child;
}

async function ask(child: ChildProcess): Promise<Measurement> {
  const over = new AbortController();
  const { signal } = over;
  const failed = once(child, "exit", { signal }).then(() => {
    throw new Error("A measuring process ended before it had an answer.");
  });
  try {
    child.send("run");
    const [measurement] = (await Promise.race([once(child, "message", { signal }), failed])) as [Measurement];
    return measurement;
  } finally {
    failed.catch(() => undefined);
    over.abort();
  }
}

function ratio(value: number, floor: number | undefined): string {
  return floor === undefined ? "" : `${(value / floor).toFixed(2)}×`;
}

async function conditions(runs: string): Promise<string> {
  const { version } = JSON.parse(await readFile("node_modules/workfront-api/package.json", "utf8")) as {
    version: string;
  };
  return [
    `Sandbox in its own process, ${latency} ms added to each answer; medians of ${runs} runs after a warm-up, by turns`,
    `(fewer where a way takes more than ${enough / 1000} s in all); each way in a process of its own; memory is the most at any time above the idle process. Official client: workfront-api ${version}.`,
    machine(),
  ].join(" ");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
