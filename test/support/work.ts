import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

/** How many milliseconds a thread worked in all, and at most without a turn for anything else. */
export interface Work {
  readonly total: number;
  readonly longest: number;
}

/**
 * Measures a piece of work in milliseconds that this thread itself is at work: what else the machine, or another thread
 * of this process, does meanwhile does not count.
 */
export async function measured(work: () => Promise<unknown>): Promise<Work> {
  const start = worked();
  let isDone = false;
  let longest = 0;
  const watch = async () => {
    for (let last = worked(); !isDone; last = worked()) {
      await setImmediate();
      longest = Math.max(longest, since(last));
    }
  };
  const watching = watch();
  await work().finally(() => (isDone = true));
  await watching;
  return { total: since(start), longest };
}

/** The best of a few attempts: our own work is slow every time, a collection of garbage is not. */
export async function best(work: () => Promise<unknown>, measure: keyof Work, enough: number): Promise<number> {
  let found = Infinity;
  for (let attempt = 0; attempt < 4 && found > enough; attempt++)
    found = Math.min(found, (await measured(work))[measure]);
  return found;
}

/**
 * How many milliseconds this thread has been at work. Where the system does not tell, the time of all threads of the process,
 * and the time that went by: this thread was at work for no longer than either.
 */
function worked(): readonly number[] {
  try {
    // The first number is in nanoseconds (Linux, Documentation/scheduler/sched-stats.rst).
    return [Number(readFileSync("/proc/self/schedstat", "latin1").split(" ")[0]) / 1e6];
  } catch {
    const { user, system } = process.cpuUsage();
    return [(user + system) / 1000, performance.now()];
  }
}

function since(start: readonly number[]): number {
  return Math.min(...worked().map((now, index) => now - start[index]!));
}
