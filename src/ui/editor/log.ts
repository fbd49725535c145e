import * as vscode from "vscode";
import type { RequestTrace } from "../../workfront/transport";

/** The extension's log. One line for each request, with nothing that a query, a header or a body could give away. */
export class Log {
  readonly #channel = vscode.window.createOutputChannel("Workfront Users", { log: true });

  request({ method, host, path, result, milliseconds }: RequestTrace): void {
    this.#channel.info(`${method} ${host}${path} → ${result} (${milliseconds} ms)`);
  }

  info(message: string): void {
    this.#channel.info(message);
  }

  /** An error with the chain of its causes: for whoever mends this extension, not for the message to the user. */
  error(error: unknown): void {
    let cause = error;
    for (; cause instanceof Error; cause = cause.cause) this.#channel.error(cause.stack ?? cause.message);
    if (typeof cause === "string") this.#channel.error(cause);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
