import { basename, dirname, normalize } from "node:path";
import type { Files, GrowingFile } from "../../src/domain/runs/files";

interface Stored {
  content: Buffer;
  modified: number;
  /** How many bytes are on the disk for sure, and whether the name is. */
  synced: number;
  isNameSynced: boolean;
  opened: number;
}

/** What may go wrong at a call. */
export type Fault = "error" | "shortWrite" | "lostSync";

/**
 * A disk in memory that forgets what was not synced, fails at its n-th call, is slow or full, loses its folder, or behaves
 * like that of Windows.
 */
export class Disk implements Files {
  calls = 0;
  /** Syncs of files and of folders. */
  syncs = 0;
  /** Counted from 1. */
  failAt = Infinity;
  /** Whether every later call fails as well. */
  failsOn = false;
  fault: Fault = "error";
  code = "EIO";
  /** Milliseconds that each write and each sync takes. */
  delay = 0;
  /** Bytes that fit before it is full. */
  room = Infinity;
  isWindows = false;
  /** Told of each sync, before it takes effect. */
  onSync: (path: string) => Promise<void> | void = () => undefined;
  #faults = 0;
  readonly #all = new Map<string, Stored>();

  /** How often something went wrong. */
  get faults(): number {
    return this.#faults;
  }

  async makeFolder(): Promise<void> {
    await this.#call();
  }

  async list(folder: string): Promise<string[]> {
    await this.#call();
    const wanted = normalize(folder);
    return [...this.#all.keys()].filter((path) => dirname(path) === wanted).map((path) => basename(path));
  }

  async open(path: string, isNew: boolean): Promise<GrowingFile> {
    await this.#call();
    if (isNew === this.#all.has(path)) throw failure(isNew ? "EEXIST" : "ENOENT");
    const file = this.#all.get(path) ?? stored("");
    this.#all.set(path, file);
    file.opened++;
    return {
      write: (bytes) => this.#write(file, bytes),
      sync: () => this.#sync(path, file),
      close: async () => {
        file.opened--;
        await this.#call();
      },
    };
  }

  async create(path: string, content: string): Promise<void> {
    await this.#call();
    if (this.#all.has(path)) throw failure("EEXIST");
    this.#all.set(path, stored(content));
  }

  async read(path: string): Promise<Buffer> {
    await this.#call();
    return Buffer.from(this.#file(path).content);
  }

  async readEnds(path: string, _size: number, bytes: number) {
    await this.#call();
    const { content } = this.#file(path);
    return { head: content.subarray(0, bytes), tail: content.subarray(-bytes) };
  }

  async look(path: string) {
    await this.#call();
    const file = this.#all.get(path);
    return file && { size: file.content.length, modified: file.modified };
  }

  async touch(path: string): Promise<void> {
    await this.#call();
    this.#file(path).modified = Date.now();
  }

  async move(from: string, to: string): Promise<void> {
    await this.#call();
    const file = this.#file(from);
    if (this.isWindows && file.opened > 0) throw failure("EPERM");
    this.#all.delete(from);
    this.#all.set(to, file);
  }

  async moveBack(from: string, to: string): Promise<void> {
    if (this.#all.has(to)) throw failure("EEXIST");
    await this.move(from, to);
  }

  async remove(path: string): Promise<void> {
    await this.#call();
    if (this.isWindows && (this.#all.get(path)?.opened ?? 0) > 0) throw failure("EBUSY");
    this.#all.delete(path);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#call();
    this.syncs++;
    await this.#rest();
    await this.onSync(path);
    for (const [name, file] of this.#all) if (dirname(name) === path) file.isNameSynced = true;
  }

  /** The folder is removed with all that is in it; files that are open go on without a name, as on Linux. */
  loseFolder(): void {
    this.#all.clear();
  }

  /** Makes a lock look as old as that. */
  age(path: string, milliseconds: number): void {
    this.#file(path).modified = Date.now() - milliseconds;
  }

  /** Sets what a file holds, as somebody else would. */
  put(path: string, content: string | Buffer): void {
    this.#all.set(path, { ...stored(content), isNameSynced: true });
  }

  /** The names of the files that end so. */
  pathsOf(extension: string): string[] {
    return [...this.#all.keys()].filter((path) => path.endsWith(extension));
  }

  contentOf(path: string): string {
    return this.#file(path).content.toString();
  }

  /**
   * What is there after the power was cut.
   * @param torn how many bytes of what was not synced reached the disk after all.
   */
  cut(torn = 0): Disk {
    const left = new Disk();
    for (const [path, file] of this.#all)
      if (file.isNameSynced || this.isWindows) left.put(path, file.content.subarray(0, file.synced + torn));
    return left;
  }

  async #write(file: Stored, bytes: Uint8Array): Promise<number> {
    const isShort = await this.#call("shortWrite");
    await this.#rest();
    const taken = Math.min(isShort ? Math.floor(bytes.length / 2) : bytes.length, this.room);
    this.room -= taken;
    file.content = Buffer.concat([file.content, bytes.subarray(0, taken)]);
    file.modified = Date.now();
    return taken;
  }

  async #sync(path: string, file: Stored): Promise<void> {
    const isLost = await this.#call("lostSync");
    this.syncs++;
    const covered = file.content.length;
    await this.#rest();
    await this.onSync(path);
    if (!isLost) file.synced = Math.max(file.synced, covered);
  }

  async #rest(): Promise<void> {
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
  }

  /** @returns whether the fault of the given kind strikes at this call. */
  async #call(kind: Fault = "error"): Promise<boolean> {
    await Promise.resolve();
    this.calls++;
    if (this.calls !== this.failAt && !(this.failsOn && this.calls > this.failAt)) return false;
    if (this.fault === "error") {
      this.#faults++;
      throw failure(this.code);
    }
    if (this.fault === kind) this.#faults++;
    return this.fault === kind;
  }

  #file(path: string): Stored {
    const file = this.#all.get(path);
    if (!file) throw failure("ENOENT");
    return file;
  }
}

function stored(content: string | Buffer): Stored {
  const bytes = Buffer.from(content as Buffer);
  return { content: bytes, modified: Date.now(), synced: bytes.length, isNameSynced: false, opened: 0 };
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
