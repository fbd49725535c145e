import { planChange, wishedState, type AccessLevel, type ChangingConnection, type Plan, type Wish } from "./plan";
import {
  changedUsers,
  failedUsers,
  pendingUsers,
  wishedStateOf,
  type RecordedFailure,
  type RecordedResult,
  type RunRecord,
} from "./runRecord";
import type { UserDetail } from "./user";

/** How far the clocks of this computer and of Workfront may differ, in milliseconds. */
const clockTolerance = 10 * 60 * 1000;

/** Who follows up a run: the user who is signed in and the connection. */
export interface Follower extends ChangingConnection {
  readonly selfID: string;
}

/** The users that a follow-up is about; they are read again before it is planned. */
export const usersOf = {
  undo: changedUsers,
  retry: failedUsers,
  resume: pendingUsers,
};

/**
 * Changes back exactly what a run changed and what is still so. Users whom somebody else has changed back meanwhile are
 * unchanged; users whom somebody else has deactivated once more are refused.
 * @param found the run's changed users as the server has them.
 */
export function planUndo(run: RunRecord, found: readonly UserDetail[], follower: Follower): Plan {
  const wish: Wish = run.wish === "deactivate" ? "reactivate" : "deactivate";
  const changed = changedUsers(run);
  const known = new Map(found.map((user) => [user.ID, user]));
  const isTheirs = ({ user, at }: RecordedResult) => {
    const current = known.get(user.ID);
    if (current?.isActive !== false || run.wish !== "deactivate") return false;
    return (current.actualDeactivationDate?.getTime() ?? 0) > at.getTime() + clockTolerance;
  };
  const plan = planFor(wish, changed, { run, found: withRecordedLevels(changed, found), follower });
  const theirs = new Set(changed.filter(isTheirs).map(({ user }) => user.ID));
  return {
    ...plan,
    change: plan.change.filter((user) => !theirs.has(user.ID)),
    refused: [
      ...plan.refused,
      ...plan.change.filter((user) => theirs.has(user.ID)).map((user) => ({ user, reason: "changedSince" as const })),
    ],
  };
}

/**
 * Tries once more what a run failed to do. Where the server asked for an access level, the recorded one is sent along.
 * @param found the run's failed users as the server has them.
 */
export function planRetry(run: RunRecord, found: readonly UserDetail[], follower: Follower): Plan {
  const failed = failedUsers(run);
  const plan = planFor(run.wish, failed, { run, found: withRecordedLevels(failed, found), follower });
  const asked = new Set(failed.filter((one) => lacksAccessLevel(run, one)).map(({ user }) => user.ID));
  const levels = plan.change.flatMap(({ ID, accessLevel }): [string, AccessLevel][] =>
    asked.has(ID) && accessLevel ? [[ID, accessLevel]] : [],
  );
  return levels.length > 0 ? { ...plan, accessLevels: new Map(levels) } : plan;
}

/** A plan for the rest of a run, and what reading alone has settled of it. */
export interface ResumePlan extends Plan {
  /** Users who are as wished after a change was sent of which no answer arrived: it did arrive. */
  readonly settled: readonly UserDetail[];
}

/**
 * Does the rest of a run that was interrupted, canceled or stopped.
 * @param found the run's pending users as the server has them.
 */
export function planResume(run: RunRecord, found: readonly UserDetail[], follower: Follower): ResumePlan {
  const pending = pendingUsers(run);
  const plan = planFor(run.wish, pending, { run, found, follower });
  const sent = new Set(pending.filter((one) => one.result === "unknown").map(({ user }) => user.ID));
  return {
    ...plan,
    unchanged: plan.unchanged.filter((user) => !sent.has(user.ID)),
    settled: plan.unchanged.filter((user) => sent.has(user.ID)),
  };
}

/** Whether a reactivation was declined because Workfront wants to be told an access level, as its own dialog does. */
export function asksForAccessLevel(failure: RecordedFailure | "unchanged"): boolean {
  return failure !== "unchanged" && failure.kind === "refused" && /access ?level/i.test(failure.words ?? "");
}

function lacksAccessLevel(run: RunRecord, one: RecordedResult): boolean {
  return wishedStateOf(run) === wishedState("reactivate") && one.result === "failed" && asksForAccessLevel(one.failure);
}

function planFor(
  wish: Wish,
  results: readonly RecordedResult[],
  { run, found, follower }: { run: RunRecord; found: readonly UserDetail[]; follower: Follower },
): Plan {
  const chosen = results.map(({ user }) => ({ ...user, connectionID: run.connectionID }));
  return planChange(wish, chosen, found, follower.selfID, follower);
}

/** A server may take a deactivated user's access level away: then the recorded one is what they had. */
function withRecordedLevels(results: readonly RecordedResult[], found: readonly UserDetail[]): UserDetail[] {
  const recorded = new Map(results.map(({ user }) => [user.ID, user.accessLevel ?? null]));
  return found.map((user) => ({ ...user, accessLevel: user.accessLevel ?? recorded.get(user.ID) ?? null }));
}
