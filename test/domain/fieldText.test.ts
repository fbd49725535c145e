import assert from "node:assert/strict";
import { fieldText } from "../../src/domain/fieldText";

const ID = "592125e60089b88fae8b51c08383e144";
const text = (values: object, field: string) => fieldText({ ID, ...values }, field);

describe("a field as text", () => {
  it("is found under its whole name, else by its relation", () => {
    assert.equal(text({ "DE:Cost Center: EU": "4711" }, "DE:Cost Center: EU"), "4711");
    assert.equal(text({ homeGroup: { ID, name: "Marketing" } }, "homeGroup:name"), "Marketing");
    assert.equal(text({ manager: { ID, "DE:Cost: Center": 7 } }, "manager:DE:Cost: Center"), "7");
    assert.equal(text({ teams: [{ name: "Web" }, { name: null }, { name: "Print" }] }, "teams:name"), "Web, , Print");
  });

  it("is empty where there is nothing", () => {
    for (const field of ["title", "homeGroup:name", "DE:Nothing", "toString", "constructor:name"])
      assert.equal(text({ homeGroup: null }, field), "", field);
  });

  it("is a standard date wherever Workfront's own form stands, also in collections and custom fields", () => {
    const date = "2026-03-24T17:00:00:000-0600";
    const iso = "2026-03-24T23:00:00.000Z";
    assert.equal(text({ lastLoginDate: date }, "lastLoginDate"), iso);
    assert.equal(text({ "DE:Contract End": date }, "DE:Contract End"), iso);
    assert.equal(
      text({ delegationsFrom: [{ startDate: date }, { startDate: date }] }, "delegationsFrom:startDate"),
      `${iso}, ${iso}`,
    );
  });

  it("is left alone where it is no date of that form, whatever the field is called", () => {
    for (const value of ["week 5", "2026", "2026-03-24", "1/2/2026", "May 2026", "2026-13-45T99:00:00:000+0000"])
      assert.equal(text({ contractDate: value }, "contractDate"), value);
  });
});
