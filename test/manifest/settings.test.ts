import assert from "node:assert/strict";
import { constantOf, manifest, readText, sourceFiles } from "./sources";

const table = "src/ui/editor/settings.ts";

describe("settings in the manifest", () => {
  it("are those that the code reads, with the same defaults", () => {
    const defaults = Object.entries(constantOf(table, "defaults") as object);
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(manifest.contributes.configuration.properties).map(([name, property]) => [
          name,
          property.default,
        ]),
      ),
      Object.fromEntries(defaults.map(([name, value]) => [`workfrontUsers.${name}`, value as unknown])),
    );
  });

  it("are out of a workspace's reach", () => {
    for (const [name, property] of Object.entries(manifest.contributes.configuration.properties))
      assert.match((property as { scope?: string }).scope ?? "", /^(application|machine)$/, name);
  });

  it("are read in one place", () => {
    const readers = sourceFiles.filter((file) => /getConfiguration\("workfrontUsers/.test(readText(file)));
    assert.deepEqual(readers, [table]);
  });
});
