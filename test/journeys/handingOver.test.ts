import { strict as assert } from "node:assert";
import type { SandboxUser } from "../sandbox/directory";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { addLeaver, addSuccessor, held } from "../support/handOver";
import { click } from "./support/click";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { previewOf } from "./support/preview";
import { useEditor } from "./support/useEditor";
import { UsersView } from "./support/usersView";

/** Names that would be links, icons, lines of their own or turned text if they were not shown as text. */
const hostile = {
  leaver: "Ada [Leaver](command:x) $(trash)",
  project: "Rebrand \u202e$(flame) [win](command:y)\nnow",
};

describe("Handing work over", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let host: string;
  let leaver: SandboxUser;
  let successor: SandboxUser;
  let gone: SandboxUser;
  let history: UsersView;
  before(async () => {
    sandbox = await startSandbox({ users: 40 });
    host = new URL(sandbox.url).host;
    leaver = addLeaver(sandbox, 13);
    leaver.name = "Aaron Leaver";
    successor = addSuccessor(sandbox, { name: "Abby Next", scheduledDeactivationDate: null });
    addSuccessor(sandbox, { name: "Abby Soon", scheduledDeactivationDate: Date.now() + 864e5 });
    gone = sandbox.directory.addUser({ name: hostile.leaver, isActive: false });
    sandbox.directory.add("PROJ", { name: hostile.project, ownerID: gone.ID, status: "CUR" });
    sandbox.directory.add("TSPRO", { name: "Weekly", approverID: leaver.ID });
    await connect(editor(), sandbox);
    history = new UsersView(editor().page, "History");
  });
  after(() => sandbox.stop());

  const holds = (user: SandboxUser) => held(sandbox.directory, user.ID);
  const chooseSuccessor = async () => {
    await editor().quickInput.titled("Successor");
    await editor().quickInput.type("Abby");
    // Nobody clicks into a list that is about to be another one.
    await eventually(
      () => editor().quickInput.rows(),
      (rows) => rows.length > 0 && rows.every((row) => row.startsWith("Abby ")),
    );
  };

  it("begins before a deactivation, refuses by name who cannot take over, and shows the work by kind", async () => {
    await editor().users.contextMenu(editor().users.row(leaver.name), "Deactivate…");
    // The editor orders its buttons as the system does.
    const buttons = (await editor().dialog.buttons()).sort();
    assert.deepEqual(buttons, ["Cancel", "Deactivate User", "Hand Over Work First…", "Review…"]);
    await editor().screenshot("hand-over-first");
    await editor().dialog.click("Hand Over Work First…");
    await chooseSuccessor();
    await editor().screenshot("hand-over-successor");
    await click(editor().quickInput.row("Abby Soon").first());
    await editor().quickInput.row("Abby Soon is scheduled for deactivation in Workfront.").waitFor();
    await editor().screenshot("hand-over-refused");
    await chooseSuccessor();
    await editor().quickInput.choose("Abby Next");
    await editor().quickInput.row("Hand Over 12 Items to Abby Next…").waitFor();
    await editor().screenshot("hand-over-kinds");
    const rows = await editor().quickInput.rows();
    assert.ok(rows.some((row) => row.includes("Reports that run as the user") && row.includes("0 of 1 selected")));
    assert.ok(rows.some((row) => row.includes("Timesheet profiles to approve")));
  });

  it("leaves out an item of a kind, and goes back to the kinds", async () => {
    await editor().quickInput.choose("Projects owned");
    await editor().quickInput.row("Owned 1").waitFor();
    await editor().screenshot("hand-over-items");
    await editor().quickInput.tick("Owned 1");
    await editor().quickInput.accept();
    await editor().quickInput.row("Hand Over 11 Items to Abby Next…").waitFor();
    await editor().quickInput.choose("Projects owned");
    await editor().quickInput.row("Owned 1").waitFor();
    await editor().quickInput.tick("Owned 1");
    await editor().quickInput.accept();
    await editor().quickInput.row("Hand Over 12 Items to Abby Next…").waitFor();
  });

  it("hands everything over after one question, and comes back to the deactivation with what is left", async () => {
    await editor().quickInput.choose("Hand Over 12 Items to Abby Next…");
    await eventually(
      () => editor().dialog.text(),
      (text) => text === `Hand over 12 items from “${leaver.name}” to “Abby Next” in ${host}?`,
    );
    await editor().screenshot("hand-over-question");
    await editor().dialog.click("Hand Over 12 Items");
    await eventually(
      () => editor().dialog.text(),
      (text) => text === `Deactivate “${leaver.name}” in ${host}?`,
    );
    assert.match(await editor().dialog.detail(), /Reports that run as the user: 1/);
    await editor().screenshot("hand-over-then-deactivate");
    assert.deepEqual([holds(leaver), holds(successor)], [1, 12]);
    await editor().dialog.click("Deactivate User");
    await editor().notification(`Deactivated ${leaver.name}`);
    assert.equal(sandbox.directory.users.get(leaver.ID)?.isActive, false);
    await editor().screenshot("hand-over-done");
  });

  it("says that the leaver is to be reactivated first, offers that, and then gives everything back", async () => {
    await editor().notificationButton("Handed over 12 of 12 items", "Undo");
    await editor().notification(`${leaver.name} is deactivated`);
    await editor().screenshot("hand-over-reactivate-first");
    await editor().notificationButton(`${leaver.name} is deactivated`, "Reactivate First…");
    await editor().dialog.click("Reactivate User");
    await eventually(
      () => editor().dialog.text(),
      (text) => text === `Give 12 items back to “${leaver.name}” in ${host}?`,
    );
    await editor().screenshot("hand-over-back");
    await editor().dialog.click("Give 12 Items Back");
    await editor().notification("Gave 12 of 12 items back");
    assert.deepEqual([holds(leaver), holds(successor)], [13, 0]);
    assert.equal(sandbox.directory.users.get(leaver.ID)?.isActive, true);
    await editor().clearNotifications();
  });

  it("shows each item in History, which opens, and keeps what was undone", async () => {
    await history.unfold();
    const run = history.rowWith("Handed over 12 of 12 items").first();
    await run.waitFor();
    await history.toggle(run);
    const item = history.row("Owned 1").first();
    await history.bringIntoSight(item);
    assert.ok((await history.contextMenuItems(item)).includes("Open in Workfront"));
    await history.contextMenu(item, "Copy ID");
    const project = sandbox.directory.records("PROJ").find(({ name }) => name === "Owned 1");
    await eventually(
      () => editor().clipboard(),
      (text) => text === project?.ID,
    );
    await editor().screenshot("hand-over-history");
    await history.toggle(run);
  });

  it("is undone in the other order, too: first the deactivation, then the hand-over", async () => {
    await editor().users.contextMenu(editor().users.row(leaver.name), "Hand Over Work…");
    await chooseSuccessor();
    await editor().quickInput.choose("Abby Next");
    await editor().quickInput.choose("Hand Over 12 Items to Abby Next…");
    await editor().dialog.click("Hand Over 12 Items");
    await editor().notification("Handed over 12 of 12 items");
    // While the rows follow the run, too, a click means the row.
    await editor().users.inlineAction(editor().users.row(leaver.name), "Deactivate…");
    await editor().dialog.click("Deactivate User");
    await editor().notificationButton(`Deactivated ${leaver.name}`, "Undo");
    await editor().dialog.click("Reactivate User");
    await editor().notification(`Reactivated ${leaver.name}`);
    await editor().notificationButton("Handed over 12 of 12 items", "Undo");
    await editor().dialog.click("Give 12 Items Back");
    await editor().notification("Gave 12 of 12 items back");
    assert.deepEqual([holds(leaver), holds(successor)], [13, 0]);
    await editor().clearNotifications();
  });

  it("hands over one kind alone from its row, and the rows follow", async () => {
    const row = editor().users.row(leaver.name);
    await editor().users.toggle(row);
    const teams = editor().users.row("Teams owned");
    await teams.waitFor();
    await editor().screenshot("hand-over-work-rows");
    await editor().users.contextMenu(teams, "Hand Over Work…");
    await chooseSuccessor();
    await editor().quickInput.choose("Abby Next");
    await editor().quickInput.choose("Hand Over 1 Item to Abby Next…");
    await editor().dialog.click("Hand Over");
    await editor().notification(/Handed over Team \d+ from/);
    await teams.waitFor({ state: "detached" });
    await editor().users.toggle(row);
    await editor().clearNotifications();
  });

  it("finds what was left with deactivated users, whatever they and their work are called, and hands it over", async () => {
    await editor().users.menu("Find Work Left with Deactivated Users");
    await eventually(
      () => editor().users.message(),
      (text) => text.includes("Work left with deactivated users"),
    );
    const row = editor().users.rowWith("Ada [Leaver](command:x) $(trash)");
    await row.waitFor();
    const found = (await editor().users.rows()).find(({ name }) => name.startsWith("Ada ["));
    assert.match(found?.description ?? "", /^Deactivated · 1 item · Projects owned: 1 ·/);
    await editor().screenshot("left-behind");
    await editor().users.inlineAction(row, "Hand Over Work…");
    await chooseSuccessor();
    await editor().quickInput.choose("Abby Next");
    await editor().quickInput.row("Hand Over 1 Item to Abby Next…").waitFor();
    await editor().screenshot("left-behind-kinds");
    await editor().quickInput.choose("Hand Over 1 Item to Abby Next…");
    const question = await eventually(
      () => editor().dialog.text(),
      (text) => text.startsWith("Hand over "),
    );
    assert.ok(question.includes("Rebrand [U+202E]$(flame) [win](command:y)[U+000A]now"), question);
    await editor().screenshot("left-behind-question");
    await editor().dialog.click("Hand Over");
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some(({ name, description }) => name.startsWith("Ada [") && /no work left/.test(description)),
    );
    assert.equal(holds(gone), 0);
    await editor().users.action("Clear Search and Filters");
    await eventually(
      () => editor().users.message(),
      (text) => text === "",
    );
  });

  it("shows the report of a hand-over", async () => {
    await editor().notificationButton("Handed over Rebrand", "Show Report");
    const report = await previewOf(editor().page, "Handed over Rebrand");
    assert.ok((await report.locator("td").allTextContents()).includes("Projects owned"));
    await editor().screenshot("hand-over-report");
  });
});
