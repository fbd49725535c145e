import { strict as assert } from "node:assert";
import axe from "axe-core";
import type { Frame } from "playwright-core";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";

interface Finding {
  readonly rule: string;
  readonly element: string;
}

for (const theme of ["Default Light Modern", "Default Dark Modern"])
  describe(`Accessibility in ${theme}`, () => {
    const editor = useEditor({ settings: { "workbench.colorTheme": theme } });
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startSandbox({ users: 147 });
    });
    after(() => sandbox.stop());

    /** What axe finds in the part of a page that the selectors name. */
    const findings = async (selector: string, frame: Frame = editor().page.mainFrame()): Promise<Finding[]> => {
      await frame.evaluate(axe.source);
      return frame.evaluate<Finding[]>(
        `axe.run(${JSON.stringify(selector)}, { resultTypes: ["violations"] }).then(({ violations }) =>
          violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ rule: id, element: html.slice(0, 300) }))))`,
      );
    };
    /** What axe finds there that it does not find in the editor's own part of the same kind. */
    const ofOurs = async (selector: string, own: readonly Finding[], frame?: Frame) => {
      const rules = new Set(own.map(({ rule }) => rule));
      return (await findings(selector, frame)).filter(({ rule }) => !rules.has(rule));
    };

    let ownTree: Finding[] = [];
    let ownPick: Finding[] = [];
    before("what axe finds in the editor itself", async () => {
      await editor().page.locator('.activitybar .action-item [aria-label^="Extensions"]').first().click();
      await editor().page.locator(".extension-list-item .name", { hasText: "Workfront Users" }).first().waitFor();
      ownTree = await findings(".part.sidebar");
      await editor().page.keyboard.press("F1");
      await editor().quickInput.type(">View: ");
      ownPick = await findings(".quick-input-widget");
      await editor().quickInput.cancel();
    });

    it("of the view that is not connected", async () => {
      await editor().users.open();
      await eventually(
        () => editor().users.welcome(),
        (text) => text.includes("Connect"),
      );
      assert.deepEqual(await ofOurs(".part.sidebar .pane-body", ownTree), []);
    });

    it("of the walkthrough, whose picture has a name", async () => {
      await editor().page.setViewportSize({ width: 1600, height: 900 });
      await editor().page.locator(".welcome-view-content a", { hasText: "How to get them" }).click();
      await editor().page.locator(".getting-started-step").first().waitFor();
      assert.deepEqual(await ofOurs(".getting-started-step", []), []);
      await editor().page.setViewportSize({ width: 1280, height: 800 });
    });

    it("of the Users view with users and their assigned work", async () => {
      await connect(editor(), sandbox);
      await editor().users.toggle(editor().users.row("Amara Hill"));
      await eventually(
        () => editor().users.rows(),
        (rows) => rows.some(({ level }) => level === 2),
      );
      assert.deepEqual(await ofOurs(".part.sidebar .pane-body", ownTree), []);
      assert.deepEqual(await ofOurs(".part.statusbar .statusbar-item[id^='workfront-tools']", []), []);
    });

    it("of the search and its results", async () => {
      await editor().users.action("Search Users…");
      await editor().quickInput.type("tyler");
      await editor().quickInput.row("Tyler Reid").first().waitFor();
      assert.deepEqual(await ofOurs(".quick-input-widget", ownPick), []);
      await editor().quickInput.cancel();
    });

    it("of the question before a change", async () => {
      await editor().users.inlineAction(editor().users.row("Amara Hill"), "Deactivate…");
      await editor().dialog.text();
      assert.deepEqual(await ofOurs(".monaco-dialog-box", []), []);
      await editor().dialog.click("Cancel");
    });

    it("of the extension's page", async () => {
      await editor().page.locator('.activitybar .action-item [aria-label^="Extensions"]').first().click();
      await editor().page.locator(".extension-list-item .name", { hasText: "Workfront Users" }).first().click();
      const frame = await eventually(
        async () => {
          for (const one of editor().page.frames())
            if ((await one.locator("h2", { hasText: "What you can do" }).count()) > 0) return one;
          return undefined;
        },
        (one) => one !== undefined,
      );
      // The editor's own page has no language, no title, and a heading of its own outside.
      const editorsOwn = [
        "html-has-lang",
        "document-title",
        "landmark-one-main",
        "region",
        "scrollable-region-focusable",
      ];
      const own = editorsOwn.map((rule) => ({ rule, element: "" }));
      assert.deepEqual(await ofOurs("body", own, frame), []);
    });
  });
