import { subscribe } from "node:diagnostics_channel";
import { cases } from "./cases";
import type { Server } from "./clients";

/** What one way took to do one thing once. */
export interface Measurement {
  readonly milliseconds: number;
  /** Processor time of this process, in milliseconds. */
  readonly processor: number;
  /** The most memory that was in use at any time so far, above that of the process before it did anything, in MB. */
  readonly memory: number;
  readonly requests: number;
  /** What it came to, for example the number of users; the same for every way. */
  readonly result: number;
}

/** Does one thing in one way, in this process, which does nothing else; each time that the other process asks for it. */
async function main(): Promise<void> {
  const [name = "", way = "", server = ""] = process.argv.slice(2);
  const run = await cases[name]?.ways[way]?.(JSON.parse(server) as Server);
  if (!run) throw new Error(`There is no case "${name}" done by "${way}".`);
  let requests = 0;
  // Of node:http, and of the fetch that Node brings.
  for (const channel of ["http.client.request.start", "undici:request:create"])
    subscribe(channel, () => (requests += 1));
  const idle = process.memoryUsage.rss();
  process.on("message", () => void measure());
  process.send?.("ready");

  async function measure(): Promise<void> {
    await run?.reset?.();
    requests = 0;
    const before = process.cpuUsage();
    const started = performance.now();
    const result = (await run?.()) ?? 0;
    const milliseconds = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    const memory = Math.max(0, (process.resourceUsage().maxRSS * 1024 - idle) / 1e6);
    const measurement: Measurement = { milliseconds, processor: (user + system) / 1000, memory, requests, result };
    process.send?.(measurement);
  }
}

void main();
