import * as vscode from "vscode";
import type { Runs } from "../../domain/runs/runs";
import type { Connections } from "../connections/connections";
import { runCommand } from "../editor/commands";
import { tell } from "../editor/tell";
import { placeOfRun } from "../words/place";
import { leftInWords, momentInWords, runInWords } from "../words/runs";

/** Tells, when the extension starts, of the newest run that was cut off, so that nobody has to look for it. */
export async function tellInterrupted(runs: Runs, connections: Connections): Promise<void> {
  await runs.prune();
  const [run] = (await runs.list()).filter(({ state }) => state === "interrupted");
  if (!run) return;
  const resume = { title: vscode.l10n.t("Resume"), run: () => runCommand("resumeRun", run.id) };
  const show = { title: vscode.l10n.t("Show Report"), run: () => runCommand("showRun", run.id) };
  const message = vscode.l10n.t(
    "A run of {0} in {1} was interrupted: {2} · {3}.",
    momentInWords(run.at),
    placeOfRun(run, connections.all),
    runInWords(run),
    leftInWords(run.counts),
  );
  await tell.warn(message, resume, show);
}
