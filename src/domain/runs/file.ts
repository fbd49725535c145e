import { randomBytes } from "node:crypto";
import { chunksOf } from "../../workfront/chunksOf";
import type { Files, GrowingFile } from "./files";
import {
  RunContent,
  type Ending,
  type RunFailure,
  type RunHeader,
  type RunLine,
  type RunRecord,
  type RunResult,
} from "./record";

/** Somebody is at work on the run, perhaps in another window. */
export class RunBusyError extends Error {
  override readonly name = "RunBusyError";
}

/** The run's file is not where it was: its folder was removed or renamed. */
export class RecordLostError extends Error {
  override readonly name = "RecordLostError";
}

/** The disk took only a part of what was to be written. */
class DiskFullError extends Error {
  override readonly name = "DiskFullError";
  readonly code = "ENOSPC";
}

export type RunParts = {
  readonly id: string;
  readonly path: string;
  readonly files: Files;
  readonly lock: { isOurs(): Promise<boolean>; release(): Promise<void> };
  /** Told of each line that is in the file. */
  readonly onLines: (file: RunFile, lines: readonly RunLine[]) => void;
};

/** Milliseconds within which results are on the disk. */
const syncWithin = 100;

/** How many rows of a list one line of the file holds. */
const rowsInALine = 500;

type Outcomes = readonly { readonly id: string; readonly outcome: RunResult }[];

/**
 * One run that is under way: the only writer of its file, and the keeper of its lock. Appends whole lines. A write that is
 * cut short or a sync that fails breaks it: from then on nothing can be written, and so nothing is sent.
 */
export class RunFile {
  content: RunContent;
  readonly #parts: RunParts;
  readonly #file: GrowingFile;
  readonly #session = randomBytes(4).toString("hex");
  /** How long the file is where nobody else has written to it. */
  #size: number;
  /** Half a line that a crash left behind is ended, not continued. */
  #isTorn: boolean;
  #broken: { readonly error: unknown } | undefined;
  #isLost = false;
  #closing: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #nextWrite: Promise<void> | undefined;
  readonly #waiting: RunLine[] = [];
  #soon: NodeJS.Timeout | undefined;
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | undefined;

  private constructor(parts: RunParts, file: GrowingFile, content: RunContent, written: Uint8Array) {
    this.#parts = parts;
    this.#file = file;
    this.content = content;
    this.#size = written.length;
    this.#isTorn = written.length > 0 && written.at(-1) !== 10;
  }

  /** Begins a run: its plan is on the disk when this resolves. */
  static async begin(parts: RunParts, header: RunHeader, lines: readonly RunLine[]): Promise<RunFile> {
    const file = new RunFile(parts, await parts.files.open(parts.path, true), new RunContent(parts.id), Buffer.of());
    try {
      await file.#append([{ ...header, session: file.#session }, ...lines]);
      await parts.files.syncFolder(parts.path.slice(0, -parts.id.length - extension.length - 1));
      return file;
    } catch (error) {
      await file.abandon(() => parts.files.remove(parts.path));
      throw error;
    }
  }

  /** Takes up a run that somebody has begun; the lock is ours already, so that what is read stays so. */
  static async open(parts: RunParts): Promise<RunFile> {
    const bytes = await parts.files.read(parts.path);
    return new RunFile(parts, await parts.files.open(parts.path, false), await contentOf(parts.id, bytes), bytes);
  }

  get id(): string {
    return this.#parts.id;
  }

  get record(): RunRecord {
    return this.content.record(!this.#closing);
  }

  /** Goes on with the run; on the disk when this resolves, where the run is still ours. */
  async resume(by: RunHeader["by"]): Promise<void> {
    await this.#appendAsOurs([{ type: "resumed", at: new Date(), by, session: this.#session }]);
  }

  /** Resolves when it is on the disk that a change of these objects is about to be sent, and the run is still ours. */
  async sent(ids: readonly string[]): Promise<void> {
    const untold = ids.filter((id) => !this.content.isAwaited(id));
    const line: RunLine = { type: "sent", at: new Date(), ids: untold, session: this.#session };
    await this.#appendAsOurs(untold.length > 0 ? [line] : []);
  }

  /** Resolves when the results are handed to the operating system, so that they outlive this process. */
  async results(outcomes: Outcomes): Promise<void> {
    // A window that has lost the run tells what it was answered, and nothing else.
    const told = outcomes.filter(
      ({ outcome: { result } }) => !this.#isLost || result === "changed" || result === "failed",
    );
    const at = new Date();
    const lines = told.map((one): RunLine => ({ type: "result", at, ...one, session: this.#session }));
    if (lines.length === 0) return;
    await this.#write(lines);
    // On the disk with what is sent next, and soon in any case. A failure stays, and is told to whoever sends or ends next.
    this.#soon ??= setTimeout(() => void this.#sync().catch(() => undefined), syncWithin);
  }

  /** Resolves when everything is on the disk. Nothing can be written afterwards. */
  async end(how: Ending["how"], failure?: RunFailure): Promise<void> {
    try {
      await this.#checkLock();
      // What a window that has lost the run adds at the same moment is counted as well.
      for (let attempt = 0; attempt === 0 || ((await this.#hasForeignLines()) && attempt < 3); attempt++) {
        if (await this.#hasForeignLines()) await this.#readAgain();
        const at = new Date();
        const summary = this.content.summaryAt(this.#size, { ending: { how, failure, endedAt: at } });
        await this.#append([{ type: "ended", at, how, failure, session: this.#session, summary }]);
      }
    } finally {
      await this.abandon();
    }
  }

  /** Adds what became of each line of the list from which the run comes; on the disk when this resolves. */
  async list(rows: readonly string[][]): Promise<void> {
    for (const some of chunksOf(rows, rowsInALine)) await this.#write([{ type: "list", rows: some }]);
    await this.#sync();
  }

  /** Adds a note; on the disk when this resolves. */
  async note(note: string): Promise<void> {
    const summary = this.content.summaryAt(this.#size, { note });
    await this.#append([{ type: "noted", at: new Date(), note, summary }]);
  }

  /** Leaves the run as it stands. Nothing can be written afterwards, and what is being written is waited for. */
  abandon(afterwards: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.#closing ??= this.#close(afterwards);
    return this.#closing;
  }

  async #close(afterwards: () => Promise<void>): Promise<void> {
    await this.#writing;
    await (this.#soon ? this.#sync() : (this.#nextSync ?? this.#syncing)).catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    await afterwards().catch(() => undefined);
    await this.#parts.lock.release();
  }

  /** @throws {RunBusyError} where another window has taken the run over; {RecordLostError} where the file is gone. */
  async #appendAsOurs(lines: readonly RunLine[]): Promise<void> {
    await this.#checkLock();
    await this.#append(lines);
    await this.#checkLock();
  }

  /** Resolves when the lines, and all before them, are on the disk. */
  async #append(lines: readonly RunLine[]): Promise<void> {
    if (lines.length > 0) await this.#write(lines);
    await this.#sync();
  }

  /** Lines that come while others are being written go together with the next write. */
  async #write(lines: readonly RunLine[]): Promise<void> {
    if (this.#closing) throw new Error("The record of this run is closed.");
    this.#waiting.push(...lines);
    this.#nextWrite ??= this.#writing.then(() => {
      this.#nextWrite = undefined;
      return this.#writeNow(this.#waiting.splice(0));
    });
    this.#writing = this.#nextWrite.catch(() => undefined);
    return this.#nextWrite;
  }

  async #writeNow(lines: readonly RunLine[]): Promise<void> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const bytes = Buffer.from(this.#isTorn ? `\n${text}` : text);
    await this.#unlessBroken(async () => {
      if ((await this.#file.write(bytes)) < bytes.length) throw new DiskFullError("The disk is full.");
    });
    this.#isTorn = false;
    this.#size += bytes.length;
    for (const line of lines) this.content.add(line);
    this.#parts.onLines(this, lines);
  }

  /** A sync under way may have begun before these lines: the next one covers them, and those of all who wait by then. */
  #sync(): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#nextSync ??= this.#syncing
      .catch(() => undefined)
      .then(() => {
        this.#nextSync = undefined;
        this.#syncing = this.#unlessBroken(() => this.#file.sync());
        return this.#syncing;
      });
    return this.#nextSync;
  }

  /** After one failure the system's word on the file is not to be trusted: a second sync may succeed without the bytes. */
  async #unlessBroken(act: () => Promise<void>): Promise<void> {
    if (this.#broken) throw this.#broken.error;
    try {
      await act();
    } catch (error) {
      this.#broken ??= { error };
      throw error;
    }
  }

  async #checkLock(): Promise<void> {
    if (await this.#parts.lock.isOurs()) return;
    this.#isLost = true;
    throw (await this.#parts.files.look(this.#parts.path)) ? new RunBusyError() : new RecordLostError();
  }

  async #hasForeignLines(): Promise<boolean> {
    return (await this.#parts.files.look(this.#parts.path))?.size !== this.#size;
  }

  async #readAgain(): Promise<void> {
    const bytes = await this.#parts.files.read(this.#parts.path);
    this.content = await contentOf(this.id, bytes);
    this.#size = bytes.length;
  }
}

/** What the names of runs' files end in. */
export const extension = ".jsonl";

/** Milliseconds for which reading may hold up everything else. */
const slice = 10;

/** Reads a run's file, a slice at a time. */
export async function contentOf(id: string, bytes: Buffer): Promise<RunContent> {
  const content = new RunContent(id);
  let begun = performance.now();
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    content.addText(bytes.toString("utf8", start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length : end + 1;
    if (performance.now() - begun < slice) continue;
    await new Promise((resolve) => setImmediate(resolve));
    begun = performance.now();
  }
  return content;
}
