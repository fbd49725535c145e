/** Tells how many seconds are left, second by second; the longest of several waits counts. */
export class Countdown {
  #until = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param tell is told how many seconds are left, and 0 when the wait is over. */
  constructor(private readonly tell: (seconds: number) => void) {}

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
    this.tell(Math.max(0, left));
  }
}
