import assert from "node:assert/strict";
import ts from "typescript";
import { limits } from "../../src/domain/lists/tooLong";
import { daysKept } from "../../src/domain/runs/runs";
import { constantOf, manifest, nodes, parse, readJSON, readText, sourceFiles } from "./sources";

const userDocuments = ["README.md", "docs/connecting.md", "docs/lists.md"];

/** Every text in the sources: of messages, and of whatever else is written out. */
const texts = sourceFiles.flatMap((file) =>
  [...nodes(parse(file))].filter((node) => ts.isStringLiteralLike(node)).map((node) => node.text),
);
const manifestWords = Object.values(readJSON("package.nls.json") as Record<string, string>);

const inWords = (number: number) => number.toLocaleString("en-US");

describe("the documents for users", () => {
  it("call each command as its menu does", () => {
    const ofVSCode = ["Install from VSIX…", "Welcome: Open Walkthrough…", "Configure Tools…", "…"];
    const known = [...manifestWords, ...texts, ...ofVSCode];
    for (const file of userDocuments)
      for (const [, words = ""] of readText(file).matchAll(/\*\*([^*\n]*…)\*\*/g))
        assert.ok(known.includes(words.replace("Workfront Users: ", "")), `${file}: ${words}`);
  });

  it("quote messages as they are", () => {
    const [, list = ""] = readText("docs/connecting.md").split("## When something does not work");
    const quoted = [...list.matchAll(/^- _(?:…)?([^_…]+)[^_]*_/gm)].map(([, words = ""]) => words.trim());
    assert.ok(quoted.length > 5, String(quoted.length));
    for (const words of quoted)
      assert.ok(
        texts.some((text) => text.includes(words)),
        words,
      );
  });

  it("list each setting with its default and the values that it can have", () => {
    const items = readText("README.md").split(/^- /m);
    for (const [name, property] of Object.entries(manifest.contributes.configuration.properties)) {
      const { minimum, maximum } = property as { readonly minimum?: number; readonly maximum?: number };
      const isEmpty = typeof property.default === "object";
      const usual = isEmpty ? "none" : `\`${JSON.stringify(property.default).replaceAll('"', "")}\``;
      const item = items.find((text) => text.startsWith(`\`${name}\` (${usual}): `));
      assert.ok(item !== undefined, name);
      if (minimum !== undefined && maximum !== undefined) assert.ok(item.includes(`(${minimum} to ${maximum})`), name);
    }
  });

  it("state the numbers that the code has", () => {
    const minutes = (constantOf("src/ui/connections/browserSignIn.ts", "patience") as number) / 60_000;
    assert.equal(minutes, 10);
    assert.match(readText("docs/connecting.md"), /waits for ten minutes/);
    const typed = constantOf("src/ui/changes/confirmation.ts", "mostByButton") as number;
    const most = inWords(constantOf("src/ui/lists/mostRows.ts", "mostRows") as number);
    const tooLong = `${limits.bytes / 2 ** 20} MB or ${inWords(limits.lines)} lines`;
    const [readme, lists] = ["README.md", "docs/lists.md"].map((file) => readText(file).replaceAll(/\s+/g, " "));
    for (const claim of [`Above ${typed} users`, `for ${daysKept} days`, `for ${daysKept} days: when`, tooLong])
      assert.ok(readme?.includes(claim), claim);
    for (const claim of [`More than ${tooLong}.`, `More than ${most} users to select one by one`])
      assert.ok(lists?.includes(claim), claim);
  });

  it("list each tool for agents with its name in the chat", () => {
    const readme = readText("README.md");
    for (const { name, toolReferenceName } of manifest.contributes.languageModelTools)
      assert.match(readme, new RegExp(`^- \`#${toolReferenceName}\` [^#]*\\(\`${name}\`\\)\\.$`, "m"));
  });
});

describe("nothing here deletes a user", () => {
  it("nor anything else in Workfront: no request says so", () => {
    const forbidden = /^DELETE$|\b(deleteUser|replaceUser|clearApiKey|clearAllApiKeys)\b/i;
    assert.deepEqual(
      texts.filter((text) => forbidden.test(text)),
      [],
    );
    const methods = texts.filter((text) => /^(GET|PUT|POST|PATCH|DELETE)$/.test(text));
    assert.deepEqual([...new Set(methods)].sort(), ["GET", "POST", "PUT"]);
  });
});
