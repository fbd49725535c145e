import assert from "node:assert/strict";
import { displayName, distinction } from "../../src/domain/user";
import { user } from "../support/users";

describe("a user", () => {
  it("is called by name, else by email, else by ID", () => {
    const { ID } = user();
    assert.equal(displayName({ ID, name: "Ada", emailAddr: "ada@example.com" }), "Ada");
    assert.equal(displayName({ ID, name: " ", emailAddr: "ada@example.com" }), "ada@example.com");
    assert.equal(displayName({ ID, name: null, emailAddr: null }), ID);
  });

  it("is told from namesakes by email, else by username, else by title, but never by the label once more", () => {
    const ada = user({ name: "Ada", emailAddr: "ada@example.com", username: "ada", title: "Countess" });
    assert.equal(distinction(ada), "ada@example.com");
    assert.equal(distinction({ ...ada, emailAddr: null }), "ada");
    assert.equal(distinction({ ...ada, emailAddr: "", username: null }), "Countess");
    assert.equal(distinction({ ...ada, name: null }), "ada");
    assert.equal(distinction({ ...ada, emailAddr: null, username: "Ada", title: null }), undefined);
  });
});
