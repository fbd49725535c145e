import { mkdir } from "node:fs/promises";
import path from "node:path";
import { connect } from "./journeys/support/connect";
import { Editor } from "./journeys/support/editor";
import { eventually } from "./journeys/support/eventually";
import { UsersView } from "./journeys/support/usersView";
import { startSandbox, type Sandbox } from "./sandbox/server";
import { startStandIn, type StandIn } from "./support/standIn";

const folder = path.resolve(__dirname, "../docs/images");
const size = { width: 900, height: 600 };

/** What the sandbox is called in the pictures. */
const host = "acme.my.workfront.com";

/** Takes the README's pictures from the packaged extension in a real window, in a light and in a dark theme. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sandbox = await startSandbox({ users: 147, era: "2026" });
  const standIn = await startStandIn(host, sandbox.url);
  try {
    await inEditor({ sandbox, standIn, theme: "Default Light Modern" }, async (editor) => {
      await takeUsers(editor);
      await takeList(editor, sandbox);
    });
    await inEditor({ sandbox, standIn, theme: "Default Dark Modern" }, (editor) => takeChange(editor, sandbox));
  } finally {
    await standIn.stop();
    await sandbox.stop();
  }
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
    await widenSideBar(editor);
    await work(editor);
  } finally {
    await editor.stop();
  }
}

/** Makes room for the rows, as somebody would who works with them. */
async function widenSideBar({ page }: Editor): Promise<void> {
  const box = await page.locator(".part.sidebar").boundingBox();
  if (box === null) throw new Error("There is no side bar.");
  await page.mouse.move(box.x + box.width, 300);
  await page.mouse.down();
  await page.mouse.move(560, 300, { steps: 5 });
  await page.mouse.up();
}

async function take(editor: Editor, name: string): Promise<void> {
  await editor.page.mouse.move(size.width / 2, 150);
  await eventually(
    () => editor.page.locator(".notification-toast").count(),
    (toasts) => toasts === 0,
  );
  await editor.page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
  console.log(`docs/images/${name}.png`);
}

async function takeUsers(editor: Editor): Promise<void> {
  const { users } = editor;
  await users.toggle(users.row("Amara Hill"));
  await eventually(
    () => users.rows(),
    (rows) => rows.some(({ level }) => level === 2),
  );
  await take(editor, "users");
  await users.toggle(users.row("Amara Hill"));
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

/** The question before a change, and what the history says of it: one user's change is declined. */
async function takeChange(editor: Editor, sandbox: Sandbox): Promise<void> {
  const { users } = editor;
  const names = ["Amara Hill", "Amélie Fournier", "Ananya Gupta"];
  await users.select(...names.map((name) => users.row(name)));
  await users.contextMenu(users.row(names[0]!), "Deactivate…");
  await editor.dialog.text();
  await take(editor, "confirmation");
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
