import * as vscode from "vscode";
import { planResume, planRetry, planUndo, usersOf, type Follower } from "../../domain/followUp";
import { RunBusyError, type Journal, type OpenRun } from "../../domain/journal";
import { planChange, type ChosenUser, type Plan, type Wish } from "../../domain/plan";
import { carryOut } from "../../domain/run";
import type { RunRecord, RunResult } from "../../domain/runRecord";
import type { User } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { withProgress } from "../editor/progress";
import type { Settings } from "../editor/settings";
import { confirm } from "./confirmation";
import { tellNothingToDo, tellReport } from "./report";

/** The one way to change users, for one or a thousand: read again, plan, ask, journal, send, verify, report. */
export class Changes {
  readonly #underWay = new Set<OpenRun>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** A run of this window has begun, gone on or ended. */
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly journal: Journal,
    private readonly settings: Settings,
  ) {}

  async change(session: Session, wish: Wish, chosen: readonly ChosenUser[]): Promise<void> {
    const { found, follower } = await this.#read(session, chosen);
    await this.#carryOut(session, planChange(wish, chosen, found, follower.selfID, follower), {});
  }

  /** Changes back what a run has changed and what is still so. */
  async undo(session: Session, run: RunRecord): Promise<void> {
    const { found, follower } = await this.#read(session, usersIn(run, "undo"));
    await this.#carryOut(session, planUndo(run, found, follower), { undoes: run.id });
  }

  /** Tries once more what a run has failed to do. */
  async retry(session: Session, run: RunRecord): Promise<void> {
    const { found, follower } = await this.#read(session, usersIn(run, "retry"));
    await this.#carryOut(session, planRetry(run, found, follower), { retries: run.id });
  }

  /** Does the rest of a run, in the same run. */
  async resume(session: Session, run: RunRecord): Promise<void> {
    const { found, follower } = await this.#read(session, usersIn(run, "resume"));
    const plan = planResume(run, found, follower);
    if (plan.change.length > 0 && !(await confirm(plan, session))) return;
    const open = await opened(() => this.journal.reopen(run.id, signedIn(session)));
    try {
      open.settle([
        ...settled(plan.settled, { result: "changed" }),
        ...settled(plan.unchanged, { result: "unchanged" }),
        ...plan.refused.map(({ user, reason }) => ({ user, result: { result: "refused", reason } as const })),
      ]);
    } catch (error) {
      open.abandon();
      throw error;
    }
    await this.#send(session, plan, open);
  }

  /** The window is closing: what is under way is left to be resumed, whatever becomes of its requests. */
  dispose(): void {
    for (const run of this.#underWay) run.abandon();
    this.#changed.dispose();
  }

  async #read(session: Session, chosen: readonly { readonly ID: string }[]) {
    const { connection, client, host } = session;
    if (connection.readOnly) throw new WorkfrontError({ kind: "readOnly", host });
    const found = await client.getUsers(chosen.map(({ ID }) => ID));
    const follower: Follower = { selfID: connection.userID, id: connection.id, readOnly: connection.readOnly };
    return { found, follower };
  }

  async #carryOut(session: Session, plan: Plan, links: { undoes?: string; retries?: string }): Promise<void> {
    if (plan.change.length === 0) {
      tellNothingToDo(plan, session.host);
      return session.directory.replace(plan.unchanged);
    }
    if (!(await confirm(plan, session))) return;
    const origin = { connectionID: session.connection.id, host: session.host, by: signedIn(session), ...links };
    await this.#send(session, plan, await opened(() => this.journal.begin(plan, origin)));
  }

  async #send(session: Session, plan: Plan, journal: OpenRun): Promise<void> {
    this.#underWay.add(journal);
    this.#changed.fire();
    const changed: User[] = [];
    const of = plan.change.length;
    let done = 0;
    try {
      await withProgress(progressTitle(plan, session.host), (signal, report) =>
        carryOut(plan, session.client, {
          ...{ signal, journal, concurrency: this.settings.concurrency },
          onOutcome: ({ user, result }) => {
            if (result === "changed") changed.push(user);
            report(vscode.l10n.t("{0} of {1}", countInWords(++done), countInWords(of)), 100 / of);
          },
        }),
      );
    } catch (error) {
      throw explainedRecord(error, (code) =>
        vscode.l10n.t(
          "The record of the run cannot be written to this computer's disk any more ({0}), so it was stopped. Make room or give access, and Resume does the rest.",
          code,
        ),
      );
    } finally {
      this.#underWay.delete(journal);
      void session.directory.replace([...changed, ...plan.unchanged]);
      this.#changed.fire();
    }
    const record = await this.journal.run(journal.id);
    if (record) tellReport(record);
  }
}

function usersIn(run: RunRecord, kind: keyof typeof usersOf): readonly { readonly ID: string }[] {
  return usersOf[kind](run).map(({ user }) => user);
}

function settled(users: readonly User[], result: RunResult) {
  return users.map((user) => ({ user, result }));
}

function signedIn({ connection }: Session): { readonly ID: string; readonly name: string } {
  return { ID: connection.userID, name: connection.userName };
}

function progressTitle({ wish }: Plan, host: string): string {
  return wish === "deactivate"
    ? vscode.l10n.t("Deactivating users on {0}", host)
    : vscode.l10n.t("Reactivating users on {0}", host);
}

/** Nothing is sent where it cannot be written down. */
async function opened(open: () => Promise<OpenRun>): Promise<OpenRun> {
  try {
    return await open();
  } catch (error) {
    throw explainedRecord(error, (code) =>
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
function explainedRecord(error: unknown, words: (code: string) => string): unknown {
  if (error instanceof RunBusyError) return busy();
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? new Explanation(words(code)) : error;
}
