import type { ToolInput } from "./inputs";
import type { Answer } from "./answer";
import { runData, withResults } from "./reading";
import type { Connection } from "../connection";
import type { ChangeOutcome } from "../runs/request";
import type { ChosenUser, Plan, Wish } from "../runs/plan";
import { pendingOf, type ChangeResult, type RunRecord } from "../runs/record";

type StatusInput = ToolInput<"workfront_users_set_status">;
type Reason = (result: ChangeResult) => string;

export function wishOf({ status }: StatusInput): Wish {
  return status === "active" ? "reactivate" : "deactivate";
}

/** Users of whom nothing but the ID is known. */
export function chosenIn({ userIDs }: StatusInput): ChosenUser[] {
  return userIDs.map((ID) => ({ ID, name: null, emailAddr: null }));
}

/** @param connection the current one, which is of another host than the IDs. */
export function otherHostAnswer(connection: Connection): Answer {
  const message =
    'These IDs are of another host than the current connection, so nothing was changed. Ask the person to choose with the command "Workfront Users: Switch Connection…", or search again here.';
  return { status: "refused", message, connection };
}

export function busyAnswer(): Answer {
  const message =
    "A change that was requested before is not finished: the person has not answered its question, or it is under way. Nothing of this call was done. Do not call again before the person says so.";
  return { status: "refused", message };
}

export function canceledAnswer(): Answer {
  return { status: "canceled", message: "The call was canceled. Nothing more is changed on account of it." };
}

/** What is so when the time of a call is up. @param runID of the run under way, once the person has agreed. */
export function lateAnswer(runID: string | undefined): Answer {
  if (runID === undefined) {
    const message =
      "The person has not answered the question of Workfront Users in the editor. Nothing is changed until they do. Tell them, end your turn, and do not call again; workfront_users_history shows the change once it was made.";
    return { status: "waitingForPerson", message };
  }
  const message =
    "The person has agreed, and the change is under way. Its results are in workfront_users_history, with this runID. Do not call again.";
  return { status: "running", message, data: { runID } };
}

/** @param reasonOf why a result is as it is, in words. */
export function outcomeAnswer(outcome: ChangeOutcome, connection: Connection, reasonOf: Reason): Answer {
  switch (outcome.kind) {
    case "canceled":
      return {
        status: "canceled",
        message: "The person closed the question. Nothing was changed. Do not call again unless they ask for it.",
        connection,
      };
    case "nothing":
      return { ...nothingAnswer(outcome.plan, reasonOf), connection };
    case "run":
      return { ...runEnded(outcome.run), ...withResults(outcome.run.results, reasonOf), connection };
  }
}

function nothingAnswer(plan: Plan, reasonOf: Reason): Answer {
  const at = new Date();
  const results: ChangeResult[] = [
    ...plan.refused.map(({ change, reason }) => ({ ...change, result: "refused" as const, reason, at })),
    ...plan.unchanged.map((change) => ({ ...change, result: "unchanged" as const, at })),
  ];
  const list = withResults(results, reasonOf);
  if (plan.refused.length === 0)
    return {
      ...list,
      status: "unchanged",
      message: "All of these users have that status already. Nothing was changed.",
    };
  const message =
    "Nothing was changed. The reasons are beside each user. Tell the person, and do not call again for these.";
  return { ...list, status: "refused", message };
}

function runEnded(run: RunRecord): Answer {
  const { state, counts } = run;
  const isComplete = state === "finished" && !counts.failed && pendingOf(counts) === 0;
  const message = isComplete
    ? "The person agreed, and each change was verified in Workfront. They can undo it in the History view."
    : "Not everything was changed; the reasons are beside each user. Tell the person: Resume and Retry Failed are in the History view. Do not call again for these.";
  return { status: isComplete ? "done" : "incomplete", message, data: { run: runData(run) } };
}
