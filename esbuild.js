// Bundles the extension. `dist/extension.js` is what VS Code loads at activation; each `import()` in the source begins a
// file of its own, which is loaded when it is first needed. What several of these share is there once.
const { writeFileSync } = require("node:fs");
const esbuild = require("esbuild");
const { bundledPackages, noticesOf } = require("./packaging/notices.js");
const { pageOptions } = require("./packaging/pages.js");
const { writeCommonJS } = require("./packaging/split.js");

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** Begin and end marks for the problem matcher of the watch task. */
const watchMarks = {
  name: "watch-marks",
  setup(build) {
    build.onStart(() => console.log("[watch] build started"));
    build.onEnd((result) => {
      for (const { text, location } of result.errors)
        console.error(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
      console.log("[watch] build finished");
    });
  },
};

/** How a file of the extension host is written. */
const writing = {
  platform: "node",
  target: "node20",
  legalComments: "none",
  charset: "utf8",
  minify: production,
  sourcemap: production ? false : "inline",
};

const toCommonJS = {
  name: "to-common-js",
  setup(build) {
    build.onEnd(async (result) => {
      if (result.errors.length === 0)
        await writeCommonJS(result, { first: options.entryPoints[0], folder: "dist", ...writing });
    });
  },
};

/** What runs in the extension host. @type {import("esbuild").BuildOptions} */
const options = {
  ...writing,
  entryPoints: ["src/extension.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  write: false,
  format: "esm",
  // node-fetch asks for the polyfill only where Node has no web streams, and for the parser only to read form data:
  // neither ever happens here.
  external: ["vscode", "web-streams-polyfill", "./utils/multipart-parser.js"],
  alias: {
    // VS Code promises its proxy and certificate support for the modules by these bare names.
    "node:http": "http",
    "node:https": "https",
    "fetch-blob": "./packaging/blob.js",
    "fetch-blob/file.js": "./packaging/blob.js",
    "fetch-blob/from.js": "./packaging/blob.js",
    "formdata-polyfill/esm.min.js": "./packaging/formData.js",
  },
  metafile: true,
  logLevel: watch ? "silent" : "warning",
};

async function main() {
  if (watch) {
    const watched = [{ ...options, plugins: [toCommonJS, watchMarks] }, pageOptions(false)];
    for (const each of watched) await (await esbuild.context(each)).watch();
    return;
  }
  const host = esbuild.build({ ...options, plugins: [toCommonJS] });
  const [{ metafile }] = await Promise.all([host, esbuild.build(pageOptions(production))]);
  if (production) writeFileSync("ThirdPartyNotices.txt", noticesOf(bundledPackages(metafile)));
}

module.exports = { options };
if (require.main === module)
  main().catch((error) => {
    // What esbuild found wrong, it has told itself.
    if (!error.errors) console.error(error.message);
    process.exit(1);
  });
