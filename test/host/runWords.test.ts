import assert from "node:assert/strict";
import type { Counts, RunSummary } from "../../src/domain/runs/record";
import { explain } from "../../src/ui/words/failures";
import { restInWords, runInWords } from "../../src/ui/words/runs";

describe("what is said of a run", () => {
  const [from, to] = [[{ ID: "1", name: "Ann" }], [{ ID: "2", name: "Sue" }]];
  /** The sentence and what follows it, for one object or for as many as are counted. */
  const said = (kind: string, counts: Counts) => {
    const count = Object.values(counts).reduce((sum, one) => sum + one, 0);
    const run = { kind, count, counts, names: ["Kim"], from, to } as unknown as RunSummary;
    return [runInWords(run), restInWords(run)].filter(Boolean).join(" | ");
  };

  it("counts all that was asked for, and what became of each that was not changed", () => {
    assert.equal(said("deactivate", { changed: 3 }), "Deactivated 3 of 3 users");
    assert.equal(said("reactivate", { changed: 1, refused: 2 }), "Reactivated 1 of 3 users | 2 skipped");
    assert.equal(said("deactivate", { changed: 1, unchanged: 1 }), "Deactivated 1 of 2 users | 1 needed no change");
    assert.equal(
      said("deactivate", { changed: 118, failed: 1, unknown: 2, notAttempted: 3, refused: 4, unchanged: 5 }),
      "Deactivated 118 of 133 users | 1 failed · 2 unknown · 3 not attempted · 4 skipped · 5 needed no change",
    );
    assert.equal(said("reactivate", { failed: 2 }), "Reactivated 0 of 2 users | 2 failed");
    assert.equal(said("handOver", { changed: 1, refused: 1 }), "Handed over 1 of 2 items from Ann to Sue | 1 skipped");
    assert.equal(said("handBack", { changed: 2 }), "Gave 2 of 2 items back from Ann to Sue");
  });

  it("is why its file could not be read or written, as when a note is added on a full disk", () => {
    const error = Object.assign(new Error("write"), { code: "ENOSPC" });
    assert.match(explain(error), /^A file on this computer could not be read or written \(ENOSPC\)\. Make room/);
  });

  it("names the only one, whatever became of it", () => {
    assert.equal(said("deactivate", { changed: 1 }), "Deactivated Kim");
    assert.equal(said("deactivate", { failed: 1 }), "Deactivation of Kim | Failed");
    assert.equal(said("reactivate", { unknown: 1 }), "Reactivation of Kim | Unknown");
    assert.equal(said("reactivate", { unchanged: 1 }), "Reactivation of Kim | Already active");
    assert.equal(said("handOver", { notAttempted: 1 }), "Hand-over of Kim from Ann to Sue | Not attempted");
    assert.equal(said("handBack", { refused: 1 }), "Return of Kim from Ann to Sue | Skipped");
    assert.equal(said("aNewKind", { failed: 1 }), "Change of Kim | Failed");
  });
});
