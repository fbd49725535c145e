import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { nodes, parse, project, readJSON, readText, sourceFiles } from "./sources";

type Words = Readonly<Record<string, string>>;

/** Languages such as `de`, from the names of files such as `package.nls.de.json` in a folder. */
function languages(folder: string, pattern: RegExp): string[] {
  return readdirSync(path.join(project, folder))
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .sort();
}

const manifestWords = readJSON("package.nls.json") as Words;
const manifestLanguages = languages(".", /^package\.nls\.(.+)\.json$/);
const hasBundles = readdirSync(project).includes("l10n");
const codeLanguages = hasBundles ? languages("l10n", /^bundle\.l10n\.(.+)\.json$/) : [];

/** The first arguments of `l10n.t`, as the editor looks them up. */
function codeWords(): string[] {
  const found = sourceFiles.flatMap((file) =>
    [...nodes(parse(file))]
      .filter((node) => ts.isCallExpression(node))
      .filter((call) => /\bl10n\.t$/.test(call.expression.getText()))
      .map((call) => lookUpKey(call)),
  );
  return [...new Set(found)].sort();
}

function lookUpKey(call: ts.CallExpression): string {
  const [argument] = call.arguments;
  if (argument && ts.isStringLiteralLike(argument)) return argument.text;
  if (argument && ts.isObjectLiteralExpression(argument)) {
    const message = literalProperty(argument, "message");
    const comment = literalProperty(argument, "comment");
    if (message !== undefined) return comment === undefined ? message : `${message}/${comment}`;
  }
  throw new Error(`Words to translate must be written out: ${call.getText()}`);
}

function literalProperty(object: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of object.properties)
    if (ts.isPropertyAssignment(property) && property.name.getText() === name) {
      const { initializer } = property;
      const parts = ts.isArrayLiteralExpression(initializer) ? [...initializer.elements] : [initializer];
      return parts.map((part) => (ts.isStringLiteralLike(part) ? part.text : part.getText())).join("");
    }
  return undefined;
}

/** What must be the same in every language: placeholders and the targets of links. */
function fixedParts(words: string): string[] {
  return (words.match(/\{\d+\}|\((?:command|https?):[^)]*\)|`[^`]*`/g) ?? []).sort();
}

function sameWords(translated: Words, original: Words): void {
  assert.deepEqual(Object.keys(translated).sort(), Object.keys(original).sort());
  for (const [key, words] of Object.entries(translated)) {
    assert.notEqual(words.trim(), "", key);
    assert.deepEqual(fixedParts(words), fixedParts(original[key] ?? ""), key);
  }
}

describe("words", () => {
  it("of the manifest are all there, and all used", () => {
    const used = [...readText("package.json").matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? "");
    assert.deepEqual([...new Set(used)].sort(), Object.keys(manifestWords).sort());
  });

  it("of the code are written out where they are looked up", () => {
    assert.ok(codeWords().length > 0);
  });

  it("are translated in code and manifest into the same languages", () => {
    assert.deepEqual(codeLanguages, manifestLanguages);
  });

  for (const language of manifestLanguages)
    it(`of the manifest are all translated into ${language}`, () =>
      sameWords(readJSON(`package.nls.${language}.json`) as Words, manifestWords));

  for (const language of manifestLanguages)
    it(`name a command as its menu does, in ${language}`, () => {
      const menu = readJSON(`package.nls.${language}.json`) as Words;
      const code = readJSON(`l10n/bundle.l10n.${language}.json`) as Words;
      const texts = [...Object.entries(code), ...Object.entries(menu).map(([key, text]) => [manifestWords[key], text])];
      for (const [key, title] of Object.entries(manifestWords).filter(([one]) => one.startsWith("command."))) {
        const [name, translated] = [title, menu[key]].map((one = "") => one.replace("…", ""));
        // One word may be just that word.
        const isMeant = new RegExp(
          name!.includes(" ") ? `(?<!\\w)${name}(?!\\w)` : `^${name}…?$|\\b${name} (does|checks|then)`,
        );
        const wrong = texts.filter(([english = "", text = ""]) => isMeant.test(english) && !text.includes(translated!));
        assert.deepEqual(wrong, [], title);
      }
    });

  for (const language of codeLanguages)
    it(`of the code are all translated into ${language}`, () =>
      sameWords(
        readJSON(`l10n/bundle.l10n.${language}.json`) as Words,
        Object.fromEntries(codeWords().map((words) => [words, words])),
      ));
});
