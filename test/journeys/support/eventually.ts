import { setTimeout as delay } from "node:timers/promises";

/** How long anything may take on a busy machine, in milliseconds. Nothing takes that long where all is well. */
export const patience = 60_000;

/** How long to wait for what follows at once, as a rule, before it is tried again, in milliseconds. */
export const moment = 5000;

/** Reads again and again until the value is accepted, and gives it; says what was read last when that takes too long. */
export async function eventually<Value>(
  read: () => Promise<Value> | Value,
  accept: (value: Value) => boolean,
  milliseconds = patience,
): Promise<Value> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > deadline) throw new Error(`After ${milliseconds} ms there was still: ${JSON.stringify(value)}`);
    await delay(50);
  }
}

/** Acts as often as it takes until the effect is seen: a click on what the editor draws anew at that moment has none. */
export async function repeatedly(act: () => Promise<unknown>, effect: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    await act();
    try {
      await effect();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
