import assert from "node:assert/strict";
import { displayName, distinction, managesWork, stateOf } from "../../src/domain/user";
import { user } from "../support/users";

describe("a user", () => {
  it("is called by name, else by email, else by ID", () => {
    const { ID } = user();
    assert.equal(displayName({ ID, name: "Ada", emailAddr: "ada@example.com" }), "Ada");
    assert.equal(displayName({ ID, name: " ", emailAddr: "ada@example.com" }), "ada@example.com");
    assert.equal(displayName({ ID, name: null, emailAddr: null }), ID);
  });

  it("is active, deactivated, waiting for approval, or of unknown status", () => {
    const userApproval = { ID: user().ID, name: null };
    assert.equal(stateOf({ isActive: true, userApproval: null }), "active");
    assert.equal(stateOf({ isActive: true, userApproval }), "active");
    assert.equal(stateOf({ isActive: false, userApproval: null }), "deactivated");
    assert.equal(stateOf({ isActive: false, userApproval }), "waiting");
    assert.equal(stateOf({ isActive: null, userApproval }), "unknown");
  });

  it("manages work by the letter of the license, in whatever language its label is, or by the label", () => {
    const labels = new Map([
      ["F", "표준"],
      ["C", "라이트"],
      ["W", "Plan"],
    ]);
    const manages = (licenseType: string | null, isAdmin = false) => managesWork({ licenseType, isAdmin }, labels);
    assert.deepEqual(
      ["F", "C", "W", "X", null].map((letter) => manages(letter)),
      [true, false, true, false, false],
    );
    assert.equal(managesWork({ licenseType: "F", isAdmin: null }, new Map()), true);
    assert.equal(manages("C", true), true);
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
