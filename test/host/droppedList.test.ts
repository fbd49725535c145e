import assert from "node:assert/strict";
import * as vscode from "vscode";
import { takeDropped } from "../../src/ui/lists/droppedList";
import { registerListCommands } from "../../src/ui/lists/listCommands";
import { answering } from "../support/session";

describe("a file that is dropped on the Users view", () => {
  let executed: unknown[][];
  const original = vscode.commands.executeCommand;

  beforeEach(() => {
    executed = [];
    const note = (...args: unknown[]) => Promise.resolve(void executed.push(args));
    Object.assign(vscode.commands, { executeCommand: note });
  });
  afterEach(() => Object.assign(vscode.commands, { executeCommand: original }));

  const drop = (type: string, text: string) => {
    const transfer = new vscode.DataTransfer();
    transfer.set(type, new vscode.DataTransferItem(text));
    return answering({ choose: () => "Deactivate Users from a List" }, () => takeDropped(transfer));
  };

  it("is taken as a list, after the question what should happen to its users", async () => {
    await drop("text/uri-list", "file:///tmp/leavers.csv\r\n");
    const [[command, file] = []] = executed;
    assert.equal(command, "workfrontUsers.deactivateFromList");
    assert.equal((file as vscode.Uri).path, "/tmp/leavers.csv");
  });

  const handlersOfLists = () => {
    const handlers = new Map<string, (...files: unknown[]) => Promise<unknown>>();
    const commands = { register: (name: string, handler: never) => handlers.set(name, handler) };
    registerListCommands(commands as never, { session: () => Promise.resolve({}) } as never, {} as never);
    return handlers;
  };

  it("is declined with others, because each list is reviewed on its own", async () => {
    await drop("text/uri-list", "file:///tmp/leavers.csv\r\nfile:///tmp/more.csv\r\n");
    const [[, ...files] = []] = executed;
    await assert.rejects(handlersOfLists().get("deactivateFromList")!(...files), /Select one file/);
  });

  it("is declined where it is a file of Excel, with what to do", async () => {
    const workbook = { name: "leavers.xlsx", content: Buffer.from("PK\x03\x04bo@example.com", "latin1") };
    Object.assign(vscode.commands, { executeCommand: original });
    await assert.rejects(handlersOfLists().get("deactivateFromList")!(workbook), /not text. Save it as CSV/);
  });

  it("is declined where it cannot be read, with where it is and what the editor says of it", async () => {
    const gone = vscode.Uri.file("/no folder/leavers.csv");
    await assert.rejects(handlersOfLists().get("deactivateFromList")!(gone), (error) => {
      const [where, why] = String(error).split(" could not be read. ");
      assert.equal(where, `Explanation: ${gone.fsPath}`);
      return why?.includes(gone.fsPath) ?? false;
    });
  });

  it("is nothing where it is no file", async () => {
    await drop("text/plain", "bo@example.com");
    assert.deepEqual(executed, []);
  });
});
