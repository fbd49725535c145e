import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { Pace } from "../../src/domain/pace";

describe("A pace", () => {
  it("is kept however fast somebody asks, and nothing is done that nobody asked for", async () => {
    let done = 0;
    const pace = new Pace(() => done++, 20);
    const asking = setInterval(pace.ask, 2);
    while (done < 3) await setTimeout(5);
    clearInterval(asking);
    while (pace.isAsked) await setTimeout(5);
    const then = done;
    await setTimeout(50);
    assert.equal(done, then);
  });

  it("does once what many ask for at once, and not what was forgotten", async () => {
    let done = 0;
    const pace = new Pace(() => done++, 1);
    for (let times = 0; times < 5; times++) pace.ask();
    while (pace.isAsked) await setTimeout(2);
    pace.ask();
    pace.dispose();
    await setTimeout(20);
    assert.equal(done, 1);
  });
});
