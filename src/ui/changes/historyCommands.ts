import * as vscode from "vscode";
import { RunBusyError } from "../../domain/runs/file";
import { pendingOf, type RunRecord, type RunSummary } from "../../domain/runs/record";
import type { Runs } from "../../domain/runs/runs";
import type { Session } from "../connections/session";
import { runCommand, type CommandName, type Commands } from "../editor/commands";
import { pick } from "../editor/pick";
import { ask, tell } from "../editor/tell";
import type { TargetChooser } from "../users/targets";
import { Explanation } from "../words/failures";
import { leftInWords, momentInWords, runInWords, stateInWords } from "../words/runs";
import { busy, type Changes } from "./changes";
import { RunRow } from "./historyRows";
import type { HistoryView } from "./historyView";
import { exportReport } from "./report";

export interface HistoryCommandParts {
  readonly changes: Changes;
  readonly view: HistoryView;
  readonly targets: TargetChooser;
}

/** What can be done with a run that is over: from its row, from its notification, from the palette, by its ID. */
export function registerHistoryCommands(commands: Commands, { changes, view, targets }: HistoryCommandParts): void {
  const { runs } = changes;
  const register = (
    name: CommandName,
    suits: (run: RunSummary) => boolean,
    act: (run: RunRecord) => Promise<unknown>,
  ) => {
    commands.register(name, async (given) => {
      const run = await chooseRun(runs, given, suits);
      if (run) await act(run);
    });
  };
  const follow = (act: (session: Session, run: RunRecord) => Promise<void>) => async (run: RunRecord) =>
    act(await sessionOf(run, targets), run);
  register(
    "undoRun",
    ({ counts: { changed = 0, unknown = 0 } }) => changed + unknown > 0,
    follow((...about) => changes.undo(...about)),
  );
  register(
    "retryRun",
    ({ counts: { failed = 0 } }) => failed > 0,
    follow((...about) => changes.retry(...about)),
  );
  register(
    "resumeRun",
    ({ counts }) => pendingOf(counts) > 0,
    follow((session, { id }) => changes.resume(session, id)),
  );
  register(
    "showRun",
    () => true,
    (run) => view.reveal(run),
  );
  register("exportRun", () => true, exportReport);
  register(
    "deleteRun",
    ({ state }) => state !== "running",
    (run) => deleteRun(runs, run),
  );
}

/** Tells, when the extension starts, of the newest run that was cut off, so that nobody has to look for it. */
export async function tellInterrupted(runs: Runs): Promise<void> {
  await runs.prune();
  const [run] = (await runs.list()).filter(({ state }) => state === "interrupted");
  if (!run) return;
  const resume = { title: vscode.l10n.t("Resume"), run: () => runCommand("resumeRun", run.id) };
  const show = { title: vscode.l10n.t("Show Report"), run: () => runCommand("showRun", run.id) };
  const message = vscode.l10n.t(
    "A run of {0} on {1} was interrupted: {2} · {3}.",
    momentInWords(run.at),
    run.host,
    runInWords(run),
    leftInWords(run.counts),
  );
  await tell.warn(message, resume, show);
}

/** The run meant by a row or an ID, read again; else one that is picked of those that suit. */
async function chooseRun(
  runs: Runs,
  given: unknown,
  suits: (run: RunSummary) => boolean,
): Promise<RunRecord | undefined> {
  const id = given instanceof RunRow ? given.run.id : typeof given === "string" ? given : await pickRun(runs, suits);
  if (id === undefined) return undefined;
  const run = await runs.read(id);
  if (run) return run;
  throw new Explanation(vscode.l10n.t("There is no record of this run any more."));
}

async function pickRun(runs: Runs, suits: (run: RunSummary) => boolean): Promise<string | undefined> {
  const suitable = (await runs.list()).filter((run) => run.state !== "running" && suits(run));
  if (suitable.length === 0) throw new Explanation(vscode.l10n.t("There is no run for which this could be done."));
  return pick({
    title: vscode.l10n.t("Choose a run"),
    rows: suitable.map((run) => ({
      value: run.id,
      label: runInWords(run),
      description: [momentInWords(run.at), run.host].join(" · "),
      detail: [stateInWords(run.state), leftInWords(run.counts)].filter(Boolean).join(" · "),
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

async function deleteRun(runs: Runs, run: RunRecord): Promise<void> {
  const detail = vscode.l10n.t(
    "{0} on {1}, {2}. Nothing changes in Workfront, but the run can no longer be undone, retried or resumed from here.",
    runInWords(run),
    run.host,
    momentInWords(run.at),
  );
  const question = vscode.l10n.t("Delete the record of this run?");
  if (!(await ask(question, [detail], { title: vscode.l10n.t("Delete Run"), value: true }))) return;
  try {
    await runs.delete(run.id);
  } catch (error) {
    throw error instanceof RunBusyError ? busy() : error;
  }
}
