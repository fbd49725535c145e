import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { manifest, project, readJSON, readText } from "./sources";

const [walkthrough] = manifest.contributes.walkthroughs;
const { steps } = walkthrough!;
const words = readJSON("package.nls.json") as Readonly<Record<string, string>>;
const wordsOf = (reference: string) => words[reference.replaceAll("%", "")] ?? "";
const declared = manifest.contributes.commands.map(({ command }) => command);

describe("the walkthrough", () => {
  it("has a picture without words for each step, in the colors of the theme, and no picture besides", () => {
    const pictures = steps.map(({ media }) => media.svg);
    const files = readdirSync(path.join(project, "media/walkthrough")).map((name) => `media/walkthrough/${name}`);
    assert.deepEqual(files.sort(), [...pictures].sort());
    for (const picture of pictures) {
      const svg = readText(picture);
      assert.doesNotMatch(svg, /<(text|image|style|script)/, picture);
      for (const [, color] of svg.matchAll(/(?:fill|stroke)="([^"]*)"/g))
        assert.match(color ?? "", /^(none|var\(--vscode-[A-Za-z-]+, #[0-9a-f]{6}\))$/, picture);
    }
  });

  it("describes each picture in words", () => {
    for (const { id, media } of steps) assert.ok(wordsOf(media.altText).length > 20, id);
  });

  it("has what to do in each step itself, and a button that does it", () => {
    for (const { id, description } of steps) {
      const links = [...wordsOf(description).matchAll(/^\[[^\]]+\]\(command:([\w.]+)[^)]*\)$/gm)];
      assert.ok(links.length > 0, id);
      for (const [, command = ""] of links)
        assert.ok(declared.includes(command) || command === "workfrontUsers.runs.focus", `${id}: ${command}`);
      assert.ok(wordsOf(description).length > 100, id);
    }
  });

  it("ticks what was done, never what was only clicked", () => {
    for (const { id, completionEvents } of steps)
      for (const event of completionEvents) assert.match(event, /^(onContext|onView):/, id);
  });
});
