import { readdirSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";
import CountingReporter from "../countingReporter";
import "../support/fixedSeed";

/** VS Code calls this inside the extension host; rejecting fails the test run. */
export function run(): Promise<void> {
  const mocha = new Mocha({ color: false, timeout: 60_000, reporter: CountingReporter });
  for (const name of readdirSync(__dirname).sort())
    if (name.endsWith(".test.js")) mocha.addFile(path.join(__dirname, name));
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed`));
    });
  });
}
