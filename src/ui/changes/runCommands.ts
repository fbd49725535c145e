import * as vscode from "vscode";
import { RunBusyError, type Journal } from "../../domain/journal";
import { changedUsers, failedUsers, pendingUsers, type RunRecord } from "../../domain/runRecord";
import type { Session } from "../connections/session";
import { runCommand, type Commands } from "../editor/commands";
import { pick } from "../editor/pick";
import { ask, tell } from "../editor/tell";
import { Explanation } from "../words/failures";
import type { TargetChooser } from "../users/targets";
import { busy, type Changes } from "./changes";
import { exportRun } from "./exportRun";
import { leftInWords, runInWords, stateInWords } from "../words/runs";
import { moment, RunRow } from "./runRows";
import type { RunsView } from "./runsView";

export interface RunCommandParts {
  readonly changes: Changes;
  readonly view: RunsView;
  readonly targets: TargetChooser;
}

/** What can be done with a run that is over: from its row, from its notification, from the palette, by its ID. */
export function registerRunCommands(commands: Commands, { changes, view, targets }: RunCommandParts): void {
  const { journal } = changes;
  const follow =
    (suits: (run: RunRecord) => boolean, act: (session: Session, run: RunRecord) => Promise<void>) =>
    async (given: unknown) => {
      const run = await chooseRun(journal, given, suits);
      if (run) await act(await sessionOf(run, targets), run);
    };
  commands.register(
    "undoRun",
    follow(
      (run) => changedUsers(run).length > 0,
      (...about) => changes.undo(...about),
    ),
  );
  commands.register(
    "retryRun",
    follow(
      (run) => failedUsers(run).length > 0,
      (...about) => changes.retry(...about),
    ),
  );
  commands.register(
    "resumeRun",
    follow(
      (run) => pendingUsers(run).length > 0,
      (...about) => changes.resume(...about),
    ),
  );
  commands.register("showRun", async (given) => {
    const run = await chooseRun(journal, given, () => true);
    if (run) await view.reveal(run.id);
  });
  commands.register("exportRun", async (given) => {
    const run = await chooseRun(journal, given, () => true);
    if (run) await exportRun(run);
  });
  commands.register("deleteRun", async (given) => {
    const run = await chooseRun(journal, given, ({ state }) => state !== "running");
    if (run) await deleteRun(journal, run);
  });
}

/** Tells, when the extension starts, of the newest run that was cut off, so that nobody has to look for it. */
export async function tellInterrupted(journal: Journal): Promise<void> {
  await journal.prune();
  const [run] = (await journal.runs()).filter(({ state }) => state === "interrupted");
  if (!run) return;
  const resume = { title: vscode.l10n.t("Resume"), run: () => runCommand("resumeRun", run.id) };
  const show = { title: vscode.l10n.t("Show Report"), run: () => runCommand("showRun", run.id) };
  const message = vscode.l10n.t(
    "A run of {0} on {1} was interrupted: {2} · {3}.",
    moment(run.at),
    run.host,
    runInWords(run),
    leftInWords(run.users),
  );
  await tell.warn(message, resume, show);
}

/** The run meant by a row or an ID, read again; else one that is picked of those that suit. */
async function chooseRun(
  journal: Journal,
  given: unknown,
  suits: (run: RunRecord) => boolean,
): Promise<RunRecord | undefined> {
  const id = given instanceof RunRow ? given.run.id : given;
  if (typeof id === "string") {
    const run = await journal.run(id);
    if (run) return run;
    throw new Explanation(vscode.l10n.t("There is no record of this run any more."));
  }
  const runs = (await journal.runs()).filter((run) => run.state !== "running" && suits(run));
  if (runs.length === 0) throw new Explanation(vscode.l10n.t("There is no run for which this could be done."));
  return pick({
    title: vscode.l10n.t("Choose a run"),
    rows: runs.map((run) => ({
      value: run,
      label: runInWords(run),
      description: [moment(run.at), run.host].join(" · "),
      detail: [stateInWords(run.state), leftInWords(run.users)].filter(Boolean).join(" · "),
    })),
  });
}

/** A run is followed up on the connection that carried it out, and on no other. */
async function sessionOf(run: RunRecord, targets: TargetChooser): Promise<Session> {
  if (run.state === "running") throw busy();
  const session = await targets.session();
  if (session.connection.id === run.connectionID) return session;
  throw new Explanation(
    vscode.l10n.t("This run was carried out on {0} by {1}. Switch to that connection first.", run.host, run.by.name),
  );
}

async function deleteRun(journal: Journal, run: RunRecord): Promise<void> {
  const detail = vscode.l10n.t(
    "{0} on {1}, {2}. Nothing changes in Workfront, but the run can no longer be undone, retried or resumed from here.",
    runInWords(run),
    run.host,
    moment(run.at),
  );
  const question = vscode.l10n.t("Delete the record of this run?");
  if (!(await ask(question, [detail], { title: vscode.l10n.t("Delete Run"), value: true }))) return;
  try {
    await journal.delete(run.id);
  } catch (error) {
    if (!(error instanceof RunBusyError)) throw error;
    throw busy();
  }
}
