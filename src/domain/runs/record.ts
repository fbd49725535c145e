import { safeParse } from "valibot";
import { displayName } from "../user";
import {
  formatVersion,
  headerSchema,
  lineSchema,
  type Change,
  type Counts,
  type Ending,
  type RunFailure,
  type RunHeader,
  type RunLine,
  type RunResult,
} from "./format";
import { convertOldLine } from "./oldFormat";
import { RunUnavailableError } from "./unavailable";

export type { Change, Counts, Ending, RunFailure, RunHeader, RunLine, RunResult } from "./format";

/**
 * `interrupted`: neither ended nor under way. `newer`: made by a later version of this extension. `unreadable`: damaged.
 */
export type RunState = "running" | "interrupted" | "newer" | "unreadable" | Ending["how"];

/** What a row of the history shows. */
export interface RunSummary extends Omit<RunHeader, "type" | "version" | "at" | "session"> {
  readonly id: string;
  readonly at: Date;
  readonly state: RunState;
  readonly endedAt: Date | undefined;
  /** Why it was stopped. */
  readonly failure: RunFailure | undefined;
  /** What somebody noted afterwards: a ticket number, a reason. */
  readonly note: string | undefined;
  readonly counts: Counts;
}

/** A change and what became of it. */
export type ChangeResult = Change &
  RunResult & {
    /** When the result was known. */
    readonly at: Date;
  };

/** What has become of some changes, each by its key. */
export type Outcomes = readonly { readonly id: string; readonly outcome: RunResult }[];

export interface RunRecord extends RunSummary {
  readonly results: readonly ChangeResult[];
  /** Where the run comes from a list: what became of each of its lines, in words. The first row has the headings. */
  readonly list: readonly (readonly string[])[];
}

/** A change and what is known of it so far. */
interface Entry {
  readonly change: Change;
  readonly outcome: RunResult;
  readonly at: Date | undefined;
}

/** A run as its lines tell it, one after the other. A line that is torn or unknown says nothing. */
export class RunContent {
  readonly #entries = new Map<string, Entry>();
  /** The keys of those that were sent, since the run was last taken up, and have no result yet. */
  readonly #awaited = new Set<string>();
  /** How many of them have each result. */
  readonly #counts = new Map<RunResult["result"], number>();
  #header: RunHeader | undefined;
  #isNewer = false;
  #lines = 0;
  #isSent = false;
  #session: string | undefined;
  #ended: Ending | undefined;
  #note: string | undefined;
  readonly #list: (readonly string[])[] = [];

  constructor(readonly id: string) {}

  /** Whether anything was ever to be done: a run whose beginning is not complete has sent nothing. */
  get isBegun(): boolean {
    if (!this.#header) return this.#isNewer || this.#lines > 1;
    return this.#entries.size >= this.#header.count || this.#isSent;
  }

  /** Whether the whole can be told without having read each line. */
  get isSummarized(): boolean {
    return this.#ended?.counts !== undefined || this.#isNewer;
  }

  /** Adds what one line of the file says. */
  addText(text: string): void {
    this.#lines++;
    for (const line of convertOldLine(parse(text))) {
      const parsed = safeParse(this.#header ? lineSchema : headerSchema, line);
      if (!this.#header && isNewer(line)) this.#isNewer = true;
      else if (parsed.success) this.add(parsed.output);
    }
  }

  /**
   * Adds what the last line says of the whole, in place of all between.
   * @param offset where it begins. Where it says so itself, its writer knew of everything before it.
   */
  addLast(text: string, offset: number): void {
    const { success, output } = safeParse(lineSchema, parse(text));
    if (success && output.type === "ended" && output.offset === offset) this.#end(output);
  }

  add(line: RunLine): void {
    switch (line.type) {
      case "run":
        this.#header = line;
        this.#session = line.session;
        return;
      case "change":
        this.#add(line.change, line.planned);
        return;
      case "resumed":
        this.#session = line.session;
        this.#ended = undefined;
        this.#awaited.clear();
        return;
      case "list":
        for (const row of line.rows) this.#list.push(row);
        return;
      case "noted":
        this.#note = line.note;
        return;
      case "ended":
        // Where each line is read, they are counted.
        if (line.session === this.#session) this.#end({ ...line, counts: undefined });
        return;
      case "sent":
        for (const id of line.ids) this.#addSent(this.#entries.get(id), line.session !== this.#session);
        return;
      case "result":
        this.#addResult(this.#entries.get(line.id), line);
    }
  }

  get summary(): RunSummary {
    const { how, at: endedAt, failure, counts = this.#counted } = this.#ended ?? {};
    const unread = this.#isNewer ? "newer" : "unreadable";
    return {
      ...(this.#header ?? unknownHeader),
      id: this.id,
      at: this.#at,
      // Nothing left to be done is the end, also where a crash came before the last line.
      state: !this.#header ? unread : pendingOf(counts) === 0 ? "finished" : (how ?? "interrupted"),
      endedAt,
      failure,
      note: this.#note,
      counts,
    };
  }

  get record(): RunRecord {
    return { ...this.summary, results: [...this.#entries.values()].map(this.#resultOf), list: this.#list };
  }

  get #at(): Date {
    return this.#header?.at ?? dateOf(this.id);
  }

  /** @param key of a change; see `keyOf`. */
  outcome(key: string): RunResult["result"] | undefined {
    return this.#entries.get(key)?.outcome.result;
  }

  /** The change with what became of it. */
  result(key: string): ChangeResult | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#resultOf(entry);
  }

  /** Whether a change was sent, since the run was last taken up, whose result is not known yet. */
  isAwaited(key: string): boolean {
    return this.#awaited.has(key);
  }

  /** How the run has ended, if it has. */
  get ending(): Ending | undefined {
    return this.#ended;
  }

  /** The last line for a run that has ended so, which says all of the whole. @param offset where the line is to begin. */
  lastLine(ending: Ending, offset: number): Ending {
    return { ...ending, note: this.#note, counts: this.#counted, offset };
  }

  #end(ending: Ending): void {
    this.#ended = ending;
    this.#note = ending.note ?? this.#note;
  }

  #add(change: Change, outcome: RunResult = { result: "notAttempted" }): void {
    this.#set({ change, outcome, at: undefined });
  }

  #addSent(entry: Entry | undefined, isLate: boolean): void {
    if (!entry) return;
    this.#isSent = true;
    if (isLate && !isPending(entry.outcome)) return;
    this.#set({ change: entry.change, outcome: { result: "unknown" }, at: undefined });
    this.#awaited.add(keyOf(entry.change));
  }

  /**
   * A change that was made stays made until it is sent again. A window that has lost the run can add that one was made, and
   * nothing else: the other may have sent it again.
   */
  #addResult(entry: Entry | undefined, line: Extract<RunLine, { type: "result" }>): void {
    if (!entry) return;
    const { outcome, at } = line;
    const { result } = outcome;
    const isOurs = line.session === this.#session;
    const isMade = entry.outcome.result === "changed";
    const isNews = isOurs || result === "changed";
    if (isMade ? isOurs && result === "changed" : isNews) {
      this.#set({ change: entry.change, outcome, at });
      this.#awaited.delete(line.id);
    }
  }

  #set(entry: Entry): void {
    const key = keyOf(entry.change);
    const former = this.#entries.get(key)?.outcome;
    if (former) this.#count(former, -1);
    this.#count(entry.outcome, 1);
    this.#entries.set(key, entry);
  }

  #count({ result }: RunResult, step: number): void {
    this.#counts.set(result, (this.#counts.get(result) ?? 0) + step);
  }

  get #counted(): Counts {
    return Object.fromEntries([...this.#counts].filter(([, count]) => count > 0));
  }

  /** Five times as quick as a literal that spreads both. */
  readonly #resultOf = ({ change, outcome, at = this.#at }: Entry): ChangeResult =>
    Object.assign({}, change, outcome, { at });
}

/** What is told of a run whose first line cannot be read. */
const unknownHeader = { kind: "", connectionID: "", host: "", by: { ID: "", name: "" }, count: 0, names: [] };

/** The same run, where some program carries it out at this moment. */
export function runningIf<T extends RunSummary>(isRunning: boolean, run: T): T {
  return isRunning && isReadable(run) ? { ...run, state: "running" } : run;
}

export function isReadable({ state }: Pick<RunSummary, "state">): boolean {
  return state !== "newer" && state !== "unreadable";
}

/** @throws {RunUnavailableError} where a later version made the run, or its record is damaged: it is left alone. */
export function mustBeReadable({ state }: Pick<RunSummary, "state">): void {
  if (state === "newer" || state === "unreadable") throw new RunUnavailableError(state);
}

/** What to call an object that a run is about. */
export function nameOf({ ID, name, detail }: Pick<Change, "ID" | "name" | "detail">): string {
  return displayName({ ID, name, emailAddr: detail });
}

/** What tells a change from all others of its run. */
export function keyOf({ key, ID }: Pick<Change, "key" | "ID">): string {
  return key ?? ID;
}

/** Whether something is still to be done before the run is what was confirmed. */
export function isPending({ result }: RunResult): boolean {
  return result === "notAttempted" || result === "unknown";
}

export function pendingOf({ notAttempted = 0, unknown = 0 }: Counts): number {
  return notAttempted + unknown;
}

/** When a run began, by its ID, which begins with that time; the beginning of time where it does not. */
export function dateOf(id: string): Date {
  const begun = /^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)-.*/;
  const at = new Date(begun.test(id) ? id.replace(begun, "$1-$2-$3:$4:$5Z") : NaN);
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}

function isNewer(line: unknown): boolean {
  const version = typeof line === "object" && line !== null && "version" in line ? line.version : undefined;
  return typeof version === "number" && version > formatVersion;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
