import assert from "node:assert/strict";
import { readList } from "../../../src/domain/lists/list";
import { statusColumnsOf } from "../../../src/domain/lists/status";

describe("A column that tells users apart by their state", () => {
  const found = async (...lines: string[]) =>
    (await statusColumnsOf(await readList(lines.join("\n")))).map(({ header, values }) => [header, ...values.flat()]);

  it("is found by its header, with what it says and how often", async () => {
    for (const header of [
      "Status",
      "Employment status",
      "Account enabled",
      "isActive",
      "Deactivate?",
      "Deactivated in Active Directory",
      "Leaver",
      "Last day of leaving",
      "Termination date",
      "Konto aktiv",
      "Austritt",
      "재직 상태",
      "퇴사일",
    ])
      assert.deepEqual(
        await found(`Name;Email;${header}`, "Bo;bo@example.com;x", "Cy;cy@example.com;y", "Di;di@example.com;y"),
        [[header, "y", 2, "x", 1]],
        header,
      );
  });

  it("is found by its words, whatever stands above it", async () => {
    assert.deepEqual(await found("Email,HR", "bo@example.com,active", "cy@example.com,Terminated"), [
      ["HR", "active", 1, "Terminated", 1],
    ]);
    assert.deepEqual(await found("bo@example.com,aktiv", "cy@example.com,inaktiv"), [
      [undefined, "aktiv", 1, "inaktiv", 1],
    ]);
    assert.deepEqual(await found("Email,Type", "bo@example.com,Leaver", "cy@example.com,Joiner"), [
      ["Type", "Leaver", 1, "Joiner", 1],
    ]);
    assert.deepEqual(await found("☑;bo@example.com", "☐;cy@example.com"), [[undefined, "☑", 1, "☐", 1]]);
  });

  it("counts lines that say nothing", async () => {
    assert.deepEqual(await found("Email,Disabled", "bo@example.com,", "cy@example.com,yes"), [
      ["Disabled", "", 1, "yes", 1],
    ]);
  });

  it("is none that says the same of everybody, or something else of each, or who they are", async () => {
    assert.deepEqual(await found("Email,Status", "bo@example.com,Active", "cy@example.com,Active"), []);
    const lines = Array.from({ length: 20 }, (_, index) => `user${index}@example.com,state ${index}`);
    assert.deepEqual(await found("Email,Status", ...lines), []);
    assert.deepEqual(await found("Email,Team", "bo@example.com,Web", "cy@example.com,Sales"), []);
    assert.deepEqual(await found("Email,Lead", "bo@example.com,yes", "cy@example.com,no"), []);
    assert.deepEqual(await found("bo@example.com", "cy@example.com"), []);
  });
});
