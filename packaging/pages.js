// Bundles what runs in the editor's webviews: each page a program and a style of its own, in `dist/webview`.

/** @returns {import("esbuild").BuildOptions} */
function pageOptions(production) {
  return {
    entryPoints: [
      { in: "src/webview/licenseOverview/main.ts", out: "licenseOverview" },
      { in: "src/webview/licenseOverview/style.css", out: "licenseOverview" },
    ],
    outdir: "dist/webview",
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    legalComments: "none",
    charset: "utf8",
    minify: production,
    logLevel: "warning",
  };
}

module.exports = { pageOptions };
