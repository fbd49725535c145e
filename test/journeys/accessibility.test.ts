import { strict as assert } from "node:assert";
import axe from "axe-core";
import type { Frame } from "playwright-core";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { followScheme, followsSystem } from "./support/colorScheme";
import { frameWith } from "./support/preview";
import { useEditor } from "./support/useEditor";

/** What axe finds in every walkthrough, quick pick, dialog and page that the editor draws, whatever an extension does. */
const editorsOwn = {
  walkthrough: ["aria-allowed-attr", "label-content-name-mismatch", "nested-interactive"],
  pick: ["color-contrast"],
  dialog: ["aria-prohibited-attr"],
  page: [
    "color-contrast",
    "html-has-lang",
    "document-title",
    "landmark-one-main",
    "link-in-text-block",
    "region",
    "scrollable-region-focusable",
  ],
};

interface Finding {
  readonly rule: string;
  readonly element: string;
}

function rulesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ rule }) => rule);
}

describe("Accessibility in a light and in a dark theme", () => {
  const editor = useEditor({ settings: followsSystem });
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
  });
  after(() => sandbox.stop());

  /** What axe finds, in either theme, in the part of a page that the selectors name, where there has to be something. */
  const findings = async (selector: string, frame?: Frame): Promise<Finding[]> => {
    const found: Finding[] = [];
    for (const scheme of ["light", "dark"] as const) {
      await followScheme(editor().page, scheme);
      found.push(...(await findingsIn(selector, frame ?? editor().page.mainFrame())));
    }
    return found;
  };
  const findingsIn = async (selector: string, frame: Frame): Promise<Finding[]> => {
    await frame.evaluate(axe.source);
    // What is still fading in has other colors than it will have.
    await frame.evaluate(
      `Promise.allSettled(document.getAnimations()
          .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
          .map(({ finished }) => finished)).then(() => undefined)`,
    );
    const [found, passed] = await frame.evaluate<[Finding[], number]>(
      `axe.run(${JSON.stringify(selector)}).then(({ violations, passes }) => [
          violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ rule: id, element: html.slice(0, 300) }))),
          passes.length,
        ])`,
    );
    assert.ok(passed >= 3, `${passed} rules of axe applied to ${selector}`);
    return found;
  };
  /** What axe finds there by other rules than these, which the editor's own parts of the same kind break. */
  const ofOurs = async (selector: string, own: readonly string[], frame?: Frame) =>
    (await findings(selector, frame)).filter(({ rule }) => !own.includes(rule));

  const openExtensions = async () => {
    const list = editor().page.locator(".extension-list-item .name", { hasText: "Workfront Users" }).first();
    // The icon closes the view that is open already.
    if (!(await list.isVisible()))
      await editor().page.locator('.activitybar .action-item [aria-label^="Extensions"]').first().click();
    await list.waitFor();
    return list;
  };

  let ownTree: string[] = [];
  let ownPick: string[] = [];
  before("what axe finds in the editor itself", async () => {
    await openExtensions();
    ownTree = rulesOf(await findings(".part.sidebar"));
    await editor().page.keyboard.press("F1");
    await editor().quickInput.type(">View: ");
    await eventually(
      () => editor().quickInput.rows(),
      (rows) => rows.length > 0,
    );
    ownPick = [...editorsOwn.pick, ...rulesOf(await findings(".quick-input-widget"))];
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
    assert.deepEqual(await ofOurs(".getting-started-step", editorsOwn.walkthrough), []);
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
    assert.deepEqual(await ofOurs(".monaco-dialog-box", editorsOwn.dialog), []);
    await editor().dialog.click("Cancel");
  });

  it("of the extension's page", async () => {
    await (await openExtensions()).click();
    const text = "What you can do";
    const read = async () => {
      const frame = await frameWith(editor().page, (one) => one.locator("h2", { hasText: text }));
      // The window of the page had an empty document first, and `content()` may go on reading that one.
      return frame.evaluate<string>("document.documentElement.outerHTML").catch(() => "");
    };
    const content = await eventually(read, (html) => html.includes(text));
    // No script runs in the editor's page, so what it shows is looked at in a page of its own.
    const copy = await editor().page.context().newPage();
    await copy.setContent(`<!DOCTYPE html>${content}`);
    assert.deepEqual(await ofOurs("body", editorsOwn.page, copy.mainFrame()), []);
    await copy.close();
  });
});
