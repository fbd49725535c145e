import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("the extension in the editor", () => {
  it("is there, at the version that the manifest names", () => {
    const extension = vscode.extensions.getExtension("workfront-tools.workfront-users");
    assert.ok(extension, "the editor does not know the extension");
    assert.match((extension.packageJSON as { version: string }).version, /^\d+\.\d+\.\d+$/);
  });
});
