// Makes the notices of third parties from what esbuild says it has bundled.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

/** The names of the packages that are in the output, sorted. */
function bundledPackages({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const names = inputs.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** Name, version, address and license of each package, with the whole text of the license. */
function noticesOf(names) {
  const notices = names.map((name) => {
    const folder = join(__dirname, "..", "node_modules", name);
    const { version, license, repository, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = licenseText(folder);
    if (text === undefined) throw new Error(`${name} is bundled, but has no license text.`);
    return `${name} ${version} (${license})\n${homepage ?? repository?.url ?? repository ?? ""}\n\n${text.trim()}\n`;
  });
  const line = `\n${"-".repeat(80)}\n\n`;
  return `Workfront Users includes the following third-party software.\n${line}${notices.join(line)}`;
}

/** The license file of a package; where it has none, the section of its README. */
function licenseText(folder) {
  const entries = readdirSync(folder);
  const file = entries.find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8");
  const readme = entries.find((entry) => /^readme(\.|$)/i.test(entry));
  if (readme === undefined) return undefined;
  return /^(?:#+ *)?license *\n(?:[-=]+\n)?([\s\S]*?)(?=^#|$(?![\s\S]))/im.exec(
    readFileSync(join(folder, readme), "utf8"),
  )?.[1];
}

module.exports = { bundledPackages, noticesOf };
