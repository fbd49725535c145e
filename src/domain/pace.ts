/** Does something soon after it was asked for: once for all who ask meanwhile, and never put off by them. */
export class Pace {
  #timer: NodeJS.Timeout | undefined;

  /** @param milliseconds how long whoever asks first waits. */
  constructor(
    private readonly act: () => void,
    private readonly milliseconds: number,
  ) {}

  /** Whether it was asked for and not done yet. */
  get isAsked(): boolean {
    return this.#timer !== undefined;
  }

  readonly ask = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.act();
    }, this.milliseconds);
  };

  /** Forgets that it was asked for. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
