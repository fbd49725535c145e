import { WorkfrontClient } from "../../workfront/client";
import type { Credential } from "../../workfront/credential";
import { Transport } from "../../workfront/transport";
import type { Version } from "../../workfront/version";
import { hostOf, type Connection } from "../../domain/connection";
import { UserDirectory } from "../../domain/directory";
import type { Log } from "../editor/log";
import type { Settings } from "../editor/settings";
import { checkCredential } from "./signIn";

/**
 * One connection at work: its client and its directory. A session never changes; another connection, or the same one
 * with another right or secret, is another session, so that whoever awaits something can tell that it is out of date.
 */
export class Session {
  readonly client: WorkfrontClient;
  readonly directory: UserDirectory;
  readonly host: string;
  readonly #transport: Transport;
  readonly #credential: Credential;
  readonly #settings: Settings;
  #licenseLabels: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(
    readonly connection: Connection,
    credentialFor: (transport: Transport) => Credential,
    settings: Settings,
    log: Log,
  ) {
    this.host = hostOf(connection);
    this.#settings = settings;
    this.#transport = createTransport(connection.origin, settings, log);
    this.#credential = credentialFor(this.#transport);
    this.client = new WorkfrontClient({
      transport: this.#transport,
      credential: this.#credential,
      version: settings.apiVersion === "auto" ? connection.version : settings.apiVersion,
      concurrency: () => settings.concurrency,
      readOnly: connection.readOnly,
    });
    this.directory = new UserDirectory(this.client, () => settings.pageSize);
  }

  /** What the organization calls its licenses. Without them, Workfront's letters are shown. */
  licenseLabels(): Promise<ReadonlyMap<string, string>> {
    this.#licenseLabels ??= this.client.licenseLabels().catch(() => {
      this.#licenseLabels = undefined;
      return new Map<string, string>();
    });
    return this.#licenseLabels;
  }

  /** The version to work with from here on, where the server no longer serves the one agreed on. */
  async findVersion(): Promise<Version> {
    const { version } = await checkCredential(this.#transport, this.#credential, this.#settings);
    return version;
  }

  dispose(): void {
    this.directory.dispose();
    this.#transport.dispose();
  }
}

export function createTransport(origin: string, settings: Settings, log: Log): Transport {
  return new Transport({ origin, timeout: () => settings.requestTimeout, log: (trace) => log.request(trace) });
}
