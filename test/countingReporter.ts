import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** The environment variable that names the file for a run's counts. */
export const countsVariable = "MOCHA_COUNTS";

/** How the tests of a file, or of several, ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** How a mocha run ended, by the files of the tests. */
export type CountsByFile = Readonly<Record<string, Counts>>;

/** Prints what mocha's own `spec` reporter prints, and writes the counts as JSON for whoever started the run. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const output = process.env[countsVariable];
    const counts: Record<string, Counts> = {};
    const count = ({ file = "" }: Mocha.Runnable, ended: Counts) => {
      const { passed = 0, failed = 0 } = counts[file] ?? {};
      counts[file] = { passed: passed + ended.passed, failed: failed + ended.failed };
    };
    runner.on("pass", (test) => count(test, { passed: 1, failed: 0 }));
    runner.on("fail", (test) => count(test, { passed: 0, failed: 1 }));
    runner.once("end", () => {
      if (output !== undefined) writeFileSync(output, JSON.stringify(counts));
    });
  }
}
