import assert from "node:assert/strict";
import { constantOf, manifest } from "./sources";

const { commands, menus } = manifest.contributes;
const declared = commands.map(({ command }) => command).sort();
const known = (constantOf("src/ui/editor/commands.ts", "commandNames") as string[])
  .map((name) => `workfrontUsers.${name}`)
  .sort();

/** These work whatever is there, or ask for what they need, so the palette always offers them. */
const alwaysOffered = [
  "connect",
  "copyEmail",
  "copyId",
  "copyRedirectAddress",
  "deleteRun",
  "disconnect",
  "exportRun",
  "exportUsers",
  "filter",
  "findIdle",
  "groupBy",
  "openInWorkfront",
  "refresh",
  "search",
  "showHoldings",
  "showLog",
  "showRun",
  "showUser",
  "switchConnection",
].map((name) => `workfrontUsers.${name}`);

describe("commands in the manifest", () => {
  it("are those that the code knows", () => {
    assert.deepEqual(declared, known);
  });

  it("are all that menus name", () => {
    for (const [menu, items] of Object.entries(menus))
      for (const { command } of items) assert.ok(declared.includes(command), `${menu} names ${command}`);
  });

  it("say when the palette offers them, unless they always work", () => {
    const ruled = (menus["commandPalette"] ?? []).map(({ command }) => command);
    assert.deepEqual([...new Set([...ruled, ...alwaysOffered])].sort(), declared);
    assert.deepEqual(
      alwaysOffered.filter((command) => ruled.includes(command)),
      [],
    );
  });

  it("each appear in a menu or in the palette", () => {
    const shown = new Set(
      Object.values(menus)
        .flat()
        .filter(({ when }) => when !== "false")
        .map(({ command }) => command),
    );
    for (const command of [...shown, ...alwaysOffered]) shown.add(command);
    assert.deepEqual([...shown].sort(), declared);
  });
});
