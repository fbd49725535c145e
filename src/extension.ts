import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import type { Features, Shell } from "./features";
import { registerAgentTools } from "./ui/agentTools/registration";
import type { History } from "./ui/changes/history";
import type { HistoryRow } from "./ui/changes/historyRows";
import { followConnections } from "./ui/connections/connectionKeys";
import { Connections } from "./ui/connections/connections";
import { ConnectionStatus } from "./ui/connections/statusBar";
import { Commands } from "./ui/editor/commands";
import { ContextKeyStore } from "./ui/editor/contextKeys";
import { ErrorReport } from "./ui/editor/errorReport";
import { lazy } from "./ui/editor/lazy";
import { LazyTree, type TreeOptions } from "./ui/editor/lazyTree";
import { Log } from "./ui/editor/log";
import { MarkdownDocuments } from "./ui/editor/markdownDocuments";
import { Settings } from "./ui/editor/settings";
import { followTour } from "./ui/editor/tour";
import { ExtraFields } from "./ui/users/extraFields";
import type { Row } from "./ui/users/rows";
import { UserDocuments } from "./ui/users/userDocuments";
import type { Users } from "./ui/users/users";

/**
 * The files that are loaded when they are first needed: each `import()` begins one, with whatever is imported there, and
 * the order matters: what several of them need is in the first of these. So the first rows need the first two alone.
 */
const load = {
  session: () => import("./ui/connections/openSession"),
  users: () => import("./ui/users/users"),
  history: () => import("./ui/changes/history"),
  features: () => import("./features"),
};

const session = lazy(async () => {
  // Loading holds this thread for some milliseconds, and what was just asked of the editor leaves when a turn ends: so
  // the secret comes meanwhile.
  await setTimeout(0);
  return load.session();
});

/**
 * Builds what the editor has to know at once: views, commands, documents, the status bar. Nothing is sent until the view is
 * looked at, or a command or a tool is used; what is read is the record of runs, for one that was interrupted.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const errors = new ErrorReport(log);
  const settings = new Settings();
  const keys = new ContextKeyStore();
  const connections = new Connections(context, settings, log, async () => (await session()).openSession);
  const extraFields = new ExtraFields(settings);
  const documents = new UserDocuments(connections, extraFields);
  const reports = new MarkdownDocuments();
  // The Users view is not to ask for a connection before it is known whether there is one.
  if (connections.current) keys.set({ "workfrontUsers.state": "connecting" });
  context.subscriptions.push(
    ...connectFeatures({ context, log, errors, settings, keys, connections, extraFields, documents, reports }),
    documents,
    reports,
    followConnections(connections, keys),
    followTour(keys),
    new ConnectionStatus(connections),
    connections,
    log,
  );
}

/**
 * Connects the editor with the features. This file and `features.ts` decide when a feature is loaded: each `import()` begins
 * a file of its own, with whatever is imported there.
 */
function connectFeatures(shell: Shell): { dispose(): unknown }[] {
  const { context, connections, errors, reports } = shell;
  const runsFolder = join(context.globalStorageUri.fsPath, "runs");
  const users: () => Promise<Users> = lazy(async () => {
    const { Users } = await load.users();
    const part = new Users({ ...shell, tree: usersTree });
    context.subscriptions.push(part);
    return part;
  });
  const history: () => Promise<History> = lazy(async () => {
    const { History } = await load.history();
    const part = new History({ ...shell, tree: historyTree, runsFolder });
    context.subscriptions.push(part);
    return part;
  });
  const features: () => Promise<Features> = lazy(async () => {
    const [{ buildFeatures }, ...parts] = await Promise.all([load.features(), users(), history()]);
    return buildFeatures(shell, { commands, users: parts[0], history: parts[1] });
  });
  const commands = new Commands(errors, features);
  const showUsers = async () => {
    // The view asks for the same, and tells a failure.
    const opened = connections.open().catch(() => undefined);
    // Until the secret is there, the view can be loaded.
    await session();
    await load.users();
    await opened;
    // The view is built while the first answer is on its way.
    if (connections.session?.directory.state.kind === "unread") void connections.session.directory.refresh();
    await setTimeout(0);
    return users();
  };
  const usersTree = new LazyTree<Row>("workfrontUsers.users", usersOptions(features), showUsers);
  const historyTree = new LazyTree<HistoryRow>("workfrontUsers.runs", { showCollapseAll: true }, history);
  const show = (error: unknown) => errors.show(error);
  const receive = async (uri: vscode.Uri) => (await (await features()).browserSignIn()).receiveUri(uri);
  const handler = vscode.window.registerUriHandler({ handleUri: (uri) => receive(uri).catch(show) });
  reports.restore = async (runID) => (await features()).reportOfRun(runID);
  // Where there are no runs, nothing is loaded to find out that none was interrupted.
  const tellInterrupted = async () => (await hasFiles(runsFolder)) && (await history()).tellInterrupted();
  tellInterrupted().catch(show);
  // Whoever made the first run in another window comes from there to this one.
  const lookForRuns = async () => (await hasFiles(runsFolder)) && (await history()).look();
  const windows = vscode.window.onDidChangeWindowState(({ focused }) => focused && lookForRuns().catch(show));
  const agentTools = registerAgentTools(async () => (await features()).agentTools());
  return [commands, usersTree, historyTree, handler, windows, agentTools];
}

/** What the Users view can do: select several rows, and take a list that is dropped. */
function usersOptions(features: () => Promise<Features>): TreeOptions<Row> {
  const handleDrop = async (_target: unknown, transfer: vscode.DataTransfer) =>
    (await features()).takeDropped(transfer);
  const dragAndDropController = { dragMimeTypes: [], dropMimeTypes: ["text/uri-list", "files"], handleDrop };
  return { canSelectMany: true, dragAndDropController };
}

async function hasFiles(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}
