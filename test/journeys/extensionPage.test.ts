import { strict as assert } from "node:assert";
import type { FrameLocator } from "playwright-core";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";

describe("The page of the extension in the editor", () => {
  const editor = useEditor({ settings: { "workbench.colorTheme": "Default Light Modern" } });
  let page: FrameLocator;

  before(async () => {
    await editor().palette("Extensions: Show Installed Extensions");
    const name = editor().page.locator(".extensions-list .extension-list-item .name", { hasText: "Workfront Users" });
    await name.first().click();
    page = editor().page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
    await page.locator("h1", { hasText: "Workfront Users" }).first().waitFor();
  });

  it("says what it is, in words and drawings, on the first screen", async () => {
    await page.locator("pre", { hasText: "Ada Lindholm" }).waitFor();
    await editor().screenshot("extension-page");
  });

  it("shows no broken picture", async () => {
    const broken =
      "images => images.filter(image => !image.complete || image.naturalWidth === 0).map(image => image.alt)";
    assert.deepEqual(await page.locator("img").evaluateAll(broken), []);
  });

  it("leads with each link to a place on the page or to a secure address", async () => {
    const dead = await page.locator("body").evaluate(
      `body => [...body.querySelectorAll("a")].filter(link => {
        const address = link.getAttribute("href");
        if (link.id === "scroll-to-top" || address?.startsWith("https://")) return false;
        return !address?.startsWith("#") || body.ownerDocument.getElementById(address.slice(1)) === null;
      }).map(link => link.outerHTML)`,
    );
    assert.deepEqual(dead, []);
  });

  it("shows a document when its link is selected", async () => {
    await page.locator("a", { hasText: "Connecting to your Workfront" }).first().click();
    const heading = page.locator("h2", { hasText: "Connecting to your Workfront" });
    const isInSight = "element => { const { top } = element.getBoundingClientRect(); return top >= 0 && top < 300; }";
    await eventually(
      () => heading.evaluate(isInSight),
      (isThere) => isThere === true,
    );
    await editor().screenshot("extension-page-document");
  });
});
