import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const project = path.resolve(__dirname, "../..");
const read = (file: string) => readFileSync(path.join(project, file), "utf8");
const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, "");

describe("the README of the package", () => {
  const text = read("dist/README.md");

  it("has each picture drawn in text, narrow enough beside a side bar, because the editor shows none from the package", () => {
    assert.doesNotMatch(text, /!\[|<img/);
    const pictures = [...read("README.md").matchAll(/!\[[^\]]{20,}\]\((docs\/images\/[\w-]+)\.png\)/g)];
    assert.ok(pictures.length >= 3);
    for (const [, picture = ""] of pictures) {
      assert.ok(existsSync(path.join(project, `${picture}.png`)), picture);
      const drawing = read(`${picture}.txt`).trimEnd();
      assert.ok(text.includes(drawing), picture);
      for (const line of drawing.split("\n")) assert.ok(line.length <= 34, line);
    }
  });

  it("has the documents as sections, to which all its links lead", () => {
    const anchors = new Set(
      [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, "")
          .replaceAll(" ", "-"),
      ),
    );
    const links = [...withoutCode(text).matchAll(/\]\(([^)]+)\)/g)].map(([, address = ""]) => address);
    assert.ok(links.length >= readdirSync(path.join(project, "docs")).filter((file) => file.endsWith(".md")).length);
    for (const address of links)
      assert.ok(address.startsWith("https://") || anchors.has(address.replace(/^#/, "")), address);
  });
});

describe("the README of the repository", () => {
  it("leads to files that are there", () => {
    for (const file of [
      "README.md",
      "CONTRIBUTING.md",
      ...readdirSync(path.join(project, "docs")).map((name) => `docs/${name}`),
    ])
      if (file.endsWith(".md"))
        for (const [, address = ""] of withoutCode(read(file)).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g))
          assert.ok(existsSync(path.join(project, path.dirname(file), address)), `${file}: ${address}`);
  });
});
