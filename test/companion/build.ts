import { copyFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/** Where the companion is built to, as a folder that an editor takes for an extension. */
export const companionFolder = path.resolve(__dirname, "..", "..", "out", "companion");

export async function buildCompanion(): Promise<void> {
  await build({
    entryPoints: [path.join(__dirname, "extension.ts")],
    outfile: path.join(companionFolder, "extension.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
  });
  await copyFile(path.join(__dirname, "package.json"), path.join(companionFolder, "package.json"));
}

if (require.main === module)
  buildCompanion().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
