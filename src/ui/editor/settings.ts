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
};

type Name = keyof typeof defaults;

const isValid: Record<Name, (value: unknown) => boolean> = {
  pageSize: (value) => Number.isInteger(value) && between(value as number, 10, 2000),
  apiVersion: (value) => value === "auto" || versions.includes(value as Version),
  idleDays: (value) => Number.isInteger(value) && between(value as number, 1, 9999),
  concurrency: (value) => Number.isInteger(value) && between(value as number, 1, 6),
  requestTimeout: (value) => typeof value === "number" && between(value, 1, 600),
  extraFields: (value) => Array.isArray(value) && value.every((field) => typeof field === "string"),
};

/** The one place that reads settings. A value that makes no sense counts as the default, with one warning. */
export class Settings {
  readonly #warned = new Set<Name>();

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
