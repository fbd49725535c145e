import { AsyncLocalStorage } from "node:async_hooks";

const listener = new AsyncLocalStorage<(seconds: number) => void>();

/**
 * Runs a task, and tells `onWait` whenever a request of it has to wait before it is sent, for so many seconds. Whoever
 * listens to what the task is part of is told as well.
 */
export function listeningToWaits<T>(onWait: (seconds: number) => void, task: () => T): T {
  const outer = listener.getStore();
  const tell = (seconds: number) => {
    outer?.(seconds);
    onWait(seconds);
  };
  return listener.run(tell, task);
}

/** Tells whoever listens to the task under way. */
export function tellWait(seconds: number): void {
  listener.getStore()?.(seconds);
}
