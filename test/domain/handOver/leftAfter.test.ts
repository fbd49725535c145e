import assert from "node:assert/strict";
import { countsByKind } from "../../../src/domain/handOver/countsByKind";
import type { MovableKind } from "../../../src/domain/handOver/kinds";
import { leftAfter, leftWork } from "../../../src/domain/handOver/leftAfter";
import type { ChangeResult } from "../../../src/domain/runs/record";
import { nextID, userDetail } from "../../support/users";

const [gone, other] = [userDetail({ isActive: false }), userDetail({ isActive: false })];
const successor = nextID();
const left = leftWork({
  people: [
    {
      user: gone,
      counts: new Map<MovableKind, number>([
        ["tasks", 3],
        ["projects", 1],
      ]),
    },
    { user: other, counts: new Map<MovableKind, number>([["teams", 2]]) },
  ],
  unknown: [],
});

function result(kind: string, before: string, wished: string, how = "changed"): ChangeResult {
  const ID = nextID();
  const item = { kind, shown: { objCode: "TASK", ID }, project: "", status: "" };
  const change = { objCode: "ASSGN", ID, name: "Task", detail: null, field: "assignedToID", before, wished, item };
  return { ...change, result: how, at: new Date() } as ChangeResult;
}

describe("work that was left, after a run", () => {
  it("is less by what was handed over, and as it was where that failed", () => {
    const after = leftAfter(left, [
      result("tasks", gone.ID, successor),
      result("tasks", gone.ID, successor),
      result("tasks", gone.ID, successor, "failed"),
      result("projects", gone.ID, successor),
    ]);
    assert.deepEqual(
      [...after.counts.get(gone.ID)!],
      [
        ["tasks", 1],
        ["projects", 0],
      ],
    );
    assert.deepEqual([...after.counts.get(other.ID)!], [["teams", 2]]);
    assert.deepEqual(
      [...left.counts.get(gone.ID)!],
      [
        ["tasks", 3],
        ["projects", 1],
      ],
    );
  });

  it("is more by what was given back, also of a kind of which there was nothing", () => {
    const after = leftAfter(left, [result("portfolios", successor, other.ID), result("teams", successor, other.ID)]);
    assert.deepEqual(
      [...after.counts.get(other.ID)!],
      [
        ["teams", 3],
        ["portfolios", 1],
      ],
    );
    assert.equal(after.counts.has(successor), false);
  });

  it("does not change by runs of other kinds, nor by kinds that only a later version knows", () => {
    const status = { ...result("tasks", gone.ID, successor), item: undefined };
    const after = leftAfter(left, [status, result("constructor", gone.ID, successor)]);
    assert.deepEqual(after.counts, left.counts);
  });
});

describe("how much there is of each kind", () => {
  it("is told in the order of the kinds, without those of which there is nothing", () => {
    const changes = [result("teams", gone.ID, successor), result("tasks", gone.ID, successor), { item: undefined }];
    assert.deepEqual(
      [...countsByKind(changes)],
      [
        ["tasks", 1],
        ["teams", 1],
      ],
    );
  });
});
