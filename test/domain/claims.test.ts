import assert from "node:assert/strict";
import fs, { mkdir, mkdtemp, readdir, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Claims } from "../../src/domain/claims";
import { onBusyWindows } from "../support/busyWindows";
import { removeFolder } from "../support/removeFolder";

describe("a claim", () => {
  let folder: string;
  let claims: Claims[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "claims-"));
    claims = Array.from({ length: 20 }, () => new Claims(join(folder, "claims"), () => 60_000));
  });
  afterEach(() => removeFolder(folder));

  const files = () => readdir(join(folder, "claims"));

  /** Makes every claim that there is older or newer, by milliseconds. */
  async function age(milliseconds: number): Promise<void> {
    const at = new Date(Date.now() - milliseconds);
    for (const name of await files()) await utimes(join(folder, "claims", name), at, at);
  }

  /** Does something while some work is under way: before it opens, or removes, its first file. */
  async function before<T>(call: "open" | "rm", act: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
    const real = fs[call] as (...given: unknown[]) => Promise<unknown>;
    const restore = () => Object.assign(fs, { [call]: real });
    const acting = async (...given: unknown[]) => {
      restore();
      await act();
      return real(...given);
    };
    Object.assign(fs, { [call]: acting });
    return work().finally(restore);
  }

  it("is had by one of all who ask at the same moment", async () => {
    for (let round = 0; round < 20; round += 1) {
      const had = await Promise.all(claims.map((each) => each.claim(`token ${round}`)));
      assert.equal(had.filter(Boolean).length, 1);
    }
  });

  it("is to be had again once it is released", async () => {
    const [one, other] = claims as [Claims, Claims];
    assert.equal(await one.claim("token"), true);
    assert.equal(await other.claim("token"), false);
    assert.equal(await other.claim("another"), true);
    await one.release("token");
    await one.release("token");
    assert.equal(await other.claim("token"), true);
  });

  it("counts as given up after its time, also where the clock was set back", async () => {
    const [one, other] = claims as [Claims, Claims];
    for (const milliseconds of [61_000, -61_000]) {
      assert.equal(await one.claim("token"), true);
      await age(30_000);
      assert.equal(await other.claim("token"), false);
      await age(milliseconds);
      assert.equal(await other.claim("token"), true);
      await other.release("token");
    }
  });

  /** What a process leaves behind that ended while it removed an old claim. */
  async function leaveGuard(): Promise<void> {
    const [name] = await files();
    await writeFile(join(folder, "claims", `${name}.1.old`), "");
  }

  it("is had by one alone where another finds the same old one, and is faster, at any moment", async () => {
    for (const isGuardLeft of [false, true])
      for (const call of ["open", "rm"] as const) {
        const [one, other] = claims as [Claims, Claims];
        const what = `${call} ${isGuardLeft}`;
        await one.claim(what);
        if (isGuardLeft) await leaveGuard();
        await age(isGuardLeft ? 121_000 : 61_000);
        let isOthers: Promise<boolean> | undefined;
        const isOnes = await before(
          call,
          () => (isOthers ??= other.claim(what)),
          () => one.claim(what),
        );
        assert.ok(isOthers, `one never came to ${call}`);
        assert.deepEqual([isOnes, await isOthers].filter(Boolean), [true], what);
        await Promise.all([one, other].map((each) => each.release(what)));
      }
  });

  it("is not taken from another that has it by now, by a process that was asleep for longer than it counts", async () => {
    const [one, other, third] = claims as [Claims, Claims, Claims];
    await one.claim("token");
    await age(61_000);
    assert.equal(await other.claim("token"), true);
    await one.release("token");
    assert.equal(await third.claim("token"), false);
    await other.release("token");
    assert.equal(await third.claim("token"), true);
  });

  it("can be had, a little later, although somebody ended while removing an old one", async () => {
    const [one, other] = claims as [Claims, Claims];
    await one.claim("token");
    const [name] = await files();
    await leaveGuard();
    await age(61_000);
    assert.equal(await other.claim("token"), false);
    await age(121_000);
    assert.equal(await other.claim("token"), true);
    assert.deepEqual(await files(), [name]);
  });

  it("leaves nothing readable, and nothing at all for long", async () => {
    const [one] = claims as [Claims];
    await one.claim("old token");
    assert.ok((await files()).every((name) => /^[0-9a-f]{64}$/.test(name)));
    await age(61_000);
    await one.claim("new token");
    assert.equal((await files()).length, 1);
  });

  it("is had although an older one cannot be removed, as where another window is at the same", async () => {
    const [one, other] = claims as [Claims, Claims];
    await mkdir(join(folder, "claims", "cannot be removed"), { recursive: true });
    await age(61_000);
    assert.equal(await one.claim("token"), true);
    assert.equal(await other.claim("token"), false);
  });

  it("is had by one alone on Windows, where its file is busy for a moment as it is made and removed", async () => {
    const [one, other] = claims as [Claims, Claims];
    assert.equal(await onBusyWindows({ open: 2 }, () => one.claim("token")), true);
    assert.equal(await other.claim("token"), false);
    await onBusyWindows({ rm: 2 }, () => one.release("token"));
    assert.equal(await other.claim("token"), true);
    await age(61_000);
    assert.equal(await onBusyWindows({ rm: 2 }, () => one.claim("token")), true);
  });

  it("is everybody's where the folder cannot be written, so that one window can go on", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const nowhere = new Claims(file, () => 60_000);
    assert.equal(await nowhere.claim("token"), true);
    await nowhere.release("token");
  });
});
