import { execFileSync } from "node:child_process";
import { project } from "./sources";

describe("the ways to break what is promised", () => {
  it("are each still possible in the sources", () => {
    // Ends with an error, and says so, where a place to break is no longer there.
    execFileSync(process.execPath, ["--import=tsx", "test/mutants.ts", "--check"], { cwd: project });
  });
});
