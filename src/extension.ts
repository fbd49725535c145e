import { join } from "node:path";
import type * as vscode from "vscode";
import { Runs } from "./domain/runs/runs";
import { Changes } from "./ui/changes/changes";
import { registerChangeCommands } from "./ui/changes/changeUsers";
import { registerHandOverCommands } from "./ui/changes/handOverCommands";
import { registerHistoryCommands, tellInterrupted } from "./ui/changes/historyCommands";
import { HistoryView } from "./ui/changes/historyView";
import { registerConnectionCommands } from "./ui/connections/connectionCommands";
import { Connections } from "./ui/connections/connections";
import { Commands } from "./ui/editor/commands";
import { ContextKeyStore } from "./ui/editor/contextKeys";
import { ErrorReport } from "./ui/editor/errorReport";
import { Log } from "./ui/editor/log";
import { MarkdownDocuments } from "./ui/editor/markdownDocuments";
import { Settings } from "./ui/editor/settings";
import { DroppedList } from "./ui/lists/droppedList";
import { registerListCommands } from "./ui/lists/listCommands";
import { TargetChooser } from "./ui/users/targets";
import { registerUserCommands } from "./ui/users/userCommands";
import { ExtraFields } from "./ui/users/extraFields";
import { KeptFilters } from "./ui/users/keptFilters";
import { UserDocuments } from "./ui/users/userDocuments";
import { UsersView } from "./ui/users/usersView";

/**
 * Builds the parts and registers the features. Nothing is sent until the view is looked at or a command is used; what is
 * read is the record of runs, for one that was interrupted.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const errors = new ErrorReport(log);
  const settings = new Settings();
  const keys = new ContextKeyStore();
  const commands = new Commands(errors);
  const connections = new Connections(context, settings, log);
  const kept = new KeptFilters(context.globalState, connections);
  const extraFields = new ExtraFields(settings);
  const view = new UsersView({ connections, kept, extraFields, keys, errors, dropped: new DroppedList() });
  const reports = new MarkdownDocuments();
  const documents = new UserDocuments(connections, extraFields);
  const targets = new TargetChooser(connections, view);
  const runs = new Runs(join(context.globalStorageUri.fsPath, "runs"));
  const changes = new Changes(runs, settings, reports);
  const history = new HistoryView(runs, connections);

  registerConnectionCommands(commands, { context, connections, settings, keys, errors, log, reports });
  registerUserCommands(commands, { view, targets, documents, kept, settings, extraFields, log });
  registerChangeCommands(commands, targets, changes);
  registerHandOverCommands(commands, targets, changes);
  registerListCommands(commands, targets, changes);
  registerHistoryCommands(commands, { changes, connections, view: history, documents: reports, targets });
  void history.count().catch((error: unknown) => errors.show(error));
  runs.on("results", (_run, results) => {
    const changed = results.filter(({ result }) => result === "changed");
    if (changed.some(({ wished }) => wished === false)) keys.set({ "workfrontUsers.hasDeactivated": true });
    if (changed.some(({ item }) => item)) keys.set({ "workfrontUsers.hasHandedOver": true });
  });
  void tellInterrupted(runs, connections).catch((error: unknown) => errors.show(error));

  context.subscriptions.push(commands, documents, reports, history, runs, view, connections, log);
}
