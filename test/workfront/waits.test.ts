import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { listeningToWaits, tellWait } from "../../src/workfront/waits";

describe("a wait", () => {
  it("is told to whoever listens to the task, and to whoever listens to what the task is part of, but to no others", async () => {
    const told: string[] = [];
    const listen = (name: string, task: () => Promise<void>) =>
      listeningToWaits((seconds) => told.push(`${name}: ${seconds}`), task);
    const waiting = async () => {
      await setImmediate();
      tellWait(2);
    };
    await Promise.all([
      listen("outer", () => listen("inner", waiting)),
      listen("other", async () => {
        await setImmediate();
      }),
    ]);
    assert.deepEqual(told, ["outer: 2", "inner: 2"]);
  });
});
