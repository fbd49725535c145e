import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { Settings } from "../../src/ui/editor/settings";
import { exportUsers } from "../../src/ui/users/exportUsers";
import { showLeftBehind } from "../../src/ui/users/findLeftBehind";
import { ExtraFields } from "../../src/ui/users/extraFields";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { answering, openWindow, type Window } from "../support/session";
import { removeFolder } from "../support/removeFolder";

describe("exporting users", () => {
  let sandbox: Sandbox;
  let window: Window;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    sandbox = await startSandbox({ users: 30 });
    window = await openWindow(new KeptState(), sandbox);
    folder = await mkdtemp(join(tmpdir(), "export-"));
    file = join(folder, "users.json");
  });
  afterEach(async () => {
    window.connections.dispose();
    await sandbox.stop();
    await removeFolder(folder);
  });

  const run = (target = vscode.Uri.file(file), extraFields = new ExtraFields(new Settings())) =>
    answering(
      {
        choose: () => "JSON",
        showSaveDialog: () => target,
      },
      () => exportUsers(window.session, extraFields),
    );

  it("puts everybody of the view's search into the file that was there before", async () => {
    await writeFile(file, "an older export, which was longer than the one that takes its place".repeat(10_000));
    await window.session.directory.search({ isActive: true });
    const told = await run();
    const active = sandbox.directory.usersWhere(({ isActive }) => isActive);
    const users = JSON.parse(await readFile(file, "utf8")) as { ID: string }[];
    assert.deepEqual(users.map(({ ID }) => ID).sort(), active.map(({ ID }) => ID).sort());
    assert.deepEqual(await readdir(folder), ["users.json"]);
    assert.match(told.join(), new RegExp(`^Exported ${active.length} users from .* to .*users\\.json\\.$`));
  });

  it("has with the people with whom work was left how much of each kind, also in JSON", async () => {
    const gone = sandbox.directory.addUser({ name: "Gone", isActive: false });
    sandbox.directory.add("TEAMOB", { name: "Team", ownerID: gone.ID });
    sandbox.fail({ match: ({ path }) => path.includes("/RRUL/"), effect: { kind: "status", status: 403 } });
    await showLeftBehind(window.session);
    await run();
    const users = JSON.parse(await readFile(file, "utf8")) as { ID: string; workLeft: object }[];
    const { teams, routingRules } = users.find(({ ID }) => ID === gone.ID)?.workLeft as Record<string, unknown>;
    assert.deepEqual([teams, routingRules, users.length], [1, null, window.session.directory.total]);
  });

  it("leaves the file that was there before as it was where the users cannot be read", async () => {
    await writeFile(file, "a good export");
    sandbox.fail({ match: ({ path }) => path.endsWith("/search"), effect: { kind: "status", status: 403 } });
    await assert.rejects(run(), /^Explanation: Nothing was exported\. .* does not allow you to do this/);
    assert.equal(await readFile(file, "utf8"), "a good export");
    assert.deepEqual(await readdir(folder), ["users.json"]);
  });

  it("says where it could not write, and leaves nothing there", async () => {
    await writeFile(file, "a good export");
    const target = vscode.Uri.file(join(file, "no folder", "users.json"));
    await assert.rejects(run(target), /The users were not exported: .* could not be written/);
    assert.equal(await readFile(file, "utf8"), "a good export");
  });

  it("says what to do where another program keeps the file to itself, as Excel does on Windows", async () => {
    const busy = registerBusyFiles("busy");
    try {
      const target = vscode.Uri.from({ scheme: "busy", path: "/users.json" });
      await assert.rejects(
        run(target),
        /users\.json could not be written\. Another program, such as Excel, has the file/,
      );
    } finally {
      busy.dispose();
    }
  });

  it("says when the directory has changed meanwhile", async () => {
    await window.session.directory.refresh();
    sandbox.fail({
      match: ({ path }) => path.endsWith("/count"),
      effect: { kind: "call", call: () => void sandbox.directory.addUser() },
    });
    const told = await run();
    assert.match(told.join(), /Exported 30 users .* The server now counts 31, because the directory changed/);
  });

  it("has the further fields of the settings, and names once those that the server does not know", async () => {
    const configuration = vscode.workspace.getConfiguration("workfrontUsers");
    await configuration.update("extraFields", ["phoneNumber", "shoeSize"], vscode.ConfigurationTarget.Global);
    try {
      const extraFields = new ExtraFields(new Settings());
      const told = [...(await run(undefined, extraFields)), ...(await run(undefined, extraFields))];
      const [user] = JSON.parse(await readFile(file, "utf8")) as object[];
      assert.ok(user && "phoneNumber" in user && !("shoeSize" in user));
      assert.equal(told.filter((message) => message.includes("so they are left out: shoeSize.")).length, 1);
    } finally {
      await configuration.update("extraFields", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

/** A disk of which every file is open in another program. */
function registerBusyFiles(scheme: string): vscode.Disposable {
  const refuse = () => {
    throw new vscode.FileSystemError("EBUSY: resource busy or locked, open");
  };
  return vscode.workspace.registerFileSystemProvider(scheme, {
    onDidChangeFile: () => new vscode.Disposable(() => undefined),
    watch: () => new vscode.Disposable(() => undefined),
    stat: ({ path }) => {
      if (path !== "/") throw vscode.FileSystemError.FileNotFound();
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    },
    readDirectory: () => [],
    readFile: refuse,
    writeFile: refuse,
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  });
}
