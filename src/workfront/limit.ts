import { setMaxListeners } from "node:events";

/** Lets only so many tasks run at a time; the others wait in order. Who gives up waiting leaves the queue at once. */
export class Limit {
  readonly #queue = new Set<() => void>();
  #running = 0;

  /** @param most how many tasks may run at a time; asked whenever one could begin. */
  constructor(private readonly most: () => number) {}

  /** Runs the task in its turn. Rejects with the signal's reason where it is aborted before that. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      return await task();
    } finally {
      this.#running--;
      this.#next();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      // Any number of tasks may wait under one signal; that is no leak.
      if (signal) setMaxListeners(0, signal);
      const begin = () => {
        signal?.removeEventListener("abort", leave);
        this.#running++;
        resolve();
      };
      const leave = () => {
        this.#queue.delete(begin);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#queue.add(begin);
      this.#next();
    });
  }

  #next(): void {
    for (const begin of this.#queue) {
      if (this.#running >= this.most()) return;
      this.#queue.delete(begin);
      begin();
    }
  }
}
