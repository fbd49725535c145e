import assert from "node:assert/strict";
import { whenFree } from "../../src/domain/whenFree";

describe("what is done to a file", () => {
  let tries: number;

  beforeEach(() => (tries = 0));

  /** Is refused as often as there are codes. */
  const refused = (...codes: string[]) => {
    return () => {
      const code = codes[tries++];
      return code === undefined ? Promise.resolve("done") : Promise.reject(Object.assign(new Error(code), { code }));
    };
  };

  it("is done again on Windows, where another program has the file for a moment, or it is about to be gone", async () => {
    assert.equal(await whenFree(refused("EBUSY", "EPERM", "EACCES"), "win32"), "done");
    assert.equal(tries, 4);
  });

  it("is given up within a second or so on Windows where it is not allowed, and says so as the system does", async () => {
    const start = performance.now();
    await assert.rejects(whenFree(refused(...Array<string>(100).fill("EPERM")), "win32"), { code: "EPERM" });
    assert.ok(tries > 5 && tries < 100, String(tries));
    assert.ok(performance.now() - start > 500);
  });

  it("is not done again after any other error, or on any other system", async () => {
    await assert.rejects(whenFree(refused("ENOENT", "ENOENT"), "win32"), { code: "ENOENT" });
    assert.equal(tries, 1);
    for (const [index, system] of (["linux", "darwin"] as const).entries()) {
      await assert.rejects(whenFree(refused("EBUSY", "EBUSY", "EBUSY"), system), { code: "EBUSY" });
      assert.equal(tries, index + 2);
    }
  });
});
