import { randomBytes } from "node:crypto";
import { closeSync, fsync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Failure } from "../workfront/errors";
import type { Plan } from "./plan";
import type { Outcome } from "./run";
import { isHeld, RunLock } from "./runLock";
import { readRun, type Ending, type RunHeader, type RunLine, type RunRecord, type RunResult } from "./runRecord";

/** Days for which runs are kept. */
export const daysKept = 180;

const day = 24 * 60 * 60 * 1000;
const extension = ".jsonl";

/** Who carries out a run, and where. */
export interface RunOrigin {
  readonly connectionID: string;
  readonly host: string;
  readonly by: { readonly ID: string; readonly name: string };
  /** The run that this one undoes, or whose failures it tries again. */
  readonly undoes?: string | undefined;
  readonly retries?: string | undefined;
}

/** What a run writes down while it is under way. */
export interface RunJournal {
  /**
   * Resolves when it is on disk that a change of these users is about to be sent.
   * @throws {RunBusyError} where another window has taken the run over meanwhile.
   */
  sent(users: readonly { readonly ID: string }[]): Promise<void>;
  /** Hands the outcomes to the operating system at once, so that they outlive this process; to the disk soon after. */
  outcome(outcomes: readonly Outcome[]): void;
  /** Resolves when everything is on disk. Nothing can be written afterward. */
  end(ending: Ending): Promise<void>;
  /** Leaves the run as it stands, to be resumed. Nothing can be written afterward. */
  abandon(): void;
}

/** Somebody is at work on the run, perhaps in another window. */
export class RunBusyError extends Error {
  override readonly name = "RunBusyError";
}

/**
 * The record of all runs: a folder with one JSON Lines file for each, readable by its owner only. Holds names, emails
 * and results, never a key or token.
 */
export class Journal {
  constructor(private readonly folder: string) {}

  /** Writes down what is to be done, on the disk before this resolves. */
  async begin(plan: Plan, origin: RunOrigin, at = new Date()): Promise<OpenRun> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const id = `${at.toISOString().replaceAll(/[-:]|\..*/g, "")}-${randomBytes(4).toString("hex")}`;
    const { ID, name } = origin.by;
    const header: RunHeader = {
      ...{ type: "run", id, at: at.toISOString(), wish: plan.wish },
      ...{ connectionID: origin.connectionID, host: origin.host, by: { ID, name }, users: recordedUsers(plan) },
      ...{ undoes: origin.undoes, retries: origin.retries },
    };
    const run = this.#open(id, header);
    await saved(run);
    syncFolder(this.folder);
    return run;
  }

  /**
   * Goes on with a run that was not completed.
   * @throws {RunBusyError} where it is under way.
   */
  async reopen(id: string, { ID, name }: RunOrigin["by"], at = new Date()): Promise<OpenRun> {
    const run = this.#open(id, { type: "resumed", at: at.toISOString(), by: { ID, name } });
    await saved(run);
    return run;
  }

  /** All runs that can be read, newest first. */
  async runs(): Promise<RunRecord[]> {
    const ids = await this.#ids();
    const runs = await Promise.all(ids.map((id) => this.run(id)));
    return runs.filter((run) => run !== undefined).sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  async run(id: string): Promise<RunRecord | undefined> {
    // Asked first: a run that ends between the two looks is then seen as ended, never as interrupted.
    const running = isHeld(this.#lockPath(id));
    const content = await readFile(this.#path(id), "utf8").catch(() => undefined);
    return content === undefined ? undefined : readRun(content, running);
  }

  /** @throws {RunBusyError} where the run is under way. */
  async delete(id: string): Promise<void> {
    const lock = RunLock.take(this.#lockPath(id));
    if (!lock) throw new RunBusyError();
    try {
      await rm(this.#path(id), { force: true });
    } finally {
      lock.release();
    }
  }

  /** Removes runs that are older than they are kept. */
  async prune(today = new Date()): Promise<void> {
    for (const { id, at, state } of await this.runs())
      if (state !== "running" && today.getTime() - at.getTime() > daysKept * day)
        await this.delete(id).catch((error: unknown) => {
          // Another window is at the same.
          if (!(error instanceof RunBusyError)) throw error;
        });
  }

  #open(id: string, firstLine: RunHeader | RunLine): OpenRun {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const lock = RunLock.take(this.#lockPath(id));
    if (!lock) throw new RunBusyError();
    try {
      return new OpenRun(id, this.#path(id), lock, firstLine);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => name.endsWith(extension)).map((name) => name.slice(0, -extension.length));
  }

  #path(id: string): string {
    return join(this.folder, id + extension);
  }

  #lockPath(id: string): string {
    return join(this.folder, `${id}.lock`);
  }
}

const sync = promisify(fsync);

/** A run whose beginning cannot be written down is not under way. */
async function saved(run: OpenRun): Promise<void> {
  try {
    await run.flushed();
  } catch (error) {
    run.abandon();
    throw error;
  }
}

/** One run that is under way: appends to its file and keeps its lock. */
export class OpenRun implements RunJournal {
  readonly #file: number;
  #isClosed = false;
  #unsaved = false;
  #saving: Promise<void> | undefined;

  constructor(
    readonly id: string,
    path: string,
    private readonly lock: RunLock,
    firstLine: RunHeader | RunLine,
  ) {
    if (firstLine.type !== "run") cutTornLine(path);
    this.#file = openSync(path, firstLine.type === "run" ? "ax" : "a", 0o600);
    this.#append([firstLine]);
  }

  async sent(users: readonly { readonly ID: string }[]): Promise<void> {
    if (!this.#isClosed && !this.lock.isOurs) throw new RunBusyError();
    this.#append([{ type: "sent", at: new Date().toISOString(), ids: users.map(({ ID }) => ID) }]);
    await this.flushed();
  }

  outcome(outcomes: readonly Outcome[]): void {
    this.#append(outcomes.map((outcome) => outcomeLine(outcome.user.ID, recordedResult(outcome))));
    // A failure to save stays and is reported by the next one who waits for the disk.
    void this.flushed().catch(() => undefined);
  }

  /** Results that need no request: of users found to be as wished, or whom a rule protects. */
  settle(results: readonly { readonly user: { readonly ID: string }; readonly result: RunResult }[]): void {
    this.#append(results.map(({ user, result }) => outcomeLine(user.ID, result)));
  }

  async end(ending: Ending): Promise<void> {
    try {
      this.#append([{ type: "ended", at: new Date().toISOString(), ending }]);
      await this.flushed();
    } finally {
      this.abandon();
    }
  }

  abandon(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
    this.lock.release();
  }

  /** Resolves when all that was written is on the disk. Callers that wait at the same time share one flush. */
  async flushed(): Promise<void> {
    await this.#saving?.catch(() => undefined);
    if (!this.#unsaved) return;
    this.#saving ??= this.#save().finally(() => (this.#saving = undefined));
    return this.#saving;
  }

  async #save(): Promise<void> {
    this.#unsaved = false;
    try {
      await sync(this.#file);
    } catch (error) {
      this.#unsaved = true;
      throw error;
    }
  }

  #append(lines: readonly (RunHeader | RunLine)[]): void {
    if (lines.length === 0) return;
    if (this.#isClosed) throw new Error("The record of this run is closed.");
    writeSync(this.#file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    this.#unsaved = true;
  }
}

function outcomeLine(id: string, outcome: RunResult): RunLine {
  return { type: "outcome", at: new Date().toISOString(), id, outcome };
}

function recordedUsers({ change, unchanged, refused }: Plan): RunHeader["users"] {
  const recorded = ({ ID, name, emailAddr, isActive, accessLevel }: Plan["change"][number]) => ({
    ...{ ID, name, emailAddr, isActive: isActive ?? undefined },
    accessLevel: accessLevel && { ID: accessLevel.ID, name: accessLevel.name },
  });
  return [
    ...change.map(recorded),
    ...unchanged.map((user) => ({ ...recorded(user), planned: { result: "unchanged" as const } })),
    ...refused.map(({ user: { ID, name, emailAddr }, reason }) => ({
      ...{ ID, name, emailAddr },
      planned: { result: "refused" as const, reason },
    })),
  ];
}

function recordedResult(outcome: Outcome): RunResult {
  const { result } = outcome;
  if (result === "changed" || result === "notAttempted") return { result };
  const failure = outcome.failure === "unchanged" ? outcome.failure : recordedFailure(outcome.failure);
  return { result, failure } as RunResult;
}

/** What of a failure is written down. */
export function recordedFailure({ kind, host, status, words, code }: Failure): NonNullable<Ending["failure"]> {
  return { kind, host, ...(status && { status }), ...(words && { words }), ...(code && { code }) };
}

/** A crash while writing leaves half a line, to which nothing may be appended. */
function cutTornLine(path: string): void {
  const content = readFileSync(path);
  const end = content.lastIndexOf("\n") + 1;
  if (end < content.length) truncateSync(path, end);
}

/** Makes the file's name as durable as its content, where the system can. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsync(handle, () => closeSync(handle));
}
