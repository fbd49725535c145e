import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { ListTooLongError } from "../../../src/domain/lists/tooLong";
import { userDetail } from "../../support/users";
import { matchList } from "../../support/lists";
import { longList, longLists, readEntries } from "../../support/longLists";
import { best, measured } from "../../support/work";

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
  "punctuation before an email": of(`a${"，".repeat(8000)}@example.com\n`, 1.5 * megabyte),
  "check marks": of("☐[ ]( (x:x: a* ", 3 * megabyte),
  "lines marked in two ways": Array.from(
    { length: 20_000 },
    (_, index) => `${index % 2 ? "☑" : "☐"} bo${index}@example.com`,
  ).join("\n"),
  "usernames of 50,000 lines": Array.from({ length: 50_000 }, (_, index) => `user${index}`).join("\n"),
};

/** Reads and matches the input, and checks that every line of it is accounted for. */
async function read(input: Uint8Array): Promise<void> {
  try {
    const { list, accounting } = await matchList(source, input);
    const parts = list.rows.filter(({ part = 1 }) => part > 1).length;
    if (accounting.total > 0) assert.equal(accounting.total - parts, list.lines);
  } catch (error) {
    if (!(error instanceof ListTooLongError)) throw error;
  }
}

describe("A list of any content", () => {
  // As a file has it: it is turned into text, and then read as text is.
  for (const [name, content] of Object.entries(inputs))
    it(`such as ${name}, is read in slices of at most 50 ms`, async function () {
      this.timeout(300_000);
      const input = Buffer.from(content).subarray(0, 10 * megabyte);
      const longest = await best(() => read(input), "longest", most);
      assert.ok(longest <= most, `${longest} ms`);
    });

  it("of 1 MB is read in less than a second", async function () {
    this.timeout(300_000);
    for (const content of Object.values(inputs)) {
      const total = await best(() => read(Buffer.from(content).subarray(0, megabyte)), "total", 1000);
      assert.ok(total < 1000, `${total} ms: ${content.slice(0, 50)}`);
    }
  });

  for (const name of longLists)
    it(`such as a ${name} of 50,000 lines, is soon ready to be looked up, and twice the lines take about twice the time`, async function () {
      this.timeout(300_000);
      const [part, all] = [longList(name, 25_000), longList(name, 50_000)];
      assert.ok((await readEntries(all)).length > 49_990);
      for (let attempt = 1; ; attempt++) {
        const whole = (await measured(() => readEntries(all))).total;
        if (whole < 1000) return;
        const half = (await measured(() => readEntries(part))).total;
        if (whole < 5000 && whole < 3 * half) return;
        assert.ok(attempt < 4, `${whole} ms, and half of it ${half} ms`);
      }
    });

  it("of more than 10 MB or 50,000 lines is declined", async () => {
    await assert.rejects(matchList(source, Buffer.alloc(10 * megabyte + 1, "a\n")), { limit: "bytes" });
    await assert.rejects(matchList(source, "a\n".repeat(50_001)), { limit: "lines" });
    assert.equal((await matchList(source, "a\n".repeat(50_000))).list.lines, 50_000);
  });
});
