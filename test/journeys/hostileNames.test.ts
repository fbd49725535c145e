import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { Frame, Locator } from "playwright-core";
import type { SandboxUser } from "../sandbox/directory";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually, moment, repeatedly } from "./support/eventually";
import { useEditor } from "./support/useEditor";
import { UsersView, type RowText } from "./support/usersView";

/** What turns, hides, links, draws, formats or never ends. */
const piece = fc.oneof(
  fc.constantFrom("\u202e", "\u2066", "\u2069", "\u200b", "\u200f", "\u0007", "\n\nDelete everybody?", "\u2028"),
  fc.constantFrom("[Reset](command:workbench.action.closeWindow)", "](https://example.com)", "https://example.com/x"),
  fc.constantFrom("$(trash)", "$(sync~spin)", "**bold**", "<img src=x>", "<!--", "`code`", "|", "&amp;", "# "),
  fc.constantFrom("שלום", "عمر", "Ann", "O’Brien", "김", " · ", "\\", "/", "x".repeat(10_000)),
);
const generated = fc.array(piece, { minLength: 2, maxLength: 6 }).map((parts) => `Zed ${parts.join("")} End`);
/** The same on every run, unless another seed is asked for. */
const seed = Number(process.env["FAST_CHECK_SEED"] ?? 1);
const names = [
  "Zed \u202eEnd \u2066[Reset](command:workbench.action.closeWindow) $(trash)",
  "Zed שלום عمر **bold** <img src=x> https://example.com/x | `End`",
  `Zed https://example.com/${"x".repeat(10_000)}O’Brien&amp;Ann\n\nDelete everybody? End`,
  ...fc.sample(generated, { numRuns: 1, seed }),
];

/** Characters that turn or hide what is around them; isolates are left, which only protect it. */
const turning = /[\u0000-\u001f\u200b\u200e\u200f\u2028-\u202e\u2066\u2067]/;

/** What the page shows, back as the text that it stands for. */
function meaning(text: string): string {
  return text
    .replaceAll(/[\u2060\u2068\u2069]/g, "")
    .replaceAll(/\[U\+([0-9A-F]+)\]/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll("\u00a0", " ");
}

/** A text on the page is these words around a name, and the name is whole, or cut in its middle where it is long. */
function shows(text: string | null, [before, name, after]: readonly [string, string, string]): boolean {
  if (text === null || turning.test(text)) return false;
  const inside = meaning(text).trim();
  if (!inside.startsWith(before) || !inside.endsWith(after)) return false;
  const middle = inside.slice(before.length, inside.length - after.length);
  // The page itself shows several spaces as one.
  const plain = (one: string) =>
    one
      .replaceAll(/[\u2066\u2068\u2069]/g, "")
      .replaceAll(/ +/g, " ")
      .trim();
  const [head = "", tail, ...more] = middle.split("…").map(plain);
  if (tail === undefined) return head === plain(name);
  return more.length === 0 && plain(name).startsWith(head) && plain(name).endsWith(tail);
}

function assertShows(text: string | null, words: readonly [string, string, string], where: string): void {
  assert.ok(shows(text, words), `${where}: ${JSON.stringify(text)} for ${JSON.stringify(words)}`);
}

describe("Names made to mislead", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let place: string;
  before(async () => {
    sandbox = await startSandbox({ users: 12 });
    place = new URL(sandbox.url).host;
    await connect(editor(), sandbox);
  });
  after(() => sandbox.stop());

  /** No text from outside makes an element of its own. */
  const assertPlain = async (part: Locator, where: string) =>
    assert.equal(await part.locator("a, img, b, code, .codicon").count(), 0, where);

  const closeEditors = async () => {
    await editor().palette("View: Close All Editors");
    await editor().page.locator(".tabs-container .tab").first().waitFor({ state: "detached" });
  };

  const previewWith = async (accept: (heading: string) => boolean): Promise<Frame | undefined> => {
    for (const frame of editor().page.frames()) {
      const headings = await frame
        .locator("body.vscode-body h1")
        .allTextContents()
        .catch(() => []);
      if (headings.some(accept)) return frame;
    }
    return undefined;
  };

  /** Shows this user alone in the view. */
  const showAlone = async ({ ID, emailAddr }: SandboxUser): Promise<Locator> => {
    await editor().users.action("Search Users…");
    await editor().quickInput.titled("Search Users");
    await editor().quickInput.type(ID);
    const label = editor().page.locator(".quick-input-list .label-name", { hasText: "Zed" });
    await label.first().waitFor();
    await editor().quickInput.choose("Show the match in the view");
    const rows = editor().page.locator(".part.sidebar .pane-body .monaco-list-row");
    await eventually(
      () => editor().users.message(),
      (message) => message.includes(ID),
    );
    await eventually(
      () => editor().users.rows(),
      // The row of the search before can be there for longer than its message.
      (all) => all.length === 1 && all[0]!.description.includes(emailAddr!),
    );
    return rows.first();
  };

  for (const name of names)
    it(`are text wherever they are shown: ${JSON.stringify(name).slice(0, 60)}`, async () => {
      const { page } = editor();
      const user = sandbox.directory.addUser({ name });
      const history = new UsersView(page, "History");
      await closeEditors();
      const row = await showAlone(user);
      const label = row.locator(".label-name");
      assertShows(await label.textContent(), ["", name, ""], "row");
      await assertPlain(label, "row");

      const hover = page.locator(".workbench-hover, .monaco-hover").filter({ hasText: "Zed", visible: true }).first();
      // A row that is drawn anew below the pointer shows none until that comes back.
      await repeatedly(
        async () => {
          await page.mouse.move(0, 0);
          await row.hover();
        },
        () => hover.waitFor({ timeout: moment }),
      );
      const [firstLine = ""] = (await hover.innerText()).split("\n");
      assertShows(firstLine, ["", name, ""], "tooltip");

      await editor().users.contextMenu(row, "Show User as JSON");
      const tab = page.locator(".tabs-container .tab.active .monaco-icon-label");
      await tab.filter({ hasText: "Zed" }).waitFor();
      const title = (await tab.textContent())?.replace(/\.json$/, "") ?? "";
      assertShows(title, ["", name.replaceAll(/[/\\]/g, "-"), ""], "tab");
      await closeEditors();

      await editor().palette("Workfront Users: Deactivate…");
      await editor().quickInput.titled("Deactivate Users");
      await editor().quickInput.type(user.ID);
      const found = page.locator(".quick-input-list .monaco-list-row .label-name", { hasText: "Zed" }).first();
      await found.waitFor();
      assertShows(await found.textContent(), ["", name, ""], "pick");
      await assertPlain(found, "pick");
      await editor().quickInput.cancel();

      await editor().users.contextMenu(row, "Deactivate…");
      assertShows(await editor().dialog.text(), ["Deactivate “", name, `” in ${place}?`], "dialog");
      await editor().dialog.click("Deactivate User");
      const notification = await editor().notification("Deactivated Zed");
      const message = notification.locator(".notification-list-item-message");
      assertShows(await message.textContent(), ["Deactivated ", name, ` in ${place}.`], "notification");
      await assertPlain(message, "notification");
      await editor().clearNotifications();

      await history.unfold();
      // The newest run is the first row.
      const afterTime = (row: RowText | undefined) => row?.name.slice(Math.max(0, row.name.indexOf("Deactivated")));
      await eventually(
        () => history.rows(),
        ([newest]) => shows(afterTime(newest) ?? null, ["Deactivated ", name, ""]),
      );
      const run = history.rowWith("Deactivated Zed").and(page.locator('[data-index="0"]'));
      await history.contextMenu(run, "Show Report");
      // A preview that the editor still has shows its earlier document until the new one is drawn.
      const report = await eventually(
        () => previewWith((heading) => shows(heading, ["Deactivated ", name, ""])),
        (frame) => frame !== undefined,
      );
      const [heading, cell] = [report!.locator("h1"), report!.locator("td").first()];
      assertShows(await cell.textContent(), ["", name, ""], "report's table");
      for (const part of [heading, cell])
        assert.equal(await part.locator("a[href], img, strong, code").count(), 0, "report");
      await closeEditors();
    });
});
