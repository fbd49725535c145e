import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** The environment variable that names the file for a run's counts. */
export const countsVariable = "MOCHA_COUNTS";

/** How the tests of a run ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Prints what mocha's own `spec` reporter prints, and writes the counts as JSON for whoever started the run. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const output = process.env[countsVariable];
    let passed = 0;
    let failed = 0;
    runner.on("pass", () => passed++);
    runner.on("fail", () => failed++);
    runner.once("end", () => {
      if (output !== undefined) writeFileSync(output, JSON.stringify({ passed, failed } satisfies Counts));
    });
  }
}
