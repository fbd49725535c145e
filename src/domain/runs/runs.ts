import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { watch } from "node:fs";
import { basename, join } from "node:path";
import { chunksOf } from "../../workfront/chunksOf";
import { Limit } from "../../workfront/limit";
import { cut } from "../shown";
import { contentOf, extension, RunFile, type RunParts } from "./file";
import { isCode, realFiles, type Files } from "./files";
import { formatVersion } from "./format";
import { isHeld, RunLock, type LockTiming } from "./lock";
import type { Plan } from "./plan";
import {
  dateOf,
  nameOf,
  RunContent,
  runningIf,
  type Change,
  type ChangeResult,
  type RunHeader,
  type RunLine,
  type RunRecord,
  type RunResult,
  type RunSummary,
} from "./record";
import { RunUnavailableError } from "./unavailable";

/** Days for which runs are kept. */
export const daysKept = 180;

const day = 24 * 60 * 60 * 1000;
const lockExtension = ".lock";

/** How many bytes at each end of a file hold its first line and its last one, where these are as they should be. */
const endBytes = 4096;

/** How many files are read at a time. */
const filesAtATime = 16;

/** How many names the first line of a run holds, and how much of each. */
const namesKept = 3;
const longestName = 80;

/** How many rows of a list one line of the file holds. */
const rowsInALine = 500;

/** A list from which a run comes: what became of it, in one line, and of each of its lines, headings first. */
export interface ReviewedList {
  readonly note: string;
  readonly rows: readonly string[][];
}

/** Who carries out a run, and where. */
export type RunOrigin = Pick<RunHeader, "connectionID" | "host" | "by">;

interface Known {
  readonly size: number;
  readonly modified: number;
  /** `undefined` where the file holds nothing that was ever begun. */
  readonly summary: RunSummary | undefined;
}

/**
 * All runs of all windows: a folder with one JSON Lines file for each, readable by its owner only. Holds names, emails and
 * results, never a key or token. Emits `changed` when any run is different, and `results` as those of this window come in.
 */
export class Runs extends EventEmitter<{ changed: []; results: [run: RunSummary, results: readonly ChangeResult[]] }> {
  readonly #known = new Map<string, Known>();
  readonly #open = new Map<string, RunFile>();
  readonly #limit = new Limit(() => filesAtATime);

  constructor(
    private readonly folder: string,
    private readonly files: Files = realFiles,
    private readonly timing?: LockTiming,
  ) {
    super();
  }

  /** Writes down what is to be done, on the disk before this resolves. @param list from which the choice comes. */
  async begin(
    plan: Plan,
    { connectionID, host, by }: RunOrigin,
    { at = new Date(), list }: { readonly at?: Date; readonly list?: ReviewedList | undefined } = {},
  ): Promise<RunFile> {
    const { kind, undoes, retries, from, to } = plan;
    const changes = changeLines(plan);
    const header: RunHeader = {
      type: "run",
      version: formatVersion,
      at,
      kind,
      connectionID,
      host,
      by: { ID: by.ID, name: by.name },
      undoes,
      retries,
      from,
      to,
      count: changes.length,
      names: changes.slice(0, namesKept).map(({ change }) => cut(nameOf(change), longestName)),
    };
    await this.files.makeFolder(this.folder);
    const id = `${at.toISOString().replaceAll(/[-:]|\..*/g, "")}-${randomBytes(4).toString("hex")}`;
    // The changes come last: only with all of them, and so with all before them, does the run count as begun.
    const lines = [...(list ? listLines(list, at) : []), ...changes];
    return this.#locked(id, (parts) => RunFile.begin(parts, header, lines));
  }

  /**
   * Takes a run up, so that nobody else can, and reads it again.
   * @throws {RunUnavailableError} where it is under way, or nothing can be added to it.
   */
  take(id: string): Promise<RunFile> {
    return this.#locked(id, (parts) => RunFile.open(parts));
  }

  /** All runs, newest first. Reads only what is different since the last call. */
  async list(): Promise<RunSummary[]> {
    const names = new Set(await this.files.list(this.folder).catch(unlessGone));
    const ids = [...names].flatMap((name) => (name.endsWith(extension) ? [name.slice(0, -extension.length)] : []));
    for (const id of this.#known.keys()) if (!names.has(id + extension)) this.#known.delete(id);
    const runs = await Promise.all(
      ids.map((id) => this.#limit.run(() => this.#summary(id, names.has(id + lockExtension)))),
    );
    return runs.filter((run) => run !== undefined).sort((one, other) => other.at.getTime() - one.at.getTime());
  }

  /** One run with each of its results; `undefined` where there is no such run. */
  async read(id: string): Promise<RunRecord | undefined> {
    // An ID is the name of a file. A path would lead out of the folder.
    if (basename(id) !== id) return undefined;
    const open = this.#open.get(id);
    if (open) return open.record;
    // Asked first: a run that ends between the two looks is then seen as ended, never as interrupted.
    const isRunning = await this.#isHeld(id);
    const content = await this.#read(id);
    return content?.isBegun ? runningIf(isRunning, content.record) : undefined;
  }

  /** Keeps a note with a run: a ticket number, a reason. */
  async note(id: string, note: string): Promise<void> {
    const open = this.#open.get(id);
    const file = open ?? (await this.take(id));
    try {
      await file.note(note);
    } finally {
      if (!open) await file.abandon();
    }
  }

  /** @throws {RunUnavailableError} where the run is under way. */
  async delete(id: string): Promise<void> {
    const lock = await this.#lock(id);
    try {
      await this.files.remove(this.#path(id));
    } finally {
      await lock.release();
    }
    this.emit("changed");
  }

  /** Removes runs that are older than they are kept, of which that is known, and what was left before it was begun. */
  async prune(today = new Date()): Promise<void> {
    const runs = await this.list();
    const notBegun = [...this.#known].flatMap(([id, { summary }]) => (summary ? [] : [{ id, at: dateOf(id) }]));
    for (const { id, at } of [...runs.filter(({ state }) => state !== "running"), ...notBegun])
      if (at.getTime() > 0 && today.getTime() - at.getTime() > daysKept * day)
        await this.delete(id).catch((error: unknown) => {
          // Another window is at the same.
          if (!(error instanceof RunUnavailableError)) throw error;
        });
  }

  /** Emits `changed` for what other windows write as well, until it is disposed. */
  async watch(): Promise<{ dispose(): void }> {
    await this.files.makeFolder(this.folder);
    const watcher = watch(this.folder, (event, name) => {
      // A sign of life is no news.
      if (event === "rename" || !name?.endsWith(lockExtension)) this.emit("changed");
    });
    // Without news of other windows, runs are still read again whenever somebody looks.
    watcher.on("error", () => watcher.close());
    return { dispose: () => watcher.close() };
  }

  /** Leaves every run that is under way here to be resumed. */
  async dispose(): Promise<void> {
    this.removeAllListeners();
    await Promise.all([...this.#open.values()].map((run) => run.abandon()));
  }

  async #locked(id: string, open: (parts: RunParts) => Promise<RunFile>): Promise<RunFile> {
    const lock = await this.#lock(id);
    const onLines = (run: RunFile, lines: readonly RunLine[]) => this.#tell(run, lines);
    const onClosed = () => {
      this.#open.delete(id);
      this.#known.delete(id);
      this.emit("changed");
    };
    try {
      const file = await open({ id, path: this.#path(id), files: this.files, lock, onLines, onClosed });
      this.#open.set(id, file);
      this.emit("changed");
      return file;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async #lock(id: string): Promise<RunLock> {
    const lock = await RunLock.take(this.files, this.#lockPath(id), this.timing);
    if (!lock) throw new RunUnavailableError("underWay");
    return lock;
  }

  #tell({ content }: RunFile, lines: readonly RunLine[]): void {
    if (this.listenerCount("results") > 0) {
      const results = lines.flatMap((line) => (line.type === "result" ? (content.result(line.id) ?? []) : []));
      if (results.length > 0) this.emit("results", runningIf(true, content.summary), results);
    }
    this.emit("changed");
  }

  async #summary(id: string, hasLock: boolean): Promise<RunSummary | undefined> {
    const open = this.#open.get(id);
    if (open) return runningIf(true, open.content.summary);
    const isRunning = hasLock && (await this.#isHeld(id));
    const found = await this.files.look(this.#path(id));
    if (!found) return undefined;
    let known = this.#known.get(id);
    if (known?.size !== found.size || known.modified !== found.modified) {
      const content = (await this.#readEnds(id, found.size)) ?? (await this.#read(id));
      known = { ...found, summary: content?.isBegun || content?.isSummarized ? content.summary : undefined };
      this.#known.set(id, known);
    }
    return known.summary && runningIf(isRunning, known.summary);
  }

  /** The first line and the last one, where the last one tells of the whole. */
  async #readEnds(id: string, size: number): Promise<RunContent | undefined> {
    const ends = await this.files.readEnds(this.#path(id), size, endBytes).catch(unlessGone);
    if (!ends) return undefined;
    const { head, tail } = ends;
    const [first, end] = [head.indexOf(10), tail.length - 1];
    const last = tail.lastIndexOf(10, end - 1) + 1;
    if (first < 0 || last === 0 || tail[end] !== 10) return undefined;
    const content = new RunContent(id);
    content.addText(head.toString("utf8", 0, first));
    content.addLast(tail.toString("utf8", last, end), size - tail.length + last);
    return content.isSummarized ? content : undefined;
  }

  async #read(id: string): Promise<RunContent | undefined> {
    const bytes = await this.files.read(this.#path(id)).catch(unlessGone);
    return bytes && contentOf(id, bytes);
  }

  #isHeld(id: string): Promise<boolean> {
    return isHeld(this.files, this.#lockPath(id), this.timing);
  }

  #path(id: string): string {
    return join(this.folder, id + extension);
  }

  #lockPath(id: string): string {
    return join(this.folder, id + lockExtension);
  }
}

function changeLines({ change, unchanged, refused }: Plan): Extract<RunLine, { type: "change" }>[] {
  const line = (of: Change, planned?: RunResult) => ({ type: "change" as const, change: of, planned });
  return [
    ...change.map((one) => line(one)),
    ...unchanged.map((one) => line(one, { result: "unchanged" })),
    ...refused.map((one) => line(one.change, { result: "refused", reason: one.reason })),
  ];
}

function listLines({ rows, note }: ReviewedList, at: Date): RunLine[] {
  const parts = chunksOf(rows, rowsInALine);
  return [...parts.map((some) => ({ type: "list" as const, rows: some })), { type: "noted", at, note }];
}

function unlessGone(error: unknown): undefined {
  if (isCode(error, "ENOENT")) return undefined;
  throw error;
}
