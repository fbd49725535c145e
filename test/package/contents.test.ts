import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions, type Metafile } from "esbuild";

const project = path.resolve(__dirname, "../..");
const kilobytes = (file: string) => statSync(path.join(project, file)).size / 1024;
const programs = filesIn("dist").filter((file) => file.endsWith(".js"));

/** Files below a folder, as paths from the project's folder; none where there is no such folder. */
function filesIn(folder: string): string[] {
  if (!existsSync(path.join(project, folder))) return [];
  return readdirSync(path.join(project, folder), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => path.relative(project, path.join(item.parentPath, item.name)).replaceAll(path.sep, "/"));
}

/** The names in the directory at the end of a ZIP file. */
function filesHeld(zip: Buffer): string[] {
  const names: string[] = [];
  const end = zip.lastIndexOf("PK\x05\x06");
  for (let entry = zip.readUInt32LE(end + 16); entry < end;) {
    const length = zip.readUInt16LE(entry + 28);
    names.push(zip.toString("utf8", entry + 46, entry + 46 + length));
    entry += 46 + length + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return names;
}

/** The package that a bundled file is from; none for our own. */
function packageOf(file: string): string[] {
  const [, inside] = file.split("node_modules/");
  if (inside === undefined) return [];
  return [
    inside
      .split("/")
      .slice(0, inside.startsWith("@") ? 2 : 1)
      .join("/"),
  ];
}

describe("the package", () => {
  it("holds what the extension needs and nothing else", () => {
    const translations = readdirSync(project).filter((name) => /^package\.nls(\..+)?\.json$/.test(name));
    const documents = ["LICENSE.txt", "ThirdPartyNotices.txt", "changelog.md", "readme.md"];
    const expected = [
      ...documents,
      "package.json",
      ...programs,
      ...filesIn("dist/webview").filter((file) => file.endsWith(".css")),
      ...translations,
      ...filesIn("l10n"),
      ...filesIn("media"),
    ];
    const held = filesHeld(readFileSync(path.join(project, "dist/workfront-users.vsix")));
    const files = held.flatMap((file) => (file.startsWith("extension/") ? file.slice("extension/".length) : []));
    assert.deepEqual(files.sort(), expected.sort());
    assert.ok(files.length < 40, `${files.length} files`);
  });

  it("is at most 500 KB, its programs at most 415 KB, for a budget of 300 KB that is missed", () => {
    assert.ok(kilobytes("dist/workfront-users.vsix") <= 500, `${kilobytes("dist/workfront-users.vsix")} KB`);
    const size = programs.reduce((sum, file) => sum + kilobytes(file), 0);
    assert.ok(size <= 415, `${size} KB`);
  });
});

describe("the files of the program", () => {
  const script = (file: string) => readFileSync(path.join(project, file), "utf8");
  /** The files that each file requires as soon as it is loaded, and not in a function. */
  const needs = (file: string) => [...script(file).matchAll(/(?<!=>[\w$]*\(*)require\("\.\/([\w-]+\.js)"\)/g)];

  it("are one that is loaded at activation, at most 40 KB, and others that it loads only when they are needed", () => {
    assert.deepEqual(needs("dist/extension.js"), []);
    assert.ok(kilobytes("dist/extension.js") <= 40, `${kilobytes("dist/extension.js")} KB`);
    for (const part of ["openSession", "users", "history", "features"])
      assert.ok(script("dist/extension.js").includes(`require("./${part}.js")`));
  });

  it("are at most 125 KB for the first rows, which need nothing of what commands and History need", () => {
    const needed = (file: string) => [...new Set(needs(`dist/${file}.js`).map(([, name]) => name))].sort();
    assert.deepEqual(needed("openSession"), ["extension.js"]);
    assert.deepEqual(needed("users"), ["extension.js", "openSession.js"]);
    const size = kilobytes("dist/openSession.js") + kilobytes("dist/users.js");
    assert.ok(size <= 125, `${size} KB`);
  });

  it("are such that no library is loaded at activation, and no network", async () => {
    const { metafile } = await builtAnew();
    const inputs = inputsOf(metafile, "dist/extension.js");
    assert.ok(inputs.has("src/ui/editor/commands.ts"));
    assert.deepEqual(
      [...inputs].filter((file) => /node_modules|workfront\/(transport|sender|client|oauth)/.test(file)),
      [],
    );
  });

  it("have each module once", async () => {
    const { metafile } = await builtAnew();
    const homes = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    assert.deepEqual(homes.sort(), [...new Set(homes)].sort());
  });
});

/** What is bundled, without writing it. */
async function builtAnew() {
  const { options } = (await import(pathToFileURL(path.join(project, "esbuild.js")).href)) as { options: BuildOptions };
  return build({ ...options, metafile: true as const });
}

/** The source files of what is loaded with a file. */
function inputsOf({ outputs }: Metafile, file: string, seen = new Set<string>()): Set<string> {
  const { inputs = {}, imports = [] } = outputs[file] ?? {};
  seen.add(file);
  const needed = imports.filter(
    ({ kind, external, path: next }) => kind === "import-statement" && !external && !seen.has(next),
  );
  return new Set([
    ...Object.keys(inputs),
    ...needed.flatMap(({ path: next }) => [...inputsOf({ outputs } as Metafile, next, seen)]),
  ]);
}

describe("the notices of third parties", () => {
  it("name every package that is bundled, with the whole text of its license", async () => {
    const notices = readFileSync(path.join(project, "ThirdPartyNotices.txt"), "utf8").split(/^-{80}$/m);
    const { metafile } = await builtAnew();
    const bundled = new Set(Object.keys(metafile.inputs).flatMap(packageOf));
    assert.ok(bundled.size > 4);
    for (const name of bundled) {
      const notice = notices.find((one) => one.trimStart().startsWith(`${name} `));
      assert.ok(notice, name);
      assert.match(notice, /Copyright|\(c\)/i, name);
      assert.ok(notice.length > 400, name);
    }
  });
});
