import { setTimeout as delay } from "node:timers/promises";

/** Reads again and again until the value is accepted, and gives it; says what was read last when that takes too long. */
export async function eventually<Value>(
  read: () => Promise<Value> | Value,
  accept: (value: Value) => boolean,
  milliseconds = 30_000,
): Promise<Value> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > deadline) throw new Error(`After ${milliseconds} ms there was still: ${JSON.stringify(value)}`);
    await delay(50);
  }
}
