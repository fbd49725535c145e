import { mkdir } from "node:fs/promises";
import path from "node:path";
import { connect } from "./journeys/support/connect";
import { Editor } from "./journeys/support/editor";
import { eventually } from "./journeys/support/eventually";
import { OverviewTab } from "./journeys/support/licenseOverview";
import { UsersView } from "./journeys/support/usersView";
import { previewOf } from "./journeys/support/preview";
import { Workplace } from "./journeys/support/workplace";
import { startSandbox, type Sandbox } from "./sandbox/server";
import { startStandIn, type StandIn } from "./support/standIn";

const folder = path.resolve(__dirname, "../docs/images");
const size = { width: 900, height: 600 };

/** What the sandbox is called in the pictures. */
const host = "acme.my.workfront.com";

/** Who leaves in the pictures, and who takes over. */
const [leaver, successor] = ["Amara Hill", "Amélie Fournier"];

/** Takes the README's pictures from the packaged extension in a real window, in a light and in a dark theme. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sandbox = await startSandbox({ users: 147, era: "2026" });
  giveWork(sandbox);
  const standIn = await startStandIn(host, sandbox.url);
  try {
    await inEditor({ sandbox, standIn, theme: "Default Light Modern" }, async (editor) => {
      await takeUsers(editor);
      await takeFound(editor);
      await takeList(editor, sandbox);
      await takeOverview(editor, "overview", "licenses");
    });
    await inEditor({ sandbox, standIn, theme: "Default Dark Modern" }, async (editor) => {
      await takeDeactivation(editor);
      await takeHandOver(editor);
      await takeHistory(editor, sandbox);
      await takeOverview(editor, "overviewDark", "logins");
    });
  } finally {
    await Workplace.leave();
    await standIn.stop();
    await sandbox.stop();
  }
}

/** What somebody in the middle of things has. */
function giveWork({ directory }: Sandbox): void {
  const ID = directory.usersNamed(leaver)[0]!.ID;
  const projects = ["Aurora Headphones: Spring Launch", "Rebrand 2027", "Trade Fair Stand"].map((name) =>
    directory.add("PROJ", { name, ownerID: ID, status: "CUR" }),
  );
  for (const [index, name] of [
    "Write the briefing",
    "Edit the film",
    "Proof the catalog",
    "Plan the media",
  ].entries()) {
    const projectID = projects[index % projects.length]!.ID;
    const task = directory.add("TASK", {
      name,
      projectID,
      assignedToID: ID,
      status: "INP",
      actualCompletionDate: null,
    });
    directory.add("ASSGN", { taskID: task.ID, assignedToID: ID, isPrimary: true, status: "AA" });
  }
  directory.add("TEAMOB", { name: "Brand Studio", ownerID: ID });
  directory.add("RRUL", { name: "Requests for print", defaultAssignedToID: ID, projectID: projects[0]!.ID });
  directory.add("PTLSEC", { name: "Open requests by week", runAsUserID: ID });
}

interface Scene {
  readonly sandbox: Sandbox;
  readonly standIn: StandIn;
  readonly theme: string;
}

async function inEditor({ sandbox, standIn, theme }: Scene, work: (editor: Editor) => Promise<void>): Promise<void> {
  const editor = await Editor.start({
    settings: {
      "workbench.colorTheme": theme,
      // No tooltip gets into a picture.
      "workbench.hover.delay": 600_000,
      "http.proxy": standIn.proxy,
      "http.proxySupport": "override",
    },
    environment: { NODE_EXTRA_CA_CERTS: standIn.certificate },
  });
  try {
    await editor.page.setViewportSize(size);
    await connect(editor, { url: `https://${host}`, administrator: sandbox.administrator });
    await editor.users.resize(560);
    await work(editor);
  } finally {
    await editor.stop();
  }
}

async function take(editor: Editor, name: string): Promise<void> {
  // On the header of the view, which shows its icons then, and on no row.
  await editor.page.mouse.move(100, 82);
  await eventually(
    () => editor.page.locator(".notification-toast").count(),
    (toasts) => toasts === 0,
  );
  await editor.page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
  console.log(`docs/images/${name}.png`);
}

async function takeUsers(editor: Editor): Promise<void> {
  const { users } = editor;
  await eventually(
    () => users.rows(),
    (rows) => rows.length > 10,
  );
  await take(editor, "users");
}

/** Somebody is searched, and then the work shows that is still assigned. */
async function takeFound(editor: Editor): Promise<void> {
  const { users, quickInput } = editor;
  await editor.palette("Workfront Users: Search Users…");
  await quickInput.type("amara");
  await quickInput.row("Show all 2 matches").waitFor();
  await take(editor, "find");
  await quickInput.choose(leaver);
  await users.toggle(users.row(leaver));
  await eventually(
    () => users.rows(),
    (rows) => rows.some(({ level }) => level === 2),
  );
  await take(editor, "work");
}

/** The work goes to somebody else: what is asked before, and the report afterward. */
async function takeHandOver(editor: Editor): Promise<void> {
  const { users, quickInput, dialog } = editor;
  await users.contextMenu(users.row(leaver), "Hand Over Work…");
  await quickInput.titled("Successor");
  await quickInput.type(successor);
  await eventually(
    () => quickInput.rows(),
    (rows) => rows.length === 1,
  );
  await quickInput.choose(successor);
  await quickInput.row("Projects owned").waitFor();
  await take(editor, "handOver");
  await editor.page.keyboard.press("Enter");
  await dialog.text();
  await editor.page.keyboard.press("Enter");
  await editor.notificationButton("Handed over", "Show Report");
  const report = await previewOf(editor.page, "Handed over");
  await editor.clearNotifications();
  await editor.palette("View: Toggle Primary Side Bar Visibility");
  await editor.page.setViewportSize({ ...size, height: 800 });
  await report.locator("td", { hasText: "Write the briefing" }).waitFor();
  await take(editor, "report");
  await editor.page.setViewportSize(size);
  await editor.palette("View: Close All Editors");
  await editor.palette("View: Toggle Primary Side Bar Visibility");
}

/** What is asked before somebody is deactivated. */
async function takeDeactivation(editor: Editor): Promise<void> {
  const { users, dialog } = editor;
  await users.contextMenu(users.row(leaver), "Deactivate…");
  // On a busy machine, counting the work may take longer than a question waits.
  while ((await dialog.detail()).includes("unknown")) {
    await dialog.click("Cancel");
    await users.contextMenu(users.row(leaver), "Deactivate…");
  }
  await take(editor, "confirmation");
  await dialog.click("Cancel");
}

async function takeList(editor: Editor, sandbox: Sandbox): Promise<void> {
  const emails = ["Arjun Reddy", "Brian Scott", "Chloe Price", "Anna Müller"].map(
    (name) => sandbox.directory.usersNamed(name)[0]?.emailAddr ?? name,
  );
  const lines = ["Name;Email;Last day", ...emails.map((email) => `;${email};today`), ";j.smith@exmaple.com;today"];
  await editor.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(lines.join("\n"))})`);
  await editor.palette("Workfront Users: Deactivate Users from a List…");
  await editor.quickInput.choose("Clipboard");
  await editor.quickInput.row("Column: Email").waitFor();
  await take(editor, "list");
  await editor.quickInput.cancel();
}

/** The license overview with what was purchased, at one of its sections. */
async function takeOverview(editor: Editor, name: string, section: "licenses" | "logins"): Promise<void> {
  await editor.palette("View: Toggle Primary Side Bar Visibility");
  await editor.palette("Workfront Users: Show License Overview");
  const tab = await OverviewTab.find(editor);
  for (const [license, purchased] of [
    ["Standard", "45"],
    ["Light", "60"],
    ["Contributor", "40"],
    ["External", "10"],
  ] as const) {
    const input = tab.row("licenses", license).locator("input");
    await input.fill(purchased);
    await input.press("Tab");
  }
  await eventually(
    () => tab.numbers(tab.frame.locator("tfoot tr")),
    (total) => total["Purchased"] === "155",
  );
  await tab.frame.locator(section === "licenses" ? "header" : `section.${section}`).scrollIntoViewIfNeeded();
  if (section === "logins")
    await tab.frame.locator(`section.${section}`).evaluate((part: Scrolled) => {
      part.style.scrollMarginTop = "20px";
      part.scrollIntoView();
    });
  await take(editor, name);
}

/** As much of an element as runs in the page here; the compiler knows Node only. */
interface Scrolled {
  readonly style: { scrollMarginTop: string };
  scrollIntoView(): void;
}

/** What the history says of a change of three users, of whom one is declined. */
async function takeHistory(editor: Editor, sandbox: Sandbox): Promise<void> {
  const { users } = editor;
  const names = [leaver, "Ananya Gupta", "Andrew Hill"];
  await users.select(...names.map((name) => users.row(name)));
  await users.contextMenu(users.row(leaver), "Deactivate…");
  const { ID } = sandbox.directory.usersNamed(names[2]!)[0]!;
  const declined = sandbox.fail({
    match: ({ method, path: target }) => method === "PUT" && target.endsWith(ID),
    effect: { kind: "status", status: 422 },
  });
  await editor.dialog.click("Deactivate 3 Users");
  await editor.notification("Deactivated 2 of 3 users");
  declined.remove();
  await editor.clearNotifications();
  const history = new UsersView(editor.page, "History");
  await history.unfold();
  await history.toggle(history.rowWith("2 of 3 users"));
  await eventually(
    () => history.rows(),
    (rows) => rows.some(({ level }) => level === 2),
  );
  await take(editor, "history");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
