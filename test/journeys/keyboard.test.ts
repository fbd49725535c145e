import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { eventually, moment, patience, repeatedly } from "./support/eventually";
import { exactly } from "./support/exactly";
import { inMenu, menuClosed } from "./support/menu";
import { useEditor } from "./support/useEditor";
import { UsersView } from "./support/usersView";

/** Nothing here touches the mouse: keys alone, as somebody uses them who has none. */
describe("Without a mouse", () => {
  const editor = useEditor();
  let sandbox: Sandbox;
  let page: Page;
  let history: UsersView;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
    page = editor().page;
    history = new UsersView(page, "History");
  });
  after(() => sandbox.stop());

  const isActive = (name: string) => [...sandbox.directory.users.values()].find((user) => user.name === name)!.isActive;

  /** A command by its title; the palette is asked again where it does not know the command yet, or lost the focus. */
  const command = async (title: string) => {
    await repeatedly(
      async () => {
        await editor().quickInput.cancel();
        await page.keyboard.press("F1");
      },
      async () => {
        await editor().quickInput.box.fill(`>${title}`, { timeout: moment });
        await eventually(
          () => editor().quickInput.rows(),
          ([first = ""]) => first.startsWith(title),
          moment,
        );
      },
    );
    const row = editor().quickInput.row(title).first();
    await editor().quickInput.accept();
    await row.waitFor({ state: "hidden" });
  };

  /** Presses the arrow key until the row, menu item or button with this text is the one that has the focus. */
  const goTo = async (key: string, text: string, focused: () => Promise<string>, milliseconds = patience) => {
    await eventually(
      async () => {
        const now = await focused();
        if (now === text) return now;
        await page.keyboard.press(key);
        // What has the focus now is drawn a little later, and may have the same name.
        return eventually(focused, (next) => next !== now, 500).catch(() => now);
      },
      (now) => now === text,
      milliseconds,
    );
  };
  /** Goes to the first row of the view with the focus. */
  const goToTop = (view: UsersView) =>
    eventually(
      async () => {
        await page.keyboard.press("Home");
        const [first] = await view.rows();
        return [first?.name, await focusedRow()];
      },
      ([first, focused]) => first !== undefined && first === focused,
    );
  /**
   * What is there with the focus, found and read at once: the editor uses the element of a row that is gone for another row,
   * whose text a later look at it would take for the one of what had the focus.
   */
  const textOf = (selector: string) =>
    page.evaluate<string>(`(document.querySelector(${JSON.stringify(selector)})?.innerText ?? "").trim()`);
  /** The row with the focus in the view that has it; the other view keeps one of its own. */
  const focusedRow = () => textOf(".part.sidebar .monaco-list:focus-within .monaco-list-row.focused .label-name");
  const focusedPick = () => textOf(".quick-input-list .monaco-list-row.focused .label-name");
  const focusedItem = () => textOf(".monaco-menu .action-item.focused .action-label");
  const focusedButton = () => textOf(".monaco-dialog-box .monaco-button:focus");

  /** Chooses from the menu of a row, to which it goes again where the menu is opened again. */
  const fromMenu = async (goToRow: () => Promise<unknown>, item: string) => {
    await inMenu(
      page,
      async () => {
        await goToRow();
        await page.keyboard.press("Shift+F10");
      },
      async () => {
        await goTo("ArrowDown", item, focusedItem, moment);
        // Only while the menu is there: without it, the key would go to the row.
        const focused = page.locator(".monaco-menu .action-item.focused .action-label", { hasText: exactly(item) });
        await focused.press("Enter", { timeout: moment });
      },
    );
    await menuClosed(page);
  };
  const answer = async (button: string) => {
    await editor().dialog.buttons();
    await goTo("Tab", button, focusedButton);
    await page.keyboard.press("Enter");
  };

  it("connects", async () => {
    await command("Workfront Users: Connect…");
    await editor().quickInput.titled("Connect to Workfront");
    await editor().quickInput.fill(sandbox.url);
    await editor().quickInput.type("Paste an API key");
    await editor().quickInput.accept();
    await page.locator('.quick-input-box input[type="password"]:visible').waitFor();
    await editor().quickInput.fill(sandbox.administrator.apiKey);
    await command("Workfront Users: Focus on Users View");
    await editor().users.complete();
  });

  it("goes from row to row, and copies an email", async () => {
    await command("Workfront Users: Focus on Users View");
    await goToTop(editor().users);
    await goTo("ArrowDown", "Amara Hill", focusedRow);
    await page.keyboard.press("Enter");
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some(({ name, selected }) => selected && name === "Amara Hill"),
    );
    await page.keyboard.press("Control+C");
    await eventually(
      () => editor().clipboard(),
      (text) => text === "amara.hill@example.com",
    );
  });

  it("adds a row to the one that is selected, and copies the emails of both", async () => {
    await goTo("ArrowDown", "Amara Price", focusedRow);
    await page.keyboard.press("Control+Shift+Enter");
    await eventually(
      async () => (await editor().users.rows()).filter(({ selected }) => selected).map(({ name }) => name),
      (names) => names.join() === "Amara Hill,Amara Price",
    );
    await page.keyboard.press("Control+C");
    await eventually(
      () => editor().clipboard(),
      (text) => text.trim().split(/\s+/).join() === "amara.hill@example.com,amara.price@example.com",
    );
  });

  it("loads more users, and goes on at the first of them", async () => {
    const last = async () => {
      await page.keyboard.press("End");
      return focusedRow();
    };
    await eventually(last, (name) => name.startsWith("Load more"));
    await page.keyboard.press("ArrowUp");
    const above = await eventually(focusedRow, (name) => name !== "" && !name.startsWith("Load more"));
    await page.keyboard.press("ArrowDown");
    await eventually(focusedRow, (name) => name.startsWith("Load more"));
    await page.keyboard.press("Enter");
    // The row that was used is gone, and no row has the focus until the first of the new ones is given it.
    await eventually(focusedRow, (name) => name !== "" && name !== above && !name.startsWith("Load more"));
    await page.keyboard.press("ArrowUp");
    await eventually(focusedRow, (name) => name === above, moment);
  });

  it("searches, and comes back to the row that was chosen", async () => {
    await page.keyboard.press("Control+F");
    await editor().quickInput.titled("Search Users");
    await editor().quickInput.type("amara.price@");
    await editor().quickInput.row("Show the match in the view").waitFor();
    await goTo("ArrowDown", "Amara Price", focusedPick);
    await editor().quickInput.accept();
    await eventually(
      () => editor().users.rows(),
      (rows) => rows.some(({ name, selected }) => selected && name === "Amara Price"),
    );
  });

  it("deactivates from the row's menu after a look at the review, and is back at the row", async () => {
    await command("Workfront Users: Focus on Users View");
    const goToPerson = async () => {
      await goToTop(editor().users);
      await goTo("ArrowDown", "Amara Price", focusedRow);
    };
    await fromMenu(goToPerson, "Deactivate…");
    await answer("Review…");
    await eventually(focusedPick, (row) => row === "Continue");
    await editor().quickInput.accept();
    await answer("Deactivate User");
    await eventually(
      () => isActive("Amara Price"),
      (active) => !active,
    );
    await eventually(focusedRow, (row) => row === "Amara Price");
  });

  it("undoes it from the History view", async () => {
    await command("Workfront Users: Focus on History View");
    await eventually(
      () => history.rows(),
      // Before it is carried out, it is called otherwise, and cannot be undone.
      ([run, ...more]) => run?.name.includes("Deactivated Amara Price") === true && more.length === 0,
    );
    // A view that was folded has the focus only when its rows are there.
    await command("Workfront Users: Focus on History View");
    await fromMenu(() => goToTop(history), "Undo…");
    await answer("Reactivate User");
    await eventually(
      () => isActive("Amara Price"),
      (active) => active,
    );
  });

  it("asks before the delete key deletes from History", async () => {
    await command("Workfront Users: Focus on History View");
    await eventually(
      () => history.rows(),
      ([newest]) => newest?.name.includes("Reactivated Amara Price") === true,
    );
    await goToTop(history);
    await page.keyboard.press("Enter");
    await eventually(
      () => history.rows(),
      ([newest]) => newest?.selected === true,
    );
    await page.keyboard.press("Delete");
    const buttons = await editor().dialog.buttons();
    assert.ok(
      buttons.some((button) => button.startsWith("Delete")),
      JSON.stringify(buttons),
    );
    await page.keyboard.press("Escape");
    await eventually(
      () => history.rows(),
      (rows) => rows.length >= 2,
    );
  });

  it("finds ticked in the walkthrough what was done before that was opened", async () => {
    await command("Welcome: Open Walkthrough...");
    await editor().quickInput.type("Workfront Users");
    await eventually(
      () => editor().quickInput.rows(),
      (rows) => rows.length === 1,
    );
    await editor().quickInput.accept();
    const steps = page.locator(".gettingStartedContainer .getting-started-step");
    const done = steps.filter({ has: page.locator(".codicon.complete:not(.hidden)") });
    await eventually(
      () => done.locator(".step-title").allTextContents(),
      (titles) => titles.join() === "Or use an API key,Connect to Workfront,Deactivate users",
    );
  });
});
