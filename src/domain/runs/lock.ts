import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import * as v from "valibot";
import { isCode, isGone, type Files } from "./files";

/** Milliseconds between signs of life, and how old the last one may be before the holder counts as gone. */
export interface LockTiming {
  readonly heartbeat: number;
  readonly patience: number;
}

const usual: LockTiming = { heartbeat: 5_000, patience: 30_000 };

const holderSchema = v.object({ token: v.string(), machine: v.string(), processID: v.number() });

type Holder = v.InferOutput<typeof holderSchema>;

/**
 * A file that says which process is at work on a run. The time of its last change is the holder's last sign of life, so
 * that a holder on another machine, or one that hangs, is noticed as well as one that has ended.
 */
export class RunLock {
  readonly #timer: NodeJS.Timeout;

  private constructor(
    private readonly files: Files,
    private readonly path: string,
    private readonly token: string,
    { heartbeat }: LockTiming,
  ) {
    this.#timer = setInterval(() => void this.#beat(), heartbeat).unref();
  }

  /** Takes the lock, also from a holder that is gone; `undefined` where somebody is at work. */
  static async take(files: Files, path: string, timing = usual): Promise<RunLock | undefined> {
    if (!(await makeWay(files, path, timing))) return undefined;
    const holder: Holder = { token: randomUUID(), machine: hostname(), processID: process.pid };
    try {
      await files.create(path, JSON.stringify(holder));
    } catch (error) {
      if (isCode(error, "EEXIST")) return undefined;
      throw error;
    }
    return new RunLock(files, path, holder.token, timing);
  }

  /** `taken`: somebody else has it, as may happen while this computer sleeps. `removed`: nobody has it. */
  async state(): Promise<"ours" | "taken" | "removed"> {
    const holder = await readHolder(this.files, this.path);
    if (!holder) return "removed";
    return holder.token === this.token ? "ours" : "taken";
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    // What cannot be released counts as left when this process has ended, or gives no more signs of life.
    if ((await this.state().catch(() => "taken")) === "ours") await this.files.remove(this.path).catch(() => undefined);
  }

  async #beat(): Promise<void> {
    try {
      if ((await this.state()) === "ours") await this.files.touch(this.path);
    } catch {
      // The folder is gone or full: without signs of life, others take the run for interrupted, which is the safe side.
    }
  }
}

/** Whether a process holds the lock and is alive. */
export async function isHeld(files: Files, path: string, { patience }: LockTiming = usual): Promise<boolean> {
  const [holder, found] = await Promise.all([readHolder(files, path), files.look(path)]);
  if (!holder || !found || Date.now() - found.modified >= patience) return false;
  return holder.machine !== hostname() || isAlive(holder.processID);
}

/** Takes a lock away whose holder is gone. Of several processes that try this at once, one succeeds. */
async function makeWay(files: Files, path: string, timing: LockTiming): Promise<boolean> {
  const stale = await readHolder(files, path);
  if (!stale) return true;
  if (await isHeld(files, path, timing)) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    await files.move(path, aside);
    // Somebody may have taken the lock between the look and the move: then it is theirs.
    const isTheirs = (await readHolder(files, aside))?.token !== stale.token;
    if (isTheirs) await files.moveBack(aside, path);
    else await files.remove(aside);
    return !isTheirs;
  } catch (error) {
    if (isCode(error, "ENOENT", "EEXIST", "EPERM", "EBUSY", "EACCES")) return false;
    throw error;
  }
}

/** @returns who holds the lock; `undefined` where nobody does. */
async function readHolder(files: Files, path: string): Promise<Holder | undefined> {
  try {
    const holder = v.safeParse(v.pipe(v.string(), v.parseJson(), holderSchema), (await files.read(path)).toString());
    // A file that cannot be understood was torn while it was written: its writer is gone.
    return holder.success ? holder.output : { token: "", machine: hostname(), processID: 0 };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isAlive(processID: number): boolean {
  if (processID === 0) return false;
  try {
    process.kill(processID, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}
