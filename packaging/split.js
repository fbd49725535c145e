// Writes as CommonJS what esbuild has split: one file for each `import()` of the source, with all that it needs and no file
// before it has.
//
// esbuild splits ES modules only, into many small ones, one for whatever several share. VS Code puts its proxy and certificate
// support into what `require` gives, past which named imports of an ES module go. So the modules are bundled once more.
const { mkdirSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");

/**
 * @param result what esbuild made with `splitting`, not written yet.
 * @param first the source file that is loaded first.
 */
async function writeCommonJS({ metafile, outputFiles }, { first, folder, ...writing }) {
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), requiringEditor(file.text)]));
  const parts = partsOf(metafile.outputs, first);
  const codes = await Promise.all(parts.map((part) => bundled(part, texts, writing)));
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith(".js")) rmSync(path.join(folder, name));
  parts.forEach(({ name }, index) => writeFileSync(path.join(folder, name), relinked(codes[index], parts)));
}

/** Takes the editor's API as it is, once for each part. esbuild would copy its 200 names for each source file that imports it. */
function requiringEditor(code) {
  return code.replaceAll(/\bimport ?\* ?as ([\w$]+) ?from ?"vscode";/g, 'import{editor as $1}from"editor";');
}

/** The files to write, in an order in which they can be loaded: each is a module that was split off, and those it takes in. */
function partsOf(outputs, first) {
  const imported = (output, kind) =>
    outputs[output].imports.filter((one) => !one.external && one.kind === kind).map((one) => one.path);
  const taken = new Set();
  const take = (output) => {
    if (taken.has(output)) return [];
    taken.add(output);
    return [output, ...imported(output, "import-statement").flatMap(take)];
  };
  const parts = [];
  const entries = new Set(Object.keys(outputs).filter((output) => outputs[output].entryPoint === first));
  for (const entry of entries) {
    const modules = take(entry);
    if (modules.length === 0) continue;
    const exports = modules.map((output) => outputs[output].exports);
    parts.push({
      name: nameFor(outputs[entry].entryPoint),
      modules: modules.map((output) => path.basename(output)),
      exports,
    });
    for (const module of modules) for (const next of imported(module, "dynamic-import")) entries.add(next);
  }
  return parts;
}

/** Of a source file its own name, of a library that of the package. */
function nameFor(entryPoint) {
  const [, name = path.parse(entryPoint).name] = /node_modules\/([\w-]+)\//.exec(entryPoint) ?? [];
  return `${name}.js`;
}

/**
 * A part as CommonJS. The modules that it takes in are exported as a whole, for the parts that need them, too. What is exported
 * is a plain value, and no getter: nothing that a module exports changes later.
 */
async function bundled({ name, modules, exports }, texts, writing) {
  const taken = modules.map((module, index) => takenIn(module, exports[index], index));
  const [own, ...others] = taken.map(({ members }) => members);
  const given = [own, ...others.map((members, index) => `${nameWithin(modules, modules[index + 1])}: { ${members} }`)];
  const contents = [
    ...taken.map(({ imports }) => imports),
    `module.exports = { __esModule: true, ${given.join(", ")} };`,
  ];
  const fromMemory = {
    name: "from-memory",
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path: wanted, kind }) => {
        if (wanted === "editor") return { path: wanted, namespace: "split" };
        const own = modules.find((module) => kind === "import-statement" && wanted === `./${module}`);
        return own ? { path: own, namespace: "split" } : { path: wanted, external: true };
      });
      build.onLoad({ filter: /./, namespace: "split" }, (module) => ({
        contents: texts.get(module.path) ?? 'export const editor = require("vscode");',
      }));
    },
  };
  const { outputFiles } = await esbuild.build({
    ...writing,
    stdin: { contents: contents.join("\n"), sourcefile: name },
    bundle: true,
    write: false,
    format: "cjs",
    supported: { "dynamic-import": false },
    plugins: [fromMemory],
  });
  return outputFiles[0].text;
}

/** How the exports of a module are imported, and how they are the members of an object. */
function takenIn(module, exports, index) {
  const names = exports.map((name) => [name, `${name}_${index}`]);
  return {
    imports: `import { ${names.map((pair) => pair.join(" as ")).join(", ")} } from "./${module}";`,
    members: names.map((pair) => pair.join(": ")).join(", "),
  };
}

/** Lets code require each module from the part that has it. */
function relinked(code, parts) {
  return code.replaceAll(/require\("\.\/([\w-]+\.js)"\)/g, (required, wanted) => {
    const part = parts.find(({ modules }) => modules.includes(wanted));
    if (part === undefined) return required;
    return `require("./${part.name}")${part.modules[0] === wanted ? "" : `.${nameWithin(part.modules, wanted)}`}`;
  });
}

/** What a part calls a module that it has taken in. */
function nameWithin(modules, module) {
  return `_${modules.indexOf(module)}`;
}

module.exports = { writeCommonJS };
