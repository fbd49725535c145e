import assert from "node:assert/strict";
import fc from "fast-check";
import { formatDate, parseDate } from "./dates";

describe("the sandbox's dates", () => {
  const now = Date.parse("2026-03-24T23:30:00-06:00");
  const day = (text: string) => Date.parse(`${text}T00:00:00-06:00`);

  it("are written with a colon before the milliseconds, in the organization's zone", () => {
    assert.equal(formatDate(Date.parse("2026-03-24T23:00:00.007Z")), "2026-03-24T17:00:00:007-0600");
  });

  it("are read back as they were written, and as ISO", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) => {
        const moment = date.getTime();
        assert.deepEqual(parseDate(formatDate(moment)), { start: moment, end: moment + 1 });
        assert.deepEqual(parseDate(date.toISOString()), { start: moment, end: moment + 1 });
      }),
    );
  });

  const wildcards: [text: string, first: string, next: string][] = [
    ["2026-03-24", "2026-03-24", "2026-03-25"],
    ["$$TODAY", "2026-03-24", "2026-03-25"],
    ["$$TODAY-90d", "2025-12-24", "2025-12-25"],
    ["$$TODAY+1w", "2026-03-31", "2026-04-01"],
    ["$$TODAY-1m", "2026-02-24", "2026-02-25"],
    ["$$TODAYbm", "2026-03-01", "2026-03-02"],
    ["$$TODAYem", "2026-03-31", "2026-04-01"],
    ["$$TODAYbw", "2026-03-22", "2026-03-23"],
    ["$$TODAYbq", "2026-01-01", "2026-01-02"],
    ["$$TODAYey-1y", "2025-12-31", "2026-01-01"],
  ];
  for (const [text, first, next] of wildcards)
    it(`stand for a whole day: ${text}`, () => {
      assert.deepEqual(parseDate(text, now), { start: day(first), end: day(next) });
    });

  it("stand for a moment when they come from $$NOW", () => {
    assert.deepEqual(parseDate("$$NOW-2h", now), { start: now - 7_200_000, end: now - 7_199_999 });
  });

  for (const text of ["", "yesterday", "24/03/2026", "2026-13-45", "$$TODAY-90", "$$TOMORROW", "2026-03-24T99:00:00Z"])
    it(`are refused when nobody can read them: "${text}"`, () => {
      assert.throws(() => parseDate(text), /Unparseable date/);
    });
});
