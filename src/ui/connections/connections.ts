import * as vscode from "vscode";
import { hostOf, type Connection } from "../../domain/connection";
import { apiKeyCredential } from "../../workfront/credential";
import { isVersionRefusal } from "../../workfront/version";
import type { Log } from "../host/log";
import type { Settings } from "../host/settings";
import { Session } from "./session";
import { checkSignIn } from "./signIn";

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
  #secret: string | undefined;
  readonly #listeners: readonly { dispose(): unknown }[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly settings: Settings,
    private readonly log: Log,
  ) {
    this.#listeners = [
      context.secrets.onDidChange(({ key }) => this.#followOtherWindow(key)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (this.#session && change.affectsConfiguration("workfrontUsers.apiVersion")) void this.#reopen();
      }),
    ];
  }

  get all(): readonly Connection[] {
    return this.context.globalState.get<Connection[]>(listKey, []);
  }

  /** The connection of this window: the one chosen here, else the one chosen last anywhere. */
  get current(): Connection | undefined {
    const id = this.context.workspaceState.get<string>(currentKey) ?? this.context.globalState.get<string>(lastKey);
    return this.all.find((connection) => connection.id === id) ?? this.all[0];
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
  async add(connection: Connection, secret: string): Promise<void> {
    await this.context.secrets.store(secretKey(connection.id), secret);
    const known = this.all.find(({ id }) => id === connection.id);
    await this.#keep(known ? { ...connection, name: known.name, readOnly: known.readOnly } : connection);
    await this.select(connection.id);
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
    await this.#reopen();
  }

  /** Forgets a connection and its secret. */
  async remove(id: string): Promise<void> {
    await this.context.secrets.delete(secretKey(id));
    await this.context.globalState.update(
      listKey,
      this.all.filter((connection) => connection.id !== id),
    );
    await this.#reopen();
  }

  /**
   * Checks the key beside the first reading of the users. A version that the server no longer serves is agreed on
   * anew; what else fails shows in the directory, which asks with the same key.
   */
  async verify(): Promise<void> {
    const session = this.#session;
    if (!session || this.settings.apiVersion !== "auto") return;
    try {
      await session.client.whoAmI();
    } catch (error) {
      if (!isVersionRefusal(error) || this.#session !== session) return;
      const secret = await this.context.secrets.get(secretKey(session.connection.id));
      if (!secret) return;
      const { version } = await checkSignIn(session.connection.origin, secret, this.settings, this.log);
      if (this.#session !== session) return;
      await this.#keep({ ...session.connection, version });
      await this.#reopen();
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners, this.#changed).dispose();
    this.#session?.dispose();
  }

  async #open(): Promise<void> {
    const { current } = this;
    const secret = current && (await this.context.secrets.get(secretKey(current.id)));
    if (this.#session && this.#session.connection.id === current?.id) return;
    this.#session?.dispose();
    this.#secret = secret;
    this.#session =
      current && secret ? new Session(current, apiKeyCredential(secret), this.settings, this.log) : undefined;
    if (current) this.log.info(`Working with ${hostOf(current)} as ${current.userID}`);
    this.#changed.fire();
  }

  async #reopen(): Promise<void> {
    await this.#opening;
    this.#session?.dispose();
    this.#session = undefined;
    await this.open();
  }

  /** Another window signed in again, or disconnected. */
  async #followOtherWindow(key: string): Promise<void> {
    const { current } = this;
    if (!current || key !== secretKey(current.id)) return;
    if ((await this.context.secrets.get(key)) !== this.#secret) await this.#reopen();
  }

  async #keep(connection: Connection): Promise<void> {
    const others = this.all.filter(({ id }) => id !== connection.id);
    await this.context.globalState.update(listKey, [...others, connection]);
  }
}
