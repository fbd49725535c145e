import * as vscode from "vscode";
import { fieldText } from "../../domain/fieldText";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";
import { runCommand } from "../editor/commands";
import type { ContextKeyStore } from "../editor/contextKeys";
import { Countdown } from "../editor/countdown";
import type { ErrorReport } from "../editor/errorReport";
import type { LazyTree, Rows } from "../editor/lazyTree";
import { withViewProgress } from "../editor/progress";
import { leftInLine } from "../words/assignedWork";
import { CountedWork } from "./countedWork";
import type { NameOf } from "./criteriaInWords";
import type { ExtraFields } from "./extraFields";
import { treeItem } from "./rowItems";
import { GroupRow, rowsIn, rowsOf, stillShown, UserRow, workRows, type Row } from "./rows";
import { stateDecorations } from "./stateDecorations";
import { failureTooltip, userTooltip } from "./userTooltip";
import { reasonOf, tellsReason, viewState, type ViewState } from "./viewState";
import { descriptionOf, messageOf } from "./viewText";

const viewID = "workfrontUsers.users";

/** So many users are read at once, in whatever groups they are. */
const fewUsers = 10;

/** In milliseconds. The editor draws one thing after the other: requests and rows go first, and what is around them follows. */
const momentForRows = 50;

export interface UsersViewParts {
  readonly tree: LazyTree<Row>;
  readonly connections: Connections;
  readonly extraFields: ExtraFields;
  readonly keys: ContextKeyStore;
  readonly errors: ErrorReport;
}

/**
 * The Users view: shows what the current session's directory holds, and says how it was asked. It reads nothing before
 * it is first visible, and reacts to the directory alone.
 */
export class UsersView implements Rows<Row> {
  readonly id = viewID;
  readonly #view: vscode.TreeView<Row>;
  readonly #listeners: readonly { dispose(): unknown }[];
  /** What is assigned to users, as far as somebody has looked. */
  readonly assignedWork = new CountedWork();
  #session: Session | undefined;
  #licenses: ReadonlyMap<string, string> = new Map();
  #reading: { end: () => void } | undefined;
  #toldFailure: unknown;
  /** Settles when it is first known what to show: the editor draws an answer at once, and holds back news for a while. */
  readonly #known: Promise<void>;
  #setKnown: (() => void) | undefined;
  #later: NodeJS.Timeout | undefined;
  /** How long Workfront asks to wait, in words. */
  #wait = "";
  readonly #countdown = new Countdown((text) => {
    this.#wait = text;
    this.#showAroundSoon();
  });

  constructor(private readonly parts: UsersViewParts) {
    const { connections, tree } = parts;
    this.#known = new Promise((resolve) => (this.#setKnown = resolve));
    this.#view = tree.view;
    this.#listeners = [
      vscode.window.registerFileDecorationProvider(stateDecorations),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#start();
      }),
      connections.onDidChange(() => this.#follow()),
    ];
    tree.fill(this);
    this.#follow();
    if (this.#view.visible && !this.#session) this.#start();
  }

  /** What to call a license, an access level or a group. */
  readonly nameOf: NameOf = (id) => this.#licenses.get(id) ?? this.#session?.nameOf(id);

  /** The rows that are selected and shown; the editor itself also keeps those that a new search has taken away. */
  get selection(): readonly UserRow[] {
    const rows = this.#view.selection.filter((row) => row.kind === "user");
    return stillShown(rows.filter(({ session }) => session === this.#session));
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row, this.#licenses);
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (!row) {
      await this.#known;
      return this.#session ? rowsOf(this.#session) : [];
    }
    if (row.kind === "user") return workRows(row, await this.assignedWork.of(row.session, row.user));
    if (row.kind !== "group") return [];
    await row.session.directory.open(row.group);
    return rowsIn(row);
  }

  /** A user who is read again is another record, and has another tooltip. */
  sourceOf(row: Row): unknown {
    return row.kind === "user" ? row.user : undefined;
  }

  getParent(row: Row): Row | undefined {
    if (row.kind !== "user" && "user" in row && row.user) return new UserRow(row.session, row.user, row.group);
    return row.kind !== "group" && row.group ? new GroupRow(row.session, row.group) : undefined;
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
      const extra = await this.#readExtraFields(row, cancel.signal);
      const left = row.session.directory.left?.counts.get(row.user.ID);
      // A narrow side bar cuts it in the row.
      const work: typeof extra = left ? [[vscode.l10n.t("Assigned work (visible to you)"), leftInLine(left)]] : [];
      if (detail) item.tooltip = userTooltip(detail, licenses, [...work, ...extra]);
    } catch (error) {
      if (!cancel.signal.aborted) item.tooltip = failureTooltip(error);
    } finally {
      listener.dispose();
    }
    return item;
  }

  /** Selects the row of a user; `false` where the user is not among the rows. */
  async reveal(userID: string): Promise<boolean> {
    await this.#openFewGroups();
    const rows = (await this.getChildren()).flatMap((row) => (row.kind === "group" ? rowsIn(row) : row));
    const row = rows.find((candidate) => candidate.kind === "user" && candidate.user.ID === userID);
    if (!row) return false;
    await this.parts.tree.refresh();
    await this.#view.reveal(row, { select: true, focus: true });
    return true;
  }

  /** Gives the focus to a row, and selects nothing. */
  async goTo(row: UserRow): Promise<void> {
    await this.parts.tree.refresh();
    await this.#view.reveal(row, { select: false, focus: true });
  }

  dispose(): void {
    this.#reading?.end();
    this.#setKnown?.();
    this.#countdown.end();
    clearTimeout(this.#later);
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  /** A search for one user leaves few groups; their users are read, so that the one can be selected. */
  async #openFewGroups(): Promise<void> {
    const directory = this.#session?.directory;
    if (!directory || (directory.total ?? Infinity) > fewUsers) return;
    await Promise.all(directory.groups.map((group) => directory.open(group)));
  }

  /** The further fields of a user, where any are wanted. */
  async #readExtraFields({ session, user }: UserRow, signal: AbortSignal): Promise<[name: string, text: string][]> {
    const { extraFields } = this.parts;
    if (extraFields.names.length === 0) return [];
    const record = await session.client.getRawUser(user.ID, extraFields.names, { signal });
    extraFields.tellRefused(session);
    return record ? extraFields.names.map((field) => [field, fieldText(record, field)]) : [];
  }

  #start(): void {
    const opened = this.#session ? Promise.resolve() : this.parts.connections.open();
    opened
      .then(() => this.#follow())
      .catch((error: unknown) => {
        this.#setKnown?.();
        this.parts.errors.show(error, () => this.#start());
      });
  }

  /** Takes up the session of the connections, and reads its users the first time. */
  #follow(): void {
    const { session } = this.parts.connections;
    if (this.#session !== session) {
      this.#session = session;
      this.#licenses = new Map();
      this.#endWait();
      session?.directory.on("waiting", (seconds) => this.#countdown.begin(seconds));
      session?.directory.on("changed", () => {
        if (this.#session !== session) return;
        if (session.directory.state.kind !== "reading") this.#endWait();
        this.#update();
        void this.#readLicenses(session);
      });
    }
    if (session && this.#view.visible && session.directory.state.kind === "unread") void session.directory.refresh();
    this.#update();
  }

  #endWait(): void {
    this.#countdown.end();
    this.#wait = "";
  }

  /** After the first rows; and after the next ones, where that failed. */
  async #readLicenses(session: Session): Promise<void> {
    if (session.directory.state.kind !== "read" || this.#licenses.size > 0) return;
    const licenses = await session.licenseLabels();
    if (this.#session !== session || licenses.size === 0) return;
    this.#licenses = licenses;
    this.#update();
  }

  get #state(): ViewState {
    const { current, isOpened } = this.parts.connections;
    return viewState({ hasConnection: current !== undefined, isOpened, directory: this.#session?.directory });
  }

  /** Derives all that the view shows from the session, in one place. */
  #update(): void {
    if (this.#setKnown === undefined) void this.parts.tree.refresh();
    else if (this.#state !== "connecting") {
      // The first rows are the answer to whoever asks for them.
      this.#setKnown();
      this.#setKnown = undefined;
    }
    this.#showAroundSoon();
  }

  #showAroundSoon(): void {
    this.#later ??= setTimeout(() => this.#showAround(), momentForRows);
  }

  /** What is shown besides the rows. */
  #showAround(): void {
    this.#later = undefined;
    const session = this.#session;
    const directory = session?.directory;
    const state = this.#state;
    this.parts.keys.set({
      "workfrontUsers.state": state,
      "workfrontUsers.reason": reasonOf(directory?.state),
      "workfrontUsers.searching": directory?.isSearching ?? false,
      "workfrontUsers.filtering": directory?.isFiltering ?? false,
      "workfrontUsers.hasMore": directory?.hasMore ?? false,
    });
    this.#showProgress(directory?.state.kind === "reading");
    const rows = session && state === "rows" ? messageOf(session, this.nameOf) : "";
    const message = [this.#wait, rows].filter(Boolean).join(" · ");
    if (message !== (this.#view.message ?? "")) this.#view.message = message;
    this.#view.description = session ? descriptionOf(session, state === "rows", this.nameOf) : "";
    this.#tellFailure(directory?.state.kind === "failed" ? directory.state.error : undefined);
  }

  #showProgress(isReading: boolean): void {
    if (isReading === (this.#reading !== undefined)) return;
    this.#reading?.end();
    this.#reading = undefined;
    if (!isReading) return;
    const done = new Promise<void>((resolve) => (this.#reading = { end: resolve }));
    withViewProgress(viewID, done);
  }

  /** Once: a notification where the view is hidden, or does not tell it with what helps. */
  #tellFailure(error: unknown): void {
    if (error === this.#toldFailure) return;
    this.#toldFailure = error;
    if (error === undefined) return;
    const isTold = this.#view.visible && tellsReason(this.#state, reasonOf(this.#session?.directory.state));
    if (isTold) this.parts.errors.note(error);
    else this.parts.errors.show(error, () => runCommand("refresh"));
  }
}
