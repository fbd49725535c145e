import { strict as assert } from "node:assert";
import type { SandboxUser } from "../sandbox/directory";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";

describe("Changing users", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let host: string;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
    host = new URL(sandbox.url).host;
  });
  after(() => sandbox.stop());

  /** Active users whose names are theirs alone and plain to read, in the order of the view. */
  let people: SandboxUser[] = [];
  const someone = (nth: number) => people[nth]!;
  before(() => {
    const users = [...sandbox.directory.users.values()];
    people = users
      .filter(
        (user) => user.isActive && user.ID !== sandbox.administrator.ID && /^[A-C][a-z]+ [A-Z][a-z]+$/.test(user.name),
      )
      .filter((user) => users.filter(({ name }) => name === user.name).length === 1)
      .sort((one, other) => one.name.localeCompare(other.name));
  });
  const isActive = (id: string) => sandbox.directory.users.get(id)!.isActive;
  const writes = () => sandbox.requests.filter(({ method }) => method === "PUT");

  before(async () => {
    await connect(editor(), sandbox);
  });

  it("finds a user on the server while one types, and selects the row", async () => {
    const user = [...sandbox.directory.users.values()].filter(({ emailAddr }) => emailAddr).at(-1)!;
    await editor().users.action("Search Users…");
    await editor().quickInput.type(user.emailAddr!);
    await editor().quickInput.row(user.name).first().waitFor();
    await editor().screenshot("search");
    await editor().quickInput.choose(user.name);
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some((row) => row.selected && row.name === user.name),
    );
  });

  it("puts all matches of a search into the view, says so, and clears it", async () => {
    await editor().users.action("Search Users…");
    await editor().quickInput.type("an");
    await eventually(
      () => editor().quickInput.rows(),
      (rows) => rows.some((row) => row.includes("Ananya")) && !rows.some((row) => row.includes("Ada Lindholm")),
    );
    await eventually(
      () => editor().quickInput.rows(),
      (rows) => rows.some((row) => /^Show all \d+ matches/.test(row)),
    );
    await editor().quickInput.accept();
    await eventually(
      () => editor().users.message(),
      (text) => text === 'Search: "an"',
    );
    await eventually(
      () => editor().users.title(),
      (text) => / · \d+ of 147/.test(text),
    );
    await editor().screenshot("searched");
    await editor().users.action("Clear Search and Filters");
    await eventually(
      () => editor().users.message(),
      (text) => text === "",
    );
  });

  it("deactivates from the context menu after one confirmation, and shows it in the row at once", async () => {
    const user = someone(0);
    await editor().users.contextMenu(editor().users.row(user.name), "Deactivate…");
    assert.equal(await editor().dialog.text(), `Deactivate “${user.name}” in ${host}?`);
    assert.match(await editor().dialog.detail(), /Access ends now/);
    assert.match(await editor().dialog.detail(), /Admin Console is not changed/);
    await editor().screenshot("confirmation");
    await editor().dialog.click("Deactivate User");
    await editor().notification(`Deactivated ${user.name} in ${host}.`);
    assert.equal(isActive(user.ID), false);
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some((row) => row.name === user.name && row.description.startsWith("Deactivated")),
    );
  });

  it("undoes it from the notification, after asking again", async () => {
    const user = someone(0);
    await editor().notificationButton("Deactivated", "Undo");
    assert.equal(await editor().dialog.text(), `Reactivate “${user.name}” in ${host}?`);
    await editor().dialog.click("Reactivate User");
    await editor().notification(`Reactivated ${user.name} in ${host}.`);
    assert.equal(isActive(user.ID), true);
    await editor().clearNotifications();
  });

  it("deactivates from the icon on the row", async () => {
    const user = someone(1);
    await editor().users.inlineAction(editor().users.row(user.name), "Deactivate…");
    await editor().dialog.click("Deactivate User");
    await editor().notification(`Deactivated ${user.name} in ${host}.`);
    assert.equal(isActive(user.ID), false);
    await editor().clearNotifications();
  });

  it("deactivates from the palette: finds the user first", async () => {
    const user = someone(6);
    await editor().palette("Workfront Users: Deactivate…");
    await editor().quickInput.titled("Deactivate Users");
    await editor().quickInput.type(user.emailAddr!);
    // Nobody ticks in a list that is about to be another one.
    await eventually(
      () => editor().quickInput.rows(),
      (rows) => rows.length === 1 && rows[0]!.includes(user.name),
    );
    await editor().quickInput.tick(user.name);
    await editor().quickInput.accept();
    await editor().dialog.click("Deactivate User");
    await editor().notification(`Deactivated ${user.name} in ${host}.`);
    assert.equal(isActive(user.ID), false);
    await editor().clearNotifications();
  });

  it("changes nothing when the confirmation is canceled", async () => {
    const user = someone(2);
    const before = writes().length;
    await editor().users.inlineAction(editor().users.row(user.name), "Deactivate…");
    await editor().dialog.click("Cancel");
    assert.equal(isActive(user.ID), true);
    assert.equal(writes().length, before);
  });

  it("refuses to deactivate the signed-in administrator", async () => {
    await editor().users.contextMenu(editor().users.row(sandbox.administrator.name), "Deactivate…");
    await editor().notification("nobody can deactivate themselves here");
    assert.equal(isActive(sandbox.administrator.ID), true);
    await editor().clearNotifications();
  });

  it("says so where somebody else was quicker, and corrects the row", async () => {
    const user = someone(3);
    sandbox.directory.users.get(user.ID)!.isActive = false;
    await editor().users.inlineAction(editor().users.row(user.name), "Deactivate…");
    await editor().notification(`${user.name} is already deactivated in ${host}. Nothing was changed.`);
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some((row) => row.name === user.name && row.description.startsWith("Deactivated")),
    );
    await editor().clearNotifications();
  });

  it("hides every change while the connection is read-only", async () => {
    await editor().users.menu("Make Connection Read-Only");
    const items = await eventually(
      () => editor().users.contextMenuItems(editor().users.row(someone(4).name)),
      (all) => !all.some((item) => item.includes("activate")),
    );
    assert.ok(items.includes("Copy ID"));
    await editor().users.menu("Allow Changes on This Connection");
    await eventually(
      () => editor().users.contextMenuItems(editor().users.row(someone(4).name)),
      (all) => all.includes("Deactivate…"),
    );
  });

  it("copies the ID and opens the user as JSON", async () => {
    const user = someone(4);
    await editor().users.contextMenu(editor().users.row(user.name), "Copy ID");
    await eventually(
      () => editor().clipboard(),
      (text) => text === user.ID,
    );
    await editor().users.contextMenu(editor().users.row(user.name), "Show User as JSON");
    await editor().page.locator(".view-line", { hasText: user.ID }).first().waitFor();
  });
});
