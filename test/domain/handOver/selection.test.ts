import assert from "node:assert/strict";
import type { HeldWork, MovableItem } from "../../../src/domain/handOver/heldWork";
import type { MovableKind } from "../../../src/domain/handOver/kinds";
import { Selection } from "../../../src/domain/handOver/selection";
import { nextID } from "../../support/users";

const held = (kind: MovableKind, count: number): HeldWork => ({
  kind,
  items: Array.from({ length: count }, (_, index) => item(kind, index)),
});

function item(kind: MovableKind, index: number): MovableItem {
  const ID = nextID();
  const shown = { objCode: "PROJ", ID };
  const texts = { name: `${kind} ${index}`, project: "", status: "" };
  return {
    kind,
    objCode: "PROJ",
    ID,
    field: "ownerID",
    holder: { ID: nextID(), name: "Lea" },
    shown,
    along: {},
    ...texts,
  };
}

describe("what is selected to be handed over", () => {
  const all = [held("tasks", 3), held("projects", 2), held("reports", 2), held("teams", 0)];

  it("is all at first, but for reports that run as the user", () => {
    const selection = new Selection(all);
    assert.equal(selection.total, 7);
    assert.deepEqual(
      selection.items.map(({ name }) => name),
      ["tasks 0", "tasks 1", "tasks 2", "projects 0", "projects 1"],
    );
    assert.deepEqual(selection.of("reports"), []);
  });

  it("leaves out and takes in whole kinds", () => {
    const selection = new Selection(all);
    for (const kind of ["tasks", "reports"] as const) selection.toggle(kind);
    assert.deepEqual([selection.of("tasks").length, selection.of("reports").length], [0, 2]);
    selection.toggle("tasks");
    assert.equal(selection.of("tasks").length, 3);
  });

  it("leaves out single items, in the order of the kinds", () => {
    const selection = new Selection(all);
    selection.choose("tasks", all[0]!.items.slice(1));
    assert.deepEqual(
      selection.items.map(({ name }) => name),
      ["tasks 1", "tasks 2", "projects 0", "projects 1"],
    );
    selection.toggle("tasks");
    assert.deepEqual(selection.of("tasks"), []);
  });
});
