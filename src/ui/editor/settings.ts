import * as vscode from "vscode";
import { versions, type Version } from "../../workfront/version";
import { tell } from "./tell";

/** Every setting of this extension with its default; `package.json` declares the same. */
const defaults = {
  pageSize: 100,
  apiVersion: "auto" as "auto" | Version,
  idleDays: 90,
  concurrency: 4,
  requestTimeout: 30,
  extraFields: [] as string[],
  purchasedLicenses: {} as Record<string, unknown>,
};

type Name = keyof typeof defaults;

const isValid: Record<Name, (value: unknown) => boolean> = {
  pageSize: (value) => Number.isInteger(value) && between(value as number, 10, 2000),
  apiVersion: (value) => value === "auto" || versions.includes(value as Version),
  idleDays: (value) => Number.isInteger(value) && between(value as number, 1, 9999),
  concurrency: (value) => Number.isInteger(value) && between(value as number, 1, 6),
  requestTimeout: (value) => typeof value === "number" && between(value, 1, 600),
  extraFields: (value) => Array.isArray(value) && value.every((field) => typeof field === "string"),
  purchasedLicenses: (value) => isRecord(value),
};

/** The one place that reads settings. A value that makes no sense counts as the default, with one warning. */
export class Settings {
  readonly #warned = new Set<Name>();
  #writing: Promise<void> = Promise.resolve();

  /** Users that are read at a time. */
  get pageSize(): number {
    return this.#read("pageSize");
  }

  get apiVersion(): "auto" | Version {
    return this.#read("apiVersion");
  }

  /** Days without a login after which a user counts as idle. */
  get idleDays(): number {
    return this.#read("idleDays");
  }

  /** Requests that a connection may have under way at once. */
  get concurrency(): number {
    return this.#read("concurrency");
  }

  /** Milliseconds to wait for one answer. */
  get requestTimeout(): number {
    return this.#read("requestTimeout") * 1000;
  }

  /** Whether VS Code uses its proxy also for requests with an agent of their own. */
  get letsRequestsBringAgents(): boolean {
    return vscode.workspace.getConfiguration("http").get("proxySupport") !== "on";
  }

  /** Further fields of users to show and export, in Workfront's words; those that may hold a secret are left out. */
  get extraFields(): readonly string[] {
    const fields = this.#read("extraFields");
    const refused = fields.filter((field) => !isReadableField(field));
    if (refused.length > 0)
      this.#warn(
        "extraFields",
        vscode.l10n.t(
          "workfrontUsers.extraFields: {0} cannot be read and is left out. A field is one name without * and cannot contain a secret.",
          refused.join(", "),
        ),
      );
    return fields.filter(isReadableField);
  }

  /**
   * How many licenses an organization has purchased, by letter, as somebody entered it. What somebody wrote there that is no
   * number of licenses is left out, with one warning.
   */
  purchasedLicenses(host: string): ReadonlyMap<string, number> {
    const ofHost = entryOf(this.#read("purchasedLicenses"), host) ?? {};
    const counts = isRecord(ofHost) ? Object.entries(ofHost).filter(isCount) : [];
    if (!isRecord(ofHost) || counts.length < Object.keys(ofHost).length)
      this.#warn(
        "purchasedLicenses",
        vscode.l10n.t(
          "workfrontUsers.purchasedLicenses: {0} has something other than numbers of licenses. That is left out.",
          host,
        ),
      );
    return new Map(counts);
  }

  /**
   * Keeps how many licenses an organization has purchased. All else in the setting stays as it is written, whatever it is.
   * @param count null where that is unknown again.
   */
  keepPurchased(host: string, license: string, count: number | null): Promise<void> {
    const write = async () => {
      const configuration = vscode.workspace.getConfiguration("workfrontUsers");
      // As it is written: what is read has none of what the editor finds wrong.
      const written = configuration.inspect("purchasedLicenses")?.globalValue;
      const all = isRecord(written) ? written : {};
      const ofHost = entryOf(all, host);
      const others = Object.entries(isRecord(ofHost) ? ofHost : {}).filter(([other]) => other !== license);
      const counts = Object.fromEntries(count === null ? others : [...others, [license, count]]);
      const value = Object.fromEntries([...Object.entries(all), [host, counts]]);
      await configuration.update("purchasedLicenses", value, vscode.ConfigurationTarget.Global);
    };
    // One after another: each starts from what the one before has kept.
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => undefined);
    return written;
  }

  #read<N extends Name>(name: N): (typeof defaults)[N] {
    const value = vscode.workspace.getConfiguration("workfrontUsers").get<unknown>(name, defaults[name]);
    if (isValid[name](value)) return value as (typeof defaults)[N];
    this.#warn(
      name,
      vscode.l10n.t(
        'The setting workfrontUsers.{0} has a value that cannot be used ("{1}"). Its default is used instead.',
        name,
        String(value),
      ),
    );
    return defaults[name];
  }

  #warn(name: Name, warning: string): void {
    if (this.#warned.has(name)) return;
    this.#warned.add(name);
    void tell.warn(warning);
  }
}

function between(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** One field's name, `relation:field` or `DE:Custom field`; none that holds a secret, and no wildcard. */
function isReadableField(value: string): boolean {
  return /^[^,*&=]+$/.test(value) && !/(^|:)password|token|key/i.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entry of a name that may be one that programs know, such as `constructor`. */
function entryOf(record: Record<string, unknown>, name: string): unknown {
  return new Map(Object.entries(record)).get(name);
}

function isCount(entry: [license: string, count: unknown]): entry is [string, number] {
  return Number.isInteger(entry[1]) && (entry[1] as number) >= 0;
}
