import { bundleHostTests } from "./bundleHostTests";
import { runHostTests } from "./runHostTests";

/**
 * `npm run test:desktop -- 1.100.0 stable`: runs the tests of test/host in desktop editors of these versions, which are
 * downloaded; the newest one where none is named. The extension must be packaged before.
 */
async function main(versions: readonly string[]): Promise<void> {
  await bundleHostTests();
  for (const version of versions.length > 0 ? versions : ["stable"]) await runHostTests({ version });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
