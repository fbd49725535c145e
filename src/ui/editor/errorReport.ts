import * as vscode from "vscode";
import { RunUnavailableError } from "../../domain/runs/unavailable";
import { isPassing, WorkfrontError, type Failure } from "../../workfront/errors";
import { runCommand } from "./commands";
import { explain, Explanation } from "../words/failures";
import type { Log } from "./log";
import { tell, type Action } from "./tell";

/** The one way in which a failure reaches the administrator: a message in their words, with the next step as a button. */
export class ErrorReport {
  constructor(private readonly log: Log) {}

  /** Only writes it to the log, where it is shown in another way. */
  note(error: unknown): void {
    this.log.error(error);
  }

  /** @param again does once more what failed; offered where the failure may pass by itself, and never for a change. */
  show(error: unknown, again?: () => unknown): void {
    // Whoever canceled knows, and whoever was overtaken by another session need not.
    if (error instanceof Error && error.name === "AbortError") return;
    this.log.error(error);
    const showLog = { title: vscode.l10n.t("Show Log"), run: () => this.log.show() };
    const known = error instanceof RunUnavailableError || (error instanceof Explanation && error.cause === undefined);
    const cause = error instanceof Explanation ? (error.cause ?? error) : error;
    const tryAgain = again && mayBeGone(cause) ? [{ title: vscode.l10n.t("Try Again"), run: again }] : [];
    const { resumable } = error instanceof Explanation ? error : {};
    const steps = resumable ? beforeResuming(resumable, nextStepsFor(cause)) : nextStepsFor(cause);
    void tell.error(explain(error), ...tryAgain, ...steps, ...(known ? [] : [showLog]));
  }
}

/** What somebody may have mended meanwhile in the network, or by waiting: besides what passes by itself. */
const mendable: ReadonlySet<string> = new Set<Failure["kind"]>([
  "unreachable",
  "timeout",
  "notWorkfront",
  "redirected",
]);

function mayBeGone(error: unknown): boolean {
  return error instanceof WorkfrontError && (isPassing(error.failure) || mendable.has(error.kind));
}

function nextStepsFor(error: unknown): Action[] {
  if (error instanceof WorkfrontError) return nextSteps(error.failure);
  if (!(error instanceof Explanation)) return [];
  return error.next ? nextSteps({ kind: error.next }) : [];
}

/** Resume, offered again after a step that comes first: the notification that offers a step is gone when it is chosen. */
function beforeResuming(runID: string, steps: readonly Action[]): Action[] {
  const resume = { title: vscode.l10n.t("Resume"), run: () => runCommand("resumeRun", runID) };
  const before = (step: Action): Action => ({
    title: step.title,
    run: async () => {
      await step.run();
      void tell.info(vscode.l10n.t("Select Resume to do the rest of the change."), resume);
    },
  });
  return [...steps.map(before), resume];
}

/** What helps with a failure: one of Workfront's, one that was recorded, or the step that an explanation names. */
export function nextSteps({
  kind,
  served,
}: {
  readonly kind: string;
  readonly served?: readonly string[] | undefined;
}): Action[] {
  const signInAgain = { title: vscode.l10n.t("Sign In Again"), run: () => runCommand("connect", { again: true }) };
  switch (kind) {
    case "connect":
      return [{ title: vscode.l10n.t("Connect…"), run: () => runCommand("connect") }];
    case "switchConnection":
      return [{ title: vscode.l10n.t("Switch Connection…"), run: () => runCommand("switchConnection") }];
    case "signIn":
    case "unauthorized":
      return [signInAgain];
    case "outdated":
      return [
        {
          title: vscode.l10n.t("Reload Window"),
          run: () => vscode.commands.executeCommand("workbench.action.reloadWindow"),
        },
        signInAgain,
      ];
    case "readOnly":
      return [{ title: vscode.l10n.t("Allow Changes"), run: () => runCommand("allowChanges") }];
    case "versionRefused":
      // Without the versions that are served, no setting is known to help.
      return served ? [openSetting("apiVersion")] : [];
    case "timeout":
      return [openSetting("requestTimeout")];
    case "tooLarge":
      return [openSetting("pageSize")];
    case "notFound":
      return [{ title: vscode.l10n.t("Refresh"), run: () => runCommand("refresh") }];
    case "endless":
      return [{ title: vscode.l10n.t("Check Connection"), run: () => runCommand("checkConnection") }];
    default:
      return [];
  }
}

function openSetting(name: string): Action {
  const run = () => vscode.commands.executeCommand("workbench.action.openSettings", `workfrontUsers.${name}`);
  return { title: vscode.l10n.t("Open Settings"), run };
}
