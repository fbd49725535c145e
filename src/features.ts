import type * as vscode from "vscode";
import { isReadable } from "./domain/runs/record";
import type { AgentTools } from "./ui/agentTools/agentTools";
import { registerChangeCommands } from "./ui/changes/changeCommands";
import { Changes } from "./ui/changes/changes";
import type { History } from "./ui/changes/history";
import { registerHistoryCommands } from "./ui/changes/historyCommands";
import type { BrowserSignIn } from "./ui/connections/browserSignIn";
import { reportOf } from "./ui/changes/report";
import { registerConnectionCommands } from "./ui/connections/connectionCommands";
import type { Connections } from "./ui/connections/connections";
import type { Commands } from "./ui/editor/commands";
import type { ContextKeyStore } from "./ui/editor/contextKeys";
import type { ErrorReport } from "./ui/editor/errorReport";
import { lazy } from "./ui/editor/lazy";
import type { Log } from "./ui/editor/log";
import type { MarkdownDocuments } from "./ui/editor/markdownDocuments";
import type { Settings } from "./ui/editor/settings";
import { takeDropped } from "./ui/lists/droppedList";
import { registerListCommands } from "./ui/lists/listCommands";
import { registerOverviewCommand } from "./ui/overview/overviewCommand";
import type { ExtraFields } from "./ui/users/extraFields";
import { registerUserCommands } from "./ui/users/userCommands";
import type { UserDocuments } from "./ui/users/userDocuments";
import type { Users } from "./ui/users/users";

/** What is there from activation on. */
export interface Shell {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly errors: ErrorReport;
  readonly settings: Settings;
  readonly keys: ContextKeyStore;
  readonly connections: Connections;
  readonly extraFields: ExtraFields;
  readonly documents: UserDocuments;
  readonly reports: MarkdownDocuments;
}

/** What is loaded on its own, because it is also needed without any command. */
export interface LoadedParts {
  readonly commands: Commands;
  readonly users: Users;
  readonly history: History;
}

/** What the editor calls besides commands. */
export interface Features {
  readonly agentTools: () => Promise<AgentTools>;
  readonly browserSignIn: () => Promise<BrowserSignIn>;
  readonly takeDropped: (transfer: vscode.DataTransfer) => Promise<void>;
  /** The report of a run, written now; nothing where there is no such run any more. */
  readonly reportOfRun: (id: string) => Promise<string | undefined>;
}

/** Builds all that a command or the editor asks for, and registers what handles the commands. */
export function buildFeatures(shell: Shell, { commands, users, history }: LoadedParts): Features {
  const { targets } = users;
  const browserSignIn = lazy(async () => {
    // With a library that only this way to sign in needs.
    const { BrowserSignIn } = await import("./ui/connections/browserSignIn");
    return new BrowserSignIn(shell);
  });
  const changes = new Changes(history.runs, shell.settings, shell.reports, history.notices);
  const agentTools = lazy(async () => {
    const { AgentTools } = await import("./ui/agentTools/agentTools");
    return new AgentTools({ ...shell, session: () => targets.session(), runs: history.runs, changes });
  });
  const reportOfRun = async (id: string) => {
    const run = await history.runs.read(id);
    return run && isReadable(run) ? reportOf(run, await history.runs.list()) : undefined;
  };
  registerConnectionCommands(commands, { ...shell, browserSignIn });
  registerUserCommands(commands, { ...shell, targets, view: users.view });
  registerOverviewCommand(commands, { ...shell, targets }, async () => {
    const { LicenseOverviewTab } = await import("./ui/overview/licenseOverview");
    return LicenseOverviewTab;
  });
  registerChangeCommands(commands, targets, changes);
  registerListCommands(commands, targets, changes);
  registerHistoryCommands(commands, { ...shell, targets, changes, history });
  return { agentTools, browserSignIn, takeDropped, reportOfRun };
}
