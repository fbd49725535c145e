import * as vscode from "vscode";
import { planHandOver, toReactivate } from "../../domain/handOver/plan";
import { carryOut } from "../../domain/runs/carryOut";
import { readNow, usersNow } from "../../domain/runs/current";
import type { RunFile } from "../../domain/runs/file";
import { followedUpIn, leftOf } from "../../domain/runs/followUps";
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
import { pendingOf, type Change, type ChangeResult, type RunRecord } from "../../domain/runs/record";
import type { ChangeOptions, ChangeOutcome } from "../../domain/runs/request";
import type { Runs } from "../../domain/runs/runs";
import { RunUnavailableError } from "../../domain/runs/unavailable";
import type { UserDetail } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import type { CommandName } from "../editor/commands";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { withProgress } from "../editor/progress";
import type { Settings } from "../editor/settings";
import { explain, Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { placeWithHost } from "../words/place";
import { kindInWords } from "../words/runs";
import { chooseHandOver, type MeantWork } from "./chooseHandOver";
import { confirm } from "./confirmation";
import { FollowingRows } from "./followingRows";
import { tellNothingToDo, tellReport, tellTakenBack } from "./notifications";
import { OpenNotices } from "./openNotices";
import { showReport } from "./report";

/** A plan, and the users whose state it changes, as just read: none where it changes something else. */
interface Planned {
  readonly plan: Plan;
  readonly found: readonly UserDetail[];
}

/** What is asked for. */
interface Request extends ChangeOptions {
  /** Reads what it is about, and plans: anew whenever the question is asked again. The signal ends the reading. */
  readonly plan: (signal: AbortSignal) => Promise<Planned>;
  /** The run that is gone on with; a new one is begun unless given. */
  readonly file?: RunFile;
  /** The command that asks this again. */
  readonly again?: readonly [command: CommandName, runID: string];
}

/** The one way to change anything, for one or a thousand: read again, plan, ask, write down, send, verify, report. */
export class Changes {
  constructor(
    readonly runs: Runs,
    private readonly settings: Settings,
    private readonly documents: MarkdownDocuments,
    private readonly notices = new OpenNotices(),
  ) {}

  async change(
    session: Session,
    wish: Wish,
    chosen: readonly ChosenUser[],
    options: ChangeOptions = {},
  ): Promise<ChangeOutcome> {
    const plan = async (signal: AbortSignal) => {
      const found = await usersNamed(session, chosen, signal);
      return { plan: planStatus(wish, chosen, found, changer(session)), found };
    };
    return this.#ask(session, { ...options, plan });
  }

  /** Gives the work of some users to another one, who is asked for. */
  async handOver(session: Session, meant: MeantWork): Promise<void> {
    mustAllowChanges(session);
    const chosen = await chooseHandOver(session, meant);
    if (!chosen) return;
    const plan = async (signal: AbortSignal) => ({
      plan: await planHandOver(session.client, chosen, changer(session), { signal }),
      found: [],
    });
    await this.#ask(session, { plan });
  }

  /** Changes back what a run has changed and what is still so. */
  undo(session: Session, run: RunRecord): Promise<void> {
    return this.#followUp(session, run, "undoes");
  }

  /** Tries once more what Workfront declined. */
  retry(session: Session, run: RunRecord): Promise<void> {
    return this.#followUp(session, run, "retries");
  }

  /** Does so with what no other run has followed up yet. */
  async #followUp(session: Session, run: RunRecord, link: "undoes" | "retries"): Promise<void> {
    const [about, plan, command] =
      link === "undoes" ? ([changesBack, planUndo, "undoRun"] as const) : ([failed, planRetry, "retryRun"] as const);
    const left = await leftOf(run, link, this.runs);
    await this.#ask(session, {
      plan: (signal) => followUp(session, left, about(left), { plan, signal }),
      again: [command, run.id],
    });
  }

  /** Does the rest of a run, in the same run, which is ours from the first look on, so that nobody else does the same. */
  async resume(session: Session, id: string): Promise<void> {
    const file = await recorded(() => this.runs.take(id));
    try {
      const { record } = file;
      // A notification offers Resume for as long as it is there, so it may have been done since.
      if (pending(record).length === 0) throw new Explanation(vscode.l10n.t("Nothing is left to do in this change."));
      const undone = await followedUpIn(id, "undoes", this.runs);
      const plan = (signal: AbortSignal) =>
        followUp(session, record, pending(record), { plan: (...read) => planResume(...read, undone), signal });
      await this.#ask(session, { plan, file, again: ["resumeRun", id] });
    } catch (error) {
      // Whatever is to be mended first, Resume comes next.
      throw error instanceof WorkfrontError ? new Explanation(explain(error), { cause: error, resumable: id }) : error;
    } finally {
      await file.abandon();
    }
  }

  /** Asks, again after whatever is to be done first, and carries out what is confirmed. */
  async #ask(session: Session, request: Request): Promise<ChangeOutcome> {
    const { agent, file, again } = request;
    for (;;) {
      mustAllowChanges(session);
      const planned = await readAgain(request.plan);
      if (!planned || agent?.signal.aborted) return { kind: "canceled" };
      const { plan, found } = planned;
      const isNothing = plan.change.length === 0;
      // The rest of a run may be settled by reading alone. As soon as whoever is to have it is active, all of it goes on.
      if (isNothing && (!file || toReactivate(plan).length > 0)) {
        tellNothingToDo(plan, placeWithHost(session.connection), again);
        void session.directory.replace(found);
        return { kind: "nothing", plan };
      }
      const question = { plan, found, isFromAgent: agent !== undefined };
      const answer = isNothing ? "change" : await confirm(question, session, this.documents);
      if (answer === undefined) return { kind: "canceled" };
      if (answer === "change") return this.#carryOut(session, request, planned);
      await this.#doFirst(session, plan);
    }
  }

  /** The work of leavers is handed over, who gets something is reactivated. */
  async #doFirst(session: Session, plan: Plan): Promise<unknown> {
    if (plan.kind === "deactivate") return this.handOver(session, { users: plan.change });
    const inactive = toReactivate(plan).map((user) => ({ ...user, emailAddr: null }));
    return this.change(session, "reactivate", inactive);
  }

  /** Writes down what was confirmed, sends it, and reports. */
  async #carryOut(session: Session, request: Request, planned: Planned): Promise<ChangeOutcome> {
    const { agent } = request;
    const { plan } = planned;
    const place = placeWithHost(session.connection);
    if (agent?.signal.aborted) {
      tellTakenBack(place);
      return { kind: "canceled" };
    }
    const file = await recorded(() => this.#writeDown(session, request, plan));
    agent?.onRun(file.id);
    try {
      await session.hold(() => this.#send(session, file, planned, agent?.signal));
    } catch (error) {
      throw await this.#cutOff(file.record, error);
    }
    tellReport(file.record, place, plan, this.notices);
    return { kind: "run", run: file.record };
  }

  /** On the disk when it resolves. */
  async #writeDown({ connection, host }: Session, { file, list, agent }: Request, plan: Plan): Promise<RunFile> {
    const by = { ID: connection.userID, name: connection.userName };
    if (file) {
      await file.resume(by, plan.settled);
      return file;
    }
    const note = agent && { note: vscode.l10n.t("Requested by an agent"), rows: [] };
    return this.runs.begin(plan, { connectionID: connection.id, host, by }, { list: list ?? note });
  }

  /** Where the record was lost or could not be written to its end, the report tells what is known by name. @returns why. */
  async #cutOff(run: RunRecord, error: unknown): Promise<unknown> {
    const isRemoved = error instanceof RunUnavailableError && error.why === "recordRemoved";
    const code = codeOf(error);
    if (!isRemoved && code === undefined) return error;
    await showReport(this.documents, run, await this.runs.list().catch(() => []), !isRemoved);
    const words = code === undefined ? explain(error) : cutOff(code, pendingOf(run.counts) > 0);
    const seeReport = vscode.l10n.t("The report that is open lists by name what is known.");
    return new Explanation(`${words} ${seeReport}`, { resumable: isRemoved ? undefined : run.id });
  }

  /** The progress and the rows follow each result. @param agent ends it as Cancel does. */
  #send(session: Session, file: RunFile, { plan, found }: Planned, agent?: AbortSignal): Promise<void> {
    const { kind, change } = plan;
    const rows = new FollowingRows(session.directory, found);
    return withProgress(kindInWords(kind).progress(placeWithHost(session.connection)), async (canceled, report) => {
      let done = 0;
      const onResults = ({ id }: { id: string }, results: readonly ChangeResult[]) => {
        if (id !== file.id) return;
        rows.follow(results);
        done = Math.min(done + results.length, change.length);
        const message = vscode.l10n.t("{0} of {1}", countInWords(done), countInWords(change.length));
        report(message, (100 * results.length) / change.length);
      };
      this.runs.on("results", onResults);
      try {
        const signal = agent ? AbortSignal.any([canceled, agent]) : canceled;
        await carryOut(file, change, session.client, { signal, concurrency: this.settings.concurrency });
      } finally {
        this.runs.off("results", onResults);
        rows.end();
      }
    });
  }
}

/** Reads what a change is about. @returns `undefined` where that is canceled. */
async function readAgain(plan: Request["plan"]): Promise<Planned | undefined> {
  let canceled: AbortSignal | undefined;
  try {
    return await withProgress(vscode.l10n.t("Reading what is to be changed"), (signal) => {
      canceled = signal;
      return plan(signal);
    });
  } catch (error) {
    if (canceled?.aborted) return undefined;
    throw error;
  }
}

/** Plans what follows up a run, by what the objects of some changes are now; of users, all that is shown of them is read. */
async function followUp(
  session: Session,
  run: RunRecord,
  changes: readonly Change[],
  { plan, signal }: { readonly plan: typeof planUndo; readonly signal: AbortSignal },
): Promise<Planned> {
  const isOfUsers = run.kind === "deactivate" || run.kind === "reactivate";
  const found = isOfUsers ? await usersNamed(session, changes, signal) : [];
  const now = isOfUsers ? usersNow(found) : await readNow(session.client, changes, { signal });
  return { plan: plan(run, now, changer(session)), found };
}

function usersNamed(
  { client }: Session,
  named: readonly { readonly ID: string }[],
  signal: AbortSignal,
): Promise<UserDetail[]> {
  return client.getUsers(
    named.map(({ ID }) => ID),
    { signal },
  );
}

function mustAllowChanges({ connection, host }: Session): void {
  if (connection.readOnly) throw new WorkfrontError({ kind: "readOnly", host });
}

function changer({ connection }: Session): Changer {
  return { connectionID: connection.id, selfID: connection.userID, readOnly: connection.readOnly };
}

/** Does what begins to write a record. @throws in words where the system does not allow it. */
async function recorded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const words = vscode.l10n.t(
      "The history cannot be written to this computer's disk ({0}), so nothing was sent. Make room or give access, and try again.",
      code,
    );
    throw new Explanation(words);
  }
}

/** Of an error of the system's. */
function codeOf(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : undefined;
}

/** @param isLeft whether something is still to be done. */
function cutOff(code: string, isLeft: boolean): string {
  return isLeft
    ? vscode.l10n.t(
        "The history can no longer be written to this computer's disk ({0}), so the change was stopped. Make room or give access; Resume then does the rest.",
        code,
      )
    : vscode.l10n.t(
        "The change ended, but its record could not be written to this computer's disk ({0}). Make room or give access; Resume then completes the record.",
        code,
      );
}
