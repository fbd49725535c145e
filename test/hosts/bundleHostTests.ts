import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const project = path.resolve(__dirname, "../..");

/** Where VS Code finds the tests of test/host. */
export const hostTests = path.join(project, "out", "host", "index.js");

/** Bundles the tests that run in the extension host, each file for itself. */
export async function bundleHostTests(): Promise<void> {
  const folder = path.join(project, "test", "host");
  const names = readdirSync(folder).filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
  // A test that is gone is not to run again.
  rmSync(path.dirname(hostTests), { recursive: true, force: true });
  await build({
    entryPoints: names.map((name) => path.join(folder, name)),
    outdir: path.dirname(hostTests),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
}
