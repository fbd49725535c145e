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
  type Summary,
} from "./format";
import { convertOldLine } from "./oldFormat";

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
    /** Whether a request for it was ever sent in this run. */
    readonly sent: boolean;
  };

export interface RunRecord extends RunSummary {
  readonly results: readonly ChangeResult[];
}

interface Entry {
  readonly change: Change;
  readonly planned?: RunResult | undefined;
  sent: boolean;
  known: { readonly at?: Date | undefined; readonly outcome: RunResult } | undefined;
}

/** A run as its lines tell it, one after the other. A line that is torn or unknown says nothing. */
export class RunContent {
  readonly #entries = new Map<string, Entry>();
  #header: RunHeader | undefined;
  #state: "newer" | "unreadable" = "unreadable";
  #lines = 0;
  #session: string | undefined;
  #ended: (Ending & { readonly at?: Date | undefined }) | undefined;
  #note: string | undefined;
  /** What the last line says of the whole, if it is such a line. */
  #summary: Summary | undefined;

  constructor(readonly id: string) {}

  /** Whether anything was ever to be done: a run whose beginning is not complete has sent nothing. */
  get isBegun(): boolean {
    if (!this.#header) return this.#state === "newer" || this.#lines > 1;
    return this.#entries.size >= this.#header.count || [...this.#entries.values()].some(({ sent }) => sent);
  }

  get header(): RunHeader | undefined {
    return this.#header;
  }

  /** Adds what one line of the file says. */
  addText(line: string): void {
    this.#lines++;
    const parsed = parse(line);
    if (parsed === undefined) this.#summary = undefined;
    else for (const one of convertOldLine(parsed)) this.#addParsed(one);
  }

  add(line: RunLine): void {
    this.#summary = undefined;
    switch (line.type) {
      case "run":
        this.#header = line;
        this.#session = line.session;
        return;
      case "change":
        this.#entries.set(keyOf(line.change), { ...line, sent: false, known: undefined });
        return;
      case "resumed":
        this.#session = line.session;
        this.#ended = undefined;
        return;
      case "noted":
        this.#note = line.note;
        this.#summary = line.summary;
        return;
      case "ended":
        if (line.session !== this.#session) return;
        this.#ended = line;
        this.#summary = line.summary;
        return;
      default:
        if (line.session === this.#session) this.#addFact(line);
        else this.#addLateFact(line);
    }
  }

  /** @param isRunning whether some program is carrying it out at this moment. */
  summary(isRunning: boolean): RunSummary {
    const header = this.#header;
    const ended = this.#summary ?? (this.#ended && { ...this.#ended, endedAt: this.#ended.at });
    return {
      id: this.id,
      at: header?.at ?? dateOf(this.id),
      kind: header?.kind ?? "",
      connectionID: header?.connectionID ?? "",
      host: header?.host ?? "",
      by: header?.by ?? { ID: "", name: "" },
      undoes: header?.undoes,
      retries: header?.retries,
      from: header?.from,
      to: header?.to,
      count: header?.count ?? 0,
      names: header?.names ?? [],
      state: !header ? this.#state : isRunning ? "running" : (ended?.how ?? "interrupted"),
      endedAt: ended?.endedAt,
      failure: ended?.failure,
      note: this.#summary?.note ?? this.#note,
      counts: this.#summary?.counts ?? this.#counts(),
    };
  }

  /** Whether the whole can be told without having read each line. */
  get isSummarized(): boolean {
    return this.#summary !== undefined || this.#state === "newer";
  }

  record(isRunning: boolean): RunRecord {
    return { ...this.summary(isRunning), counts: this.#counts(), results: this.results() };
  }

  results(): ChangeResult[] {
    return [...this.#entries.values()].map((entry) => this.#result(entry));
  }

  /** @param key of a change; see `keyOf`. */
  result(key: string): ChangeResult | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#result(entry);
  }

  /** Whether a change was sent whose result is not known yet. */
  isAwaited(key: string): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.sent && entry.known === undefined;
  }

  /** The last line's word on the whole, for the line that is about to be written. */
  summaryFor(change: Partial<Summary>): Summary | undefined {
    const how = change.how ?? this.#ended?.how;
    if (!how) return undefined;
    const ended = this.#ended && { failure: this.#ended.failure, endedAt: this.#ended.at };
    const note = this.#note === undefined ? {} : { note: this.#note };
    return { endedAt: undefined, ...ended, ...note, ...change, how, counts: this.#counts() };
  }

  #addParsed(line: unknown): void {
    if (!this.#header) {
      const header = safeParse(headerSchema, line);
      if (isNewer(line)) this.#state = "newer";
      else if (header.success) this.add(header.output);
      return;
    }
    const parsed = safeParse(lineSchema, line);
    if (parsed.success) this.add(parsed.output);
    else this.#summary = undefined;
  }

  #addFact(line: Extract<RunLine, { type: "sent" | "result" }>): void {
    if (line.type === "sent") {
      for (const id of line.ids) this.#update(id, { sent: true, known: undefined });
      return;
    }
    this.#update(line.id, { known: line });
  }

  /** A window that has lost the run can only add to what is known, never take away from it. */
  #addLateFact(line: Extract<RunLine, { type: "sent" | "result" }>): void {
    if (line.type === "sent") {
      for (const id of line.ids) this.#update(id, { sent: true, ...(this.#isOpen(id) && { known: undefined }) });
      return;
    }
    const { result } = line.outcome;
    const isNews = result === "changed" || (result === "failed" && this.#isOpen(line.id));
    if (isNews && this.#entries.get(line.id)?.known?.outcome.result !== "changed")
      this.#update(line.id, { known: line });
  }

  #counts(): Counts {
    const found: Partial<Record<RunResult["result"], number>> = {};
    for (const entry of this.#entries.values()) {
      const { result } = outcomeOf(entry);
      found[result] = (found[result] ?? 0) + 1;
    }
    return found;
  }

  #isOpen(id: string): boolean {
    const result = this.#entries.get(id)?.known?.outcome.result;
    return result === undefined || result === "notAttempted" || result === "unknown";
  }

  #update(id: string, change: Partial<Pick<Entry, "sent" | "known">>): void {
    const entry = this.#entries.get(id);
    if (entry) Object.assign(entry, change);
  }

  #result(entry: Entry): ChangeResult {
    const { change, sent, known } = entry;
    return { ...change, ...outcomeOf(entry), sent, at: known?.at ?? this.#header?.at ?? dateOf(this.id) };
  }
}

function outcomeOf({ planned, sent, known }: Entry): RunResult {
  return known?.outcome ?? planned ?? { result: sent ? "unknown" : "notAttempted" };
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

/** When a run began, by its ID, which begins with that time. */
function dateOf(id: string): Date {
  const [, date, hours, minutes, seconds] = /^(\d{8})T(\d\d)(\d\d)(\d\d)/.exec(id) ?? [];
  if (!date) return new Date(0);
  const day = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].join("-");
  const at = new Date(`${day}T${hours ?? ""}:${minutes ?? ""}:${seconds ?? ""}Z`);
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
