import { WorkfrontClient } from "../../workfront/client";
import type { Credential } from "../../workfront/credential";
import { Transport } from "../../workfront/transport";
import { hostOf, type Connection } from "../../domain/connection";
import { UserDirectory } from "../../domain/directory";
import type { Log } from "../host/log";
import type { Settings } from "../host/settings";

/**
 * One connection at work: its client and its directory. A session never changes; another connection, or the same one
 * with another right or secret, is another session, so that whoever awaits something can tell that it is out of date.
 */
export class Session {
  readonly client: WorkfrontClient;
  readonly directory: UserDirectory;
  readonly host: string;
  readonly #transport: Transport;
  #licenseLabels: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(
    readonly connection: Connection,
    credential: Credential,
    settings: Settings,
    log: Log,
  ) {
    this.host = hostOf(connection);
    this.#transport = createTransport(connection.origin, settings, log);
    this.client = new WorkfrontClient({
      transport: this.#transport,
      credential,
      version: settings.apiVersion === "auto" ? connection.version : settings.apiVersion,
      concurrency: () => settings.concurrency,
      readOnly: connection.readOnly,
    });
    this.directory = new UserDirectory(this.client, () => settings.pageSize);
  }

  /** What the organisation calls its licences. Without them, Workfront's letters are shown. */
  licenseLabels(): Promise<ReadonlyMap<string, string>> {
    this.#licenseLabels ??= this.client.licenseLabels().catch(() => new Map<string, string>());
    return this.#licenseLabels;
  }

  dispose(): void {
    this.directory.dispose();
    this.#transport.dispose();
  }
}

export function createTransport(origin: string, settings: Settings, log: Log): Transport {
  return new Transport({ origin, timeout: () => settings.requestTimeout, log: (trace) => log.request(trace) });
}
