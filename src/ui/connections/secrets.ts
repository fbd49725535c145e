import * as vscode from "vscode";
import { Explanation } from "../words/failures";

/** The editor's storage for secrets. It fails where the computer's keyring is locked or missing, and then says so. */
export class Secrets {
  readonly onDidChange: vscode.Event<vscode.SecretStorageChangeEvent>;

  constructor(private readonly storage: vscode.SecretStorage) {
    this.onDidChange = storage.onDidChange;
  }

  get(key: string): Promise<string | undefined> {
    return explained(() => this.storage.get(key));
  }

  store(key: string, value: string): Promise<void> {
    return explained(() => this.storage.store(key, value));
  }

  delete(key: string): Promise<void> {
    return explained(() => this.storage.delete(key));
  }
}

async function explained<T>(work: () => Thenable<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const words = vscode.l10n.t(
      "VS Code could not open its secret storage, where your sign-in is kept. Unlock the keyring of this computer, and try again.",
    );
    throw new Explanation(words, { cause: error });
  }
}
