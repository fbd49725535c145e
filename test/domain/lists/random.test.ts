import assert from "node:assert/strict";
import { generatedList, type GeneratedList } from "../../support/generatedList";
import { matchList } from "../../support/lists";

const lists = 2000;

/** From where on lists are generated; see `fixedSeed.ts`. */
const first = Number(process.env["FAST_CHECK_SEED"] ?? 1) * lists;

describe("Any list that people make", () => {
  it("makes certain exactly those whom it means, and accounts for every line", async function () {
    this.timeout(240_000);
    let certain = 0;
    for (let seed = first; seed < first + lists; seed++) {
      const list = generatedList(seed);
      await holds(list, seed);
      certain += list.meant.size;
    }
    assert.ok(certain > lists, "the lists mean somebody");
  });
});

async function holds(given: GeneratedList, seed: number): Promise<void> {
  const { list, choice, matches, accounting } = await matchList(given.source, given.content, { selfID: given.selfID });
  const found = matches.map(({ entry, kind }) => `${entry.line} ${kind}`).join(", ");
  const told = `list ${seed}: ${JSON.stringify(given.text)} became ${found}`;
  assert.equal(list.lines, given.lines, told);
  if (given.asks) {
    assert.equal(choice, undefined, told);
    return;
  }
  const certain = matches.flatMap((match) => (match.kind === "matched" ? match.user.ID : []));
  assert.deepEqual(new Set(certain), given.meant, told);
  assert.equal(certain.length, given.meant.size, `once each, ${told}`);
  const parts = list.rows.filter(({ part = 1 }) => part > 1).length;
  assert.equal(accounting.total - parts, list.lines, told);
  assert.equal(accounting.lines.length, accounting.total, told);
  const lines = new Set(accounting.lines.map(({ line }) => line));
  assert.equal(lines.size, list.lines, told);
}
