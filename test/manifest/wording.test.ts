import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import ts from "typescript";
import { nodes, parse, project, readJSON, readText, sourceFiles } from "./sources";

/** British spellings; Workfront and VS Code write American English. */
const british = new RegExp(
  [
    "licenc(e|es|ed)",
    "organis\\w*",
    "recognis\\w*",
    "(un)?authoris\\w*",
    "initialis\\w*",
    "normalis\\w*",
    "summaris\\w*",
    "customis\\w*",
    "synchronis\\w*",
    "programmes?",
    "behaviours?",
    "colour\\w*",
    "favour\\w*",
    "honour\\w*",
    "catalogues?",
    "centres?",
    "e-mails?",
    "cancell(ed|ing|able)",
    "labell(ed|ing)",
    "travell\\w+",
    "journalled",
    "judgement",
    "learnt",
    "spelt",
    "whilst",
    "amongst",
  ].join("|"),
  "i",
);

/** Words that read as translated, with what to write instead. */
const banned: readonly (readonly [RegExp, string])[] = [
  [/\bticks?\b|\bticked\b/i, "select, selected"],
  [/\bwhom\b/i, "who, or another sentence"],
  [/\bbegun\b/i, "started"],
  [/\bnot known\b/i, "unknown"],
  [/\bleft as is\b/i, "skipped"],
  [/\b(still )?hold(s|ing)?\b|\bheld\b/i, "assigned work, is assigned"],
  [/\bstands? under\b/i, "is under, go to"],
  [/\berror of its own\b/i, "something went wrong in"],
  [/\badvises to\b/i, "recommends"],
  [/\bnobody matches\b/i, "no users match"],
  [/\bany more\b/i, "no longer"],
  [/\bmeanwhile\b/i, "in the meantime, or nothing"],
  [/\bRuns view\b/, "History view"],
  [/\bmust not\b/i, "cannot"],
  [/\b(sorry|please)\b|!(?![\w[=]|$)/i, "no apology, no exclamation"],
];

/** What reads as translated, in the languages of the translations. */
const bannedInTranslations: Readonly<Record<string, readonly RegExp[]>> = {
  // Pairs of particles, of which the reader has to choose one.
  ko: [/\((?:는|은|가|이|를|을|와|과|로|으|으로|이?라)\)/, /[을를은는이가과와]\/[을를은는이가과와]/, /실행 기록/],
  de: [/\bVorg[aä]ng/, /\bHaken\b|angehakt/i, /Eigentümer/, /Einzelseiten/, /Jederzeit/],
};

interface Text {
  readonly where: string;
  readonly words: string;
}

/** The first arguments of `l10n.t`. */
function messages(): Text[] {
  return sourceFiles.flatMap((file) =>
    [...nodes(parse(file))]
      .filter((node) => ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText()))
      .map((call) => ({ where: file, words: (call as ts.CallExpression).arguments[0]?.getText() ?? "" })),
  );
}

const manifestWords: readonly Text[] = Object.entries(readJSON("package.nls.json") as Record<string, string>).map(
  ([where, words]) => ({ where: `package.nls.json: ${where}`, words }),
);
const documents: readonly Text[] = ["README.md", "CHANGELOG.md", "docs/connecting.md", "docs/lists.md"].map((file) => ({
  where: file,
  words: readText(file),
}));

/** Each line in which the pattern is found, outside of code and of the German word. */
function found(texts: readonly Text[], pattern: RegExp): string[] {
  return texts.flatMap(({ where, words }) =>
    words
      .replace(/`[^`\n]*`|\bE-Mail(?=\b|-)/g, "")
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${where}: ${line.trim().slice(0, 160)}`),
  );
}

describe("wording", () => {
  it("is spelled as in America, in every source, test, and document", () => {
    const files = execFileSync(
      "git",
      ["ls-files", "*.ts", "*.md", "*.js", "*.mjs", "package.json", "package.nls.json"],
      {
        cwd: project,
        encoding: "utf8",
      },
    );
    const texts = files
      .split("\n")
      .filter((file) => file !== "" && file !== "test/manifest/wording.test.ts")
      .map((file) => ({ where: file, words: readText(file) }));
    assert.deepEqual(found(texts, new RegExp(`\\b(${british.source})\\b`, "i")).filter(isOurs), []);
  });

  for (const [language, patterns] of Object.entries(bannedInTranslations))
    it(`of the translation is that of the language itself: ${language}`, () => {
      const texts = [`l10n/bundle.l10n.${language}.json`, `package.nls.${language}.json`].flatMap((file) =>
        Object.entries(readJSON(file) as Record<string, string>).map(([where, words]) => ({ where, words })),
      );
      assert.deepEqual(
        patterns.flatMap((pattern) => found(texts, pattern)),
        [],
      );
    });

  it("on screen and in the documents is plain English", () => {
    const texts = [...manifestWords, ...messages(), ...documents];
    const wrong = banned.flatMap(([pattern, instead]) =>
      found(texts, pattern).map((line) => `${line} (write: ${instead})`),
    );
    assert.deepEqual(wrong, []);
  });
});

/** What is written to files, and a name of the editor, keep their spelling. */
function isOurs(line: string): boolean {
  return !/"cancelled"|cancellable: true/.test(line);
}
