import assert from "node:assert/strict";
import { checkConnection } from "../../src/domain/connectionCheck";
import { startSandbox } from "../sandbox/server";
import { clientFor } from "../support/client";
import { readText } from "./sources";

describe("docs/workfront.md", () => {
  it("names every line of Check Connection", async () => {
    const sandbox = await startSandbox({ users: 12 });
    try {
      const { forms } = await checkConnection(clientFor(sandbox));
      const lastCells = readText("docs/workfront.md")
        .split("\n")
        .flatMap((line) => line.split("|").at(-2) ?? [])
        .join("\n");
      const missing = forms
        .map(({ use }) => use.replace("Assigned work: ", ""))
        .filter((use) => !lastCells.includes(use));
      assert.deepEqual(missing, []);
    } finally {
      await sandbox.stop();
    }
  });
});
