import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { chunksOf } from "../../workfront/chunksOf";
import { Pace } from "../pace";
import { Turns } from "../turns";
import type { Files, GrowingFile } from "./files";
import type { RunLock } from "./lock";
import {
  mustBeReadable,
  RunContent,
  runningIf,
  type Ending,
  type Outcomes,
  type RunFailure,
  type RunHeader,
  type RunLine,
  type RunRecord,
} from "./record";
import { RunUnavailableError } from "./unavailable";

/** The disk took only a part of what was to be written. */
class DiskFullError extends Error {
  override readonly name = "DiskFullError";
  readonly code = "ENOSPC";
}

export type RunParts = {
  readonly id: string;
  readonly path: string;
  readonly files: Files;
  readonly lock: RunLock;
  /** Told of each line that is in the file, and of results that could not be written. */
  readonly onLines: (file: RunFile, lines: readonly RunLine[]) => void;
  /** Told when the run is free again. */
  readonly onClosed: () => void;
};

/** Milliseconds within which results are on the disk. */
const syncWithin = 100;

/** How many lines are written at a time. */
const linesAtATime = 1000;

/**
 * One run that is under way: the only writer of its file, and the keeper of its lock. Appends whole lines. A write that is
 * cut short or a sync that fails breaks it: from then on nothing can be written, and so nothing is sent.
 */
export class RunFile {
  readonly content: RunContent;
  readonly #parts: RunParts;
  readonly #file: GrowingFile;
  readonly #session = randomBytes(4).toString("hex");
  /** How long the file is where nobody else has written to it. */
  #size: number;
  /** Half a line that a crash left behind is ended, not continued. */
  #isTorn: boolean;
  #broken: { readonly error: unknown } | undefined;
  #closing: Promise<void> | undefined;
  readonly #waiting: RunLine[] = [];
  readonly #write = new Shared(() => this.#writeWaiting());
  readonly #sync = new Shared(() => this.#unlessBroken(() => this.#file.sync()));
  readonly #soon = new Pace(() => void this.#sync.run().catch(() => undefined), syncWithin);

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
      await parts.files.syncFolder(dirname(parts.path));
      return file;
    } catch (error) {
      await file.abandon();
      await parts.files.remove(parts.path).catch(() => undefined);
      throw error;
    }
  }

  /** Takes up a run that somebody has begun; the lock is ours already, so that what is read stays so. */
  static async open(parts: RunParts): Promise<RunFile> {
    const bytes = await parts.files.read(parts.path);
    const content = await contentOf(parts.id, bytes);
    if (!content.isBegun) throw new RunUnavailableError("unreadable");
    mustBeReadable(content.summary);
    return new RunFile(parts, await parts.files.open(parts.path, false), content, bytes);
  }

  get id(): string {
    return this.#parts.id;
  }

  get record(): RunRecord {
    return runningIf(!this.#closing, this.content.record);
  }

  /** Goes on with the run; on the disk when this resolves, where the run is still ours. @param settled without sending. */
  async resume(by: RunHeader["by"], settled: Outcomes = []): Promise<void> {
    await this.#appendAsOurs([{ type: "resumed", at: new Date(), by, session: this.#session }]);
    await this.results(settled);
  }

  /**
   * Resolves when it is on the disk that a change of these objects is about to be sent, and the run is still ours. Asked again
   * before an answer, it only looks whether the run is ours.
   */
  async sent(ids: readonly string[]): Promise<void> {
    const untold = ids.filter((id) => !this.content.isAwaited(id));
    if (untold.length === 0) return this.#checkLock();
    await this.#appendAsOurs([{ type: "sent", at: new Date(), ids: untold, session: this.#session }]);
  }

  /**
   * Resolves when the results are handed to the operating system, so that they outlive this process. Where that fails, they
   * are known here alone, and whoever sends or ends next is told why.
   */
  async results(outcomes: Outcomes): Promise<void> {
    if (outcomes.length === 0) return;
    const at = new Date();
    const lines = outcomes.map((one): RunLine => ({ type: "result", at, ...one, session: this.#session }));
    await this.#add(lines).catch(() => this.#know(lines));
    // On the disk with what is sent next, and soon in any case.
    this.#soon.ask();
  }

  /** Resolves when everything is on the disk. Nothing can be written afterwards. */
  async end(how: Ending["how"], failure?: RunFailure): Promise<void> {
    try {
      await this.#checkLock();
      const ending: Ending = { type: "ended", at: new Date(), how, failure, session: this.#session };
      await this.#append([this.content.lastLine(ending, this.#size)]);
    } finally {
      await this.abandon();
    }
  }

  /** Adds a note; on the disk when this resolves. */
  async note(note: string): Promise<void> {
    const noted: RunLine = { type: "noted", at: new Date(), note };
    // Known before it is written, so that the last line says it, too, where the run ends meanwhile.
    this.content.add(noted);
    const { ending } = this.content;
    await this.#append([ending ? this.content.lastLine(ending, this.#size) : noted]);
  }

  /** Leaves the run as it stands. Nothing can be written afterwards, and what is being written is waited for. */
  abandon(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#write.idle();
    if (this.#soon.isAsked) await this.#syncNow().catch(() => undefined);
    await this.#sync.idle();
    await this.#file.close().catch(() => undefined);
    await this.#parts.lock.release();
    this.#parts.onClosed();
  }

  /** @throws {RunUnavailableError} where the run is not ours any more. */
  async #appendAsOurs(lines: readonly RunLine[]): Promise<void> {
    await this.#checkLock();
    await this.#append(lines);
    await this.#checkLock();
  }

  /** Resolves when the lines, and all before them, are on the disk. */
  async #append(lines: readonly RunLine[]): Promise<void> {
    await this.#add(lines);
    await this.#syncNow();
  }

  /** Lines that come while others are being written go together with the next write. */
  async #add(lines: readonly RunLine[]): Promise<void> {
    if (this.#closing) throw new Error("The record of this run is closed.");
    for (const line of lines) this.#waiting.push(line);
    if (lines.length > 0) await this.#write.run();
  }

  /** Some lines at a time, so that nothing else waits for long. */
  async #writeWaiting(): Promise<void> {
    for (const lines of chunksOf(this.#waiting.splice(0), linesAtATime)) {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
      const bytes = Buffer.from(this.#isTorn ? `\n${text}` : text);
      await this.#unlessBroken(async () => {
        if ((await this.#file.write(bytes)) < bytes.length) throw new DiskFullError("The disk is full.");
      });
      this.#isTorn = false;
      this.#size += bytes.length;
      this.#know(lines);
    }
  }

  #know(lines: readonly RunLine[]): void {
    for (const line of lines) this.content.add(line);
    this.#parts.onLines(this, lines);
  }

  #syncNow(): Promise<void> {
    this.#soon.dispose();
    return this.#sync.run();
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
    const { lock, files, path } = this.#parts;
    const state = await lock.state();
    if (state === "ours") return;
    if (!(await files.look(path))) throw new RunUnavailableError("recordRemoved");
    throw new RunUnavailableError(state === "removed" ? "lockRemoved" : "takenOver");
  }
}

/**
 * An act that all who ask for it while it goes on have together, once, afterwards: what was there before somebody asked is
 * covered for sure.
 */
class Shared {
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(private readonly act: () => Promise<void>) {}

  run(): Promise<void> {
    this.#next ??= this.idle().then(() => {
      this.#next = undefined;
      return (this.#running = this.act());
    });
    return this.#next;
  }

  /** Resolves when all that was asked for has ended, however it did. */
  idle(): Promise<void> {
    return (this.#next ?? this.#running).catch(() => undefined);
  }
}

/** What the names of runs' files end in. */
export const extension = ".jsonl";

/** Reads a run's file, a stretch at a time. */
export async function contentOf(id: string, bytes: Buffer): Promise<RunContent> {
  const content = new RunContent(id);
  const turns = new Turns();
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    content.addText(bytes.toString("utf8", start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length : end + 1;
    if (turns.isOver) await turns.next();
  }
  return content;
}
