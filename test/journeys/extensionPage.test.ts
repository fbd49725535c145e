import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Frame } from "playwright-core";
import { click } from "./support/click";
import { eventually, moment, repeatedly } from "./support/eventually";
import { frameWith } from "./support/preview";
import { useEditor } from "./support/useEditor";

describe("The page of the extension in the editor", () => {
  const editor = useEditor({ settings: { "workbench.colorTheme": "Default Light Modern" } });
  let page: Frame;

  before(async () => {
    // A change of the theme would draw the page anew, in another frame.
    await editor().page.locator(".monaco-workbench.vs").waitFor();
    const icon = editor().page.locator('.activitybar .action-item [aria-label^="Extensions"]').first();
    const name = editor().page.locator(".extension-list-item .name", { hasText: "Workfront Users" }).first();
    await repeatedly(
      async () => (await name.isVisible()) || click(icon),
      () => name.waitFor({ timeout: moment }),
    );
    // The editor draws the list anew once it knows more of what is installed.
    const tab = editor().page.locator(".part.editor .tab", { hasText: "Extension: Workfront Users" });
    await repeatedly(
      () => click(name),
      () => tab.waitFor({ timeout: moment }),
    );
    page = await frameWith(editor().page, (frame) => frame.locator("h1", { hasText: "Workfront Users" }));
  });

  it("says what it is, in words and drawings, on the first screen", async () => {
    await page.locator("pre", { hasText: "Ada Lindholm" }).waitFor();
    await editor().screenshot("extension-page");
  });

  it("shows each picture of the README as a drawing, because the editor shows none from the package", async () => {
    const folder = path.resolve(__dirname, "../../docs/images");
    const readme = await readFile(path.join(folder, "../../README.md"), "utf8");
    const pictures = [...readme.matchAll(/docs\/images\/([\w-]+)\.png/g)].map(([, name]) => name!);
    assert.ok(pictures.length >= 3);
    // The editor has an element for each end of a line, which is no text.
    const plain = (text: string) => text.replaceAll(/\s/g, "");
    const drawings = (await page.locator("pre").allTextContents()).map(plain);
    for (const name of pictures) {
      const drawing = await readFile(path.join(folder, `${name}.txt`), "utf8");
      assert.ok(drawings.includes(plain(drawing)), `${name} is not among ${drawings.length} drawings`);
    }
    assert.equal(await page.locator("img").count(), 0);
  });

  it("fits beside the side bar of a small window: nothing scrolls sideways", async () => {
    await editor().page.setViewportSize({ width: 1024, height: 700 });
    const cutOff = `[...document.querySelectorAll("html, body, body *")]
      .filter(element => element.clientWidth > 0 && element.scrollWidth > element.clientWidth)
      .map(element => element.tagName + ": " + element.textContent.trim().slice(0, 60))`;
    await eventually(
      () => page.evaluate<number>("innerWidth"),
      (pixels) => pixels > 300 && pixels < 1024 - 200,
    );
    assert.deepEqual(await page.evaluate(cutOff), []);
    await editor().page.setViewportSize({ width: 1280, height: 800 });
  });

  it("leads with each link to a place on the page or to a secure address", async () => {
    const dead = await page.evaluate(`[...document.querySelectorAll("a:not(#scroll-to-top)")]
      .filter(link => {
        const address = link.getAttribute("href") ?? "";
        return !address.startsWith("https://") && document.getElementById(address.slice(1)) === null;
      })
      .map(link => link.outerHTML)`);
    assert.deepEqual(dead, []);
  });

  it("shows a document when its link is selected", async () => {
    await page.locator("a", { hasText: "Connecting to your Workfront" }).first().click();
    const top = "document.getElementById('connecting-to-your-workfront').getBoundingClientRect().top";
    await eventually(
      () => page.evaluate<number>(top),
      (pixels) => pixels >= -1 && pixels < 300,
    );
    await editor().screenshot("extension-page-document");
  });
});
