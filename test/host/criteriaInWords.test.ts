import assert from "node:assert/strict";
import type { UserCriteria } from "../../src/workfront/query";
import { criteriaInWords } from "../../src/ui/users/criteriaInWords";

describe("what the Users view says of its filters", () => {
  const said = (criteria: UserCriteria) => criteriaInWords(criteria, () => undefined);

  it("has one day as one, and many as many", () => {
    assert.equal(said({ notLoggedInDays: 1 }), "Not logged in for 1 day");
    assert.equal(said({ notLoggedInDays: 1, neverLoggedIn: true }), "Not logged in for 1 day, or never");
    assert.equal(said({ notLoggedInDays: 1200 }), "Not logged in for 1,200 days");
    assert.equal(said({ createdDays: 1 }), "Created more than 1 day ago");
    assert.equal(said({ createdDays: 30 }), "Created more than 30 days ago");
  });
});
