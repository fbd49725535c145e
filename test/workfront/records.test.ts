import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import * as v from "valibot";
import { dataIn, parseDate, userDetailSchema, userSchema } from "../../src/workfront/records";
import { best } from "../support/work";

const ID = "592125e60089b88fae8b51c08383e144";

describe("a date from Workfront", () => {
  it("has a colon before its milliseconds and none in its zone", () => {
    assert.equal(parseDate("2017-03-24T17:00:00:000+0400")?.toISOString(), "2017-03-24T13:00:00.000Z");
    assert.equal(parseDate("2026-03-24T17:00:00:123-0630")?.toISOString(), "2026-03-24T23:30:00.123Z");
  });

  it("of any moment in any zone is read exactly", () => {
    const moments = fc.date({ min: new Date("1900-01-02"), max: new Date("2999-12-30"), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.integer({ min: -12 * 60, max: 14 * 60 }), (moment, zone) => {
        const local = new Date(moment.getTime() + zone * 60_000).toISOString();
        const digits = [Math.floor(Math.abs(zone) / 60), Math.abs(zone) % 60].map((n) => String(n).padStart(2, "0"));
        const written = `${local.slice(0, 19)}:${local.slice(20, 23)}${zone < 0 ? "-" : "+"}${digits.join("")}`;
        assert.deepEqual(parseDate(written), moment);
      }),
    );
  });

  it("may be written as ISO 8601 has it", () => {
    assert.equal(parseDate("2020-05-13T18:18:37.255Z")?.toISOString(), "2020-05-13T18:18:37.255Z");
  });

  it("is no date where the text is none", () => {
    for (const text of ["", "yesterday", "2026-13-45T99:00:00:000+0000", "$$TODAY", "week 5", "2026", "2026-03-24"])
      assert.equal(parseDate(text), undefined, text);
  });
});

describe("a user record", () => {
  it("may lack everything but ID and status", () => {
    const known = { ID, isActive: true };
    const user = v.parse(userDetailSchema, known);
    for (const [field, value] of Object.entries(user)) if (!(field in known)) assert.equal(value, null, field);
  });

  it("is known by its ID, whatever else a server sends in place of what is documented", () => {
    const others = ["ID", "userApproval", "lastLoginDate"];
    const names = Object.keys(userDetailSchema.entries).filter((name) => !others.includes(name));
    for (const odd of [7, true, "", [], {}, [{ ID: 7 }], { name: "x" }, { ID: 7 }])
      for (const name of names) {
        const user = v.parse(userDetailSchema, { ID, [name]: odd });
        assert.equal(user.ID, ID);
        if (typeof odd === "object") assert.equal(user[name as keyof typeof user], null, name);
      }
  });

  it("waits for approval, whatever form that has", () => {
    for (const userApproval of [{ ID, name: "x" }, { ID }, { ID: 7 }, {}, ID, 7, true, [{ ID }]])
      assert.ok(v.parse(userSchema, { ID, isActive: false, userApproval }).userApproval, JSON.stringify(userApproval));
    for (const userApproval of [undefined, null, "", false, []])
      assert.equal(v.parse(userSchema, { ID, isActive: false, userApproval }).userApproval, null);
  });

  it("means the same by null and by absent, but for the last login", () => {
    const nothing = Object.fromEntries(Object.keys(userDetailSchema.entries).map((field) => [field, null]));
    assert.deepEqual(v.parse(userDetailSchema, { ...nothing, ID, isActive: false }), {
      ...v.parse(userDetailSchema, { ID, isActive: false }),
      lastLoginDate: null,
    });
  });

  it("keeps names exactly as they are, whatever their script or punctuation", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        assert.equal(v.parse(userSchema, { ID, isActive: true, name }).name, name);
      }),
    );
  });

  it("keeps the ID and the name of what it refers to", () => {
    const homeGroup = { ID: "5461d7620000029e306908fbf1a469aa", name: "Marketing", objCode: "GROUP" };
    assert.deepEqual(v.parse(userSchema, { ID, isActive: true, homeGroup }).homeGroup, {
      ID: homeGroup.ID,
      name: "Marketing",
    });
  });

  it("whose status is absent, null or a text is of somebody of unknown status", () => {
    for (const isActive of [undefined, null, "true", "false", 0, 1])
      assert.equal(v.parse(userSchema, { ID, isActive }).isActive, null, String(isActive));
    assert.equal(v.parse(userSchema, { ID }).isActive, null);
  });

  it("has never logged in only where Workfront says so: what is missing or cannot be read is not known", () => {
    const lastLogin = (values: object) => v.parse(userSchema, { ID, isActive: true, ...values }).lastLoginDate;
    assert.equal(lastLogin({ lastLoginDate: null }), null);
    assert.equal(lastLogin({}), undefined);
    for (const lastLoginDate of ["recently", "2026-03-24T17:00:00:000", 0, 1774393200000, "", {}, [], ["2026-03-24"]])
      assert.equal(lastLogin({ lastLoginDate }), undefined, JSON.stringify(lastLoginDate));
  });
});

describe("an answer", () => {
  it("that is all wrong, and long, takes no longer than its first record", async () => {
    const data = Array.from({ length: 200_000 }, () => ({}));
    const read = () => assert.rejects(setImmediate().then(() => dataIn({ data }, v.array(userSchema), "host")));
    const total = await best(read, "total", 100);
    assert.ok(total < 100, `${total} ms`);
  });
});
