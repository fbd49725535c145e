import { createHash } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { whenFree } from "./whenFree";

/** The end of the name of the file by which one process alone removes a claim that counts as given up. */
const guardExtension = ".old";

/**
 * What goes to one process only, of all that share a folder: whoever claims it first. A claim is an empty file whose
 * name is a hash, because creating a file that must not exist yet succeeds once.
 */
export class Claims {
  /** When each of our claims was made, by its path. */
  readonly #ours = new Map<string, number>();

  /** @param lifetime milliseconds after which a claim counts as given up, because its process has ended. */
  constructor(
    private readonly folder: string,
    private readonly lifetime: () => number,
  ) {}

  /** @returns whether it is ours. Where no file can be created nobody can be asked, and it is. */
  async claim(what: string): Promise<boolean> {
    if (!(await this.#hasFolder())) return true;
    const path = this.#pathOf(what);
    await this.#removeOld(path);
    const made = await create(path);
    if (made === undefined) return false;
    this.#ours.set(path, made);
    await this.#tidy();
    return true;
  }

  /** Whether somebody has claimed it. */
  async isClaimed(what: string): Promise<boolean> {
    const path = this.#pathOf(what);
    const made = await madeAt(path);
    return made !== undefined && this.#lifetimesSince(made) === 0;
  }

  /** Gives a claim of ours back. One that counted as given up may be another process's by now, and stays. */
  async release(what: string): Promise<void> {
    const path = this.#pathOf(what);
    if ((await madeAt(path)) === this.#ours.get(path)) await remove(path).catch(() => undefined);
    this.#ours.delete(path);
  }

  #hasFolder(): Promise<boolean> {
    return mkdir(this.folder, { recursive: true }).then(
      () => true,
      () => false,
    );
  }

  #pathOf(what: string): string {
    return join(this.folder, createHash("sha256").update(what).digest("hex"));
  }

  /**
   * One process alone removes: whoever creates the guard, and finds the same claim still there. A guard holds for one lifetime
   * of the claim, so the next process goes on where one ended in between, and nobody has to remove a guard to do so.
   */
  async #removeOld(path: string): Promise<void> {
    const made = await madeAt(path);
    const lifetimes = made === undefined ? 0 : this.#lifetimesSince(made);
    if (lifetimes === 0) return;
    const guard = `${path}.${lifetimes}${guardExtension}`;
    if ((await create(guard)) === undefined) return;
    try {
      if ((await madeAt(path)) === made) await remove(path);
    } finally {
      await remove(guard).catch(() => undefined);
    }
  }

  /** A time in the future was before the clock was set back. */
  #lifetimesSince(time: number): number {
    return Math.floor(Math.abs(Date.now() - time) / this.lifetime());
  }

  /** What cannot be removed now goes another time. */
  async #tidy(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      if (!name.endsWith(guardExtension)) await this.#removeOld(path).catch(() => undefined);
      else if (this.#lifetimesSince((await madeAt(path)) ?? Date.now()) > 0) await remove(path).catch(() => undefined);
    }
  }
}

/** When the file was made; nothing where there is none. */
function madeAt(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/** @returns when the file was made, where it is ours: nobody else has made it, or nobody can. */
async function create(path: string): Promise<number | undefined> {
  try {
    const file = await whenFree(() => open(path, "wx", 0o600));
    const { mtimeMs } = await file.stat().finally(() => file.close());
    return mtimeMs;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EEXIST" ? undefined : Date.now();
  }
}

function remove(path: string): Promise<void> {
  return whenFree(() => rm(path, { force: true }));
}
