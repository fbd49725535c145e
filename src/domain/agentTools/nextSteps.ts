import type { FailureKind } from "../../workfront/errors";
import type { Answer } from "./answer";

/** What stands between an agent and what it asks for: a failure, or a step that the person has to take first. */
export type Obstacle = FailureKind | "connect" | "signIn" | "switchConnection" | "other";

const connect =
  'Workfront Users is not connected. Ask the person to run the command "Workfront Users: Connect…", then call again.';
const signIn =
  'Workfront did not accept the sign-in. Ask the person to run the command "Workfront Users: Connect…" to sign in again.';
const later =
  "Workfront did not answer as it should. Wait a minute and call again once. If it fails again, tell the person.";

const nextSteps: Partial<Record<Obstacle, string>> = {
  connect,
  signIn,
  unauthorized: signIn,
  outdated: signIn,
  forbidden: "Workfront does not allow this to the signed-in user. Do not call again. Tell the person.",
  readOnly:
    'The connection is read-only, and nothing was changed. Only the person can change that, with the command "Workfront Users: Allow Changes on This Connection". Do not call again unless they say so.',
  throttled: later,
  unavailable: later,
  serverError: later,
  timeout: later,
  unreachable: later,
  badReply: later,
};

const other =
  'This did not work. Do not call again. Tell the person; the command "Workfront Users: Show Log" has the details.';

/** @param reason the words that the person would read; they may quote Workfront. */
export function failedAnswer(obstacle: Obstacle, reason: string): Answer {
  const status = obstacle === "readOnly" || obstacle === "connect" ? "refused" : "failed";
  return { status, message: nextSteps[obstacle] ?? other, data: { reason } };
}
