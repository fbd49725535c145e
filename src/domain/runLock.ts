import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

/** Milliseconds between signs of life, and how old the last one may be before the holder counts as gone. */
const heartbeat = 5_000;
const patience = 30_000;

interface Holder {
  readonly token: string;
  readonly machine: string;
  readonly processID: number;
}

/**
 * A file that says which process is at work on a run. Its modification time is the holder's last sign of life, so that
 * a holder on another machine, or one that hangs, is noticed as well as one that has ended.
 */
export class RunLock {
  readonly #path: string;
  readonly #token: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
    this.#timer = setInterval(() => this.#beat(), heartbeat).unref();
  }

  /** Takes the lock, also from a holder that is gone; undefined where somebody is at work. */
  static take(path: string): RunLock | undefined {
    const token = randomUUID();
    const holder: Holder = { token, machine: hostname(), processID: process.pid };
    if (!isFree(path)) return undefined;
    try {
      writeFileSync(path, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
      return new RunLock(path, token);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
      throw error;
    }
  }

  /** Whether nobody has taken the lock over, as may happen while this computer sleeps. */
  get isOurs(): boolean {
    return readHolder(this.#path)?.token === this.#token;
  }

  release(): void {
    clearInterval(this.#timer);
    if (this.isOurs) rmSync(this.#path, { force: true });
  }

  #beat(): void {
    const at = new Date();
    try {
      if (!this.isOurs) return;
      utimesSync(this.#path, at, at);
    } catch {
      // The folder is gone or full: without signs of life, others take the run for interrupted, which is the safe side.
    }
  }
}

/** Whether a process holds the lock and is alive. */
export function isHeld(path: string): boolean {
  const holder = readHolder(path);
  if (!holder) return false;
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - modified < patience && (holder.machine !== hostname() || isAlive(holder.processID));
}

/** Makes way where the holder is gone. Of several processes that try this at once, one succeeds. */
function isFree(path: string): boolean {
  const stale = readHolder(path);
  if (!stale) return true;
  if (isHeld(path)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    // Somebody may have taken the lock between the look and the move: then it is theirs.
    const theirs = readHolder(aside)?.token !== stale.token;
    if (theirs) linkSync(aside, path);
    rmSync(aside, { force: true });
    return !theirs;
  } catch {
    return false;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch (error) {
    // A file that cannot be understood was torn while it was written: its writer is gone.
    if (error instanceof SyntaxError) return { token: "", machine: hostname(), processID: 0 };
    return undefined;
  }
}

function isAlive(processID: number): boolean {
  if (processID === 0) return false;
  try {
    process.kill(processID, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
