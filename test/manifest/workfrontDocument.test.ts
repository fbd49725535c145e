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
      const lines = readText("docs/workfront.md")
        .replaceAll(/\s+/g, " ")
        .split(/ (?:- \*\*|#+ )/)
        .map((item) => item.split("_Line:_ ")[1] ?? "")
        .join("\n");
      const missing = forms.map(({ use }) => use.replace("Assigned work: ", "")).filter((use) => !lines.includes(use));
      assert.deepEqual(missing, []);
    } finally {
      await sandbox.stop();
    }
  });
});
