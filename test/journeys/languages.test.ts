import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import path from "node:path";
import english from "../../package.nls.json";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { eventually, moment, repeatedly } from "./support/eventually";
import { previewOf } from "./support/preview";
import { useEditor } from "./support/useEditor";
import { UsersView } from "./support/usersView";

const project = path.resolve(__dirname, "../..");

/** Turns English words into those of the language, as the editor does. */
async function wordsOf(language: string): Promise<(english: string) => string> {
  const read = async (file: string) => JSON.parse(await readFile(path.join(project, file), "utf8")) as Translations;
  if (language === "en") return (english) => english;
  const [bundle, manifest] = await Promise.all([
    read(`l10n/bundle.l10n.${language}.json`),
    read(`package.nls.${language}.json`),
  ]);
  const inManifest = new Map(Object.entries(english).map(([key, text]) => [text, manifest[key]]));
  return (text) => bundle[text] ?? inManifest.get(text) ?? text;
}

const { "welcome.notConnected": welcome } = english;

type Translations = Record<string, string | undefined>;

const names = new Intl.DisplayNames("en", { type: "language" });

for (const language of ["en", "de", "ko"]) {
  describe(`An editor in ${names.of(language)}, in a small window`, () => {
    const editor = useEditor({ language });
    let sandbox: Sandbox;
    let words: (english: string) => string;
    let users: UsersView;
    before(async () => {
      words = await wordsOf(language);
      sandbox = await startSandbox({ users: 5 });
      const administrator = sandbox.directory.accessLevel("System Administrator").ID;
      for (let nth = 0; nth < 60; nth++) {
        const { ID } = sandbox.directory.addUser({
          name: `Maximiliane Freifrau von und zu Hohenlohe-Langenburg ${nth}`,
          ...(nth < 14 && { scheduledDeactivationDate: Date.now() + 864e5 }),
          ...(nth < 3 && { accessLevelID: administrator }),
        });
        for (const code of ["PROJ", "PORT", "PRGM", "TMPL"])
          sandbox.directory.add(code, { ownerID: ID, status: "CUR" });
      }
      for (let nth = 0; nth < 4; nth++) sandbox.directory.addWaitingUser({ name: `Waiting Person ${nth}` });
      for (let nth = 0; nth < 4; nth++) sandbox.directory.addUser({ name: `Gone Person ${nth}`, isActive: false });
      users = new UsersView(editor().page, words("Users"));
      await editor().page.setViewportSize({ width: 1024, height: 700 });
    });
    after(() => sandbox.stop());

    it("says what is missing, and leads there", async () => {
      await users.open();
      const [first] = words(welcome).split("\n");
      await eventually(
        () => users.welcome(),
        (text) => text.includes(first!),
      );
      await editor().screenshot(`not-connected-${language}`);
      await users.welcomeButton(words("Connect…"));
      await editor().quickInput.titled(words("Connect to Workfront"));
      await editor().quickInput.cancel();
    });

    it("names commands and steps, and says who is connected where", async () => {
      await editor().palette(`Workfront Users: ${words("Connect…")}`);
      await editor().quickInput.titled(words("Connect to Workfront"));
      await editor().quickInput.fill(sandbox.url);
      await editor().screenshot(`ways-to-sign-in-${language}`);
      await editor().quickInput.choose(words("Paste an API key"));
      await editor().page.locator('.quick-input-box input[type="password"]:visible').waitFor();
      await editor().quickInput.fill(sandbox.administrator.apiKey);
      const { host } = new URL(sandbox.url);
      const connected = words("Connected to {0} as {1}.").replace("{0}", host);
      await editor().notification(connected.replace("{1}", sandbox.administrator.name));
      const count = { en: "73 users", de: "73 Benutzer", ko: "사용자 73명" }[language]!;
      await eventually(
        () => users.title(),
        (title) => title.startsWith(words("Users")) && title.endsWith(`${host} · ${count}`),
      );
      await editor().screenshot(`connected-${language}`);
      await editor().clearNotifications();
    });

    it("asks before many are deactivated in a question that is whole on the screen, with every button", async () => {
      const { page } = editor();
      const [first] = await eventually(
        () => users.rows(),
        (rows) => rows.length > 5,
      );
      const row = users.row(first!.name).first();
      await users.selectAll(row);
      await users.contextMenu(row, words("Deactivate…"));
      const box = page.locator(".monaco-dialog-box");
      await box.waitFor();
      await editor().screenshot(`question-${language}`);
      assert.match(await editor().dialog.text(), /6\d/);
      assert.equal((await editor().dialog.buttons()).length, 4);
      for (const part of [box, ...(await box.locator(".dialog-buttons .monaco-button").all())]) {
        const { x, y, width, height } = (await part.boundingBox())!;
        assert.ok(x >= 0 && y >= 0 && x + width <= 1024 && y + height <= 700, JSON.stringify({ x, y, width, height }));
      }
      for (const text of await box
        .locator(".dialog-message-text, .dialog-message-detail, .dialog-message-container")
        .all())
        assert.ok(
          await text.evaluate((one: Measured) => one.scrollHeight <= one.clientHeight + 1 || one.clientHeight === 0),
        );
    });

    it("shows everybody in a document, and changes nothing by that", async () => {
      await editor().dialog.click(words("Review…"));
      // The editor may show the document in another frame once more.
      const listed = async () => {
        const [users] = await (await previewOf(editor().page, /6\d/)).locator("table").all();
        return users?.locator("td:first-child", { hasText: "Hohenlohe" }).count();
      };
      await eventually(
        () => listed().catch(() => undefined),
        (count = 0) => count >= 60,
      );
      await editor().screenshot(`review-${language}`);
      await editor().quickInput.choose(words("Continue"));
      await editor().dialog.buttons();
      // The document takes the focus back a moment later.
      await repeatedly(
        () => editor().page.keyboard.press("Escape"),
        () => editor().page.locator(".monaco-dialog-box").waitFor({ state: "hidden", timeout: moment }),
      );
      assert.deepEqual(
        sandbox.requests.filter(({ method }) => method === "PUT"),
        [],
      );
    });

    it("shows how much there is of each kind of assigned work in a narrow side bar", async () => {
      await users.resize(330);
      const row = users.row("Tyler Reid").first();
      await users.bringIntoSight(row);
      await users.toggle(row);
      await users.bringIntoSight(users.row(words("Groups administered")));
      const kinds = (await users.rows()).filter(({ level }) => level === 2);
      assert.ok(kinds.length > 10 && kinds.every(({ description }) => description !== ""), JSON.stringify(kinds));
      await editor().screenshot(`kinds-of-work-${language}`);
      const labels = editor().page.locator('.sidebar [aria-level="2"] .monaco-icon-label-container');
      const cutOff = await labels.evaluateAll((all: readonly Measured[]) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map(({ textContent }) => textContent),
      );
      assert.deepEqual(cutOff, []);
    });
  });
}

/** As much of the browser's `Element` as is measured in the page; the compiler knows Node only. */
interface Measured {
  readonly textContent: string;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}
