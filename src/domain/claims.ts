import { createHash } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { whenFree } from "./whenFree";

/** What is added to the name of a claim while somebody removes it. */
const guardExtension = ".old";

/**
 * What goes to one process only, of all that share a folder: whoever claims it first. A claim is an empty file whose
 * name is a hash, because creating a file that must not exist yet succeeds once.
 */
export class Claims {
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
    if (!(await create(path))) return false;
    await this.#tidy();
    return true;
  }

  /** Whether somebody has claimed it. */
  async isClaimed(what: string): Promise<boolean> {
    const path = this.#pathOf(what);
    const exists = await stat(path).then(
      () => true,
      () => false,
    );
    return exists && !(await this.#isOld(path));
  }

  async release(what: string): Promise<void> {
    await remove(this.#pathOf(what)).catch(() => undefined);
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

  /** One process at a time looks again and removes: what another has claimed since the first look is not old. */
  async #removeOld(path: string): Promise<void> {
    if (!(await this.#isOld(path))) return;
    const guard = path + guardExtension;
    if (await this.#isOld(guard)) await remove(guard);
    if (!(await create(guard))) return;
    try {
      if (await this.#isOld(path)) await remove(path);
    } finally {
      await remove(guard);
    }
  }

  async #isOld(path: string): Promise<boolean> {
    const file = await stat(path).catch(() => undefined);
    // One from the future was made before the clock was set back.
    return file !== undefined && Math.abs(Date.now() - file.mtimeMs) > this.lifetime();
  }

  /** What cannot be removed now goes another time. */
  async #tidy(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      if (!name.endsWith(guardExtension)) await this.#removeOld(path).catch(() => undefined);
      else if (await this.#isOld(path)) await remove(path).catch(() => undefined);
    }
  }
}

/** @returns whether the file is ours: nobody else has made it, or nobody can. */
async function create(path: string): Promise<boolean> {
  try {
    await (await whenFree(() => open(path, "wx", 0o600))).close();
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EEXIST";
  }
}

function remove(path: string): Promise<void> {
  return whenFree(() => rm(path, { force: true }));
}
