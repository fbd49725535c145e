import assert from "node:assert/strict";
import * as v from "valibot";
import {
  pageRequestSchema,
  wordNames,
  type PageOverview,
  type Words,
} from "../../../src/domain/licenseOverview/messages";
import { inOrder } from "../../../src/domain/licenseOverview/order";
import { mostPurchased, purchasedIn } from "../../../src/domain/licenseOverview/purchased";
import { overviewTable } from "../../../src/domain/licenseOverview/table";

const words = Object.fromEntries(wordNames.map((name) => [name, name])) as Words;
const numbers = (active: number | null, idle: number | null = 0) => ({ active, idle, neverLoggedIn: 0, scheduled: 0 });
const row = (name: string, active: number | null, idle: number | null = 0) => ({
  key: name,
  name,
  numbers: numbers(active, idle),
  opens: true,
});

describe("the page of the license overview", () => {
  it("orders rows by a number, unknown ones last, those alike by name, and by name in both directions", () => {
    const rows = [row("b", 5), row("unknown", null), row("a", 5), row("c 10", 9), row("c 9", 1)];
    const names = (by: "name" | "active", descending: boolean) =>
      inOrder(rows, { by, descending }, "en").map(({ name }) => name);
    assert.deepEqual(names("active", true), ["c 10", "a", "b", "c 9", "unknown"]);
    assert.deepEqual(names("active", false), ["c 9", "a", "b", "c 10", "unknown"]);
    assert.deepEqual(names("name", false), ["a", "b", "c 9", "c 10", "unknown"]);
    assert.deepEqual(names("name", true), ["unknown", "c 10", "c 9", "b", "a"]);
  });

  it("reads numbers of licenses as people write them, and nothing else", () => {
    for (const [text, count] of [
      ["1200", 1200],
      ["1,200", 1200],
      ["1.200 ", 1200],
      ["1 200", 1200],
      ["1’200", 1200],
      ["1,234,567", 1234567],
      ["1,00,000", 100000],
      ["0", 0],
    ])
      assert.equal(purchasedIn(String(text)), count);
    assert.equal(purchasedIn("  "), null);
    for (const text of ["-1", "12a", "1e3", "∞", "1.5", "12.50", "1,2,3", ".5", "1,200.50", String(mostPurchased + 1)])
      assert.equal(purchasedIn(text), undefined, text);
  });

  it("asks for nothing but what the extension offers", () => {
    const isAccepted = (message: unknown) => v.safeParse(pageRequestSchema, message).success;
    assert.ok(isAccepted({ type: "show", key: "license:F", measure: "idle" }));
    assert.ok(isAccepted({ type: "purchased", license: "F", count: 3 }));
    for (const message of [
      null,
      "refresh",
      { type: "constructor" },
      { type: "show", key: "license:F", measure: "isAdmin" },
      { type: "show", key: 1, measure: null },
      { type: "purchased", license: "F", count: -1 },
      { type: "purchased", license: "F", count: 0.5 },
    ])
      assert.ok(!isAccepted(message), JSON.stringify(message));
  });

  it("is one table for a spreadsheet, in which what is unknown is not empty", () => {
    const overview: PageOverview = {
      about: "",
      licenses: [{ ...row("Standard", 8, null), license: "F", purchased: 10, free: 2, levels: [row("Admin", 3)] }],
      total: { ...row("Total", 8, null), purchased: null, free: null },
      groups: [row("Sales", 8)],
      logins: [{ key: "login:2026-08", name: "August 2026", shortName: "Aug", count: 4 }],
      unknown: [],
    };
    assert.deepEqual(overviewTable(overview, words), [
      ["", "", "license", "purchased", "active", "idle", "neverLoggedIn", "scheduled", "free"],
      ["license", "Standard", "Standard", "10", "8", "unknown", "0", "0", "2"],
      ["accessLevel", "Admin", "Standard", "", "3", "0", "0", "0", ""],
      ["total", "", "", "", "8", "unknown", "0", "0", ""],
      ["homeGroup", "Sales", "", "", "8", "0", "0", "0", ""],
      ["lastLogins", "August 2026", "", "", "4", "", "", "", ""],
    ]);
  });
});
