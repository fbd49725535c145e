import assert from "node:assert/strict";
import { mkdtemp, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { realFiles } from "../../../src/domain/runs/files";
import { isHeld, RunLock } from "../../../src/domain/runs/lock";
import { Disk } from "../../support/disk";
import { removeFolder } from "../../support/removeFolder";

const nobody = 2 ** 22 + 1;

describe("The lock of a run", () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lock-"));
    path = join(folder, "run.lock");
  });
  afterEach(() => removeFolder(folder));

  const take = () => RunLock.take(realFiles, path);
  const held = () => isHeld(realFiles, path);

  /** A lock as somebody left it. */
  async function left(holder: object, secondsAgo: number): Promise<void> {
    await writeFile(path, JSON.stringify({ token: "x", machine: hostname(), processID: process.pid, ...holder }));
    const at = Date.now() / 1000 - secondsAgo;
    await utimes(path, at, at);
  }

  it("is held from when it is taken until it is released, and leaves nothing behind", async () => {
    const lock = await take();
    assert.ok(lock && (await held()) && (await lock.state()) === "ours");
    assert.equal(await take(), undefined);
    await lock.release();
    assert.equal(await held(), false);
    assert.deepEqual(await readdir(folder), []);
  });

  it("gives a sign of life again and again, by which others know that its holder lives", async () => {
    const timing = { heartbeat: 5, patience: 30_000 };
    let isAwake = false;
    const touch = (what: string) => (isAwake ? realFiles.touch(what) : Promise.resolve());
    const lock = await RunLock.take({ ...realFiles, touch }, path, timing);
    await utimes(path, 1, 1);
    assert.equal(await held(), false);
    isAwake = true;
    while ((await stat(path)).mtimeMs <= 1000) await setTimeout(2);
    assert.equal(await held(), true);
    await lock!.release();
  });

  it("is free again when its process is gone, or gives no sign of life", async () => {
    for (const [holder, secondsAgo] of [
      [{ processID: nobody }, 0],
      [{}, 60],
      [{ machine: "elsewhere", processID: nobody }, 60],
    ] as const) {
      await left(holder, secondsAgo);
      assert.equal(await held(), false);
      const lock = await take();
      assert.ok(lock && (await lock.state()) === "ours");
      await lock.release();
    }
  });

  it("is not free while a process of another machine is at work", async () => {
    await left({ machine: "elsewhere", processID: nobody }, 3);
    assert.equal(await held(), true);
    assert.equal(await take(), undefined);
  });

  it("goes to one alone of several who take it from a holder that is gone", async () => {
    for (let times = 0; times < 20; times++) {
      await left({ processID: nobody }, 60);
      const taken = (await Promise.all(Array.from({ length: 5 }, take))).filter((lock) => lock !== undefined);
      assert.ok(taken.length <= 1);
      const lock = taken[0] ?? (await take());
      assert.ok(lock && (await lock.state()) === "ours");
      await lock.release();
    }
  });

  it("counts as left where its file was torn while it was written", async () => {
    await writeFile(path, '{"token":"x","mach');
    assert.equal(await held(), false);
    assert.equal(await (await take())?.state(), "ours");
  });

  it("leaves no file behind whose content the disk does not take", async () => {
    const full = { [Symbol.iterator]: () => assert.fail("The disk is full.") };
    await assert.rejects(realFiles.create(path, full as never), /full/);
    assert.deepEqual(await readdir(folder), []);
  });

  it("is told as what it is where the disk does not let it be read", async () => {
    const disk = new Disk();
    const lock = await RunLock.take(disk, "/runs/run.lock");
    [disk.failAt, disk.code] = [disk.calls + 1, "EACCES"];
    await assert.rejects(lock!.state(), { code: "EACCES" });
    await lock!.release();
  });

  it("is removed where Windows does not let it be read, because it removes it once everybody has closed it", async () => {
    const { value: system } = Object.getOwnPropertyDescriptor(process, "platform") as { value: string };
    const disk = new Disk();
    const lock = await RunLock.take(disk, "/runs/run.lock");
    disk.code = "EPERM";
    try {
      Object.defineProperty(process, "platform", { value: "win32" });
      disk.failAt = disk.calls + 1;
      assert.equal(await lock!.state(), "removed");
      Object.defineProperty(process, "platform", { value: "linux" });
      disk.failAt = disk.calls + 1;
      await assert.rejects(lock!.state(), { code: "EPERM" });
    } finally {
      Object.defineProperty(process, "platform", { value: system });
    }
    await lock!.release();
  });

  it("lost to somebody else is not released for them", async () => {
    const lock = await take();
    await left({ token: "theirs" }, 0);
    assert.equal(await lock!.state(), "taken");
    await lock!.release();
    assert.equal(await held(), true);
  });
});
