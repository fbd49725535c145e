import * as vscode from "vscode";
import { carryOut } from "../../domain/runs/carryOut";
import { RecordLostError, RunBusyError, type RunFile } from "../../domain/runs/file";
import { usersNow } from "../../domain/runs/current";
import {
  failed,
  pending,
  planResume,
  planRetry,
  planStatus,
  planUndo,
  undoable,
  type Changer,
  type ChosenUser,
  type Plan,
  type Wish,
} from "../../domain/runs/plan";
import type { ChangeResult, RunRecord } from "../../domain/runs/record";
import type { Runs } from "../../domain/runs/runs";
import type { UserDetail } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { withProgress } from "../editor/progress";
import type { Settings } from "../editor/settings";
import { Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { placeWithHost } from "../words/place";
import { kindInWords } from "../words/runs";
import { confirm } from "./confirmation";
import { tellNothingToDo, tellReport } from "./notifications";

/** Milliseconds for which results are gathered before the rows of the Users view follow them. */
const gathering = 250;

/** A list from which users were chosen: what became of it, in one line, and of each of its lines, headings first. */
export interface ReviewedList {
  readonly note: string;
  readonly rows: readonly string[][];
}

/** The one way to change users, for one or a thousand: read again, plan, ask, write down, send, verify, report. */
export class Changes {
  constructor(
    readonly runs: Runs,
    private readonly settings: Settings,
    private readonly documents: MarkdownDocuments,
  ) {}

  /** @param list from which the choice comes; it is kept with the run and shown in its report. */
  async change(session: Session, wish: Wish, chosen: readonly ChosenUser[], list?: ReviewedList): Promise<void> {
    const found = await this.#read(session, chosen);
    await this.#begin(session, planStatus(wish, chosen, found, changer(session)), found, list);
  }

  /** Changes back what a run has changed and what is still so. */
  async undo(session: Session, run: RunRecord): Promise<void> {
    const found = await this.#read(session, undoable(run));
    await this.#begin(session, planUndo(run, usersNow(found), changer(session)), found);
  }

  /** Tries once more what Workfront declined, or only these. */
  async retry(session: Session, run: RunRecord, only: readonly ChangeResult[] = failed(run)): Promise<void> {
    const found = await this.#read(session, only);
    const part = { ...run, results: run.results.filter(({ ID }) => only.some((one) => one.ID === ID)) };
    await this.#begin(session, planRetry(part, usersNow(found), changer(session)), found);
  }

  /** Does the rest of a run, in the same run. It is ours from the first look on, so that nobody else does the same. */
  async resume(session: Session, id: string): Promise<void> {
    const file = await opened(() => this.runs.take(id));
    let isResumed = false;
    try {
      const { record } = file;
      // A notification offers Resume for as long as it is there, so it may have been done since.
      if (pending(record).length === 0) throw new Explanation(vscode.l10n.t("Nothing of this run is left to do."));
      const found = await this.#read(session, pending(record));
      const plan = planResume(record, usersNow(found), changer(session));
      if (plan.change.length > 0 && !(await confirm(plan, found, session, this.documents))) return;
      await opened(async () => {
        await file.resume(signedIn(session));
        await file.results(plan.settled);
      });
      isResumed = true;
      session.directory.follow(found);
      await this.#send(session, file, plan, found);
    } finally {
      if (!isResumed) await file.abandon();
    }
  }

  async #read(session: Session, chosen: readonly { readonly ID: string }[]): Promise<UserDetail[]> {
    const { connection, client, host } = session;
    if (connection.readOnly) throw new WorkfrontError({ kind: "readOnly", host });
    return client.getUsers(chosen.map(({ ID }) => ID));
  }

  async #begin(session: Session, plan: Plan, found: readonly UserDetail[], list?: ReviewedList): Promise<void> {
    if (plan.change.length === 0) {
      tellNothingToDo(plan, placeWithHost(session.connection));
      return session.directory.replace(found);
    }
    if (!(await confirm(plan, found, session, this.documents))) return;
    const origin = { connectionID: session.connection.id, host: session.host, by: signedIn(session) };
    const file = await opened(() => this.runs.begin(plan, origin));
    try {
      if (list)
        await opened(async () => {
          await file.list(list.rows);
          await file.note(list.note);
        });
    } catch (error) {
      await file.abandon();
      throw error;
    }
    await this.#send(session, file, plan, found);
  }

  async #send(session: Session, file: RunFile, plan: Plan, found: readonly UserDetail[]): Promise<void> {
    const rows = new FollowingRows(session, file.id, this.runs, found);
    try {
      await session.hold(() => this.#carryOut(session, file, plan));
    } catch (error) {
      throw explained(error, (code) =>
        vscode.l10n.t(
          "The record of the run can no longer be written to this computer's disk ({0}), so the run was stopped. Make room or give access, and Resume does the rest.",
          code,
        ),
      );
    } finally {
      rows.dispose();
    }
    tellReport(file.record, placeWithHost(session.connection));
  }

  #carryOut(session: Session, file: RunFile, { kind, change }: Plan): Thenable<void> {
    const of = change.length;
    return withProgress(kindInWords(kind).progress(placeWithHost(session.connection)), async (signal, report) => {
      const waiting = new Countdown((seconds) => report(vscode.l10n.t("Workfront asks to wait: {0} s", seconds)));
      let done = 0;
      const onResults = ({ id }: { id: string }, results: readonly ChangeResult[]) => {
        if (id !== file.id) return;
        waiting.end();
        done += results.length;
        report(
          vscode.l10n.t("{0} of {1}", countInWords(Math.min(done, of)), countInWords(of)),
          (100 * results.length) / of,
        );
      };
      this.runs.on("results", onResults);
      try {
        await carryOut(file, change, session.client, {
          signal,
          concurrency: this.settings.concurrency,
          onWaiting: (seconds) => waiting.begin(seconds),
        });
      } finally {
        waiting.end();
        this.runs.off("results", onResults);
      }
    });
  }
}

/** Tells how many seconds are left, second by second; the longest of several waits counts. */
class Countdown {
  #until = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (seconds: number) => void) {}

  begin(seconds: number): void {
    this.#until = Math.max(this.#until, performance.now() + seconds * 1000);
    if (seconds < 1 || this.#timer) return;
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#until = 0;
  }

  #tick(): void {
    const left = Math.ceil((this.#until - performance.now()) / 1000);
    if (left > 0) this.tell(left);
    else this.end();
  }
}

/** Lets the rows of the Users view follow the results of a run. */
class FollowingRows {
  readonly #users: ReadonlyMap<string, UserDetail>;
  readonly #changed: UserDetail[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly session: Session,
    private readonly runID: string,
    private readonly runs: Runs,
    found: readonly UserDetail[],
  ) {
    this.#users = new Map(found.map((user) => [user.ID, user]));
    runs.on("results", this.#follow);
  }

  /** The counts are asked for once, at the end. */
  dispose(): void {
    this.runs.off("results", this.#follow);
    clearTimeout(this.#timer);
    void this.session.directory.replace(this.#changed);
  }

  readonly #follow = ({ id }: { id: string }, results: readonly ChangeResult[]): void => {
    if (id !== this.runID) return;
    for (const { ID, result, wished } of results) {
      const user = this.#users.get(ID);
      if (user && result === "changed" && typeof wished === "boolean")
        this.#changed.push({ ...user, isActive: wished });
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.session.directory.follow(this.#changed.splice(0));
    }, gathering);
  };
}

function changer({ connection }: Session): Changer {
  return { connectionID: connection.id, selfID: connection.userID, readOnly: connection.readOnly };
}

function signedIn({ connection }: Session): { readonly ID: string; readonly name: string } {
  return { ID: connection.userID, name: connection.userName };
}

/** Nothing is sent where it cannot be written down. */
async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw explained(error, (code) =>
      vscode.l10n.t(
        "The record of the run cannot be written to this computer's disk ({0}), so nothing was sent. Make room or give access, and try again.",
        code,
      ),
    );
  }
}

/** What to tell of a run that cannot be followed up while somebody is at work on it. */
export function busy(): Explanation {
  return new Explanation(vscode.l10n.t("This run is under way, perhaps in another window. Wait until it has ended."));
}

/** Words for a record that somebody else is writing, or that the system does not let us write; else the error itself. */
function explained(error: unknown, words: (code: string) => string): unknown {
  if (error instanceof RunBusyError) return busy();
  if (error instanceof RecordLostError)
    return new Explanation(
      vscode.l10n.t(
        "The record of this run is no longer in its folder on this computer, so nothing more was sent. Look in Workfront for what was changed.",
      ),
    );
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? new Explanation(words(code)) : error;
}
