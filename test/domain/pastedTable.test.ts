import assert from "node:assert/strict";
import { pastedTable } from "../../src/domain/pastedTable";

describe("a table for the clipboard", () => {
  it("has a line for each row and a tab between cells, whatever is in them", () => {
    assert.equal(
      pastedTable([
        ["Name", "ID"],
        ["Ann\tLee\r\nx", "1"],
      ]),
      "Name\tID\nAnn Lee x\t1",
    );
  });

  it("has no formula in it", () => {
    for (const cell of ["=1+1", " +1", "-1", "@x", '"=1', "\t=1"]) assert.match(pastedTable([[cell]]), /^'/, cell);
    assert.equal(pastedTable([["a=b", "x-y"]]), "a=b\tx-y");
  });
});
