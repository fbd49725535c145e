import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";
import { cases, type Case } from "./cases";
import type { Server } from "./clients";
import type { Measurement } from "./measure";
import { machine, table, writeSection } from "./results";
import { startSandboxProcess } from "./sandboxProcess";

/** Milliseconds that the sandbox adds to each answer: a near data centre. */
const latency = 20;

const program = "out/bench/measure.cjs";

/** `npm run bench`: measures every way of every case in a process of its own, prints the table and writes it down. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string" }, runs: { type: "string", default: "5" } } });
  await build({
    ...{ entryPoints: ["bench/measure.ts"], outfile: program, bundle: true, platform: "node", format: "cjs" },
    ...{ target: "node20", external: ["workfront-api"], logLevel: "warning" },
  });
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const chosen = Object.entries(cases).filter(([name]) => !values.only || values.only.split(",").includes(name));
  const rows: string[][] = [];
  try {
    for (const users of new Set(chosen.map(([, { users }]) => users))) {
      const sandbox = await startSandboxProcess(users, latency);
      for (const [name, bench] of chosen.filter(([, each]) => each.users === users))
        rows.push(...(await measureCase(name, bench, sandbox.server, values.runs, folder)));
      await sandbox.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const text = [await conditions(values.runs), table(headings, rows)].join("\n\n");
  console.log(text);
  if (!values.only) await writeSection("Client", text);
}

const headings = ["what", "how", "median", "of raw HTTP", "processor", "of raw HTTP", "memory", "requests"];

async function measureCase(
  name: string,
  { title, ways }: Case,
  server: Server,
  runs: string,
  folder: string,
): Promise<string[][]> {
  const measured: [way: string, measurement: Measurement][] = [];
  for (const way of Object.keys(ways)) {
    console.error(`${title}: ${way}`);
    measured.push([way, await measure([name, way, runs, JSON.stringify(server)], folder)]);
  }
  const results = new Set(measured.map(([, { result }]) => result));
  if (results.size !== 1) throw new Error(`${title}: the ways come to different results: ${[...results].join(", ")}`);
  const floor = measured.find(([way]) => way.startsWith("raw HTTP"))?.[1];
  return measured.map(([way, { milliseconds, processor, memory, requests }]) => [
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

async function measure(args: string[], folder: string): Promise<Measurement> {
  const options = { env: { ...process.env, TMPDIR: folder } };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], options);
  return JSON.parse(stdout) as Measurement;
}

function ratio(value: number, floor: number | undefined): string {
  return floor === undefined ? "" : `${(value / floor).toFixed(2)}×`;
}

async function conditions(runs: string): Promise<string> {
  const { version } = JSON.parse(await readFile("node_modules/workfront-api/package.json", "utf8")) as {
    version: string;
  };
  return [
    `Sandbox in its own process, ${latency} ms added to each answer; medians of ${runs} runs after a warm-up, each way in`,
    `a process of its own; memory is the most at any time above the idle process. Official client: workfront-api ${version}.`,
    machine(),
  ].join(" ");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
