import * as vscode from "vscode";
import { RunUnavailableError } from "../../domain/runs/unavailable";
import { isReadable, keyOf, mustBeReadable, pendingOf, type RunRecord } from "../../domain/runs/record";
import type { Runs } from "../../domain/runs/runs";
import type { Session } from "../connections/session";
import { onRows, type CommandName, type Commands } from "../editor/commands";
import { askForText } from "../editor/input";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { pick } from "../editor/pick";
import { ask } from "../editor/tell";
import type { TargetChooser } from "../users/targets";
import { Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { momentInWords, restInWords, runInWords, stateInWords } from "../words/runs";
import type { Changes } from "./changes";
import type { History } from "./history";
import { ResultRow, RunRow } from "./historyRows";
import { exportReport, showReport } from "./report";

/** Fits, with all else, into the last line of a run's file. */
const longestNote = 500;

export interface HistoryCommandParts {
  readonly changes: Changes;
  readonly history: History;
  readonly reports: MarkdownDocuments;
  readonly targets: TargetChooser;
}

/** What a command does, and with which runs it can, in case one has to be picked. */
interface Asked {
  readonly title: string;
  /** All that can be read unless this is given. */
  readonly suits?: (row: RunRow) => boolean;
  /** Also with what a newer version made and with what is damaged, which is left alone otherwise. */
  readonly takesUnreadable?: boolean;
}

/** What can be done with a run: from its row, from its notification, from the palette, by its ID or several. */
export function registerHistoryCommands(commands: Commands, parts: HistoryCommandParts): void {
  const { changes, history, reports, targets } = parts;
  const { runs } = history;
  const register = (name: CommandName, asked: Asked, act: (run: RunRecord, meant: unknown) => Promise<unknown>) =>
    commands.register(
      name,
      onRows(async (given) => {
        // A key has no row: it means what is selected.
        const isKey = typeof given === "object" && given !== null && "from" in given;
        const all: readonly unknown[] = [isKey ? history.selection : given].flat();
        for (const meant of all.length > 0 ? all : [undefined]) {
          // Read when it is its turn: what was done before may be part of it.
          const run = await choose(history, meant, asked);
          if (run) await act(run, meant);
        }
      }),
    );
  const session = (run: RunRecord) => sessionOf(run, targets, history);
  register("undoRun", { title: vscode.l10n.t("Undo"), suits: ({ followUps }) => followUps.canUndo }, async (run) =>
    changes.undo(await session(run), run),
  );
  register(
    "retryRun",
    { title: vscode.l10n.t("Retry Failed"), suits: ({ followUps }) => followUps.canRetry },
    async (run, meant) => changes.retry(await session(run), meant instanceof ResultRow ? partOf(run, meant) : run),
  );
  register(
    "resumeRun",
    { title: vscode.l10n.t("Resume"), suits: ({ run }) => pendingOf(run.counts) > 0 },
    async (run) => changes.resume(await session(run), run.id),
  );
  register("showRun", { title: vscode.l10n.t("Show Report") }, async (run) =>
    showReport(reports, run, await runs.list()),
  );
  register("exportRun", { title: vscode.l10n.t("Export Report") }, exportReport);
  register("noteRun", { title: vscode.l10n.t("Add Note") }, (run) => addNote(runs, run));
  register("deleteRun", { title: vscode.l10n.t("Delete from History"), takesUnreadable: true }, (run) =>
    deleteRun(history, run),
  );
}

/** The run meant by a row or an ID, read again; given nothing, one that is picked of those that suit. */
async function choose(history: History, given: unknown, asked: Asked): Promise<RunRecord | undefined> {
  const row = given instanceof ResultRow ? given.parent : (given ?? (await pickRun(history, asked)));
  if (row === undefined) return undefined;
  const id = row instanceof RunRow ? row.run.id : typeof row === "string" ? row.trim() : "";
  const run = await history.runs.read(id);
  if (!run) throw new Explanation(vscode.l10n.t("This change is no longer in History."));
  if (!asked.takesUnreadable) mustBeReadable(run);
  return run;
}

/** The run as far as one result goes. */
function partOf(run: RunRecord, { result }: ResultRow): RunRecord {
  return { ...run, results: run.results.filter((one) => keyOf(one) === keyOf(result)) };
}

async function pickRun(history: History, asked: Asked): Promise<string | undefined> {
  const { title, suits, takesUnreadable = false } = asked;
  const readable = (await history.rows()).filter(
    (row) => row.run.state !== "running" && (takesUnreadable || isReadable(row.run)),
  );
  // What follows a run up is done on its own connection.
  const suitable = suits ? readable.filter((row) => row.connection === "current" && suits(row)) : readable;
  if (suitable.length === 0) throw nothingToFollowUp(readable, suits);
  return pick({
    title,
    placeholder: vscode.l10n.t("Select a change"),
    rows: suitable.map(({ run, place }) => ({
      value: run.id,
      label: [momentInWords(run.at), runInWords(run)].join(" · "),
      description: place,
      detail: [stateInWords(run.state), restInWords(run)].filter(Boolean).join(" · "),
    })),
  });
}

function nothingToFollowUp(rows: readonly RunRow[], suits: Asked["suits"]): Explanation {
  const elsewhere = suits && rows.find((row) => row.connection === "other" && suits(row));
  if (!elsewhere) return new Explanation(vscode.l10n.t("No change in History allows this."));
  const words = vscode.l10n.t(
    "No change on this connection allows this, but one in {0} does. Switch to that connection first.",
    elsewhere.place,
  );
  return new Explanation(words, { next: "switchConnection" });
}

/** A run is followed up on the connection that carried it out, and on no other. */
async function sessionOf(run: RunRecord, targets: TargetChooser, history: History): Promise<Session> {
  if (run.state === "running") throw new RunUnavailableError("underWay");
  const session = await targets.session();
  if (session.connection.id === run.connectionID) return session;
  throw new Explanation(
    vscode.l10n.t(
      "This change was made in {0} by {1}. Switch to that connection first.",
      history.placeOf(run),
      run.by.name,
    ),
    { next: "switchConnection" },
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

async function deleteRun(history: History, run: RunRecord): Promise<void> {
  const detail = vscode.l10n.t(
    "{0} in {1}, {2}. Nothing changes in Workfront, but the change can no longer be undone, retried, or resumed from here.",
    runInWords(run),
    history.placeOf(run),
    momentInWords(run.at),
  );
  const question = vscode.l10n.t("Delete this change from History?");
  const isSure = await ask(question, [detail], { title: vscode.l10n.t("Delete from History"), value: true });
  if (isSure) await history.runs.delete(run.id);
}
