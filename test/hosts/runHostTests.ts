import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { runTests, type TestOptions } from "@vscode/test-electron";
import { removeFolder } from "../support/removeFolder";
import { hostTests } from "./bundleHostTests";

const project = path.resolve(__dirname, "../..");

/** Runs the bundled tests of test/host in an editor with a profile of its own. @throws where one fails. */
export async function runHostTests(editor: Pick<TestOptions, "version" | "vscodeExecutablePath">): Promise<void> {
  // A short name: the editor makes a socket in the folder, whose whole path macOS limits to 103 characters.
  const folder = await mkdtemp(path.join(os.tmpdir(), "users-"));
  try {
    await runTests({
      ...editor,
      cachePath: path.join(project, ".cache"),
      extensionDevelopmentPath: project,
      extensionTestsPath: hostTests,
      launchArgs: [
        ...[`--user-data-dir=${folder}`, `--extensions-dir=${path.join(folder, "extensions")}`, "--disable-extensions"],
        // The computer's keyring may ask for a password.
        "--use-inmemory-secretstorage",
        ...["--disable-telemetry", "--disable-experiments"],
      ],
    });
  } finally {
    await removeFolder(folder);
  }
}
