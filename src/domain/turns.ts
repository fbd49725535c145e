import { setImmediate } from "node:timers/promises";

/** How many milliseconds of work are done at a stretch. */
const stretch = 10;

/** Long work that lets the rest of the program run in between: ask `isOver` often, and await `next` where it is. */
export class Turns {
  #end = performance.now() + stretch;

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  async next(): Promise<void> {
    await setImmediate();
    this.#end = performance.now() + stretch;
  }
}
