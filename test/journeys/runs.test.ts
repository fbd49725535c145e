import { strict as assert } from "node:assert";
import type { SandboxUser } from "../sandbox/directory";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { click } from "./support/click";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { previewOf } from "./support/preview";
import { useEditor } from "./support/useEditor";
import { UsersView } from "./support/usersView";

const isWrite = ({ method }: { method: string }) => method === "PUT";

describe("Changing many users", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let host: string;
  let runs: UsersView;
  /** Active users whose names begin the list, in its order. */
  let people: SandboxUser[];

  before(async () => {
    sandbox = await startSandbox({ users: 300 });
    host = new URL(sandbox.url).host;
    people = Array.from({ length: 6 }, (_, index) =>
      sandbox.directory.addUser({ firstName: "Aaa", lastName: `Leaver ${index}`, name: `Aaa Leaver ${index}` }),
    );
    runs = new UsersView(editor().page, "History");
    await connect(editor(), sandbox);
  });
  after(() => sandbox.stop());

  const row = (user: SandboxUser) => editor().users.row(user.name);
  const states = (users: readonly SandboxUser[]) => users.map(({ isActive }) => isActive);

  it("deactivates three who are selected, and shows the report", async () => {
    const three = people.slice(0, 3);
    await editor().users.select(...three.map(row));
    await editor().users.contextMenu(row(three[1]!), "Deactivate…");
    assert.equal(await editor().dialog.text(), `Deactivate 3 users in ${host}?`);
    const detail = await editor().dialog.detail();
    for (const { name } of three) assert.ok(detail.includes(name), detail);
    await editor().screenshot("confirmation-three");
    await editor().dialog.click("Deactivate 3 Users");
    await editor().notificationButton(`Deactivated 3 of 3 users in ${host}.`, "Show Report");
    assert.deepEqual(states(three), [false, false, false]);
    const report = await previewOf(editor().page, "Deactivated 3 of 3 users");
    const cells = await report.locator("td:first-child").allTextContents();
    assert.deepEqual(
      cells,
      three.map(({ name }) => name),
    );
    await editor().screenshot("report");
    await runs.unfold();
    await runs.toggle(runs.rowWith("Deactivated 3 of 3 users"));
    const [run, ...results] = await eventually(
      () => runs.rows(),
      (rows) => rows.filter(({ level }) => level === 2).length === 3,
    );
    assert.match(run?.name ?? "", / · Deactivated 3 of 3 users$/);
    assert.equal(run?.description, host);
    assert.deepEqual(
      results.map(({ name, description }) => [name, description]),
      three.map(({ name }) => [name, "Deactivated"]),
    );
    await editor().screenshot("runs");
  });

  it("offers for each result to reveal, open, and copy the user, and reveals whatever the filters say", async () => {
    const [, user] = people;
    const result = runs.row(user!.name);
    assert.deepEqual(await runs.contextMenuItems(result), [
      "Reveal in Users View",
      "Show User as JSON",
      "Open in Workfront",
      "Copy ID",
      "Copy Email",
      "Copy as Table",
    ]);
    await editor().quickInput.openAndChoose(() => editor().users.action("Filter Users…"), "Status");
    await editor().quickInput.choose("Active");
    await eventually(
      () => editor().users.message(),
      (message) => message === "Active",
    );
    await runs.contextMenu(result, "Reveal in Users View");
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some(({ name, selected }) => name === user!.name && selected),
    );
    await editor().screenshot("revealed");
    await editor().users.action("Clear Search and Filters");
    await eventually(
      () => editor().users.message(),
      (message) => message === "",
    );
    await editor().users.row(user!.name).waitFor();
    await runs.toggle(runs.rowWith("Deactivated 3 of 3 users"));
  });

  it("undoes a run from its row, and leaves alone whom somebody else has changed back", async () => {
    people[0]!.isActive = true;
    await runs.inlineAction(runs.rowWith("Deactivated 3 of 3 users"), "Undo…");
    assert.equal(await editor().dialog.text(), `Reactivate 2 users in ${host}?`);
    await editor().dialog.click("Reactivate 2 Users");
    await editor().notification(`Reactivated 2 of 3 users in ${host}. 1 needed no change.`);
    assert.deepEqual(states(people.slice(0, 3)), [true, true, true]);
    await editor().clearNotifications();
    const undone = runs.rowWith("Deactivated 3 of 3 users");
    await undone.filter({ hasText: "undone" }).waitFor();
    assert.ok(!(await runs.contextMenuItems(undone)).includes("Undo…"), "what is undone is not undone once more");
    await runs.contextMenu(undone, "Add Note…");
    await editor().quickInput.fill("INC-7");
    await undone.filter({ hasText: "INC-7" }).waitFor();
  });

  it("retries two who failed, and only these", async () => {
    const three = people.slice(0, 3);
    const declined = three.slice(1).map((user) =>
      sandbox.fail({
        match: (request) => isWrite(request) && request.path.endsWith(user.ID),
        effect: { kind: "status", status: 422, message: "This user cannot be deactivated at the moment" },
      }),
    );
    await editor().users.select(...three.map(row));
    await editor().users.contextMenu(row(three[0]!), "Deactivate…");
    await editor().dialog.click("Deactivate 3 Users");
    await editor().notification(/Deactivated 1 of 3 users in .*\. 2 failed\. .*cannot be deactivated at the moment/);
    await editor().screenshot("two-failed");
    assert.deepEqual(states(three), [false, true, true]);
    for (const fault of declined) fault.remove();
    await editor().clearNotifications();
    await runs.contextMenu(runs.rowWith("Deactivated 1 of 3 users"), "Retry Failed");
    assert.equal(await editor().dialog.text(), `Deactivate 2 users in ${host}?`);
    await editor().dialog.click("Deactivate 2 Users");
    await editor().notification(`Deactivated 2 of 2 users in ${host}.`);
    assert.deepEqual(states(three), [false, false, false]);
    await editor().clearNotifications();
  });

  it("offers both changes for several who differ, and leaves alone who is as wished already", async () => {
    await editor().users.select(...people.slice(2, 4).map(row));
    await editor().users.contextMenu(row(people[2]!), "Reactivate…");
    assert.equal(await editor().dialog.text(), `Reactivate “${people[2]!.name}” in ${host}?`);
    assert.match(await editor().dialog.detail(), /Left out: .* \(already active\)/);
    await editor().dialog.click("Cancel");
  });

  it("deactivates 120 of a pasted list, after every line was looked up and the number typed", async () => {
    const leavers = sandbox.directory
      .usersWhere(({ ID, isActive, emailAddr }) => isActive && emailAddr !== null && ID !== sandbox.administrator.ID)
      .filter(({ ID, emailAddr }) => ID !== sandbox.directory.adminEmailUserID && unique(emailAddr!))
      .filter((user) => !people.includes(user))
      .slice(-120);
    const typos = ["nobody.at.all@example.com", "jane.cooper@exmaple.com"];
    const gone = people[0]!;
    const lines = ["Name;Email", ...leavers.map(({ emailAddr }) => `somebody;${emailAddr!.toUpperCase()}`)];
    const list = [...lines, ...typos.map((typo) => `somebody;${typo}`), `somebody;${gone.emailAddr!}`].join("\r\n");
    await editor().page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(list)})`);
    await editor().quickInput.openAndChoose(
      () => editor().palette("Workfront Users: Deactivate Users from a List…"),
      "Clipboard",
    );
    await editor().quickInput.titled("Deactivate Users from a List: Clipboard");
    await editor().quickInput.row("2 not found").waitFor();
    await editor().quickInput.row("1 already deactivated").waitFor();
    await editor().quickInput.choose("Select Users to Deactivate (120)…");
    await editor().page.getByText("120 Selected").waitFor();
    await editor().screenshot("match-table");
    await editor().quickInput.accept();
    assert.equal(await editor().dialog.text(), `Deactivate 120 users in ${host}?`);
    assert.match(await editor().dialog.detail(), /and 115 more/);
    await editor().screenshot("confirmation-many");
    const before = sandbox.requests.filter(isWrite).length;
    await editor().dialog.click("Deactivate 120 Users…");
    await editor().quickInput.type("119");
    await editor().quickInput.accept();
    await editor().quickInput.says("Type 120 to deactivate 120 users");
    assert.equal(sandbox.requests.filter(isWrite).length, before);
    await editor().quickInput.fill("120");
    await editor().notification(`Deactivated 120 of 120 users in ${host}.`);
    assert.ok(leavers.every(({ isActive }) => !isActive));
    await editor().clearNotifications();
  });

  const unique = (email: string) =>
    sandbox.directory.usersWhere(({ emailAddr }) => emailAddr?.toLowerCase() === email.toLowerCase()).length === 1;

  it("shows the assigned work of a user when the row is expanded, and not when it is clicked", async () => {
    const holder = people[5]!;
    const add = (code: string, values: Record<string, string | null>) => sandbox.directory.add(code, values);
    for (let index = 0; index < 3; index++) {
      const task = add("TASK", { name: `Task ${index}`, actualCompletionDate: null });
      add("ASSGN", { taskID: task.ID, assignedToID: holder.ID });
    }
    add("PROJ", { name: "Autumn campaign", ownerID: holder.ID, status: "CUR" });
    const refused = sandbox.fail({
      match: ({ path }) => path.includes("/RRUL/"),
      effect: { kind: "status", status: 403 },
    });
    await click(row(holder));
    await editor().users.toggle(row(holder));
    const rows = await eventually(
      () => editor().users.rows(),
      (found) => found.some(({ level }) => level === 2),
    );
    assert.deepEqual(
      rows.filter(({ level }) => level === 2).map(({ name, description }) => [name, description]),
      [
        ["Open tasks", "3"],
        ["Projects owned", "1"],
        ["Routing rules to the user", "unknown: you are not allowed to see this"],
      ],
    );
    refused.remove();
    await editor().screenshot("assigned-work");
    await click(editor().users.row("Open tasks"));
    await eventually(
      () => editor().quickInput.rows(),
      (items) => ["Task 0", "Task 1", "Task 2"].every((name) => items.some((item) => item.includes(name))),
    );
    await editor().quickInput.cancel();
    await editor().users.toggle(row(holder));
    await editor().users.contextMenu(row(holder), "Show Assigned Work");
    await eventually(
      () => editor().quickInput.rows(),
      (items) => items.some((item) => item.includes("Projects owned")),
    );
    await editor().quickInput.cancel();
  });

  it("resumes a run that was cut off when its window was closed", async () => {
    const three = people.slice(3);
    const slow = sandbox.fail({ match: isWrite, effect: { kind: "hang" } });
    const written = sandbox.requests.filter(isWrite).length;
    await editor().users.select(...three.map(row));
    await editor().users.contextMenu(row(three[0]!), "Deactivate…");
    await editor().dialog.click("Deactivate 3 Users");
    await eventually(
      () => sandbox.requests.filter(isWrite).length,
      (number) => number === written + 3,
    );
    await editor().open();
    slow.remove();
    // The tab with the report of the first change is open again.
    await previewOf(editor().page, "Deactivated 3 of 3 users");
    await editor().users.open();
    await editor().notificationButton(/was interrupted/, "Resume");
    assert.equal(await editor().dialog.text(), `Deactivate 3 users in ${host}?`);
    await editor().dialog.click("Deactivate 3 Users");
    await editor().notification(`Deactivated 3 of 3 users in ${host}.`);
    assert.deepEqual(states(three), [false, false, false]);
    await editor().screenshot("resumed");
  });

  it("forgets a run when asked to, after a question that says what that means", async () => {
    await runs.unfold();
    const run = runs.rowWith("Deactivated 120 of 120 users");
    await run.waitFor();
    const before = await runs.rows();
    await runs.contextMenu(run, "Delete from History…");
    assert.match(
      await editor().dialog.detail(),
      /Nothing changes in Workfront, but the change can no longer be undone/,
    );
    await editor().dialog.click("Delete from History");
    await eventually(
      () => runs.rows(),
      (rows) =>
        rows.length === before.length - 1 && rows.every(({ name }) => !name.endsWith("Deactivated 120 of 120 users")),
    );
  });
});
