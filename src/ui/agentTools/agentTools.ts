import * as vscode from "vscode";
import { canceledAnswer } from "../../domain/agentTools/changing";
import { InputError, readInput, type ToolInput } from "../../domain/agentTools/inputs";
import { failedAnswer, type Obstacle } from "../../domain/agentTools/nextSteps";
import type { ToolName } from "../../domain/agentTools/names";
import {
  criteriaOf,
  historyAnswer,
  runAnswer,
  searchAnswer,
  unknownRunAnswer,
  unknownUserAnswer,
  workAnswer,
} from "../../domain/agentTools/reading";
import { written, type Answer } from "../../domain/agentTools/answer";
import { unlessDeclined } from "../../domain/unlessDeclined";
import { followUps } from "../../domain/runs/followUps";
import type { Runs } from "../../domain/runs/runs";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import type { ErrorReport } from "../editor/errorReport";
import type { Log } from "../editor/log";
import { workKindName } from "../words/assignedWork";
import { explain, Explanation } from "../words/failures";
import { reasonInWords } from "../words/runs";
import { StatusRequests, type AgentChanges } from "./statusRequests";

export interface AgentToolsParts {
  /** The session of the current connection; throws where there is none. */
  readonly session: () => Promise<Session>;
  readonly runs: Pick<Runs, "list" | "read">;
  readonly changes: AgentChanges;
  readonly errors: ErrorReport;
  readonly log: Log;
}

/** What agents in the editor can ask for: reading, and one change that the person is asked about. */
export class AgentTools {
  readonly #statusRequests: StatusRequests;

  constructor(private readonly parts: AgentToolsParts) {
    this.#statusRequests = new StatusRequests(parts);
  }

  /** Never rejects: whatever happens, the model is told what it can do about it. */
  async invoke(
    name: ToolName,
    input: unknown,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const cancel = new AbortController();
    const listener = token.onCancellationRequested(() => cancel.abort());
    if (token.isCancellationRequested) cancel.abort();
    try {
      return asResult(await this.#answer(name, input, cancel.signal));
    } catch (error) {
      return asResult(cancel.signal.aborted ? canceledAnswer() : this.#failed(error));
    } finally {
      listener.dispose();
    }
  }

  #answer(name: ToolName, input: unknown, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    switch (name) {
      case "workfront_users_search":
        return this.#search(readInput(name, input), signal);
      case "workfront_users_assigned_work":
        return this.#assignedWork(readInput(name, input), signal);
      case "workfront_users_history":
        return this.#history(readInput(name, input));
      case "workfront_users_set_status":
        return this.#statusRequests.answer(readInput(name, input), signal);
    }
  }

  async #search(input: ToolInput<"workfront_users_search">, signal: AbortSignal): Promise<Answer> {
    const session = await this.parts.session();
    const criteria = criteriaOf(input);
    const [users, total, licenses] = await Promise.all([
      session.client.searchUsers(criteria, { first: 0, limit: input.limit }, { signal }),
      unlessDeclined(session.client.countUsers(criteria, { signal })),
      session.licenseLabels(),
    ]);
    return searchAnswer({ users, total, licenses }, input, session.connection);
  }

  async #assignedWork({ userID }: ToolInput<"workfront_users_assigned_work">, signal: AbortSignal): Promise<Answer> {
    const session = await this.parts.session();
    const [user] = await session.client.getUsers([userID], { signal });
    if (!user) return unknownUserAnswer(session.connection);
    const work = await session.countWork([userID], signal);
    // What ended with the signal counts as unknown, which is no answer here.
    signal.throwIfAborted();
    return workAnswer(user, work, session.connection, workKindName);
  }

  async #history({ runID, limit }: ToolInput<"workfront_users_history">): Promise<Answer> {
    const { runs } = this.parts;
    if (runID === undefined) {
      const all = await runs.list();
      return historyAnswer(all, await followUps(all, runs), limit);
    }
    const run = await runs.read(runID);
    return run ? runAnswer(run, (result) => reasonInWords(result, run.host)) : unknownRunAnswer();
  }

  #failed(error: unknown): Answer {
    if (error instanceof InputError) return { status: "refused", message: `Nothing was done. ${error.message}` };
    this.parts.log.error(error);
    return failedAnswer(obstacleOf(error), explain(error));
  }
}

function obstacleOf(error: unknown): Obstacle {
  if (error instanceof WorkfrontError) return error.kind;
  return (error instanceof Explanation && error.next) || "other";
}

function asResult(answer: Answer): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(written(answer))]);
}
