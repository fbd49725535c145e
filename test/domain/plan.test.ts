import assert from "node:assert/strict";
import { planChange, wishedState, type Plan } from "../../src/domain/plan";
import { userDetail } from "../support/users";

/** Who is in which list, by name. */
function summary({ change, unchanged, refused }: Plan) {
  return {
    change: change.map(({ name }) => name),
    unchanged: unchanged.map(({ name }) => name),
    refused: refused.map(({ user, reason }) => [user.name, reason]),
  };
}

describe("a plan", () => {
  const ada = userDetail({ name: "Ada", isAdmin: true });
  const bo = userDetail({ name: "Bo" });
  const cy = userDetail({ name: "Cy", isActive: false });

  it("changes those who are not yet as wished and leaves alone those who are", () => {
    assert.deepEqual(summary(planChange("deactivate", [bo, cy], [bo, cy], ada.ID)), {
      change: ["Bo"],
      unchanged: ["Cy"],
      refused: [],
    });
    assert.deepEqual(summary(planChange("reactivate", [bo, cy], [bo, cy], ada.ID)), {
      change: ["Cy"],
      unchanged: ["Bo"],
      refused: [],
    });
  });

  it("does not deactivate the user who is signed in, and says so", () => {
    assert.deepEqual(summary(planChange("deactivate", [bo, ada], [ada, bo], ada.ID)), {
      change: ["Bo"],
      unchanged: [],
      refused: [["Ada", "self"]],
    });
  });

  it("refuses by name who waits for approval, and whose state the server does not tell, whatever is wished", () => {
    const wanda = userDetail({ name: "Wanda", isActive: false, userApproval: { ID: ada.ID, name: null } });
    const una = userDetail({ name: "Una", isActive: null });
    for (const wish of ["deactivate", "reactivate"] as const)
      assert.deepEqual(summary(planChange(wish, [wanda, una], [wanda, una], ada.ID)), {
        change: [],
        unchanged: [],
        refused: [
          ["Wanda", "waitingForApproval"],
          ["Una", "unknownState"],
        ],
      });
  });

  it("refuses whom the server does not know, by the name they were chosen by", () => {
    assert.deepEqual(summary(planChange("deactivate", [bo, cy], [bo], ada.ID)).refused, [["Cy", "unknown"]]);
  });

  it("goes by what the server says, not by what was chosen", () => {
    const stale = { ...cy, isActive: true, name: "Cy as listed" };
    assert.deepEqual(summary(planChange("deactivate", [stale], [cy], ada.ID)), {
      change: [],
      unchanged: ["Cy"],
      refused: [],
    });
  });

  it("counts a user who was chosen twice once, and keeps the order of choosing", () => {
    const di = userDetail({ name: "Di" });
    const plan = planChange("deactivate", [di, bo, di, bo], [bo, di], ada.ID);
    assert.deepEqual(summary(plan).change, ["Di", "Bo"]);
  });

  it("of nobody is empty", () => {
    assert.deepEqual(summary(planChange("reactivate", [], [], ada.ID)), { change: [], unchanged: [], refused: [] });
  });

  it("to deactivate wishes for inactive users, to reactivate for active ones", () => {
    assert.equal(wishedState("deactivate"), false);
    assert.equal(wishedState("reactivate"), true);
  });
});
