import { setTimeout } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";
import { chunksOf } from "../workfront/chunksOf";
import type { WorkfrontClient } from "../workfront/client";
import { WorkfrontError, type Failure } from "../workfront/errors";
import { recordedFailure, type RunJournal } from "./journal";
import { wishedState, type Plan } from "./plan";
import type { User, UserDetail } from "./user";

/** How it went for one user. */
export type Outcome = { readonly user: User } & (
  | { readonly result: "changed" }
  /** The server did not do it, and says why where it can; `unchanged` means that it answered well and changed nothing. */
  | { readonly result: "failed"; readonly failure: Failure | "unchanged" }
  /** Sent, but neither an answer nor a later read could be had. */
  | { readonly result: "unknown"; readonly failure: Failure }
  /** Canceled, or stopped by a failure that concerns everybody, before anything was changed for this user. */
  | { readonly result: "notAttempted" }
);

export interface RunOptions {
  /** Cancels: requests under way are finished and settled, no further one is sent. */
  readonly signal: AbortSignal;
  /** Told once for each user, as soon as it is known and written down. */
  readonly onOutcome: (outcome: Outcome) => void;
  readonly journal: RunJournal;
  /** How many requests the run has under way at once. */
  readonly concurrency?: number;
  /** Milliseconds before a request is sent for the second time; doubled for each further time. */
  readonly firstDelay?: number;
}

type Client = Pick<WorkfrontClient, "setActive" | "setActiveMany" | "getUsers">;

/** Up to this many users, each has a request of their own, so that progress and Cancel mean something. */
const mostSingle = 20;

/** How often a request for one user is sent before they are given up on, and one for several before they are parted. */
const attempts = { single: 5, bulk: 2 };

/** A host that fails this many users in a row is not asked for the next. */
const mostGivenUp = 3;

/** The longest wait, in seconds, that a server may ask for before the run is stopped instead, to be resumed later. */
const longestWait = 60;

/** Failures that may pass by themselves. A maintenance page, for example, is "notWorkfront". */
const passing: ReadonlySet<Failure["kind"]> = new Set([
  ...(["throttled", "unavailable", "unreachable", "timeout", "serverError", "badReply", "notWorkfront"] as const),
]);

/** Failures before any user is looked at, so that nothing was changed. */
const untouched: ReadonlySet<Failure["kind"]> = new Set(["unauthorized", "versionRefused", "throttled", "readOnly"]);

/** Failures by which Workfront declines a user; whether it did so with the others of the same request is not documented. */
const declined: ReadonlySet<Failure["kind"]> = new Set(["forbidden", "notFound", "refused"]);

/**
 * Carries out a plan: one verified outcome for each user that is to be changed, in the plan's order.
 * @throws where the journal cannot be written any more; what was under way is finished and told before, and the run is
 * left to be resumed.
 */
export async function carryOut(plan: Plan, client: Client, options: RunOptions): Promise<Outcome[]> {
  return new Run(plan, client, options).carryOut();
}

class Run {
  readonly #isActive: boolean;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #limit: LimitFunction;
  #stop: { readonly failure: Failure } | undefined;
  #broken: { readonly error: unknown } | undefined;
  #givenUp = 0;

  constructor(
    private readonly plan: Plan,
    private readonly client: Client,
    private readonly options: RunOptions,
  ) {
    this.#isActive = wishedState(plan.wish);
    this.#limit = pLimit(options.concurrency ?? 4);
  }

  async carryOut(): Promise<Outcome[]> {
    const { change } = this.plan;
    await Promise.all(inRequests(this.plan).map((users) => this.#change(users)));
    const how = this.#stop ? "stopped" : this.options.signal.aborted ? "cancelled" : "finished";
    const failure = this.#stop && recordedFailure(this.#stop.failure);
    if (this.#broken) {
      this.options.journal.abandon();
      throw this.#broken.error;
    }
    await this.options.journal.end({ how, ...(failure && { failure }) });
    return change.map((user) => this.#outcomes.get(user.ID) ?? { user, result: "notAttempted" });
  }

  get #isOver(): boolean {
    return this.options.signal.aborted || this.#stop !== undefined || this.#broken !== undefined;
  }

  async #change(users: readonly UserDetail[]): Promise<void> {
    try {
      const left = await this.#limit(() => this.#settle(users));
      await Promise.all(left.map((user) => this.#limit(() => this.#settle([user]))));
    } catch (error) {
      this.#broken ??= { error };
    }
  }

  /**
   * Sends the change and finds out what became of it.
   * @returns users of a request for several who are to be sent one by one, because one of them may hold up the others.
   */
  async #settle(users: readonly UserDetail[]): Promise<readonly UserDetail[]> {
    let left = users;
    const most = users.length > 1 ? attempts.bulk : attempts.single;
    for (let attempt = 1; ; attempt++) {
      if (this.#isOver || !(await this.#announce(left))) return this.#tell(left, { result: "notAttempted" });
      const failure = await this.#send(left);
      if (!failure) return this.#tell(left, { result: "changed" });
      if (failure === "unsent") return this.#tell(left, { result: "notAttempted" });
      if (isUncertain(failure, left.length > 1)) {
        const unsettled = await this.#read(left, failure);
        if (!unsettled) return [];
        left = unsettled;
      }
      if (left.length === 0) return [];
      if (!isPassing(failure) || attempt === most) return this.#giveUp(left, failure, users.length > 1);
      await this.#pause(attempt, failure);
    }
  }

  /** Nothing is sent that is not on the disk before. */
  async #announce(users: readonly UserDetail[]): Promise<boolean> {
    try {
      await this.options.journal.sent(users);
      return true;
    } catch (error) {
      this.#broken ??= { error };
      return false;
    }
  }

  /** @returns nothing where the answer shows every user as wished, and only then. */
  async #send(users: readonly UserDetail[]): Promise<Failure | "unchanged" | "unsent" | undefined> {
    const call = { signal: this.options.signal, retries: 0 };
    const [first] = users;
    try {
      if (users.length === 1 && first) {
        const accessLevelID = this.plan.accessLevels?.get(first.ID)?.ID;
        const isActive = await this.client.setActive(first.ID, this.#isActive, { ...call, accessLevelID });
        return isActive === this.#isActive ? undefined : "unchanged";
      }
      const ids = users.map(({ ID }) => ID);
      const answer = await this.client.setActiveMany(ids, this.#isActive, call);
      return ids.every((id) => answer.get(id) === this.#isActive) ? undefined : "unchanged";
    } catch (error) {
      if (error instanceof WorkfrontError) return error.failure;
      if (this.options.signal.aborted) return "unsent";
      throw error;
    }
  }

  /**
   * Reads what became of users whose change may or may not have been made.
   * @returns those who are not as wished; undefined where reading failed as well, with which the run stops.
   */
  async #read(users: readonly UserDetail[], lost: Failure | "unchanged"): Promise<readonly UserDetail[] | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        const found = await this.client.getUsers(
          users.map(({ ID }) => ID),
          { retries: 0 },
        );
        const asWished = new Set(found.filter((user) => user.isActive === this.#isActive).map(({ ID }) => ID));
        const done = users.filter(({ ID }) => asWished.has(ID));
        this.#tell(done, { result: "changed" });
        return users.filter(({ ID }) => !asWished.has(ID));
      } catch (error) {
        if (!(error instanceof WorkfrontError)) throw error;
        if (!isPassing(error.failure) || attempt === attempts.single || this.#isOver) {
          this.#stop ??= { failure: error.failure };
          this.#tell(users, { result: "unknown", failure: lost === "unchanged" ? error.failure : lost });
          return undefined;
        }
        await this.#pause(attempt, error.failure);
      }
    }
  }

  #giveUp(users: readonly UserDetail[], failure: Failure | "unchanged", several: boolean): readonly UserDetail[] {
    const concernsAll = failure !== "unchanged" && concernsEverybody(failure);
    if (several && !concernsAll) return users;
    if (isPassing(failure)) this.#givenUp++;
    if (failure !== "unchanged" && (concernsAll || this.#givenUp >= mostGivenUp)) this.#stop ??= { failure };
    return this.#tell(users, { result: "failed", failure });
  }

  /** Waits as long as told, else twice as long each time and a random part more, so that workers do not come together. */
  async #pause(attempt: number, { retryAfter = 0 }: Failure): Promise<void> {
    const { signal, firstDelay = 1000 } = this.options;
    const milliseconds = firstDelay * 2 ** (attempt - 1) * (1 + Math.random() / 2);
    await setTimeout(Math.max(milliseconds, retryAfter * 1000), undefined, { signal }).catch(() => undefined);
  }

  #tell(users: readonly UserDetail[], outcome: WithoutUser<Outcome>): readonly [] {
    const asWished = outcome.result === "changed";
    if (asWished && users.length > 0) this.#givenUp = 0;
    const outcomes = users.map((user): Outcome => {
      return { user: asWished ? { ...user, isActive: this.#isActive } : user, ...outcome };
    });
    try {
      this.options.journal.outcome(outcomes);
    } catch (error) {
      this.#broken ??= { error };
    }
    for (const one of outcomes) {
      this.#outcomes.set(one.user.ID, one);
      this.options.onOutcome(one);
    }
    return [];
  }
}

type WithoutUser<T> = T extends { user: User } ? Omit<T, "user"> : never;

function isPassing(failure: Failure | "unchanged"): failure is Failure {
  return failure !== "unchanged" && passing.has(failure.kind) && !concernsEverybody(failure);
}

/** Whether only reading tells what became of the users. */
function isUncertain(failure: Failure | "unchanged", several: boolean): boolean {
  if (failure === "unchanged") return true;
  return !untouched.has(failure.kind) && (several || !declined.has(failure.kind));
}

/** Failures that would be the same for the next user. */
function concernsEverybody({ kind, retryAfter = 0 }: Failure): boolean {
  return ["unauthorized", "versionRefused", "readOnly"].includes(kind) || retryAfter > longestWait;
}

/**
 * Whose change goes into one request: single ones up to 20 users, then chunks that are large enough to be quick and
 * small enough for progress. Users whose access level is sent along have a request of their own.
 */
function inRequests({ change, accessLevels }: Plan): readonly (readonly UserDetail[])[] {
  const size = change.length > mostSingle && !accessLevels ? chunkSize(change.length) : 1;
  return chunksOf(change, size);
}

/** About ten requests, of 25 users at least and 100 (Workfront's limit) at most. */
function chunkSize(users: number): number {
  return Math.min(100, Math.max(25, Math.ceil(users / 10)));
}
