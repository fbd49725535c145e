import * as vscode from "vscode";
import { nameForHost } from "../../domain/address";
import { connectionID, hostOf, type Connection } from "../../domain/connection";
import { displayName } from "../../domain/user";
import type { Log } from "../editor/log";
import type { Settings } from "../editor/settings";
import { Secrets } from "./secrets";
import type { Kept, openSession, OpeningParts } from "./openSession";
import type { Session } from "./session";
import type { SignedIn } from "../../domain/signIn";

const listKey = "workfrontUsers.connections";
const lastKey = "workfrontUsers.lastConnection";
const currentKey = "workfrontUsers.currentConnection";

/** One secret for each connection: windows that write a shared one would lose each other's. */
function secretKey(id: string): string {
  return `workfrontUsers.secret.${id}`;
}

/**
 * The connections that are kept, and the one that this window works with. The list is in the global state, the secrets
 * are in SecretStorage; a connection without its secret asks to sign in again.
 */
export class Connections {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another connection, another session, or a change of either. */
  readonly onDidChange = this.#changed.event;
  #session: Session | undefined;
  #opening: Promise<void> | undefined;
  #isOpened = false;
  #secret: string | undefined;
  readonly #parts: OpeningParts;
  readonly #secrets: Secrets;
  readonly #listeners: readonly { dispose(): unknown }[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    settings: Settings,
    private readonly log: Log,
    /** What a session consists of is needed only when one is opened. */
    private readonly loadOpening: () => Promise<typeof openSession>,
  ) {
    this.#parts = { context, settings, log };
    this.#secrets = new Secrets(context.secrets);
    this.#listeners = [
      // Another window may have renamed a connection, or made it read-only.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.#changed.fire()),
      this.#secrets.onDidChange(({ key }) => this.#unwatched(this.#followOtherWindow(key))),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (this.#session && change.affectsConfiguration("workfrontUsers.apiVersion")) this.#unwatched(this.#reopen());
      }),
    ];
  }

  get all(): readonly Connection[] {
    return this.context.globalState.get<Connection[]>(listKey, []);
  }

  /**
   * The connection of this window: the one chosen here, else the one chosen last anywhere. None once that is gone: nobody
   * is to find themselves in another organization without having chosen it.
   */
  get current(): Connection | undefined {
    const id = this.context.workspaceState.get<string>(currentKey) ?? this.context.globalState.get<string>(lastKey);
    return this.#find(id);
  }

  /** Whether it is known what there is: before that, a missing session does not mean a missing secret. */
  get isOpened(): boolean {
    return this.#isOpened;
  }

  /** The current connection at work; `undefined` while there is none, or while its secret is missing. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Takes up the current connection with the secret that is kept for it. Nothing is sent. */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** Keeps a connection whose sign-in was just accepted, and works with it. */
  async add(
    { origin, way, clientId, redirectAddress }: Pick<Connection, "origin" | "way" | "clientId" | "redirectAddress">,
    { user, version, secret }: SignedIn,
  ): Promise<void> {
    const id = connectionID(origin, user.ID);
    const known = this.#find(id);
    // The list first: other windows hear of the secret, and then look here for how it is used.
    await this.#keep({
      id,
      origin,
      name: known?.name ?? nameForHost(hostOf({ origin })),
      way,
      clientId,
      redirectAddress,
      userID: user.ID,
      userName: displayName(user),
      version,
      readOnly: known?.readOnly ?? false,
    });
    await this.#keepSecret(id, secret);
    await this.select(id);
  }

  async rename(id: string, name: string): Promise<void> {
    const connection = this.#find(id);
    if (!connection) return;
    await this.#keep({ ...connection, name });
    this.#changed.fire();
  }

  async select(id: string): Promise<void> {
    await this.context.workspaceState.update(currentKey, id);
    await this.context.globalState.update(lastKey, id);
    await this.#reopen();
  }

  async setReadOnly(readOnly: boolean): Promise<void> {
    const { current } = this;
    if (!current) return;
    await this.#keep({ ...current, readOnly });
    this.#changed.fire();
  }

  /** Forgets a connection and its secret. */
  async remove(id: string): Promise<void> {
    await this.#secrets.delete(secretKey(id));
    await this.context.globalState.update(
      listKey,
      this.all.filter((connection) => connection.id !== id),
    );
    await this.#reopen();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners, this.#changed).dispose();
    this.#session?.dispose();
  }

  async #open(): Promise<void> {
    const { current } = this;
    if (this.#session && this.#session.connection.id === current?.id) return;
    const reading = current && this.#secrets.get(secretKey(current.id));
    const loading = current && this.loadOpening();
    const [secret, open] = await Promise.all([reading, loading]).finally(() => (this.#isOpened = true));
    this.#session?.dispose();
    this.#secret = secret;
    this.#session = current && secret ? open?.(current, secret, this.#keptOf(current), this.#parts) : undefined;
    if (current) this.log.info(`Working with ${hostOf(current)} as ${current.userID}`);
    this.#changed.fire();
  }

  async #reopen(): Promise<void> {
    await this.#opening;
    this.#session?.dispose();
    this.#session = undefined;
    await this.open();
  }

  /** Follows what happened elsewhere. A failure is for the log: it is met and told again where the secret is needed. */
  #unwatched(following: Promise<void>): void {
    following.catch((error: unknown) => this.log.error(error));
  }

  #keptOf({ id }: Connection): Kept {
    const kept = () => this.#find(id);
    return {
      kept,
      isKnown: (other) => this.#find(other) !== undefined,
      keepVersion: async (version) => {
        const current = kept();
        if (current) await this.#keep({ ...current, version });
      },
      readSecret: () => this.#secrets.get(secretKey(id)),
      keepSecret: (secret) => this.#keepSecret(id, secret),
    };
  }

  async #keepSecret(id: string, secret: string): Promise<void> {
    // What this window keeps itself is no news to it.
    if (id === this.current?.id) this.#secret = secret;
    if (this.all.some((kept) => kept.id === id)) await this.#secrets.store(secretKey(id), secret);
  }

  /** Another window signed in again, renewed its tokens, or disconnected. */
  async #followOtherWindow(key: string): Promise<void> {
    const { current } = this;
    if (!current || key !== secretKey(current.id)) return;
    const secret = await this.#secrets.get(key);
    if (secret === this.#secret) return;
    // A session at work finds renewed tokens by itself, and keeps its rows.
    const works = this.#session !== undefined && this.#session.directory.state.kind !== "failed";
    if (works && secret !== undefined && current.way === "oauth") this.#secret = secret;
    else await this.#reopen();
  }

  #find(id: string | undefined): Connection | undefined {
    return this.all.find((connection) => connection.id === id);
  }

  async #keep(connection: Connection): Promise<void> {
    const isKnown = this.all.some(({ id }) => id === connection.id);
    const others = this.all.map((other) => (other.id === connection.id ? connection : other));
    await this.context.globalState.update(listKey, isKnown ? others : [...others, connection]);
  }
}
