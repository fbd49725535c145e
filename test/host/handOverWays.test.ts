import assert from "node:assert/strict";
import * as vscode from "vscode";
import { registerChangeCommands } from "../../src/ui/changes/changeCommands";
import { UserRow, WorkRow } from "../../src/ui/users/rows";
import { showLeftBehind } from "../../src/ui/users/findLeftBehind";
import type { SandboxUser } from "../sandbox/server";
import { addLeaver, addSuccessor, held } from "../support/handOver";
import { chooseAll, choosing, useHandOver } from "../support/handOverInEditor";
import { answering, type Answers } from "../support/session";
import { waitUntil } from "../support/waitUntil";

/** Progress that is canceled as soon as it is shown, or as soon as this is so. */
function canceling(when: () => boolean = () => true): typeof vscode.window.withProgress {
  return async ({ location }, task) => {
    let cancel: () => unknown = () => undefined;
    const onCancellationRequested = (listener: () => unknown) => {
      cancel = listener;
      return { dispose: () => undefined };
    };
    const running = task({ report: () => undefined }, { onCancellationRequested } as never);
    if (location !== vscode.ProgressLocation.Notification) return running;
    await waitUntil(when);
    cancel();
    return running;
  };
}

describe("the ways of handing work over in the editor", () => {
  const scene = useHandOver();
  const holds = (user: SandboxUser) => held(scene.sandbox.directory, user.ID);
  /** Runs the command as the editor does, with what it gives and what is selected in the view. */
  const command = (args: readonly unknown[], answers: Answers = {}, selection: readonly UserRow[] = []) => {
    const call = scene.commands((commands) =>
      registerChangeCommands(commands, scene.targets(selection), scene.changes),
    );
    return answering({ choose: chooseAll, modal: scene.agree(), ...answers }, () => call("handOver", ...args));
  };
  const read = async (...users: readonly SandboxUser[]) => {
    const found = await scene.session.client.getUsers(users.map(({ ID }) => ID));
    return found.map((user) => new UserRow(scene.session, user));
  };

  describe("from the palette, from rows, and by automation", () => {
    it("asks for the users where no row is meant, with those selected that are selected in the view", async () => {
      await scene.session.directory.search({ text: "Lea Ver" });
      const asked: (readonly string[])[] = [];
      const choose = (labels: readonly string[]) => {
        asked.push(labels);
        return asked.length === 1 ? ["Lea Ver"] : chooseAll(labels);
      };
      await command([], { choose });
      assert.ok(asked[0]?.includes("Lea Ver") && asked[0].length > 1, String(asked[0]));
      assert.deepEqual([holds(scene.leaver), holds(scene.successor)], [1, 12]);
    });

    it("takes the user of an ID, and of several", async () => {
      const other = addLeaver(scene.sandbox, 13);
      await command([scene.leaver.ID]);
      assert.match(scene.asked[0]?.question ?? "", /^Hand over 12 items from “Lea Ver” to “Sue Next”/);
      await command([[scene.leaver.ID, other.ID]]);
      assert.match(scene.asked[1]?.question ?? "", /^Hand over 12 items from 2 users to “Sue Next”/);
      assert.equal(holds(scene.successor), 24);
    });

    it("does nothing for IDs of nobody, and says of whom", async () => {
      const gone = "0123456789abcdef0123456789abcdef";
      await assert.rejects(command([[scene.leaver.ID, gone]]), new RegExp(`has no user with the ID ${gone}`));
      await assert.rejects(command(["Lea Ver"]), /A user ID has 32 hexadecimal digits/);
      assert.equal(scene.writes, 0);
    });

    it("takes all selected rows of the view, and of selected rows of work exactly those", async () => {
      const other = addLeaver(scene.sandbox, 13);
      await scene.session.directory.search({ text: "Lea Ver" });
      const [one, two] = await read(scene.leaver, other);
      const work = (row: UserRow, kind: "teams" | "projects") =>
        new WorkRow(scene.session, row.user, { kind, count: 1 });
      const rows = [work(one!, "teams"), work(two!, "projects")];
      await command([rows[0], rows]);
      assert.match(scene.asked[0]?.question ?? "", /^Hand over 3 items from 2 users to “Sue Next”/);
      assert.match(scene.asked[0]?.detail ?? "", /^Projects owned: 2 · Teams owned: 1$/m);
      await command([one, [one, two]], { type: () => "21" });
      assert.match(scene.asked[1]?.question ?? "", /^Hand over 21 items from 2 users to “Sue Next”/);
      assert.equal(holds(scene.successor), 24);
    });
  });

  it("shows everything in a document where Review… is chosen, and goes on from there", async () => {
    const shown: string[] = [];
    Object.assign(scene.documents, { show: (name: string, text: string) => Promise.resolve(shown.push(name, text)) });
    const choose = choosing("Sue Next", "Hand Over ", "Continue");
    await scene.handOver({ choose, modal: scene.agree("Review…") });
    const [name, text = ""] = shown;
    assert.equal(name, "Hand Over Work");
    assert.match(text, /^## To change \(12\)$/m);
    assert.match(text, /^\| Kind \| Item \| Project \| Status \|$/m);
    assert.match(text, /^\| Projects owned \| Owned 1 \| +\| Current \|$/m);
    assert.match(text, /^## IDs\n\n(- .+: [0-9a-f]{32}\n){12}/m);
    assert.equal(scene.asked.length, 2);
    assert.equal(holds(scene.successor), 12);
  });

  it("shows in the document before a deactivation only the kinds of which there is work, or that there is none", async () => {
    const shown: string[] = [];
    Object.assign(scene.documents, { show: (_: string, text: string) => Promise.resolve(shown.push(text)) });
    for (const user of [scene.leaver, addSuccessor(scene.sandbox, { name: "No Work" })])
      await answering({ choose: choosing("Continue"), modal: scene.agree("Review…") }, () =>
        scene.changes.change(scene.session, "deactivate", [user]),
      );
    const [some, none] = shown.map((text) => /^## Assigned work[^#]*/m.exec(text)?.[0] ?? "");
    assert.match(some ?? "", /^\| Projects owned \| 2 \|$/m);
    assert.doesNotMatch(some ?? "", /\| 0 \|/);
    assert.match(none ?? "", /\n\nNo assigned work that you can see\n/);
  });

  describe("where it is canceled", () => {
    it("while the work is read, changes nothing and ends at once", async () => {
      scene.sandbox.fail({ match: ({ path }) => path.includes("/TEAMOB/"), effect: { kind: "hang" } });
      const told = await scene.handOver({ withProgress: canceling() });
      assert.deepEqual([told, scene.asked, scene.writes], [[], [], 0]);
    });

    it("while work left behind is looked for, keeps the view as it was", async () => {
      await scene.session.directory.search({ text: "Lea" });
      scene.sandbox.fail({ match: ({ path }) => path.includes("/TEAMOB/"), effect: { kind: "hang" } });
      const looking = answering({ withProgress: canceling() }, () => showLeftBehind(scene.session));
      await assert.rejects(looking, { name: "AbortError" });
      assert.deepEqual(scene.session.directory.criteria, { text: "Lea" });
    });

    it("in the middle of thousands of items, tells what is done, and Resume does the rest", async () => {
      const count = 2500;
      const { directory } = scene.sandbox;
      for (let number = 0; number < count; number++) directory.add("PROJ", { name: "P", ownerID: scene.leaver.ID });
      scene.sandbox.fail({ match: ({ method }) => method === "PUT", effect: { kind: "slow", milliseconds: 150 } });
      const total = count + 12;
      const withProgress = canceling(() => holds(scene.successor) > 800);
      const told = await scene.handOver({ withProgress, type: () => String(total) });
      const run = await scene.newest();
      const done = run.counts.changed ?? 0;
      assert.ok(done > 0 && done < total, String(done));
      assert.deepEqual([run.state, run.count, holds(scene.successor)], ["cancelled", total, done]);
      assert.match(told.join(), new RegExp(`${(total - done).toLocaleString("en")} not attempted\\. Canceled: Resume`));
      await answering({ modal: scene.agree(), type: () => String(total - done) }, () =>
        scene.changes.resume(scene.session, run.id),
      );
      assert.deepEqual([holds(scene.leaver), holds(scene.successor)], [1, total]);
      assert.deepEqual((await scene.newest()).counts, { changed: total });
    });
  });

  describe("resumed", () => {
    /** A run of which nothing was sent but the first request. */
    const interrupted = async () => {
      const fault = scene.sandbox.fail({
        match: ({ method }) => method === "PUT",
        after: 1,
        effect: { kind: "status", status: 401 },
      });
      const told = await scene.handOver();
      fault.remove();
      assert.match(told.join(), /Handed over \d of 12 items .* not attempted\. Stopped: .* Resume does the rest/);
      return scene.newest();
    };
    const resume = async (id: string) => {
      const told = await answering({ modal: scene.agree() }, () => scene.changes.resume(scene.session, id));
      return told.join();
    };

    it("hands over the rest after the same question, in the same record", async () => {
      const run = await interrupted();
      const left = 12 - holds(scene.successor);
      await resume(run.id);
      assert.match(
        scene.asked.at(-1)?.question ?? "",
        new RegExp(`^Hand over ${left} items from “Lea Ver” to “Sue Next”`),
      );
      assert.equal(holds(scene.successor), 12);
      const whole = await scene.newest();
      assert.deepEqual([whole.id, whole.state, whole.counts], [run.id, "finished", { changed: 12 }]);
    });

    it("says what to do where the successor is deactivated meanwhile, and leaves the rest to be resumed", async () => {
      const run = await interrupted();
      scene.successor.isActive = false;
      const before = scene.writes;
      const told = await resume(run.id);
      assert.match(told, /^Sue Next is deactivated, so Workfront assigns nothing to this user\./);
      assert.match(told, /Reactivate the user first, or hand the work over to somebody else\./);
      assert.equal(scene.writes, before);
      assert.deepEqual((await scene.newest()).counts, run.counts);
      scene.successor.isActive = true;
      await resume(run.id);
      assert.equal(holds(scene.successor), 12);
    });

    it("names what is left as it is where nothing of the rest can be handed over", async () => {
      const run = await interrupted();
      const third = addSuccessor(scene.sandbox, { name: "Third Person" });
      for (const one of run.results)
        if (one.result === "notAttempted")
          scene.sandbox.directory.table(one.objCode).get(one.ID)![one.field] = third.ID;
      const told = await resume(run.id);
      assert.match(told, /Handed over \d of 12 items .*\. \d+ skipped\./);
      assert.match(told, /was skipped: somebody else has made a change since then/);
      assert.match(told, /Others left as they are: \d/);
    });
  });
});
