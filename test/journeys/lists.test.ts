import { strict as assert } from "node:assert";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SandboxUser } from "../sandbox/directory";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { chooseFromMenu } from "./support/menu";
import { previewOf } from "./support/preview";
import { useEditor } from "./support/useEditor";

/** Lists as HR, IT and mail programs make them, walked as a person would walk them. */
describe("Lists from elsewhere", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let host: string;
  const people: Record<string, SandboxUser> = {};

  before(async () => {
    sandbox = await startSandbox({ users: 40 });
    host = new URL(sandbox.url).host;
    for (const [firstName, lastName] of [
      ["Jürgen", "Großmann"],
      ["Olga", "Baumeister"],
      ["Bo", "Lindqvist"],
      ["Minji", "Kim"],
      ["Siobhan", "O’Brien"],
      ["Petra", "Vogel"],
    ] as const) {
      const username = `${firstName}.${lastName}`.toLowerCase();
      people[firstName] = sandbox.directory.addUser({
        ...{ firstName, lastName, username, name: `${firstName} ${lastName}` },
        emailAddr: `${firstName.toLowerCase()}@leaving.example.com`,
      });
    }
    await connect(editor(), sandbox);
  });
  after(() => sandbox.stop());

  const emailOf = (name: string) => people[name]!.emailAddr!;
  const quick = () => editor().quickInput;
  const save = (name: string, content: string | Buffer) =>
    writeFile(path.join(editor().workspaceFolder, name), content);
  const copy = (text: string) => editor().page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  const rows = (wanted: readonly string[]) =>
    eventually(
      () => quick().rows(),
      (found) => wanted.every((text) => found.some((row) => row.includes(text))),
    );

  /** Opens the menu of a file in the Explorer. */
  async function explorerMenu(file: string, item: string): Promise<void> {
    await editor().palette("View: Show Explorer");
    const row = editor().page.locator(".explorer-folders-view .monaco-list-row", { hasText: file });
    await chooseFromMenu(editor().page, () => row.click({ button: "right" }), item);
  }

  const fromPlace = (place: string, title: string) =>
    quick().openAndChoose(() => editor().palette(`Workfront Users: ${title}`), place);

  async function fromFile(file: string, title: string): Promise<void> {
    await fromPlace("CSV or Text File…", title);
    // The dialog fills in its own folder while it opens, over whatever was typed before it has listed that.
    await quick().row(file).waitFor();
    await quick().type(path.join(editor().workspaceFolder, file));
    await quick().accept();
  }

  it("leaves each line of an HR sheet to the person who sees that it names the manager, too", async () => {
    const lines = [
      "Personalnummer;Mitarbeiter;Dienstliche E-Mail;Vorgesetzter;Austritt",
      `4711;Großmann, Jürgen;${emailOf("Jürgen")};${emailOf("Petra")};30.11.2026`,
      `4712;Baumeister, Olga;${emailOf("Olga")};;30.11.2026`,
      `4713;Weg, Anna;anna.weg@leaving.example.com;${emailOf("Petra")};30.11.2026`,
    ];
    await save("Austritte November.csv", Buffer.from(`${lines.join("\r\n")}\r\n`, "latin1"));
    await explorerMenu("Austritte November.csv", "Deactivate Users from a List…");
    await quick().titled("Deactivate Users from a List: Austritte November.csv");
    await rows(["Column: Dienstliche E-Mail", "2 to decide", "1 not about a user", "Select Users to Deactivate (1)…"]);
    await editor().screenshot("list-overview");
    await quick().choose("2 to decide");
    await quick().titled("2 to decide");
    await rows([`${emailOf("Petra")} is also in this line`, "anna.weg@leaving.example.com was not found"]);
    await editor().screenshot("list-to-decide");
    await quick().choose(
      "Line 2: 4711 · Großmann, Jürgen · jürgen@leaving.example.com · petra@leaving.example.com · 30.11.2026",
    );
    await quick().titled("Who is meant in line 2?");
    await rows(["Nobody", "Jürgen Großmann", "Petra Vogel"]);
    assert.match((await quick().rows())[0] ?? "", /^Nobody/, "Enter alone changes nobody");
    await editor().screenshot("list-decide");
    await quick().choose("Jürgen Großmann");
    await quick().titled("Who is meant in line 4?");
    await quick().choose("Nobody");
    await quick().titled("Deactivate Users from a List: Austritte November.csv");
    await quick().choose("Select Users to Deactivate (2)…");
    await editor().page.getByText("2 Selected").waitFor();
    await quick().tick("Olga Baumeister");
    await editor().page.getByText("1 Selected").waitFor();
    await quick().button("Back");
    await quick().choose("Select Users to Deactivate (2)…");
    await editor().page.getByText("1 Selected").waitFor();
    await quick().tick("Olga Baumeister");
    await editor().page.getByText("2 Selected").waitFor();
    await editor().screenshot("list-users");
    await quick().accept();
    assert.equal(await editor().dialog.text(), `Deactivate 2 users in ${host}?`);
    assert.ok(!(await editor().dialog.detail()).includes("Petra"));
    await editor().dialog.click("Deactivate 2 Users");
    await editor().notification(`Deactivated 2 of 2 users in ${host}.`);
    assert.deepEqual(
      ["Jürgen", "Olga", "Petra"].map((name) => people[name]!.isActive),
      [false, false, true],
    );
    await editor().clearNotifications();
  });

  it("leaves the sender of a mail, and whoever signs it, to the person who sees that", async () => {
    const lines = [
      `From: Petra Vogel <${emailOf("Petra")}>`,
      "Subject: Leavers in November",
      "",
      emailOf("Minji"),
      emailOf("Bo"),
      "Best regards",
      emailOf("Petra"),
    ];
    await copy(lines.join("\n"));
    await fromPlace("Clipboard", "Deactivate Users from a List…");
    await rows(["2 to decide", "Select Users to Deactivate (2)…"]);
    await editor().screenshot("list-mail");
    await quick().choose("2 to decide");
    await rows(["“From” is in this line", "Below “Best regards”"]);
    await editor().screenshot("list-mail-to-decide");
    await quick().cancel();
  });

  it("asks whose emails these are where the header does not say", async () => {
    const lines = ["Employee;Employee ID;HRBP email", `Bo Lindqvist;1;${emailOf("Petra")}`];
    await copy(lines.join("\n"));
    await fromPlace("Clipboard", "Deactivate Users from a List…");
    await quick().titled("Deactivate Users from a List: Column");
    await rows(["HRBP email"]);
    await editor().screenshot("list-hrbp");
    await quick().cancel();
  });

  it("takes the selection in the editor, and only this, to reactivate", async () => {
    await save("back.txt", `${emailOf("Olga")}\n${emailOf("Jürgen")}\n`);
    await editor().page.keyboard.press("Control+P");
    await quick().type("back.txt");
    await quick().choose("back.txt");
    await editor().page.locator(".part.editor .tab", { hasText: "back.txt" }).waitFor();
    await editor()
      .page.locator(".editor-instance .view-line", { hasText: emailOf("Olga") })
      .click();
    await editor().page.keyboard.press("Home");
    await editor().page.keyboard.press("Shift+End");
    await editor().page.locator(".statusbar-item", { hasText: "selected)" }).waitFor();
    await fromPlace("Selection in the Active Editor", "Reactivate Users from a List…");
    await quick().titled("Reactivate Users from a List: back.txt");
    await quick().choose("Select Users to Reactivate (1)…");
    await quick().accept();
    assert.equal(await editor().dialog.text(), `Reactivate “Olga Baumeister” in ${host}?`);
    await editor().dialog.click("Reactivate User");
    await editor().notification(/Reactivated Olga Baumeister/);
    assert.deepEqual(
      ["Olga", "Jürgen"].map((name) => people[name]!.isActive),
      [true, false],
    );
    await editor().clearNotifications();
  });

  it("reads the recipients of a mail, and copies what became of each", async () => {
    await copy(
      `Lindqvist, Bo <${emailOf("Bo")}>; "O’Brien; Siobhan" <${emailOf("Siobhan")}>; Gone <gone@leaving.example.com>;`,
    );
    await fromPlace("Clipboard", "Deactivate Users from a List…");
    await rows(["Column: Emails and IDs", "1 not found", "Select Users to Deactivate (2)…"]);
    await editor().screenshot("list-recipients");
    await quick().button("Copy the Result for Each Line");
    await eventually(
      () => editor().clipboard(),
      (text) => text.includes("Not found\tNobody has the email gone@leaving.example.com"),
    );
    await quick().cancel();
  });

  it("reads a template of IT with a version, a header and an example", async () => {
    await save(
      "UserDeleteTemplate.csv",
      `\ufeffversion:v1.0\r\nUser name [userPrincipalName] Required\r\nExample: chris@contoso.com\r\n${emailOf("Bo")}\r\n${emailOf("Bo")}\r\n`,
    );
    await fromFile("UserDeleteTemplate.csv", "Deactivate Users from a List…");
    await rows(["Column: User name [userPrincipalName]", "1 listed before", "3 not about a user", "(1)…"]);
    await editor().screenshot("list-template");
    await quick().cancel();
  });

  it("asks which of two columns of emails is meant, and changes every count with the column", async () => {
    const lines = ["Work email,Backup email", `${emailOf("Bo")},nobody@leaving.example.com`, `${emailOf("Minji")},`];
    await save("export.csv", lines.join("\n"));
    await fromFile("export.csv", "Deactivate Users from a List…");
    await rows(["Column: Work email", "1 to decide", "(1)…"]);
    await quick().choose("Column: Work email");
    await quick().titled("Deactivate Users from a List: Column");
    await editor().screenshot("list-column");
    // By keyboard, as everything here can be done; the row below would be covered by the hover of the one clicked before.
    await quick().row("Backup email").waitFor();
    await quick().box.press("ArrowDown");
    await editor().page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "Backup email" }).waitFor();
    await quick().accept();
    await rows(["Column: Backup email", "2 to decide", "There is nobody to change yet"]);
    await quick().cancel();
  });

  it("reads usernames from Excel's Unicode Text", async () => {
    const lines = [
      "이름\t사용자 이름\t부서",
      `김민지\t${people["Minji"]!.username}\t마케팅`,
      "박서준\tseojun.park\t디자인",
    ];
    await save("퇴사자.txt", Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`, "utf16le"));
    await fromFile("퇴사자.txt", "Deactivate Users from a List…");
    await rows(["Column: 사용자 이름 (usernames)", "1 not found", "(1)…"]);
    await editor().screenshot("list-unicode");
    await quick().choose("Select Users to Deactivate (1)…");
    await quick().accept();
    assert.equal(await editor().dialog.text(), `Deactivate “${people["Minji"]!.name}” in ${host}?`);
    await editor().dialog.click("Cancel");
  });

  it("takes a file that is dropped on the Users view, and keeps what became of its lines in the report", async () => {
    await save("dropped.txt", `${emailOf("Siobhan")}\nnosuch@leaving.example.com\n`);
    await editor().users.open();
    // A view that is being drawn anew takes no drop.
    await quick().openAndChoose(() => dropOnUsers("dropped.txt"), "Deactivate Users from a List");
    await quick().titled("Deactivate Users from a List: dropped.txt");
    await rows(["1 not found", "Select Users to Deactivate (1)…"]);
    await quick().choose("Select Users to Deactivate (1)…");
    await quick().accept();
    await editor().dialog.click("Deactivate User");
    await editor().notificationButton(/Deactivated Siobhan/, "Show Report");
    const report = await previewOf(editor().page, "Deactivated Siobhan");
    await report.getByText("Lines of the list").waitFor();
    await report.getByText("nosuch@leaving.example.com").first().waitFor();
    await editor().screenshot("list-report");
  });

  /** Drops a file from the desktop on the Users view, as the browser tells the page of it. */
  async function dropOnUsers(name: string): Promise<void> {
    const content = await readFile(path.join(editor().workspaceFolder, name), "utf8");
    const transfer = await editor().page.evaluateHandle(
      `(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: "text/plain" }));
        return transfer;
      })()`,
    );
    const row = editor().page.locator(".part.sidebar .monaco-list-row").first();
    for (const event of ["dragenter", "dragover", "drop"]) await row.dispatchEvent(event, { dataTransfer: transfer });
  }
});
