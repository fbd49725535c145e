import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";

/** What the editor keeps for an extension, shared by all its windows. */
export class KeptState {
  readonly #secrets = new Map<string, string>();
  readonly #values = new Map<string, unknown>();
  /** Made by whoever first keeps a file in it, as that of the editor is. */
  readonly #folder = join(tmpdir(), `kept-${randomUUID()}`);
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();

  /** All secrets together, to look for one in them. */
  get secrets(): readonly string[] {
    return [...this.#secrets.values()];
  }

  /** Whether secrets can neither be read nor kept, as where the computer's keyring is locked. */
  isLocked = false;

  /** Every secret that was ever kept, the latest one last. */
  readonly history: string[] = [];

  /** Tells all windows that a secret has changed. */
  announce(key: string): void {
    this.#changed.fire({ key });
  }

  /** One window's view of what is kept, with a workspace of its own. */
  window(): vscode.ExtensionContext {
    const secrets: vscode.SecretStorage = {
      get: (key) => (this.isLocked ? Promise.reject(new Error("locked")) : Promise.resolve(this.#secrets.get(key))),
      store: (key, value) => {
        this.history.push(value);
        return Promise.resolve(this.#secrets.set(key, value)).then(() => this.#changed.fire({ key }));
      },
      delete: (key) => Promise.resolve(this.#secrets.delete(key)).then(() => this.#changed.fire({ key })),
      onDidChange: this.#changed.event,
    };
    const extension = { id: "workfront-tools.workfront-users" };
    const globalState = memento(this.#values);
    const workspaceState = memento(new Map());
    const globalStorageUri = vscode.Uri.file(this.#folder);
    return { secrets, extension, globalStorageUri, globalState, workspaceState } as unknown as vscode.ExtensionContext;
  }
}

function memento(values: Map<string, unknown>): vscode.Memento {
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? (values.get(key) as T) : otherwise),
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}
