import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runTests, type TestOptions } from "@vscode/test-electron";
import { hostTests } from "./bundleHostTests";

const project = path.resolve(__dirname, "../..");

/** Runs the bundled tests of test/host in an editor with a profile of its own. @throws where one fails. */
export async function runHostTests(editor: Pick<TestOptions, "version" | "vscodeExecutablePath">): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "workfront-users-profile-"));
  try {
    await runTests({
      ...editor,
      extensionDevelopmentPath: project,
      extensionTestsPath: hostTests,
      launchArgs: [`--user-data-dir=${folder}`, `--extensions-dir=${folder}`],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
