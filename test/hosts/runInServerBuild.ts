import path from "node:path";
import { runHostTests } from "./runHostTests";

// The host that the environment variable VSCODE_HOST names.
runHostTests({ vscodeExecutablePath: path.join(__dirname, "executable") }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
