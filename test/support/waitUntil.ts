import { setTimeout } from "node:timers/promises";

/** Waits for a condition that something else brings about; the test's own time limit ends a wait in vain. */
export async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(2);
}
