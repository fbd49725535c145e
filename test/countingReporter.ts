import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** The environment variable that names the file for a run's counts. */
export const countsVariable = "MOCHA_COUNTS";

/** How a mocha run ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Prints what mocha's own `spec` reporter prints, and writes the counts as JSON for whoever started the run. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env[countsVariable];
    runner.once("end", () => {
      const counts: Counts = { passed: this.stats.passes, failed: this.stats.failures };
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}
