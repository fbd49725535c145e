import * as vscode from "vscode";
import type { User } from "../../domain/user";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import type { ContextKeyStore } from "../host/contextKeys";
import type { ErrorReport } from "../host/errorReport";
import { explain, explainBriefly } from "../host/explain";
import { countInWords } from "../host/numbers";
import { LoadMoreRow, treeItem, UserRow, type Row } from "./rows";
import { userTooltip } from "./userTooltip";
import { viewState } from "./viewState";

const viewID = "workfrontUsers.users";

/**
 * The Users view: shows what the current session's directory holds, and says how it was asked. It reads nothing before
 * it is first visible, and reacts to the directory alone.
 */
export class UsersView implements vscode.TreeDataProvider<Row> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Row>;
  readonly #listeners: readonly { dispose(): unknown }[];
  #session: Session | undefined;
  #rows: readonly Row[] = [];
  #licenses: ReadonlyMap<string, string> = new Map();
  #reading: { end: () => void } | undefined;
  #toldFailure: unknown;

  constructor(
    private readonly connections: Connections,
    private readonly keys: ContextKeyStore,
    private readonly errors: ErrorReport,
  ) {
    this.#view = vscode.window.createTreeView(viewID, { treeDataProvider: this, canSelectMany: true });
    this.#listeners = [
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.#start();
      }),
      this.#view.onDidChangeSelection(() =>
        this.keys.set({ "workfrontUsers.severalSelected": this.selection.length > 1 }),
      ),
      connections.onDidChange(() => this.#follow()),
    ];
    this.#update();
    if (this.#view.visible) void this.#start();
  }

  /** The users that are selected. */
  get selection(): readonly User[] {
    return this.#view.selection.flatMap((row) => (row.kind === "user" ? [row.user] : []));
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row, this.#licenses);
  }

  getChildren(row?: Row): Row[] {
    return row ? [] : [...this.#rows];
  }

  getParent(): undefined {
    return undefined;
  }

  async resolveTreeItem(item: vscode.TreeItem, row: Row, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    if (row.kind !== "user") return item;
    const cancel = new AbortController();
    const listener = token.onCancellationRequested(() => cancel.abort());
    try {
      const [[detail], licenses] = await Promise.all([
        row.session.client.getUsers([row.user.ID], { signal: cancel.signal }),
        row.session.licenseLabels(),
      ]);
      if (detail) item.tooltip = userTooltip(detail, licenses);
    } catch (error) {
      item.tooltip = explain(error);
    } finally {
      listener.dispose();
    }
    return item;
  }

  /** Selects the row of a user; `false` where the user is not among the rows. */
  async reveal(userID: string): Promise<boolean> {
    const row = this.#rows.find((candidate) => candidate.kind === "user" && candidate.user.ID === userID);
    if (!row) return false;
    await this.#view.reveal(row, { select: true, focus: true });
    return true;
  }

  dispose(): void {
    this.#reading?.end();
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  async #start(): Promise<void> {
    if (!this.#session) await this.connections.open();
    this.#follow();
  }

  /** Takes up the session of the connections, and reads its users the first time. */
  #follow(): void {
    const { session } = this.connections;
    if (this.#session !== session) {
      this.#session = session;
      this.#licenses = new Map();
      session?.directory.on("changed", () => {
        if (this.#session === session) this.#update();
      });
    }
    if (session && this.#view.visible && session.directory.state.kind === "unread") {
      void session.directory.refresh().then(() => this.#readLicenses(session));
      void this.connections.verify().catch((error: unknown) => this.errors.show(error));
    }
    this.#update();
  }

  async #readLicenses(session: Session): Promise<void> {
    if (session.directory.state.kind !== "read") return;
    const licenses = await session.licenseLabels();
    if (this.#session !== session) return;
    this.#licenses = licenses;
    this.#changed.fire();
  }

  /** Derives all that the view shows from the session, in one place. */
  #update(): void {
    const session = this.#session;
    const directory = session?.directory;
    const state = viewState({ hasConnection: this.connections.current !== undefined, directory });
    this.keys.set({
      "workfrontUsers.state": state,
      "workfrontUsers.connected": session !== undefined,
      "workfrontUsers.hasConnections": this.connections.all.length > 0,
      "workfrontUsers.readOnly": session?.connection.readOnly ?? false,
      "workfrontUsers.searching": directory?.isSearching ?? false,
      "workfrontUsers.hasMore": directory?.hasMore ?? false,
    });
    this.#rows = session ? rowsOf(session) : [];
    const isReading = directory?.state.kind === "reading";
    this.#showProgress(isReading);
    this.#view.description = session ? describe(session, state === "rows") : "";
    this.#view.message = session && state === "rows" ? message(session) : "";
    // Rows that are being read again stay as they are until the answer is there.
    if (!isReading || this.#rows.length === 0) this.#changed.fire();
    this.#tellFailure(directory?.state.kind === "failed" ? directory.state.error : undefined);
  }

  #showProgress(isReading: boolean): void {
    if (isReading === (this.#reading !== undefined)) return;
    this.#reading?.end();
    this.#reading = undefined;
    if (!isReading) return;
    const done = new Promise<void>((resolve) => (this.#reading = { end: resolve }));
    void vscode.window.withProgress({ location: { viewId: viewID } }, () => done);
  }

  #tellFailure(error: unknown): void {
    if (error === this.#toldFailure) return;
    this.#toldFailure = error;
    if (error !== undefined) this.errors.show(error);
  }
}

function rowsOf(session: Session): Row[] {
  const { directory } = session;
  const rows: Row[] = directory.users.map((user) => new UserRow(session, user));
  if (directory.hasMore) rows.push(new LoadMoreRow(session, directory.users.length, directory.total));
  return rows;
}

/** `host · N users`; where no row leaves room for a message, what was looked for or what went wrong as well. */
function describe({ host, connection, directory }: Session, hasRows: boolean): string {
  const { everybody, state } = directory;
  const parts = [host];
  if (connection.readOnly) parts.push(vscode.l10n.t("read-only"));
  if (everybody !== undefined)
    parts.push(everybody === 1 ? vscode.l10n.t("1 user") : vscode.l10n.t("{0} users", countInWords(everybody)));
  if (!hasRows && state.kind === "failed") parts.push(explainBriefly(state.error));
  if (!hasRows && directory.isSearching) parts.push(criteriaInWords(directory.criteria.text));
  return parts.join(" · ");
}

/** How the rows were asked for, and how many there are; that they are old where the last reading failed. */
function message({ directory }: Session): string {
  const { state, criteria, total, everybody } = directory;
  const parts: string[] = [];
  if (directory.isSearching) {
    parts.push(criteriaInWords(criteria.text));
    if (total !== undefined && everybody !== undefined)
      parts.push(vscode.l10n.t("{0} of {1}", countInWords(total), countInWords(everybody)));
  }
  if (state.kind === "failed")
    parts.push(vscode.l10n.t("These rows are old: the last refresh failed ({0}).", explainBriefly(state.error)));
  return parts.join(" · ");
}

function criteriaInWords(text = ""): string {
  return vscode.l10n.t('Search: "{0}"', text);
}
