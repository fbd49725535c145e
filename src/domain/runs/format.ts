import * as v from "valibot";
import type { FailureKind } from "../../workfront/errors";

/** The version of the file format that is written. Files of a later one are shown as such and left alone. */
export const formatVersion = 3;

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

export const changeSchema = v.object({
  /** Workfront's code of the object's type, such as `USER`: a part of the address of requests. */
  objCode: v.pipe(v.string(), v.regex(/^[A-Z]+$/)),
  ID: v.string(),
  /** What tells it from another change of the same object in this run; the object's ID unless given. */
  key: v.optional(v.string()),
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
  /** Which of these are sent along, because Workfront asked for them or would fill them in anew. */
  sendAlong: v.optional(v.array(v.string())),
  /** What is told of work that is handed over. */
  item: v.optional(
    v.object({
      /** The kind of work; a later version may know more. */
      kind: v.string(),
      /** What people know of it: the task of an assignment. */
      shown: v.object({ objCode: v.string(), ID: v.string() }),
      /** The name of its project and its status when the change was planned; empty where there is none. */
      project: v.string(),
      status: v.string(),
    }),
  ),
});

/** One field of one object: what it was and what it is to be. A run is a list of these. */
export type Change = v.InferOutput<typeof changeSchema>;

export const failureSchema = v.object({
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

/** How many changes have each result. */
export type Counts = Readonly<Partial<Record<RunResult["result"], number>>>;

export const headerSchema = v.object({
  type: v.literal("run"),
  version: v.number(),
  at: time,
  /** `deactivate`, `reactivate`, `handOver`, `handBack`; a later version may know more. */
  kind: v.string(),
  connectionID: v.string(),
  host: v.string(),
  by: person,
  /** The run that this one undoes, or whose failures it tries again. */
  undoes: v.optional(v.string()),
  retries: v.optional(v.string()),
  /** Whose work is handed over, and to whom. */
  from: v.optional(v.array(person)),
  to: v.optional(v.array(person)),
  /** How many changes follow. */
  count: v.number(),
  /** The first few names, for a row that shows nothing else. */
  names: v.array(v.string()),
  session: v.optional(v.string()),
});

export const lineSchema = v.variant("type", [
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
  /** Says all that a row shows, so that nothing else of a long file has to be read; written again with a later note. */
  v.object({
    type: v.literal("ended"),
    at: time,
    how: v.picklist(["finished", "cancelled", "stopped"]),
    /** Why it was stopped. */
    failure: v.optional(failureSchema),
    session: v.optional(v.string()),
    note: v.optional(v.string()),
    counts: v.optional(v.record(v.string(), v.number())),
    /** How many bytes were before this line when it was written. */
    offset: v.optional(v.number()),
  }),
  /** Some lines of the list from which the run comes, and what became of each, as it was told. */
  v.object({ type: v.literal("list"), rows: v.array(v.array(v.string())) }),
  v.object({ type: v.literal("noted"), at: time, note: v.string() }),
]);

export type RunHeader = v.InferOutput<typeof headerSchema>;
export type RunLine = RunHeader | v.InferOutput<typeof lineSchema>;

/** How a run ended. */
export type Ending = Extract<RunLine, { type: "ended" }>;
