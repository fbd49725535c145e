import * as v from "valibot";
import type { FailureKind } from "../../workfront/errors";
import { displayName } from "../user";
import { convertOldLine } from "./oldFormat";

/** The version of the file format that is written. Files of a later version are shown as such and left alone. */
export const formatVersion = 2;

const text = v.nullable(v.string());
const value = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const person = v.object({ ID: v.string(), name: v.string() });
/** A date that cannot be read is left out: what the line says is a fact all the same. */
const time = v.fallback(
  v.optional(
    v.pipe(
      v.string(),
      v.transform((written) => new Date(written)),
      v.check((date) => !Number.isNaN(date.getTime())),
    ),
  ),
  undefined,
);

const changeSchema = v.object({
  /** Workfront's code of the object's type, such as `USER`. */
  objCode: v.string(),
  /** The object; a run has one change of it at most. */
  ID: v.string(),
  name: text,
  /** What tells it from namesakes, such as a user's email. */
  detail: text,
  /** The field that is set. */
  field: v.string(),
  /** Its value when the change was planned; left out where the object could not be read. */
  before: v.optional(value),
  wished: value,
  /** A field in which Workfront itself dates the change, to tell ours from a later one of somebody else. */
  datedBy: v.optional(v.string()),
  /** Other references as they were, by the name of the field that sets them. */
  beside: v.optional(v.record(v.string(), v.object({ ID: v.string(), name: text }))),
  /** Which of these are sent along, because Workfront asked for them. */
  sendAlong: v.optional(v.array(v.string())),
});

/** One field of one object: what it was and what it is to be. A run is a list of these. */
export type Change = v.InferOutput<typeof changeSchema>;

const failureSchema = v.object({
  /** A kind that a later version wrote may be none of those known here. */
  kind: v.custom<FailureKind | "other">((kind) => typeof kind === "string"),
  host: v.string(),
  status: v.optional(v.number()),
  words: v.optional(v.string()),
  code: v.optional(v.string()),
});

/** What a run says of a failure: never a request, never a secret. */
export type RunFailure = v.InferOutput<typeof failureSchema>;

const resultSchema = v.variant("result", [
  /** Workfront's answer, or a later read, shows the wished value. `dated`: Workfront's own date of it. */
  v.object({ result: v.literal("changed"), dated: v.optional(v.nullable(v.string())) }),
  /** Was as wished already; nothing was sent. */
  v.object({ result: v.literal("unchanged") }),
  /** A rule of ours forbids it; nothing was sent. */
  v.object({ result: v.literal("refused"), reason: v.string() }),
  /** Workfront did not do it, and reading confirms that; `unchanged` means that it answered well all the same. */
  v.object({ result: v.literal("failed"), failure: v.union([v.literal("unchanged"), failureSchema]) }),
  /** Sent, and neither an answer nor a read tells what becomes of it: it may still be carried out. */
  v.object({ result: v.literal("unknown"), failure: v.optional(failureSchema) }),
  /** Nothing was sent, or Workfront said that it did not look at it. */
  v.object({ result: v.literal("notAttempted") }),
]);

/** How a run went for one change. */
export type RunResult = v.InferOutput<typeof resultSchema>;

const counts = v.record(v.string(), v.number());

/** How many changes have each result. */
export type Counts = Readonly<Partial<Record<RunResult["result"], number>>>;

/** What the last line of a run says of the whole, so that nothing else of a long file has to be read. */
const summarySchema = v.object({
  how: v.picklist(["finished", "cancelled", "stopped"]),
  endedAt: time,
  failure: v.optional(failureSchema),
  note: v.optional(v.string()),
  counts,
});

const headerSchema = v.object({
  type: v.literal("run"),
  version: v.number(),
  at: time,
  /** `deactivate`, `reactivate`; a later version may know more. */
  kind: v.string(),
  connectionID: v.string(),
  host: v.string(),
  by: person,
  /** The run that this one undoes, or whose failures it tries again. */
  undoes: v.optional(v.string()),
  retries: v.optional(v.string()),
  /** How many changes follow. */
  count: v.number(),
  /** The first few names, for a row that shows nothing else. */
  names: v.array(v.string()),
  session: v.optional(v.string()),
});

const lineSchema = v.variant("type", [
  v.object({ type: v.literal("change"), change: changeSchema, planned: v.optional(resultSchema) }),
  /** The run goes on, perhaps in another window: from here on, the lines of its session count. */
  v.object({ type: v.literal("resumed"), at: time, by: person, session: v.optional(v.string()) }),
  v.object({ type: v.literal("sent"), at: time, ids: v.array(v.string()), session: v.optional(v.string()) }),
  v.object({
    type: v.literal("result"),
    at: time,
    id: v.string(),
    outcome: resultSchema,
    session: v.optional(v.string()),
  }),
  v.object({
    type: v.literal("ended"),
    at: time,
    how: summarySchema.entries.how,
    failure: v.optional(failureSchema),
    session: v.optional(v.string()),
    summary: v.optional(summarySchema),
  }),
  v.object({ type: v.literal("noted"), at: time, note: v.string(), summary: v.optional(summarySchema) }),
]);

export type RunHeader = v.InferOutput<typeof headerSchema>;
export type RunLine = RunHeader | v.InferOutput<typeof lineSchema>;

export type Ending = Pick<v.InferOutput<typeof summarySchema>, "how" | "failure">;

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
  #summary: v.InferOutput<typeof summarySchema> | undefined;

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
        this.#entries.set(line.change.ID, { ...line, sent: false, known: undefined });
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
      count: header?.count ?? 0,
      names: header?.names ?? [],
      state: !header ? this.#state : isRunning ? "running" : (ended?.how ?? "interrupted"),
      endedAt: ended?.endedAt,
      failure: ended?.failure,
      note: this.#summary?.note ?? this.#note,
      counts: this.#summary?.counts ?? countsOf(this.results()),
    };
  }

  /** Whether the whole can be told without having read each line. */
  get isSummarized(): boolean {
    return this.#summary !== undefined || this.#state === "newer";
  }

  record(isRunning: boolean): RunRecord {
    return { ...this.summary(isRunning), counts: countsOf(this.results()), results: this.results() };
  }

  results(): ChangeResult[] {
    return [...this.#entries.values()].map((entry) => this.#result(entry));
  }

  result(id: string): ChangeResult | undefined {
    const entry = this.#entries.get(id);
    return entry && this.#result(entry);
  }

  /** Whether a change was sent whose result is not known yet. */
  isAwaited(id: string): boolean {
    const entry = this.#entries.get(id);
    return entry !== undefined && entry.sent && entry.known === undefined;
  }

  /** The last line's word on the whole, for the line that is about to be written. */
  summaryFor(change: Partial<v.InferOutput<typeof summarySchema>>): v.InferOutput<typeof summarySchema> | undefined {
    const how = change.how ?? this.#ended?.how;
    if (!how) return undefined;
    const ended = this.#ended && { failure: this.#ended.failure, endedAt: this.#ended.at };
    const note = this.#note === undefined ? {} : { note: this.#note };
    return { endedAt: undefined, ...ended, ...note, ...change, how, counts: countsOf(this.results()) };
  }

  #addParsed(line: unknown): void {
    if (!this.#header) {
      const header = v.safeParse(headerSchema, line);
      if (isNewer(line)) this.#state = "newer";
      else if (header.success) this.add(header.output);
      return;
    }
    const parsed = v.safeParse(lineSchema, line);
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

  #isOpen(id: string): boolean {
    const result = this.#entries.get(id)?.known?.outcome.result;
    return result === undefined || result === "notAttempted" || result === "unknown";
  }

  #update(id: string, change: Partial<Pick<Entry, "sent" | "known">>): void {
    const entry = this.#entries.get(id);
    if (entry) Object.assign(entry, change);
  }

  #result({ change, planned, sent, known }: Entry): ChangeResult {
    const untold: RunResult = { result: sent ? "unknown" : "notAttempted" };
    return {
      ...change,
      ...(known?.outcome ?? planned ?? untold),
      sent,
      at: known?.at ?? this.#header?.at ?? dateOf(this.id),
    };
  }
}

/** What to call an object that a run is about. */
export function nameOf({ ID, name, detail }: Pick<Change, "ID" | "name" | "detail">): string {
  return displayName({ ID, name, emailAddr: detail });
}

/** Whether something is still to be done before the run is what was confirmed. */
export function isPending({ result }: RunResult): boolean {
  return result === "notAttempted" || result === "unknown";
}

export function pendingOf({ notAttempted = 0, unknown = 0 }: Counts): number {
  return notAttempted + unknown;
}

function countsOf(results: readonly RunResult[]): Counts {
  const found: Partial<Record<RunResult["result"], number>> = {};
  for (const { result } of results) found[result] = (found[result] ?? 0) + 1;
  return found;
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
