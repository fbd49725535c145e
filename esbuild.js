// Bundles the extension into the one CommonJS file that VS Code loads.
const { writeFileSync } = require("node:fs");
const esbuild = require("esbuild");
const { bundledPackages, noticesOf } = require("./packaging/notices.js");
const { pageOptions } = require("./packaging/pages.js");

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

/** @type {import("esbuild").BuildOptions} */
const options = {
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // node-fetch asks for the polyfill only where Node has no web streams, and for the parser only to read form data:
  // neither ever happens here.
  external: ["vscode", "web-streams-polyfill", "./utils/multipart-parser.js"],
  alias: {
    // VS Code puts its proxy and certificate support into the modules asked for by these bare names only.
    "node:http": "http",
    "node:https": "https",
    "fetch-blob": "./packaging/blob.js",
    "fetch-blob/file.js": "./packaging/blob.js",
    "fetch-blob/from.js": "./packaging/blob.js",
  },
  legalComments: "none",
  charset: "utf8",
  minify: production,
  sourcemap: !production,
  metafile: production,
  logLevel: watch ? "silent" : "warning",
  plugins: watch ? [watchMarks] : [],
};

async function main() {
  if (!watch) {
    const [{ metafile }] = await Promise.all([esbuild.build(options), esbuild.build(pageOptions(production))]);
    if (metafile) writeFileSync("ThirdPartyNotices.txt", noticesOf(bundledPackages(metafile)));
    return;
  }
  for (const watched of [options, pageOptions(false)]) await (await esbuild.context(watched)).watch();
}

module.exports = { options };
if (require.main === module)
  main().catch((error) => {
    // What esbuild found wrong, it has told itself.
    if (!error.errors) console.error(error.message);
    process.exit(1);
  });
