import { parse } from "valibot";
import type { WorkfrontClient } from "../../workfront/client";
import { chunksOf, groupedBy } from "../../workfront/chunksOf";
import { WorkfrontError, type Failure } from "../../workfront/errors";
import { Limit } from "../../workfront/limit";
import { concernsAllRequests, mayPass } from "../../workfront/sender";
import { dateIn, fieldsOf } from "./current";
import type { RunFile } from "./file";
import { failureSchema } from "./format";
import { keyOf, type Change, type RunFailure, type RunResult } from "./record";

export interface CarryOutOptions {
  /** Cancels: requests under way are finished and settled, no further one is sent. */
  readonly signal: AbortSignal;
  /** How many requests the run has under way at once. */
  readonly concurrency?: number;
}

type Client = Pick<WorkfrontClient, "edit" | "editMany" | "readFields" | "waitBeforeAgain">;

/** Up to this many changes, each has a request of its own, so that progress and Cancel mean something. */
const mostSingle = 20;

/** Types whose objects have a request each: a bulk edit of them is not documented. */
const oneByOne: ReadonlySet<string> = new Set(["PTLSEC"]);

/** How often a request for one object is sent before it is given up on, and one for several before they are parted. */
const attempts = { single: 5, bulk: 2 };

/** How often a read that contradicts an answer is repeated: servers may be a while behind themselves. */
const contradictions = 3;

/** A host that fails this many objects in a row is not asked for the next. */
const mostGivenUp = 3;

/** Failures before anything is looked at, by Workfront's own word or by ours. */
const untouched: ReadonlySet<Failure["kind"]> = new Set(["unauthorized", "throttled", "readOnly", "outdated"]);

/** Failures by which Workfront declines a change; what it did with others in the same request is not documented. */
const declined: ReadonlySet<Failure["kind"]> = new Set(["forbidden", "notFound", "refused", "versionRefused"]);

/**
 * Carries out the changes of a run that is open: a result for each goes to its file, and from there to whoever shows it.
 * Ends the run.
 * @throws where the file cannot be written any more, or the run is no longer ours; what was under way is finished before,
 * and the run is left to be resumed.
 */
export async function carryOut(
  run: RunFile,
  changes: readonly Change[],
  client: Client,
  options: CarryOutOptions,
): Promise<void> {
  await new Engine(run, client, options).carryOut(changes);
}

/** What came of one request: the fields that Workfront shows of each object it names, or a failure. */
type Answer = Awaited<ReturnType<Client["editMany"]>> | Failure;

class Engine {
  readonly #limit: Limit;
  /** Also those whose turn is next: that they are about to be sent is written down while others are under way. */
  readonly #announced: Limit;
  /**
   * Changes that may be carried out although nothing shows it, and whether that is because a request that was sent just now
   * has no answer. What was answered well may only be read too early.
   */
  readonly #unanswered = new Map<string, boolean>();
  #stop: { readonly failure: Failure } | undefined;
  #broken: { readonly error: unknown } | undefined;
  #givenUp = 0;

  constructor(
    private readonly run: RunFile,
    private readonly client: Client,
    private readonly options: CarryOutOptions,
  ) {
    const { concurrency = 4 } = options;
    this.#limit = new Limit(() => concurrency);
    this.#announced = new Limit(() => 2 * concurrency);
  }

  async carryOut(changes: readonly Change[]): Promise<void> {
    for (const key of changes.map(keyOf))
      if (this.run.content.outcome(key) === "unknown") this.#unanswered.set(key, false);
    await Promise.all(inRequests(changes).map((batch) => this.#change(batch)));
    if (this.#broken) {
      await this.run.abandon();
      throw this.#broken.error;
    }
    const isDone = changes.every((change) => this.run.content.outcome(keyOf(change)) !== "notAttempted");
    const how = isDone ? "finished" : this.#stop ? "stopped" : "cancelled";
    await this.run.end(how, isDone ? undefined : recordedFailure(this.#stop?.failure));
  }

  #isOver(): boolean {
    return this.options.signal.aborted || this.#stop !== undefined || this.#broken !== undefined;
  }

  async #change(batch: readonly Change[]): Promise<void> {
    try {
      const left = await this.#announced.run(() => {
        const announced = this.#announce(batch);
        // In the order in which they are written down, whichever of them is on the disk first.
        return this.#limit.run(() => announced.then(() => this.#settle(batch)));
      });
      await Promise.all(left.map((change) => this.#limit.run(() => this.#settle([change]))));
    } catch (error) {
      this.#broken ??= { error };
    }
  }

  /**
   * Sends changes and finds out what became of them.
   * @returns those of a request for several that are to be sent one by one, because one of them may hold up the others.
   */
  async #settle(batch: readonly Change[]): Promise<readonly Change[]> {
    const isBulk = batch.length > 1;
    let left = batch;
    for (let attempt = 1; ; attempt++) {
      if (!(await this.#announce(left))) return this.#leave(left);
      const answer = await this.#send(left);
      if (answer === "unsent") return this.#leave(left);
      const failure = isFailure(answer) ? answer : undefined;
      const meaning = failure && meaningOf(failure);
      if (failure && meaning !== "declined" && concernsAllRequests(failure)) this.#stop ??= { failure };
      if (!failure || meaning !== "untouched") {
        if (!failure || meaning === "open")
          for (const key of left.map(keyOf)) this.#unanswered.set(key, !!failure || !!this.#unanswered.get(key));
        left = await this.#verify(left, answer);
        if (left.length === 0) return [];
        if (!failure || meaning === "declined") return isBulk ? left : this.#fail(left, failure);
      }
      if (this.#isOver()) return this.#leave(left);
      if (!mayPass(failure, true) || attempt === (isBulk ? attempts.bulk : attempts.single))
        return isBulk ? left : this.#giveUp(left, failure);
      await this.#wait(attempt, failure);
    }
  }

  /**
   * Writes down that these are about to be sent; where that cannot be, nothing more is sent at all.
   * @returns whether they may be sent: nobody has canceled meanwhile, nothing was stopped or broken.
   */
  async #announce(changes: readonly Change[]): Promise<boolean> {
    try {
      if (!this.#isOver()) await this.run.sent(changes.map(keyOf));
    } catch (error) {
      this.#broken ??= { error };
    }
    return !this.#isOver();
  }

  /** Sends one request, whatever the number of changes. */
  async #send(changes: readonly Change[]): Promise<Answer | "unsent"> {
    const [first] = changes as readonly [Change];
    const fields = fieldsOf(first);
    try {
      if (changes.length > 1)
        return await this.client.editMany(
          first.objCode,
          changes.map((change) => ({ ID: change.ID, ...update(change) })),
          fields,
          this.options.signal,
        );
      const shown = await this.client.edit(first.objCode, first.ID, update(first), fields, this.options.signal);
      return new Map([[first.ID, shown]]);
    } catch (error) {
      if (error instanceof WorkfrontError) return error.failure;
      if (error === this.options.signal.reason) return "unsent";
      throw error;
    }
  }

  /**
   * Tells of all that are as wished, by the answer or by reading. Only reading tells of the others: a failure may come
   * after the change was made, and from somebody between Workfront and us.
   * @returns those that are not as wished; none where reading fails as well, with which the run stops.
   */
  async #verify(changes: readonly Change[], answer: Answer): Promise<readonly Change[]> {
    const lost = isFailure(answer) ? answer : undefined;
    let left = isFailure(answer) ? changes : await this.#tellChanged(changes, answer);
    for (let attempt = 1; left.length > 0; attempt++) {
      const found = await this.#read(left, lost);
      if (!found) return [];
      // Of what cannot be seen any more, and of what somebody else has changed meanwhile, nobody knows whether we did before.
      const isAsBefore = ({ ID, field, before }: Change) => found.get(ID)?.[field] === before;
      const [asBefore, others] = partition(await this.#tellChanged(left, found), isAsBefore);
      await this.#tell(others, { result: "unknown", failure: recordedFailure(lost) });
      left = asBefore;
      // Only one object's good answer contradicts a read; of several, the others are sent one by one.
      if (lost || changes.length > 1 || attempt === contradictions) break;
      if (left.length > 0) await this.#wait(attempt);
    }
    return left;
  }

  /** @returns `undefined` where the objects cannot be read: then what became of them is not known. */
  async #read(changes: readonly Change[], lost: Failure | undefined) {
    const [{ objCode }] = changes as readonly [Change];
    const ids = changes.map(({ ID }) => ID);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.client.readFields(objCode, ids, fieldsOf(changes[0] as Change), { retries: 0 });
      } catch (error) {
        if (!(error instanceof WorkfrontError)) throw error;
        if (!mayPass(error.failure, true) || attempt === attempts.single || this.#isOver()) {
          this.#stop ??= { failure: error.failure };
          await this.#tell(changes, { result: "unknown", failure: recordedFailure(lost ?? error.failure) });
          return undefined;
        }
        await this.#wait(attempt, error.failure);
      }
    }
  }

  /** @returns the others. */
  async #tellChanged(changes: readonly Change[], shown: Exclude<Answer, Failure>): Promise<readonly Change[]> {
    const [done, others] = partition(changes, ({ ID, field, wished }) => shown.get(ID)?.[field] === wished);
    if (done.length > 0) this.#givenUp = 0;
    const outcomes = done.map((change) => {
      const dated = dateIn(shown.get(change.ID), change);
      return { id: keyOf(change), outcome: { result: "changed" as const, dated } };
    });
    await this.run.results(outcomes);
    return others;
  }

  /** Nothing more is sent for these. */
  async #leave(changes: readonly Change[]): Promise<readonly []> {
    const told = changes.filter((change) => this.run.content.isAwaited(keyOf(change)));
    const [unanswered, others] = partition(told, (change) => this.#unanswered.has(keyOf(change)));
    await this.#tell(unanswered, { result: "unknown" });
    return this.#tell(others, { result: "notAttempted" });
  }

  /** A no to a later request does not undo an earlier one, which may be on its way; resuming looks again. */
  async #fail(changes: readonly Change[], failure: Failure | undefined): Promise<readonly []> {
    const recorded = recordedFailure(failure);
    const [open, others] = partition(changes, (change) => this.#unanswered.get(keyOf(change)) === true);
    await this.#tell(open, { result: "unknown", failure: recorded });
    return this.#tell(others, { result: "failed", failure: recorded ?? "unchanged" });
  }

  async #giveUp(changes: readonly Change[], failure: Failure): Promise<readonly []> {
    if (++this.#givenUp >= mostGivenUp) this.#stop ??= { failure };
    const isUnanswered = changes.some((change) => this.#unanswered.has(keyOf(change)));
    if (isUnanswered) return this.#tell(changes, { result: "unknown", failure: recordedFailure(failure) });
    return meaningOf(failure) === "untouched" ? this.#leave(changes) : this.#fail(changes, failure);
  }

  async #wait(attempt: number, failure?: Failure): Promise<void> {
    // Who cancels while waiting is noticed by the loop that waits.
    await this.client.waitBeforeAgain(attempt, failure, this.options.signal).catch(() => undefined);
  }

  async #tell(changes: readonly Change[], outcome: RunResult): Promise<readonly []> {
    await this.run.results(changes.map((change) => ({ id: keyOf(change), outcome })));
    return [];
  }
}

function isFailure(answer: Answer): answer is Failure {
  return "kind" in answer;
}

/**
 * What a failure says of its request: Workfront did not look at it, declined it, or failed at it; or nothing, so that it
 * may still be carried out. A gateway that gives up waiting (408, 504) does not say what becomes of the request behind it.
 */
function meaningOf({ kind, status, isUnsent }: Failure): "untouched" | "declined" | "failed" | "open" {
  if (isUnsent || untouched.has(kind) || (kind === "versionRefused" && status === 410)) return "untouched";
  if (declined.has(kind)) return "declined";
  const hasAnswered = kind === "serverError" || (kind === "unavailable" && status !== 408 && status !== 504);
  return hasAnswered ? "failed" : "open";
}

/** What of a failure is written down. */
function recordedFailure(failure: Failure | undefined): RunFailure | undefined {
  return failure && parse(failureSchema, failure);
}

function update({ field, wished, sendAlong = [], beside }: Change): Readonly<Record<string, Change["wished"]>> {
  const along = sendAlong.map((name) => [name, beside?.[name]?.ID ?? null] as const);
  return { [field]: wished, ...Object.fromEntries(along) };
}

/**
 * Whose change goes into one request: single ones up to 20, then chunks that are large enough to be quick and small enough
 * for progress: about ten, of 25 at least and 100 (Workfront's limit) at most. Objects of one type and field go together
 * where the same is sent along, because that is what may be declined.
 */
function inRequests(changes: readonly Change[]): readonly (readonly Change[])[] {
  const size = changes.length > mostSingle ? Math.min(100, Math.max(25, Math.ceil(changes.length / 10))) : 1;
  const along = ({ sendAlong = [], beside }: Change) => sendAlong.map((name) => beside?.[name]?.ID);
  const groups = groupedBy(changes, (change) => [change.objCode, change.field, ...along(change)].join(" "));
  return groups.flatMap((group) => chunksOf(group, oneByOne.has(group[0].objCode) ? 1 : size));
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [first: T[], others: T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}
