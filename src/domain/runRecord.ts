import * as v from "valibot";
import { wishedState } from "./plan";

const text = v.nullable(v.string());
const time = v.pipe(
  v.string(),
  v.transform((value) => new Date(value)),
);

/** A user as the journal keeps them: who it was, and what they were before the run. */
const recordedUserSchema = v.object({
  ID: v.string(),
  name: text,
  emailAddr: text,
  isActive: v.optional(v.boolean()),
  accessLevel: v.optional(v.nullable(v.object({ ID: v.string(), name: text }))),
});

export type RecordedUser = v.InferOutput<typeof recordedUserSchema>;

/** What a run says of a failure: never a request, never a secret. */
const failureSchema = v.object({
  kind: v.string(),
  host: v.string(),
  status: v.optional(v.number()),
  words: v.optional(v.string()),
  code: v.optional(v.string()),
});

export type RecordedFailure = v.InferOutput<typeof failureSchema>;

const resultSchema = v.variant("result", [
  v.object({ result: v.literal("changed") }),
  /** Was as wished already; nothing was sent. */
  v.object({ result: v.literal("unchanged") }),
  /** A rule of ours forbids it; nothing was sent. */
  v.object({ result: v.literal("refused"), reason: v.string() }),
  /** The server did not do it; `unchanged` means that it answered well and changed nothing. */
  v.object({ result: v.literal("failed"), failure: v.union([v.literal("unchanged"), failureSchema]) }),
  /** Sent, but neither answer nor a later read told what became of it. */
  v.object({ result: v.literal("unknown"), failure: v.optional(failureSchema) }),
  /** Nothing was sent, or what was sent is known to have changed nothing. */
  v.object({ result: v.literal("notAttempted") }),
]);

/** How a run went for one user. */
export type RunResult = v.InferOutput<typeof resultSchema>;

const endingSchema = v.object({
  /** `stopped`: by a failure that concerns every user. */
  how: v.picklist(["finished", "cancelled", "stopped"]),
  failure: v.optional(failureSchema),
});

export type Ending = v.InferOutput<typeof endingSchema>;

const headerSchema = v.object({
  type: v.literal("run"),
  id: v.string(),
  at: time,
  wish: v.picklist(["deactivate", "reactivate"]),
  connectionID: v.string(),
  host: v.string(),
  by: v.object({ ID: v.string(), name: v.string() }),
  users: v.array(v.object({ ...recordedUserSchema.entries, planned: v.optional(resultSchema) })),
  undoes: v.optional(v.string()),
  retries: v.optional(v.string()),
});

const lineSchema = v.variant("type", [
  v.object({ type: v.literal("resumed"), at: time, by: v.object({ ID: v.string(), name: v.string() }) }),
  v.object({ type: v.literal("sent"), at: time, ids: v.array(v.string()) }),
  v.object({ type: v.literal("outcome"), at: time, id: v.string(), outcome: resultSchema }),
  v.object({ type: v.literal("ended"), at: time, ending: endingSchema }),
]);

/** The first line of a run's file. */
export type RunHeader = v.InferInput<typeof headerSchema>;

/** Any further line. */
export type RunLine = v.InferInput<typeof lineSchema>;

/** `interrupted`: neither ended nor under way, because the program that carried it out is gone. */
export type RunState = "running" | "interrupted" | Ending["how"];

/** A run as its file tells it. */
export interface RunRecord extends Omit<v.InferOutput<typeof headerSchema>, "type" | "users"> {
  readonly state: RunState;
  /** When it ended; undefined while it is running and where it was interrupted. */
  readonly endedAt: Date | undefined;
  /** Why it was stopped. */
  readonly failure: RecordedFailure | undefined;
  /** Every user who was chosen, with what became of them. */
  readonly users: readonly RecordedResult[];
}

export type RecordedResult = RunResult & {
  readonly user: RecordedUser;
  /** When the result was known. */
  readonly at: Date;
  /** Whether a change of this user was ever sent in this run. */
  readonly sent: boolean;
};

/**
 * Reads a run's file. A line that is torn or unknown, as the last one is after a crash while writing, is passed over:
 * what it would have said is then not known, which is how it is reported.
 * @param running whether some program is carrying it out at this moment.
 * @returns undefined where not even the first line can be read.
 */
export function readRun(content: string, running: boolean): RunRecord | undefined {
  const [first, ...rest] = content.split("\n");
  const header = v.safeParse(headerSchema, parse(first));
  if (!header.success) return undefined;
  const results = new Map<string, { at: Date; result: RunResult }>();
  const sent = new Set<string>();
  let ended: { at: Date; ending: Ending } | undefined;
  for (const one of rest) {
    const parsed = v.safeParse(lineSchema, parse(one));
    if (!parsed.success) continue;
    const line = parsed.output;
    if (line.type === "resumed") ended = undefined;
    else if (line.type === "outcome") results.set(line.id, { at: line.at, result: line.outcome });
    else if (line.type === "ended") ended = line;
    else
      for (const id of line.ids) {
        sent.add(id);
        results.delete(id);
      }
  }
  const { id, at, wish, connectionID, host, by, users, undoes, retries } = header.output;
  return {
    ...{ id, at, wish, connectionID, host, by, undoes, retries },
    state: running ? "running" : (ended?.ending.how ?? "interrupted"),
    endedAt: ended?.at,
    failure: ended?.ending.failure,
    users: users.map(({ planned, ...user }) => {
      const known = results.get(user.ID);
      const untold: RunResult = { result: sent.has(user.ID) ? "unknown" : "notAttempted" };
      return { user, sent: sent.has(user.ID), at: known?.at ?? at, ...(known?.result ?? planned ?? untold) };
    }),
  };
}

/** Users for whom something is still to be done before the run is what was confirmed. */
export function pendingUsers(run: RunRecord): readonly RecordedResult[] {
  return run.users.filter(
    (one) =>
      one.result === "notAttempted" ||
      one.result === "unknown" ||
      (one.result === "failed" &&
        one.failure !== "unchanged" &&
        (one.failure.kind === "unauthorized" || one.failure.kind === "versionRefused")),
  );
}

/** Users for whom the server declined, which another try may mend. */
export function failedUsers(run: RunRecord): readonly RecordedResult[] {
  return run.users.filter((one) => one.result === "failed");
}

/** Users whom this run changed and who therefore can be changed back. */
export function changedUsers(run: RunRecord): readonly RecordedResult[] {
  return run.users.filter((one) => one.result === "changed");
}

/** The state in which the run's users are wished to be. */
export function wishedStateOf(run: RunRecord): boolean {
  return wishedState(run.wish);
}

function parse(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? "") as unknown;
  } catch {
    return undefined;
  }
}
