import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { registerUserCommands } from "../../src/ui/users/userCommands";
import { useChanges } from "../support/changesScene";
import { answering } from "../support/session";

describe("loading more users", () => {
  const scene = useChanges({ users: 120 });

  it("shows in the view that it goes on, until the next users are there or cannot be read", async () => {
    const { session } = scene;
    const shown: { readonly viewId?: string; readonly users: number }[] = [];
    const ended: Thenable<unknown>[] = [];
    const withProgress: typeof vscode.window.withProgress = ({ location }, task) => {
      shown.push({ ...(location as { viewId: string }), users: session.directory.users.length });
      const done = task({ report: () => undefined }, undefined as never);
      ended.push(done);
      return done;
    };
    const view = { id: "workfrontUsers.users", goTo: () => Promise.resolve() };
    const run = scene.commands((commands) =>
      registerUserCommands(commands, { view, targets: { session: () => Promise.resolve(session) } } as never),
    );
    await session.directory.refresh();
    await answering({ withProgress }, async () => {
      const fault = scene.sandbox.fail({ effect: { kind: "status", status: 403 } });
      await assert.rejects(run("loadMore"));
      fault.remove();
      await run("loadMore");
    });
    assert.deepEqual(
      shown,
      [1, 2].map(() => ({ viewId: "workfrontUsers.users", users: 100 })),
    );
    await Promise.all(ended);
    assert.ok(session.directory.users.length > 100);
  });
});
