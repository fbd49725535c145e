import * as vscode from "vscode";

/** Says how long Workfront asks to wait, second by second; the longest of several waits counts. */
export class Countdown {
  #until = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param say is given what to say, and nothing when the wait is over. */
  constructor(private readonly say: (text: string) => void) {}

  begin(seconds: number): void {
    this.#until = Math.max(this.#until, performance.now() + seconds * 1000);
    if (seconds < 1 || this.#timer) return;
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#until = 0;
  }

  #tick(): void {
    const left = Math.ceil((this.#until - performance.now()) / 1000);
    if (left <= 0) this.end();
    this.say(left > 0 ? vscode.l10n.t("Workfront asks to wait: {0} s", left) : "");
  }
}
