import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";

const project = path.resolve(__dirname, "../..");

/** Runs the bundled tests of test/host in the host that the environment variable VSCODE_HOST names. */
async function runHostTests(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "workfront-users-profile-"));
  try {
    await runTests({
      vscodeExecutablePath: path.join(__dirname, "executable"),
      extensionDevelopmentPath: project,
      extensionTestsPath: path.join(project, "out", "host", "index.js"),
      launchArgs: [`--user-data-dir=${folder}`, `--extensions-dir=${folder}`],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runHostTests().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
