/**
 * Why a run cannot be written. `underWay`: somebody is at work on it. `takenOver`: another window is, in place of this one.
 * `lockRemoved`: its lock is gone, which no window removes while it is at work. `recordRemoved`: its file is gone, with its
 * folder or without. `newer`: a later version of this extension made it. `unreadable`: it is damaged.
 */
export type Unavailability = "underWay" | "takenOver" | "lockRemoved" | "recordRemoved" | "newer" | "unreadable";

/** Nothing can be written about a run, and so nothing is sent for it. */
export class RunUnavailableError extends Error {
  override readonly name = "RunUnavailableError";

  constructor(readonly why: Unavailability) {
    super(`The run cannot be written: ${why}.`);
  }
}
