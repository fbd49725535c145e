import { WorkfrontClient } from "../../workfront/client";
import type { Credential } from "../../workfront/credential";
import { Transport } from "../../workfront/transport";
import type { Version } from "../../workfront/version";
import { hostOf, type Connection } from "../../domain/connection";
import { countAssignedWork, type AssignedWork } from "../../domain/assignedWork";
import { UserDirectory } from "../../domain/directory";
import { ServedVersion } from "../../domain/servedVersion";
import { checkCredential } from "../../domain/signIn";
import type { Log } from "../editor/log";
import type { Settings } from "../editor/settings";

export interface SessionParts {
  /** The connection as it is kept now; `undefined` once it is not kept any more. */
  readonly kept: () => Connection | undefined;
  readonly credentialFor: (transport: Transport) => Credential;
  readonly keepVersion: (version: Version) => Promise<void>;
  readonly settings: Settings;
  readonly log: Log;
}

/**
 * One connection at work: its client and its directory. Its name, its version and its right to change may change;
 * another connection, or the same one with another secret, is another session, so that whoever awaits something can
 * tell that it is out of date.
 */
export class Session {
  readonly client: WorkfrontClient;
  readonly directory: UserDirectory;
  readonly host: string;
  readonly #parts: SessionParts;
  readonly #transport: Transport;
  #connection: Connection;
  #holders = 0;
  #isDisposed = false;
  #licenseLabels: Promise<ReadonlyMap<string, string>> | undefined;
  readonly #names = new Map<string, string>();

  constructor(connection: Connection, parts: SessionParts) {
    const { settings, log, kept } = parts;
    this.host = hostOf(connection);
    this.#connection = connection;
    this.#parts = parts;
    this.#transport = createTransport(connection.origin, settings, log);
    const credential = parts.credentialFor(this.#transport);
    const agree = async () => (await checkCredential(this.#transport, credential, settings)).version;
    const first = settings.apiVersion === "auto" ? connection.version : settings.apiVersion;
    this.client = new WorkfrontClient({
      transport: this.#transport,
      credential,
      version: new ServedVersion(first, agree, parts.keepVersion),
      concurrency: () => settings.concurrency,
      // A connection that was removed changes nothing any more, and neither does one that another window made read-only.
      readOnly: () => kept()?.readOnly ?? true,
    });
    this.directory = new UserDirectory(this.client, () => settings.pageSize);
  }

  /** The connection as it is kept now, or as it was when it was removed. */
  get connection(): Connection {
    this.#connection = this.#parts.kept() ?? this.#connection;
    return this.#connection;
  }

  /** What the organization calls its licenses. Without them, Workfront's letters are shown. */
  licenseLabels(): Promise<ReadonlyMap<string, string>> {
    this.#licenseLabels ??= this.client.licenseLabels().catch(() => {
      this.#licenseLabels = undefined;
      return new Map<string, string>();
    });
    return this.#licenseLabels;
  }

  /** The name of an access level, a group, a team or a manager, where it was seen. */
  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  /** Notes the names of access levels, groups, teams and managers that were just seen. */
  learn(names: Iterable<readonly [id: string, name: string]>): void {
    for (const [id, name] of names) this.#names.set(id, name);
  }

  /** Counts what is assigned to users. Workfront's words on what it does not count are for the log. */
  async countWork(userIDs: readonly string[], signal?: AbortSignal): Promise<AssignedWork[]> {
    const work = await countAssignedWork(this.client, userIDs, signal);
    this.logUnknown(work.filter(({ count }) => count === undefined));
    return work;
  }

  logUnknown(work: readonly Pick<AssignedWork, "kind" | "failure">[]): void {
    for (const { kind, failure } of work) {
      const why = failure ? `${failure.kind}, ${failure.words ?? "no words"}` : "not counted in time";
      this.#parts.log.info(`Assigned work of the kind "${kind}" is unknown: ${why}`);
    }
  }

  /** Keeps connections open until the work is done, also where another session takes this one's place meanwhile. */
  async hold<T>(work: () => PromiseLike<T>): Promise<T> {
    this.#holders++;
    try {
      return await work();
    } finally {
      this.#holders--;
      if (this.#isDisposed) this.dispose();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.directory.dispose();
    if (this.#holders === 0) this.#transport.dispose();
  }
}

export function createTransport(origin: string, settings: Settings, log: Log): Transport {
  return new Transport({
    origin,
    timeout: () => settings.requestTimeout,
    bringsAgent: () => settings.letsRequestsBringAgents,
    log: (trace) => log.request(trace),
  });
}
