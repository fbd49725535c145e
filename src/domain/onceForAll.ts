/** Does something for all who ask while it is not begun, and once more for those who ask while it is under way. */
export class OnceForAll {
  #isAsked = false;
  #doing: Promise<void> | undefined;

  constructor(private readonly act: () => Promise<void>) {}

  /** Resolves when it was done for everybody who has asked. */
  ask(): Promise<void> {
    this.#isAsked = true;
    return (this.#doing ??= this.#do().finally(() => (this.#doing = undefined)));
  }

  async #do(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false;
      await this.act();
    }
  }
}
