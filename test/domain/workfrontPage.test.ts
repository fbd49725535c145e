import assert from "node:assert/strict";
import { workfrontPage } from "../../src/domain/workfrontPage";

const origin = "https://acme.my.workfront.com";

describe("the page of an object in Workfront", () => {
  it("is found by its type", () => {
    assert.equal(workfrontPage(origin, { objCode: "PROJ", ID: "1" }), `${origin}/project/view?ID=1`);
    assert.equal(workfrontPage(origin, { objCode: "OPTASK", ID: "2" }), `${origin}/issue/view?ID=2`);
    assert.equal(workfrontPage(origin, { objCode: "USER", ID: "3" }), `${origin}/user/3/details`);
  });

  it("is not made up for types that have none", () => {
    for (const objCode of ["RRUL", "ASSGN", "constructor", ""])
      assert.equal(workfrontPage(origin, { objCode, ID: "4" }), undefined);
  });
});
