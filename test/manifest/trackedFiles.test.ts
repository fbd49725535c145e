import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { project, readText } from "./sources";

const textFiles = execFileSync("git", ["ls-files"], { cwd: project, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && !/\.(png|ico|woff2?)$/.test(file))
  .filter((file) => existsSync(path.join(project, file)));

/** Pieces, so that this file does not find itself. */
const foreign = new RegExp(
  [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "/Us" + "ers/\\w+/",
    "/ho" + "me/\\w+/",
    "registry\\.np" + "mjs",
    '"resol' + 'ved": "http',
  ].join("|"),
);

describe("files in version control", () => {
  it("name no folder of one machine and no registry", () => {
    const found = textFiles.flatMap((file) =>
      readText(file)
        .split("\n")
        .flatMap((line, index) => (foreign.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );
    assert.deepEqual(found, []);
  });
});
