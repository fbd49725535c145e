import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type * as vscode from "vscode";
import { withProgress } from "../../src/ui/editor/progress";
import { answering } from "../support/session";

describe("progress", () => {
  let shown: string[];
  let cancel: () => unknown;
  const notifications: typeof vscode.window.withProgress = ({ title }, task) => {
    shown.push(title ?? "");
    const report = ({ message }: { message?: string }) => shown.push(message ?? "");
    const token = { onCancellationRequested: (listener: () => unknown) => ((cancel = listener), { dispose: () => 0 }) };
    return task({ report }, token as never);
  };
  beforeEach(() => {
    shown = [];
  });

  it("is not shown of what is done at once, because the editor would keep it for a while", async () => {
    await answering({ withProgress: notifications }, async () => {
      assert.equal(await withProgress("Reading", () => Promise.resolve(7)), 7);
      await assert.rejects(
        withProgress("Reading", () => Promise.reject(new Error("no"))),
        /no/,
      );
      await withProgress("Reading", () => setTimeout(20), { quietFor: 100 });
      await setTimeout(150);
    });
    assert.deepEqual(shown, []);
  });

  it("is shown with all that was told before, and cancels", async () => {
    const task = async (signal: AbortSignal, report: (message: string) => void) => {
      report("1 found");
      while (!shown.includes("1 found")) await setTimeout(5);
      report("2 found");
      cancel();
      return signal.aborted;
    };
    await answering({ withProgress: notifications }, async () => {
      assert.equal(await withProgress("Reading", task, { quietFor: 30 }), true);
    });
    assert.deepEqual(shown, ["Reading", "1 found", "2 found"]);
  });
});
