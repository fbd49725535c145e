import {
  busyAnswer,
  canceledAnswer,
  chosenIn,
  lateAnswer,
  otherHostAnswer,
  outcomeAnswer,
  wishOf,
} from "../../domain/agentTools/changing";
import type { Answer } from "../../domain/agentTools/answer";
import type { ToolInput } from "../../domain/agentTools/inputs";
import type { AgentRequest, ChangeOutcome } from "../../domain/runs/request";
import type { ChosenUser, Wish } from "../../domain/runs/plan";
import type { Session } from "../connections/session";
import type { ErrorReport } from "../editor/errorReport";
import { reasonInWords } from "../words/runs";

type StatusInput = ToolInput<"workfront_users_set_status">;

/** The one way to change users (`Changes`), as far as an agent needs it. */
export interface AgentChanges {
  change(
    session: Session,
    wish: Wish,
    chosen: readonly ChosenUser[],
    from: { readonly agent: AgentRequest },
  ): Promise<ChangeOutcome>;
}

interface Parts {
  readonly session: () => Promise<Session>;
  readonly changes: AgentChanges;
  readonly errors: ErrorReport;
}

/** Milliseconds after which a call is answered, whatever the person does. */
export const longestWait = 60_000;

/** Changes that agents request, one at a time. The question outlives the call, because only the person can close it. */
export class StatusRequests {
  #isBusy = false;

  constructor(private readonly parts: Parts) {}

  /** @param signal takes the request back, as long as it is not answered. */
  async answer(input: StatusInput, signal: AbortSignal): Promise<Answer> {
    if (this.#isBusy) return busyAnswer();
    const request = new AbortController();
    let runID: string | undefined;
    const changing = this.#change(input, { signal: request.signal, onRun: (id) => (runID = id) });
    const answer = await firstOf(changing, longestWait, signal);
    if (answer !== undefined) return answer;
    // What goes wrong from here on is no longer for the agent.
    changing.catch((error: unknown) => this.parts.errors.show(error));
    if (!signal.aborted) return lateAnswer(runID);
    request.abort();
    return canceledAnswer();
  }

  async #change(input: StatusInput, agent: AgentRequest): Promise<Answer> {
    this.#isBusy = true;
    try {
      const session = await this.parts.session();
      const { connection, host } = session;
      if (input.host !== host) return otherHostAnswer(connection);
      const outcome = await this.parts.changes.change(session, wishOf(input), chosenIn(input), { agent });
      return outcomeAnswer(outcome, connection, (result) => reasonInWords(result, host));
    } finally {
      this.#isBusy = false;
    }
  }
}

/** What the work comes to; nothing where the time or the signal ends before. */
function firstOf<T>(work: Promise<T>, wait: number, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const end = () => resolve(undefined);
    const timer = setTimeout(end, wait);
    signal.addEventListener("abort", end, { once: true });
    const stop = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    };
    work.finally(stop).then(resolve, reject);
  });
}
