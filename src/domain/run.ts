import type { WorkfrontClient } from "../workfront/client";
import { WorkfrontError, type Failure } from "../workfront/errors";
import { wishedState, type Plan } from "./plan";
import type { User } from "./user";

/** How it went for one user. */
export type Outcome = { readonly user: User } & (
  | { readonly result: "changed" }
  /** The server did not do it, and says why where it can; `unchanged` means that it answered well and changed nothing. */
  | { readonly result: "failed"; readonly failure: Failure | "unchanged" }
  /** Cancelled, or stopped by a failure that concerns everybody, before anything was sent for this user. */
  | { readonly result: "notAttempted" }
);

export interface RunOptions {
  /** Cancels: requests under way are finished, no further one is sent. */
  readonly signal: AbortSignal;
  /** Told once for each user, as soon as it is known. */
  readonly onOutcome: (outcome: Outcome) => void;
}

type Client = Pick<WorkfrontClient, "setActive" | "getUsers">;

/** How often a change whose answer was lost is sent again, after a re-read has shown that it did not arrive. */
const attempts = 3;

/** Failures after which only reading tells whether the change was applied. */
const uncertain: ReadonlySet<Failure["kind"]> = new Set([
  "timeout",
  "unreachable",
  "unavailable",
  "serverError",
  "badReply",
  "notWorkfront",
  "tooLarge",
]);

/** Carries out a plan: one verified outcome for each user that is to be changed, in the plan's order. */
export async function carryOut(plan: Plan, client: Client, { signal, onOutcome }: RunOptions): Promise<Outcome[]> {
  const isActive = wishedState(plan.wish);
  let stopped = false;
  return Promise.all(
    plan.change.map(async (user) => {
      const outcome =
        signal.aborted || stopped
          ? ({ user, result: "notAttempted" } as const)
          : await change(client, user, isActive, signal);
      if (outcome.result === "failed" && outcome.failure !== "unchanged" && outcome.failure.kind === "unauthorized")
        stopped = true;
      onOutcome(outcome);
      return outcome;
    }),
  );
}

async function change(client: Client, user: User, isActive: boolean, signal: AbortSignal): Promise<Outcome> {
  const changed: Outcome = { user: { ...user, isActive }, result: "changed" };
  for (let attempt = 1; ; attempt++) {
    try {
      if ((await client.setActive(user.ID, isActive, { signal })) === isActive) return changed;
      return (await isAsWished(client, user, isActive)) ? changed : { user, result: "failed", failure: "unchanged" };
    } catch (error) {
      if (signal.aborted && !(error instanceof WorkfrontError)) return { user, result: "notAttempted" };
      if (!(error instanceof WorkfrontError)) throw error;
      if (!uncertain.has(error.kind)) return { user, result: "failed", failure: error.failure };
      if (await isAsWished(client, user, isActive).catch(() => false)) return changed;
      if (attempt === attempts || signal.aborted) return { user, result: "failed", failure: error.failure };
    }
  }
}

async function isAsWished(client: Client, user: User, isActive: boolean): Promise<boolean> {
  const [current] = await client.getUsers([user.ID]);
  return current?.isActive === isActive;
}
