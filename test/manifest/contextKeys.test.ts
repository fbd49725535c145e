import assert from "node:assert/strict";
import ts from "typescript";
import { constantOf, nodes, parse, readText, sourceFiles } from "./sources";

const table = "src/ui/editor/contextKeys.ts";
const known = Object.keys(constantOf(table, "initial") as object).sort();
const viewIDs = ["workfrontUsers.users", "workfrontUsers.runs"];

describe("context keys in the manifest", () => {
  it("are those that the code sets", () => {
    const conditions = [
      ...readText("package.json").matchAll(/"(?:when|enablement)": "((?:[^"\\]|\\.)*)"|"onContext:([^"]+)"/g),
    ].map(([, when, event]) => when ?? event ?? "");
    const used = conditions.flatMap((condition) => condition.match(/\bworkfrontUsers\.\w+/g) ?? []);
    assert.deepEqual([...new Set(used)].filter((key) => !viewIDs.includes(key)).sort(), known);
  });

  it("are set through their table alone", () => {
    const setters = sourceFiles.filter((file) =>
      [...nodes(parse(file))].some((node) => ts.isStringLiteralLike(node) && node.text === "setContext"),
    );
    assert.deepEqual(setters, [table]);
  });
});
