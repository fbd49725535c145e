import { AsyncLocalStorage } from "node:async_hooks";

const listener = new AsyncLocalStorage<(seconds: number) => void>();

/** Runs a task, and tells `onWait` whenever a request of it has to wait before it is sent, for so many seconds. */
export function listeningToWaits<T>(onWait: (seconds: number) => void, task: () => T): T {
  return listener.run(onWait, task);
}

/** Tells whoever listens to the task under way. */
export function tellWait(seconds: number): void {
  listener.getStore()?.(seconds);
}
