import * as vscode from "vscode";
import { planHandOver, toReactivate } from "../../domain/handOver/plan";
import { carryOut } from "../../domain/runs/carryOut";
import { readNow, usersNow, type CurrentState } from "../../domain/runs/current";
import type { RunFile } from "../../domain/runs/file";
import type { ChangeOutcome } from "../../domain/runs/outcome";
import {
  changesBack,
  failed,
  pending,
  planResume,
  planRetry,
  planStatus,
  planUndo,
  type Changer,
  type ChosenUser,
  type Plan,
  type Wish,
} from "../../domain/runs/plan";
import { keyOf, type Change, type ChangeResult, type RunRecord } from "../../domain/runs/record";
import type { ReviewedList, Runs } from "../../domain/runs/runs";
import type { UserDetail } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { runCommand, type CommandName } from "../editor/commands";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { withProgress, withQuietProgress } from "../editor/progress";
import type { Settings } from "../editor/settings";
import { Explanation } from "../words/failures";
import { handOverToOthers, reactivateFirst } from "../words/handOver";
import { countInWords } from "../words/numbers";
import { placeWithHost } from "../words/place";
import { kindInWords } from "../words/runs";
import { chooseHandOver, type MeantWork } from "./chooseHandOver";
import { confirm } from "./confirmation";
import { FollowingRows } from "./followingRows";
import { tellNothingToDo, tellReport, tellTakenBack } from "./notifications";
import { recorded } from "./recorded";

/** What became of a change, or what is to be done before its question is asked again. */
type Answered = ChangeOutcome | { readonly kind: "first"; readonly run: () => Promise<unknown> };

/** An agent in the editor that asks for a change. */
export interface AgentRequest {
  /** Takes the request back: nothing more is sent. */
  readonly signal: AbortSignal;
  /** Called with the ID of the run once the person has agreed and it is on the disk. */
  readonly onRun: (id: string) => void;
}

interface ChangeOptions {
  /** The list from which the choice comes; it is kept with the run and shown in its report. */
  readonly list?: ReviewedList | undefined;
  /** Left out where a person asks. */
  readonly agent?: AgentRequest | undefined;
}

/** What changes are about, as just read. */
interface Read {
  /** Users whose state is changed; none where something else is. */
  readonly found: readonly UserDetail[];
  readonly now: CurrentState;
}

interface Begin extends Pick<Read, "found">, ChangeOptions {
  readonly plan: Plan;
  /** The command that asks this again. */
  readonly again?: readonly [command: CommandName, runID: string];
}

/** The one way to change anything, for one or a thousand: read again, plan, ask, write down, send, verify, report. */
export class Changes {
  constructor(
    readonly runs: Runs,
    private readonly settings: Settings,
    private readonly documents: MarkdownDocuments,
  ) {}

  async change(
    session: Session,
    wish: Wish,
    chosen: readonly ChosenUser[],
    options: ChangeOptions = {},
  ): Promise<ChangeOutcome> {
    return this.#asking(async () => {
      const found = await this.#users(session, chosen);
      return this.#begin(session, { plan: planStatus(wish, chosen, found, changer(session)), found, ...options });
    });
  }

  /** Gives the work of some users to another one, who is asked for. */
  async handOver(session: Session, meant: MeantWork): Promise<void> {
    mustAllowChanges(session);
    const chosen = await chooseHandOver(session, meant);
    if (!chosen) return;
    const plan = await withQuietProgress(vscode.l10n.t("Reading what is handed over again"), () =>
      planHandOver(session.client, chosen, changer(session)),
    );
    await this.#asking(() => this.#begin(session, { plan, found: [] }));
  }

  /** Changes back what a run has changed and what is still so. */
  async undo(session: Session, run: RunRecord): Promise<void> {
    await this.#asking(async () => {
      const { found, now } = await this.#read(session, run.kind, changesBack(run));
      return this.#begin(session, { plan: planUndo(run, now, changer(session)), found, again: ["undoRun", run.id] });
    });
  }

  /** Tries once more what Workfront declined, or only these. */
  async retry(session: Session, run: RunRecord, only: readonly ChangeResult[] = failed(run)): Promise<void> {
    const keys = new Set(only.map(keyOf));
    const part = { ...run, results: run.results.filter((one) => keys.has(keyOf(one))) };
    await this.#asking(async () => {
      const { found, now } = await this.#read(session, run.kind, failed(part));
      return this.#begin(session, { plan: planRetry(part, now, changer(session)), found, again: ["retryRun", run.id] });
    });
  }

  /** Does the rest of a run, in the same run. */
  async resume(session: Session, id: string): Promise<void> {
    await this.#asking(() => this.#resume(session, id));
  }

  /** The run is ours from the first look on, so that nobody else does the same. */
  async #resume(session: Session, id: string): Promise<Answered> {
    const file = await recorded(() => this.runs.take(id));
    let isResumed = false;
    try {
      const { record } = file;
      // A notification offers Resume for as long as it is there, so it may have been done since.
      if (pending(record).length === 0) throw new Explanation(vscode.l10n.t("Nothing of this run is left to do."));
      const { found, now } = await this.#read(session, record.kind, pending(record));
      const plan = planResume(record, now, changer(session));
      // Nothing is settled by this: as soon as the user is active, everything goes on.
      if (plan.change.length === 0 && toReactivate(plan).length > 0) {
        this.#tellNothingToDo(session, plan, ["resumeRun", id]);
        return { kind: "nothing", plan };
      }
      const answer = plan.change.length > 0 ? await confirm({ plan, found }, session, this.documents) : "change";
      if (answer !== "change") return this.#unchanged(session, plan, answer);
      await recorded(async () => {
        await file.resume(signedIn(session));
        await file.results(plan.settled);
      });
      isResumed = true;
      session.directory.follow(found);
      return await this.#send(session, file, { plan, found });
    } finally {
      if (!isResumed) await file.abandon();
    }
  }

  /** Asks, as often as something else is done first. */
  async #asking(ask: () => Promise<Answered>): Promise<ChangeOutcome> {
    for (;;) {
      const answered = await ask();
      if (answered.kind !== "first") return answered;
      await answered.run();
    }
  }

  /**
   * A question that was closed, or before whose change somebody chose to do something else: the work of leavers is handed
   * over, who gets something is reactivated.
   */
  #unchanged(session: Session, plan: Plan, answer: "first" | undefined): Answered {
    if (answer === undefined) return { kind: "canceled" };
    const run =
      plan.kind === "deactivate"
        ? () => this.handOver(session, { users: plan.change })
        : () => this.change(session, "reactivate", usersToReactivate(plan));
    return { kind: "first", run };
  }

  async #users(session: Session, chosen: readonly { readonly ID: string }[]): Promise<UserDetail[]> {
    mustAllowChanges(session);
    return session.client.getUsers(chosen.map(({ ID }) => ID));
  }

  /** What the objects of some changes are now; of users whose state is changed, all that is shown of them. */
  async #read(session: Session, kind: string, changes: readonly Change[]): Promise<Read> {
    const isOfUsers = kind === "deactivate" || kind === "reactivate";
    const found = await this.#users(session, isOfUsers ? changes : []);
    return { found, now: isOfUsers ? usersNow(found) : await readNow(session.client, changes) };
  }

  async #begin(session: Session, begin: Begin): Promise<Answered> {
    const { plan, found, list, again, agent } = begin;
    if (agent?.signal.aborted) return { kind: "canceled" };
    if (plan.change.length === 0) {
      this.#tellNothingToDo(session, plan, again);
      void session.directory.replace(found);
      return { kind: "nothing", plan };
    }
    const answer = await confirm({ plan, found, isFromAgent: agent !== undefined }, session, this.documents);
    if (answer !== "change") return this.#unchanged(session, plan, answer);
    if (agent?.signal.aborted) {
      tellTakenBack(placeWithHost(session.connection));
      return { kind: "canceled" };
    }
    const origin = { connectionID: session.connection.id, host: session.host, by: signedIn(session) };
    const note = agent && { note: vscode.l10n.t("Requested by an agent"), rows: [] };
    const file = await recorded(() => this.runs.begin(plan, origin, { list: list ?? note }));
    agent?.onRun(file.id);
    return this.#send(session, file, begin);
  }

  /** Says why there is nothing to change. Where that is because of who is to have it, offers what to do about that. */
  #tellNothingToDo({ connection }: Session, plan: Plan, again: Begin["again"]): void {
    const ids = (users: readonly { readonly ID: string }[] = []) => users.map(({ ID }) => ID);
    const reactivate = async () => {
      await runCommand("reactivate", ids(usersToReactivate(plan)));
      if (again) await runCommand(...again);
    };
    const toOthers = { title: handOverToOthers(), run: () => runCommand("handOver", ids(plan.from)) };
    const actions =
      toReactivate(plan).length === 0
        ? []
        : [{ title: reactivateFirst(), run: reactivate }, ...(plan.kind === "handOver" ? [toOthers] : [])];
    tellNothingToDo(plan, placeWithHost(connection), actions);
  }

  async #send(session: Session, file: RunFile, begin: Begin): Promise<ChangeOutcome> {
    const rows = new FollowingRows(session, file.id, this.runs, begin.found);
    try {
      await recorded(
        () => session.hold(() => this.#carryOut(session, file, begin)),
        (code) =>
          vscode.l10n.t(
            "The record of the run can no longer be written to this computer's disk ({0}), so the run was stopped. Make room or give access, and Resume does the rest.",
            code,
          ),
      );
    } finally {
      rows.dispose();
    }
    tellReport(file.record, placeWithHost(session.connection), begin.plan);
    return { kind: "run", run: file.record };
  }

  #carryOut(session: Session, file: RunFile, { plan: { kind, change }, agent }: Begin): Promise<void> {
    const of = change.length;
    return withProgress(kindInWords(kind).progress(placeWithHost(session.connection)), async (signal, report) => {
      let done = 0;
      const onResults = ({ id }: { id: string }, results: readonly ChangeResult[]) => {
        if (id !== file.id) return;
        done += results.length;
        report(
          vscode.l10n.t("{0} of {1}", countInWords(Math.min(done, of)), countInWords(of)),
          (100 * results.length) / of,
        );
      };
      this.runs.on("results", onResults);
      try {
        await carryOut(file, change, session.client, {
          signal: agent ? AbortSignal.any([signal, agent.signal]) : signal,
          concurrency: this.settings.concurrency,
        });
      } finally {
        this.runs.off("results", onResults);
      }
    });
  }
}

function mustAllowChanges({ connection, host }: Session): void {
  if (connection.readOnly) throw new WorkfrontError({ kind: "readOnly", host });
}

function changer({ connection }: Session): Changer {
  return { connectionID: connection.id, selfID: connection.userID, readOnly: connection.readOnly };
}

/** Users to whom something would be given if they were active. */
function usersToReactivate(plan: Plan): ChosenUser[] {
  return toReactivate(plan).map((ID) => ({
    ID,
    name: plan.to?.find((user) => user.ID === ID)?.name ?? null,
    emailAddr: null,
  }));
}

function signedIn({ connection }: Session): { readonly ID: string; readonly name: string } {
  return { ID: connection.userID, name: connection.userName };
}
