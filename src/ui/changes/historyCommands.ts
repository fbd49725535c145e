import * as vscode from "vscode";
import { RunUnavailableError } from "../../domain/runs/unavailable";
import { followUps } from "../../domain/runs/followUps";
import { pendingOf, type ChangeResult, type RunRecord, type RunSummary } from "../../domain/runs/record";
import type { Runs } from "../../domain/runs/runs";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import type { CommandName, Commands } from "../editor/commands";
import { askForText } from "../editor/input";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { pick } from "../editor/pick";
import { ask } from "../editor/tell";
import type { TargetChooser } from "../users/targets";
import { Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { placeOfRun } from "../words/place";
import { wordsOfQuestion } from "../words/questions";
import { leftInWords, momentInWords, runInWords, stateInWords } from "../words/runs";
import type { Changes } from "./changes";
import { ResultRow, RunRow } from "./historyRows";
import type { HistoryView } from "./historyView";
import { exportReport, reportOf } from "./report";

/** Fits, with all else, into the last line of a run's file. */
const longestNote = 500;

export interface HistoryCommandParts {
  readonly changes: Changes;
  readonly connections: Connections;
  readonly view: HistoryView;
  readonly documents: MarkdownDocuments;
  readonly targets: TargetChooser;
}

/** What a run's connection is called. */
type PlaceOf = (run: RunSummary) => string;

interface KnownRuns {
  readonly runs: Runs;
  readonly placeOf: PlaceOf;
}

/** What a command about a run was given. */
interface Meant {
  readonly run: RunRecord;
  /** The results that the command is about, where it is not about all. */
  readonly only?: readonly ChangeResult[];
}

/** What can be done with a run: from its row, from its notification, from the palette, by its ID. */
export function registerHistoryCommands(commands: Commands, parts: HistoryCommandParts): void {
  const { changes, connections, view, documents, targets } = parts;
  const { runs } = changes;
  const placeOf: PlaceOf = (run) => placeOfRun(run, connections.all);
  const register = (name: CommandName, suits: (run: RunRow) => boolean, act: (meant: Meant) => Promise<unknown>) => {
    commands.register(name, async (given) => {
      // A key has no row: it means what is selected.
      const isKey = typeof given === "object" && given !== null && "from" in given;
      const meant = await choose({ runs, placeOf }, isKey ? view.selection : given, suits);
      if (meant) await act(meant);
    });
  };
  const follow = (act: (session: Session, meant: Meant) => Promise<void>) => async (meant: Meant) =>
    act(await sessionOf(meant.run, targets, placeOf), meant);
  register(
    "undoRun",
    ({ followUps }) => followUps.canUndo,
    follow((session, { run }) => changes.undo(session, run)),
  );
  register(
    "retryRun",
    ({ followUps }) => followUps.canRetry,
    follow((session, { run, only }) => changes.retry(session, run, only)),
  );
  register(
    "resumeRun",
    ({ run }) => pendingOf(run.counts) > 0,
    follow((session, { run }) => changes.resume(session, run.id)),
  );
  const any = () => true;
  register("showRun", any, async ({ run }) =>
    // The name of a tab is part of an address, and addresses reach logs: it names no user.
    documents.show(`${wordsOfQuestion(run).title}, ${momentInWords(run.at)}`, await reportOf(run, await runs.list())),
  );
  register("exportRun", any, ({ run }) => exportReport(run));
  register("noteRun", any, ({ run }) => addNote(runs, run));
  register("deleteRun", any, ({ run }) => deleteRun(runs, run, placeOf(run)));
}

/** The run meant by a row or an ID, read again; else one that is picked of those that suit. */
async function choose(
  { runs, placeOf }: KnownRuns,
  given: unknown,
  suits: (run: RunRow) => boolean,
): Promise<Meant | undefined> {
  const row = given instanceof ResultRow ? given.parent : given;
  const id =
    row instanceof RunRow ? row.run.id : typeof row === "string" ? row : await pickRun({ runs, placeOf }, suits);
  if (id === undefined) return undefined;
  const run = await runs.read(id);
  if (!run) throw new Explanation(vscode.l10n.t("The record of this run no longer exists."));
  return given instanceof ResultRow ? { run, only: [given.result] } : { run };
}

async function pickRun({ runs, placeOf }: KnownRuns, suits: (run: RunRow) => boolean): Promise<string | undefined> {
  const all = await runs.list();
  const followedUp = followUps(all);
  const rows = all.map((run) => new RunRow(run, followedUp(run), placeOf(run)));
  const suitable = rows.filter((row) => row.run.state !== "running" && suits(row));
  if (suitable.length === 0) throw new Explanation(vscode.l10n.t("There is no run for which this could be done."));
  return pick({
    title: vscode.l10n.t("Choose a run"),
    rows: suitable.map(({ run, place }) => ({
      value: run.id,
      label: [momentInWords(run.at), runInWords(run)].join(" · "),
      description: place,
      detail: [stateInWords(run.state), leftInWords(run.counts)].filter(Boolean).join(" · "),
    })),
  });
}

/** A run is followed up on the connection that carried it out, and on no other. */
async function sessionOf(run: RunRecord, targets: TargetChooser, placeOf: PlaceOf): Promise<Session> {
  if (run.state === "running") throw new RunUnavailableError("underWay");
  const session = await targets.session();
  if (session.connection.id === run.connectionID) return session;
  throw new Explanation(
    vscode.l10n.t(
      "This run was carried out in {0} by {1}. Switch to that connection first.",
      placeOf(run),
      run.by.name,
    ),
  );
}

/** A ticket number or a reason, kept in the record and shown in the report. */
async function addNote(runs: Runs, run: RunRecord): Promise<void> {
  const note = await askForText({
    title: vscode.l10n.t("Add Note"),
    prompt: vscode.l10n.t("A ticket number or a reason. It is kept on this computer and shown in the report."),
    value: run.note,
    check: (text) =>
      text.length > longestNote ? vscode.l10n.t("At most {0} characters.", countInWords(longestNote)) : undefined,
  });
  if (note !== undefined) await runs.note(run.id, note.trim());
}

async function deleteRun(runs: Runs, run: RunRecord, place: string): Promise<void> {
  const detail = vscode.l10n.t(
    "{0} in {1}, {2}. Nothing changes in Workfront, but the run can no longer be undone, retried or resumed from here.",
    runInWords(run),
    place,
    momentInWords(run.at),
  );
  const question = vscode.l10n.t("Delete the record of this run?");
  const isSure = await ask(question, [detail], { title: vscode.l10n.t("Delete Run"), value: true });
  if (isSure) await runs.delete(run.id);
}
