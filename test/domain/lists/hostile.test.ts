import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { ListTooLongError } from "../../../src/domain/lists/tooLong";
import { userDetail } from "../../support/users";
import { matchList } from "../../support/lists";

const megabyte = 1024 * 1024;
const source = {
  findUsers: (_: string, texts: readonly string[]) => setImmediate(texts.map((emailAddr) => userDetail({ emailAddr }))),
  findUsersByUsername: () => setImmediate([]),
};

/** How many milliseconds the program may be held at a stretch. */
const most = 50;

/** A text of so many bytes, made of the same piece over and over. */
const of = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / piece.length)).slice(0, bytes);

const inputs: Record<string, string> = {
  "a cell without blanks": of("x", 10 * megabyte),
  "an endless email": of("a@", 10 * megabyte),
  "emails without an end": of("bo@example.com.", 10 * megabyte),
  quotes: of('"', 10 * megabyte),
  "quotes that open": of('"a\n', 150_000),
  "quotes that open in every cell": of(',"a', 10 * megabyte),
  "quotes that never close": of('"a;b\n""\n', 250_000),
  "pairs of quotes": of(',""""', 10 * megabyte),
  "cells with line breaks": of('"a\nb",', 200_000),
  separators: of(";", 10 * megabyte),
  blanks: of(" ", 10 * megabyte),
  "invisible characters": of("\u200b", 3 * megabyte),
  "letters with marks": of("e\u0301", 3 * megabyte),
  "digits of IDs": of("0123456789abcdef", 10 * megabyte),
  "zero bytes": of("\0", 10 * megabyte),
  brackets: of("<(", 10 * megabyte),
  "recipients in one line": of("Low, Bo <bo@example.com>; ", megabyte),
  "recipients without a blank": of("<bo@example.com>", 10 * megabyte),
  "a table of 50,000 lines": Array.from(
    { length: 49_999 },
    (_, index) => `Bo ${index};bo${index}@example.com;${of("note ", 160)}`,
  ).join("\n"),
  "a table of wide lines": Array.from({ length: 20 }, () => of("bo@example.com;", 400_000)).join("\n"),
  "usernames of 50,000 lines": Array.from({ length: 50_000 }, (_, index) => `user${index}`).join("\n"),
};

/**
 * How long it takes to read and match the input, and how long the program is held at most, in milliseconds that this
 * thread itself is at work: what else the machine, or another thread of this process, does meanwhile does not count.
 */
async function timed(input: string | Uint8Array): Promise<{ readonly total: number; readonly longest: number }> {
  const start = worked();
  let isDone = false;
  let longest = 0;
  const watch = async () => {
    for (let last = worked(); !isDone; last = worked()) {
      await setImmediate();
      longest = Math.max(longest, worked() - last);
    }
  };
  const watching = watch();
  try {
    const { list, accounting } = await matchList(source, input);
    const parts = list.rows.filter(({ part = 1 }) => part > 1).length;
    if (accounting.total > 0) assert.equal(accounting.total - parts, list.lines);
  } catch (error) {
    if (!(error instanceof ListTooLongError)) throw error;
  }
  isDone = true;
  await watching;
  return { total: worked() - start, longest };
}

/** How many milliseconds this thread has been at work; where the system does not tell, all threads of the process. */
function worked(): number {
  try {
    // The first number is in nanoseconds (Linux, Documentation/scheduler/sched-stats.rst).
    return Number(readFileSync("/proc/self/schedstat", "latin1").split(" ")[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

/** The best of a few attempts: our own work is slow every time, a collection of garbage is not. */
async function best(input: string | Uint8Array, measure: "total" | "longest", enough: number): Promise<number> {
  let found = Infinity;
  for (let attempt = 0; attempt < 4 && found > enough; attempt++)
    found = Math.min(found, (await timed(input))[measure]);
  return found;
}

describe("A list of any content", () => {
  for (const [name, content] of Object.entries(inputs))
    for (const form of ["text", "bytes"] as const)
      it(`such as ${name}, as ${form}, is read in slices of at most 50 ms`, async function () {
        this.timeout(300_000);
        const input = form === "text" ? content : Buffer.from(content).subarray(0, 10 * megabyte);
        const longest = await best(input, "longest", most);
        assert.ok(longest <= most, `${longest} ms`);
      });

  it("of 1 MB is read in less than a second", async function () {
    this.timeout(300_000);
    for (const content of Object.values(inputs)) {
      const total = await best(Buffer.from(content).subarray(0, megabyte), "total", 1000);
      assert.ok(total < 1000, `${total} ms: ${content.slice(0, 50)}`);
    }
  });

  it("of more than 10 MB or 50,000 lines is declined", async () => {
    await assert.rejects(matchList(source, Buffer.alloc(10 * megabyte + 1, "a\n")), { limit: "bytes" });
    await assert.rejects(matchList(source, "a\n".repeat(50_001)), { limit: "lines" });
    assert.equal((await matchList(source, "a\n".repeat(50_000))).list.lines, 50_000);
  });
});
