import { subscribe } from "node:diagnostics_channel";
import { cases } from "./cases";
import type { Server } from "./clients";

/** What one way to do one thing took: medians of all runs but the first. */
export interface Measurement {
  readonly milliseconds: number;
  /** Processor time of this process, in milliseconds. */
  readonly processor: number;
  /** The most memory in use at any time, above that of the idle process, in MB. */
  readonly memory: number;
  /** Requests sent in one run. */
  readonly requests: number;
  /** What the runs came to, for example the number of users; the same for every way. */
  readonly result: number;
}

/** Measures one way in this process, which does nothing else, and prints the measurement as JSON. */
async function main(): Promise<void> {
  const [name = "", way = "", runs = "5", server = ""] = process.argv.slice(2);
  const run = await cases[name]?.ways[way]?.(JSON.parse(server) as Server);
  if (!run) throw new Error(`There is no case "${name}" done by "${way}".`);
  let requests = 0;
  // Of node:http, and of the fetch that Node brings.
  for (const channel of ["http.client.request.start", "undici:request:create"])
    subscribe(channel, () => (requests += 1));
  const idle = process.memoryUsage.rss();
  await run();
  const times: number[] = [];
  const processor: number[] = [];
  let result = 0;
  for (let count = 0; count < Number(runs); count++) {
    requests = 0;
    const before = process.cpuUsage();
    const started = performance.now();
    result = await run();
    times.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1000);
  }
  const memory = (process.resourceUsage().maxRSS * 1024 - idle) / 1e6;
  const measurement: Measurement = {
    ...{ milliseconds: median(times), processor: median(processor), memory: Math.max(0, memory), requests, result },
  };
  console.log(JSON.stringify(measurement));
  process.exit();
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

void main();
