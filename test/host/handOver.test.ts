import assert from "node:assert/strict";
import { ResultRow, RunRow } from "../../src/ui/changes/historyRows";
import { treeItem } from "../../src/ui/users/rowItems";
import { rowsOf } from "../../src/ui/users/rows";
import { showLeftBehind } from "../../src/ui/users/findLeftBehind";
import { messageOf } from "../../src/ui/users/viewText";
import { addLeaver, addSuccessor, held } from "../support/handOver";
import { chooseAll, choosing, useHandOver } from "../support/handOverInEditor";
import { answering } from "../support/session";

describe("handing work over in the editor", () => {
  const scene = useHandOver();
  it("asks once, naming both, how much of each kind, and what follows, and then does it", async () => {
    const count = held(scene.sandbox.directory, scene.leaver.ID);
    const told = await scene.handOver();
    const [only] = scene.asked;
    assert.ok(only && scene.asked.length === 1);
    // Reports that run as the user are not selected at first.
    assert.equal(only.question, `Hand over ${count - 1} items from “Lea Ver” to “Sue Next” in ${scene.host}?`);
    assert.deepEqual(only.buttons, [`Hand Over ${count - 1} Items`, "Review…"]);
    for (const words of [
      /Workfront emails “Sue Next”/,
      /Open tasks: 1 · Open issues: 1 · Projects owned: 2 · Projects sponsored: 2/,
      /Teams owned: 1/,
      /keeps? (its|their) job role/,
      /More items: 7/,
    ])
      assert.match(only.detail, words);
    assert.match(told.join(), new RegExp(`Handed over ${count - 1} of ${count - 1} items from Lea Ver to Sue Next`));
    assert.equal(held(scene.sandbox.directory, scene.leaver.ID), 1);
    assert.equal(held(scene.sandbox.directory, scene.successor.ID), count - 1);
  });

  it("changes nothing where the successor, the items or the question are closed", async () => {
    for (const answers of [{ choose: () => undefined }, { choose: choosing("Sue Next") }, { modal: () => undefined }])
      await scene.handOver(answers);
    assert.equal(scene.writes, 0);
    assert.deepEqual(await scene.runs.list(), []);
  });

  it("refuses a successor by name, with the reason, and asks for another one", async () => {
    scene.successor.scheduledDeactivationDate = Date.now() + 864e5;
    const other = addSuccessor(scene.sandbox, { name: "Otto Other", lastName: "Other" });
    const seen: string[] = [];
    const choose = (labels: readonly string[]) => {
      seen.push(...labels);
      const isRefused = labels.some((label) => label.includes("scheduled for deactivation"));
      return choosing(isRefused ? "Otto Other" : "Sue Next", "Hand Over ")(labels);
    };
    await scene.handOver({ choose });
    assert.ok(seen.includes("Sue Next is scheduled for deactivation in Workfront."));
    assert.ok(!seen.includes("Lea Ver"), "the leaver is not offered");
    assert.ok(held(scene.sandbox.directory, other.ID) > 0);
    assert.equal(held(scene.sandbox.directory, scene.successor.ID), 0);
  });

  it("leaves out single items, and takes in reports that run as the user, saying what that changes", async () => {
    let isReviewed = false;
    const choose = (labels: readonly string[]) => {
      if (labels.includes("Report page 11")) return ["Report page 11"];
      if (labels.includes("Owned 1") || labels.includes("Owned and sponsored 2"))
        return labels.filter((label) => label !== "Owned 1");
      if (labels.includes("Sue Next")) return "Sue Next";
      if (isReviewed) return choosing("Hand Over ")(labels);
      const next = visited.shift();
      isReviewed = next === undefined;
      return next ?? choosing("Hand Over ")(labels);
    };
    const visited = ["Projects owned", "Reports that run as the user"];
    await scene.handOver({ choose });
    const [only] = scene.asked;
    assert.match(only?.detail ?? "", /1 report: everybody who reads it will see what “Sue Next” can see/);
    assert.match(only?.detail ?? "", /Projects owned: 1 /);
    const project = scene.sandbox.directory.records("PROJ").find(({ name }) => name === "Owned 1");
    assert.equal(project?.["ownerID"], scene.leaver.ID);
    assert.equal(held(scene.sandbox.directory, scene.leaver.ID), 1);
  });

  it("is only about one kind where that is meant", async () => {
    await answering({ choose: chooseAll, modal: scene.agree() }, () =>
      scene.changes.handOver(scene.session, {
        users: [scene.leaver],
        only: [{ userID: scene.leaver.ID, kind: "teams" }],
      }),
    );
    assert.match(scene.asked[0]?.question ?? "", /^Hand over “Team \d+” from “Lea Ver” to “Sue Next”/);
    await assert.rejects(
      scene.changes.handOver(scene.session, {
        users: [scene.leaver],
        only: [{ userID: scene.leaver.ID, kind: "approvals" }],
      }),
      /Approvals awaited cannot be handed over here\. A decision/,
    );
  });

  it("gives the work of several leavers to one successor, and asks for the number where there is much", async () => {
    const other = addLeaver(scene.sandbox, 13);
    await scene.handOver({ type: () => "24" }, [scene.leaver, other]);
    assert.match(scene.asked[0]?.question ?? "", /^Hand over 24 items from 2 users to “Sue Next”/);
    assert.equal(scene.asked[0]?.buttons[0], "Hand Over 24 Items…");
    assert.equal(held(scene.sandbox.directory, scene.successor.ID), 24);
  });

  it("says so where there is nothing to hand over, and what is to be moved in Workfront", async () => {
    const nobody = addSuccessor(scene.sandbox, { name: "No Work" });
    scene.sandbox.directory.add("TSPRO", { name: "Profile", approverID: nobody.ID });
    scene.sandbox.fail({ match: ({ path }) => path.includes("/RRUL/"), effect: { kind: "status", status: 403 } });
    const told = await scene.handOver({}, [nobody]);
    assert.match(told.join(), /No Work: no work that can be handed over here\. Unknown: Routing rules to the user\./);
    assert.match(told.join(), /To be moved in Workfront: Timesheet profiles to approve: 1/);
  });

  it("is offered by the question before a deactivation, which then asks again with what is left", async () => {
    const told = await answering({ choose: chooseAll, modal: scene.agree("Hand Over Work First…") }, () =>
      scene.changes.change(scene.session, "deactivate", [scene.leaver]),
    );
    assert.deepEqual(
      scene.asked.map(({ question }) => question.split(" ").slice(0, 2).join(" ")),
      ["Deactivate “Lea", "Hand over", "Deactivate “Lea"],
    );
    assert.deepEqual(scene.asked[0]?.buttons, ["Deactivate User", "Hand Over Work First…", "Review…"]);
    assert.match(scene.asked[2]?.detail ?? "", /Assigned work \(visible to you\): Reports that run as the user: 1$/m);
    assert.equal(told.length, 2);
    assert.deepEqual([scene.leaver.isActive, held(scene.sandbox.directory, scene.leaver.ID)], [false, 1]);
  });

  it("asks for the deactivation again where handing over is closed", async () => {
    await answering({ choose: () => undefined, modal: scene.agree("Hand Over Work First…", "Cancel") }, () =>
      scene.changes.change(scene.session, "deactivate", [scene.leaver]),
    );
    assert.equal(scene.asked.length, 2);
    assert.equal(scene.leaver.isActive, true);
    assert.equal(scene.writes, 0);
  });

  it("is undone after the leaver is active again, item by item", async () => {
    const count = held(scene.sandbox.directory, scene.leaver.ID);
    await scene.handOver();
    const handedOver = await scene.newest();
    await answering({ modal: scene.agree() }, () => scene.changes.change(scene.session, "deactivate", [scene.leaver]));
    const told = await answering({ modal: scene.agree() }, () => scene.changes.undo(scene.session, handedOver));
    assert.match(
      told.join(),
      /Lea Ver is deactivated, so Workfront assigns nothing to this user\. Reactivate the user/,
    );
    assert.equal(held(scene.sandbox.directory, scene.leaver.ID), 1);
    const deactivated = await scene.newest();
    await answering({ modal: scene.agree() }, () => scene.changes.undo(scene.session, deactivated));
    await answering({ modal: scene.agree() }, () => scene.changes.undo(scene.session, handedOver));
    assert.match(scene.asked.at(-1)?.question ?? "", new RegExp(`^Give ${count - 1} items back to “Lea Ver” in`));
    assert.deepEqual([scene.leaver.isActive, held(scene.sandbox.directory, scene.leaver.ID)], [true, count]);
    assert.equal((await scene.newest()).undoes, handedOver.id);
  });

  it("is retried without the job role where Workfront refuses it", async () => {
    const roles = scene.sandbox.directory.records("ROLE");
    const role = roles.find(({ ID }) => !(scene.successor["roleIDs"] as readonly string[]).includes(ID))!;
    const assignments = () => scene.sandbox.directory.index("ASSGN", "assignedToID").get(scene.leaver.ID) ?? [];
    for (const assignment of assignments()) assignment["roleID"] = role.ID;
    const told = await scene.handOver();
    assert.match(told.join(), /Retry Failed hands it over without the job role/);
    const left = assignments().length;
    assert.ok(left > 0);
    const run = await scene.newest();
    await answering({ modal: scene.agree() }, () => scene.changes.retry(scene.session, run));
    assert.equal(assignments().length, 0);
  });

  it("is found as left behind, follows in the row of the user, and is told in History", async () => {
    scene.leaver.isActive = false;
    await answering({}, () => showLeftBehind(scene.session));
    const { directory } = scene.session;
    const row = () => {
      const found = rowsOf(scene.session).find((one) => one.kind === "user" && one.user.ID === scene.leaver.ID);
      assert.ok(found);
      return treeItem(found, new Map());
    };
    assert.match(
      String(row().description),
      /^Deactivated · 13 items · Projects owned: 2 · Projects sponsored: 2 · .* · other: \d · user\./,
    );
    assert.match(row().contextValue ?? "", /\bleft\b/);
    assert.ok(directory.users.every(({ isActive }) => isActive === false));
    await scene.handOver();
    assert.match(String(row().description), /^Deactivated · 1 item · Reports that run as the user: 1 · user\./);
    const run = await scene.newest();
    const parent = new RunRow(run, { undone: 0, retried: 0, canUndo: true, canRetry: false }, "here");
    const task = run.results.find(({ item }) => item?.kind === "tasks")!;
    assert.deepEqual(new ResultRow(parent, task).object?.objCode, "TASK");
    const report = run.results.find(({ item }) => item?.kind === "directReports")!;
    assert.equal(new ResultRow(parent, report).userID, report.ID);
  });

  it("that was left stays in the view where it cannot be found again, as earlier results and why", async () => {
    scene.leaver.isActive = false;
    await answering({}, () => showLeftBehind(scene.session));
    const { directory } = scene.session;
    const rows = () => rowsOf(scene.session).map((row) => treeItem(row, new Map()).description);
    const before = rows();
    assert.ok(before.length > 0);
    const isRead = ({ path }: { readonly path: string }) => /\/user\/search$/i.test(path);
    for (const match of [() => true, isRead]) {
      const fault = scene.sandbox.fail({ match, effect: { kind: "status", status: 403 } });
      await answering({}, () => showLeftBehind(scene.session));
      assert.deepEqual(rows(), before);
      assert.match(
        messageOf(scene.session, () => undefined),
        /^Showing earlier results: you are not allowed to see this · Work left with deactivated users/,
      );
      fault.remove();
    }
    await answering({}, () => showLeftBehind(scene.session));
    assert.equal(directory.state.kind, "read");
    assert.doesNotMatch(
      messageOf(scene.session, () => undefined),
      /earlier/,
    );
  });
});
