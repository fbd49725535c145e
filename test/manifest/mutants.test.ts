import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { project } from "./sources";

describe("the ways to break what is promised", () => {
  it("are each still possible in the sources", () => {
    const found = execFileSync(process.execPath, ["--import=tsx", "test/mutants.ts", "--check"], { cwd: project });
    assert.equal(String(found), "");
  });
});
