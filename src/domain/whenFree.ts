import { setTimeout } from "node:timers/promises";

/**
 * What Windows says of a file that another program keeps to itself, as a virus scanner does for a moment, and of one that
 * is gone as soon as the last program that has it open closes it (libuv, `src/win/error.c`).
 */
const busy: ReadonlySet<string | undefined> = new Set(["EBUSY", "EPERM", "EACCES"]);

/** Milliseconds before each further try: less than a second in all, because the refusal may also be meant. */
const waits = [1, 2, 5, 10, 20, 50, 100, 200, 400];

/**
 * Does something to a file, on Windows again where the file is busy for a moment. Elsewhere a refusal is one.
 * @throws the system's last error.
 */
export async function whenFree<T>(act: () => Promise<T>, system: NodeJS.Platform = process.platform): Promise<T> {
  for (const wait of system === "win32" ? waits : []) {
    try {
      return await act();
    } catch (error) {
      if (!busy.has((error as NodeJS.ErrnoException).code)) throw error;
    }
    await setTimeout(wait);
  }
  return act();
}
