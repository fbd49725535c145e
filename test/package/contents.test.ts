import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";

const project = path.resolve(__dirname, "../..");
const kilobytes = (file: string) => statSync(path.join(project, file)).size / 1024;

/** Files below a folder, as paths from the project's folder; none where there is no such folder. */
function filesIn(folder: string): string[] {
  if (!readdirSync(project).includes(folder)) return [];
  return readdirSync(path.join(project, folder), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => path.relative(project, path.join(item.parentPath, item.name)).replaceAll(path.sep, "/"));
}

describe("the package", () => {
  it("holds what the extension needs and nothing else", async () => {
    const translations = readdirSync(project).filter((name) => /^package\.nls(\..+)?\.json$/.test(name));
    const expected = ["CHANGELOG.md", "LICENSE", "README.md", "dist/extension.js", "package.json", ...translations];
    const files = await listFiles({ cwd: project, packageManager: PackageManager.None });
    assert.deepEqual(files.sort(), [...expected, ...filesIn("l10n"), ...filesIn("media")].sort());
    assert.ok(files.length < 40, `${files.length} files`);
  });

  it("is at most 350 KB, its program at most 200 KB", () => {
    assert.ok(kilobytes("dist/workfront-users.vsix") <= 350, `${kilobytes("dist/workfront-users.vsix")} KB`);
    assert.ok(kilobytes("dist/extension.js") <= 200, `${kilobytes("dist/extension.js")} KB`);
  });
});
