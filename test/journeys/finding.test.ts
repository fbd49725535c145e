import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { startSandbox, type Sandbox, type SandboxUser } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";

describe("Finding users", () => {
  const editor = useEditor({ settings: { "workfrontUsers.pageSize": 20 } });
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
    await connect(editor(), sandbox);
  });
  after(() => sandbox.stop());

  const having = (condition: (user: SandboxUser) => boolean) => sandbox.directory.usersWhere(condition).length;
  const messageWith = (text: string) =>
    eventually(
      () => editor().users.message(),
      (message) => message.includes(text),
    );
  const messageIs = (text: string) =>
    eventually(
      () => editor().users.message(),
      (message) => message === text,
    );
  const titleWith = (text: string) =>
    eventually(
      () => editor().users.title(),
      (title) => title.includes(text),
    );
  const filterBy = async (filter: string, ...values: string[]) => {
    await editor().quickInput.openAndChoose(() => editor().users.action("Filter Users…"), filter);
    await editor().quickInput.titled(`Filter Users: ${filter}`);
    await editor().quickInput.row(values[0]!).waitFor();
    if (filter === "Status" || filter === "Last login") return editor().quickInput.choose(values[0]!);
    for (const value of values) await editor().quickInput.tick(value);
    await editor().quickInput.accept();
  };

  const clear = async () => {
    await editor().users.action("Clear Search and Filters");
    await eventually(
      () => editor().users.message(),
      (message) => message === "",
    );
    await eventually(
      () => editor().users.actions(),
      (labels) => !labels.includes("Clear Search and Filters"),
    );
  };

  it("filters by status and license together, with the server's counts beside the choices", async () => {
    const isDeactivated = ({ isActive, userApprovalID }: SandboxUser) => !isActive && !userApprovalID;
    const deactivated = having(isDeactivated);
    const wanted = having((user) => isDeactivated(user) && "CR".includes(user.licenseType));
    await editor().quickInput.openAndChoose(() => editor().users.action("Filter Users…"), "Status");
    await editor().quickInput.row("Deactivated").waitFor();
    const beside = editor().quickInput.row("Deactivated").locator(".label-description");
    assert.equal(await beside.textContent(), String(deactivated));
    await editor().quickInput.choose("Deactivated");
    await titleWith(`· ${deactivated} of 147 users`);
    await messageIs("Deactivated");
    await filterBy("License", "Light", "Contributor");
    await titleWith(`· ${wanted} of 147 users`);
    await messageIs("Deactivated · License: Light, Contributor");
    await editor().screenshot("filtered");
    await editor().users.action("Filter Users…");
    await editor().quickInput.row("License").waitFor();
    await editor().screenshot("filter");
    await editor().quickInput.cancel();
  });

  it("sends nothing when the window is opened again, before somebody looks", async () => {
    await editor().page.locator('.activitybar .action-item [aria-label^="Explorer"]').first().click();
    await editor().page.locator(".part.sidebar .composite.title", { hasText: "Explorer" }).waitFor();
    sandbox.clearRequests();
    await editor().open();
    // The extension has started, and knows its connection.
    await editor()
      .page.locator(".statusbar-item", { hasText: new URL(sandbox.url).hostname })
      .waitFor();
    assert.ok(await editor().paletteOffers("Workfront Users: Connect…"));
    assert.deepEqual(sandbox.requests, []);
  });

  it("keeps the filters when the window is opened again, and one click ends them", async () => {
    await editor().users.open();
    await messageWith("Deactivated · License: Light, Contributor");
    await clear();
  });

  it("groups, reads a group when it is expanded, and more of it on request", async () => {
    await editor().quickInput.openAndChoose(() => editor().users.menu("Group By…"), "Status");
    const active = having(({ isActive }) => isActive);
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some(({ name, description }) => name === "Active" && description === String(active)),
    );
    await editor().users.toggle(editor().users.row("Deactivated"));
    const rows = await eventually(
      () => editor().users.rows(),
      (all) => all.length > 2,
    );
    assert.ok(
      rows
        .filter(({ level }) => level === 2)
        .every(({ description }) => /^(Deactivated|Waiting for approval)/.test(description)),
    );
    await editor().users.toggle(editor().users.row("Deactivated"));
    await editor().users.toggle(editor().users.row("Active"));
    await eventually(
      () => editor().users.rows(),
      (all) => all.length > 3,
    );
    await editor().screenshot("grouped");
  });

  it("finds one user among the groups, selects the row, and goes back to one list", async () => {
    const active = sandbox.directory.usersWhere(({ emailAddr, isActive }) => emailAddr !== null && isActive);
    const user = active.filter(({ name }) => /^S[a-z]+ [A-Z][a-z]+$/.test(name)).at(-1)!;
    await editor().users.action("Search Users…");
    await editor().quickInput.type(user.emailAddr!);
    await editor().quickInput.row(user.name).first().waitFor();
    await editor().quickInput.choose(user.name);
    await eventually(
      () => editor().users.rows(),
      (all) => all.some(({ name, selected, level }) => name === user.name && selected && level === 2),
    );
    await clear();
    await editor().quickInput.openAndChoose(() => editor().users.menu("Group By…"), "No grouping");
    await eventually(
      () => editor().users.rows(),
      (all) => all.length > 2 && all.every(({ level }) => level === 1),
    );
  });

  it("sorts by last login, and every row says when that was", async () => {
    await editor().quickInput.openAndChoose(() => editor().users.menu("Sort By…"), "Last login");
    await messageWith("Sorted by last login");
    const rows = await eventually(
      () => editor().users.rows(),
      (all) => all.length > 5,
    );
    const people = rows.filter(({ name }) => !name.startsWith("Load more"));
    assert.ok(people.every(({ description }) => /ago|yesterday|today|last|never logged in/.test(description)));
    await editor().quickInput.openAndChoose(() => editor().users.menu("Sort By…"), "Name");
  });

  it("shows idle users with the licenses that they hold, deactivates them from there, and exports them", async () => {
    await editor().users.menu("Find Idle Users…");
    await editor().quickInput.fill("365");
    await editor().quickInput.choose("Not logged in for 365 days, or never");
    await editor().quickInput.titled("Find Idle Users: License");
    await editor().quickInput.row("Light").waitFor();
    await editor().quickInput.accept();
    await editor().quickInput.titled("Find Idle Users: Home Group");
    await eventually(
      () => editor().quickInput.rows(),
      (groups) => groups.length > 0,
    );
    await editor().quickInput.accept();
    const [first] = await eventually(
      () => editor().users.rows(),
      (all) => all[0]?.name.startsWith("Deactivate All") === true,
    );
    const idle = Number(/(\d+)/.exec(first!.name)?.[1]);
    assert.ok(idle > 0);
    assert.match(first!.description, /^frees .*\w: \d+/);
    await titleWith(`· ${idle} of 147 users`);
    await messageWith("Idle for 365 days, or never logged in");
    await editor().screenshot("idle");
    await editor().users.row(first!.name).click();
    assert.match(await editor().dialog.text(), new RegExp(`^Deactivate ${idle} users`));
    await editor().dialog.click("Cancel");
    await editor().quickInput.openAndChoose(() => editor().users.menu("Export Users…"), "CSV");
    const file = path.join(editor().workspaceFolder, "idle.csv");
    await eventually(
      () => editor().quickInput.box.inputValue(),
      (proposed) => proposed.endsWith(".csv"),
    );
    await editor().quickInput.fill(file);
    await editor().notification(`Exported ${idle} users`);
    await editor().screenshot("exported");
    const lines = (await readFile(file, "utf8")).trimEnd().split("\r\n");
    assert.equal(lines.length, idle + 1);
    assert.ok(lines[0]?.startsWith("\ufeffID,name,emailAddr,"));
  });
});
