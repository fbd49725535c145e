import { strict as assert } from "node:assert";
import axe from "axe-core";
import type { SandboxUser } from "../sandbox/directory";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { click } from "./support/click";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { OverviewTab } from "./support/licenseOverview";
import { useEditor } from "./support/useEditor";

const hostileName = '<img src=x onerror="document.title=1"> \u202eeman';

describe("The license overview", () => {
  const editor = useEditor({ settings: { "workbench.colorTheme": "Default Light Modern" } });
  let sandbox: Sandbox;
  let tab: OverviewTab;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
    sandbox.directory.records("GROUP")[0]!["name"] = hostileName;
    await connect(editor(), sandbox);
    await editor().users.menu("Show License Overview");
    tab = await OverviewTab.find(editor());
  });
  after(() => sandbox.stop());

  const count = (condition: (user: SandboxUser) => boolean) =>
    sandbox.directory.usersWhere((user) => user.isActive && condition(user)).length;
  const never = ({ lastLoginDate }: SandboxUser) => lastLoginDate === null;

  it("shows what Workfront counts, and what the administrator enters", async () => {
    const standard = tab.row("licenses", "Standard");
    const active = count(({ licenseType }) => licenseType === "F");
    const numbers = await tab.numbers(standard);
    assert.equal(numbers["Active"], String(active));
    assert.equal(numbers["Never logged in"], String(count((user) => user.licenseType === "F" && never(user))));
    await standard.locator("input").fill("1,000");
    await standard.locator("input").press("Enter");
    await eventually(
      () => tab.numbers(tab.row("licenses", "Standard")),
      (shown) => shown["Free"] === String(1000 - active),
    );
    assert.ok((await editor().filesHolding('"F": 1000')).length > 0, "it is in the settings");
    await standard.locator("input").fill("many");
    await standard.locator("input").press("Enter");
    await tab.frame.locator('input[aria-invalid="true"]').waitFor();
    await standard.locator("button.fold").dispatchEvent("click");
    await standard.locator('button[aria-expanded="true"]').waitFor();
    assert.equal(await standard.locator("input").getAttribute("aria-invalid"), "true", "as long as it is there");
    await standard.locator("button.fold").dispatchEvent("click");
    await standard.locator("input").fill("1000");
    await standard.locator("input").press("Tab");
    await tab.frame.locator('input[aria-invalid="true"]').waitFor({ state: "detached" });
  });

  it("shows hostile names as text, in a page that loads nothing else", async () => {
    assert.equal(
      await tab.row("groups", "onerror").locator("th").innerText(),
      hostileName.replace("\u202e", "[U+202E]"),
    );
    assert.equal(await tab.frame.locator("img, iframe, body script:not([nonce]), body [style]").count(), 0);
    const policy = await tab.frame.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
    assert.match(policy ?? "", /^default-src 'none'; script-src 'nonce-[0-9a-f]{32}'; style-src [^;]+;$/);
    assert.doesNotMatch(policy ?? "", /unsafe|\*;/);
  });

  it("is worked by keyboard alone: folds, sorts, and keeps the focus", async () => {
    const { keyboard } = editor().page;
    await tab.frame.locator("button.fold").first().press("Enter");
    await tab.row("licenses", "System Administrator").waitFor();
    assert.equal(await tab.frame.locator("button.fold:focus").getAttribute("aria-expanded"), "true");
    const sort = tab.frame.locator("[aria-sort] button", { hasText: "Home group" });
    await sort.press("Enter");
    await tab.frame.locator('[aria-sort="ascending"] button:focus').waitFor();
    const names = await tab.frame.locator("section.groups tbody th").allInnerTexts();
    assert.deepEqual(names, [...names].sort(new Intl.Collator("en", { numeric: true }).compare));
    await keyboard.press("Enter");
    await tab.frame.locator('[aria-sort="descending"] button:focus').waitFor();
    assert.deepEqual(await tab.frame.locator("section.groups tbody th").allInnerTexts(), names.reverse());
  });

  for (const [theme, kind] of [
    ["Light Modern", "vscode-light"],
    ["Dark Modern", "vscode-dark"],
    ["Dark High Contrast", "vscode-high-contrast"],
    ["Light High Contrast", "vscode-high-contrast-light"],
  ] as const)
    it(`has nothing for axe to find in ${theme}`, async () => {
      await editor().palette("Preferences: Color Theme");
      await editor().quickInput.fill(theme);
      // The page follows the editor a moment later, and has both colors of a contrast only then.
      await tab.frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      await tab.frame.evaluate(axe.source);
      const [found, passed] = await tab.frame.evaluate<[unknown[], number]>(
        `axe.run().then(({ violations, passes }) => [
          violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => [id, html.slice(0, 60), any[0]?.message])),
          passes.length,
        ])`,
      );
      assert.deepEqual(found, []);
      assert.ok(passed > 15, String(passed));
      await editor().screenshot(`overview-${theme.replaceAll(" ", "-").toLowerCase()}`);
    });

  it("loses nothing at a width of 320 pixels", async () => {
    await tab.resize(320);
    assert.ok((await tab.overflow()) <= 0);
    assert.equal(
      (await tab.numbers(tab.row("licenses", "Light")))["Active"],
      String(count(({ licenseType }) => licenseType === "C")),
    );
    await editor().screenshot("overview-narrow");
    await editor().page.setViewportSize({ width: 1280, height: 800 });
  });

  it("copies all numbers as a table", async () => {
    await tab.frame.locator("button", { hasText: "Copy as Table" }).click();
    const text = await eventually(
      () => editor().clipboard(),
      (copied) => copied.includes("\t"),
    );
    const lines = text.split("\n").map((line) => line.split("\t"));
    assert.ok(lines.every((line) => line.length === lines[0]!.length));
    assert.equal(lines.find(([kind, name]) => kind === "License" && name === "Standard")?.[3], "1000");
  });

  const says = (words: RegExp) =>
    eventually(
      () => editor().users.message(),
      (message) => words.test(message),
    );

  it("shows by a click on a number exactly those users, and says so", async () => {
    await tab.number(tab.row("licenses", "Total"), "Idle for 90 days").click();
    const idle = (await tab.numbers(tab.row("licenses", "Total")))["Idle for 90 days"];
    await eventually(
      () => editor().users.title(),
      (title) => title.includes(`${idle} of 147 users`),
    );
    await tab.number(tab.row("licenses", "Light"), "Never logged in").press("Enter");
    const expected = count((user) => user.licenseType === "C" && never(user));
    await eventually(
      () => editor().users.title(),
      (title) => title.includes(`${expected} of 147 users`),
    );
    await says(/Active · License: Light · Never logged in/);
    const month = tab.frame.locator("section.logins tbody tr button").first();
    const [number] = (await month.innerText()).split(",");
    await month.click();
    await eventually(
      () => editor().users.title(),
      (title) => title.includes(`${number} of 147 users`),
    );
    await says(/Active · Last login in \w+ \d{4}/);
  });

  it("says which numbers Workfront declines, and keeps the others", async () => {
    const fault = sandbox.fail({
      match: ({ path, url, body }) => path.endsWith("/report") && `${url}${body}`.includes("lastLoginDate"),
      effect: { kind: "status", status: 422 },
    });
    await tab.frame.locator("button", { hasText: "Refresh" }).click();
    await tab.frame
      .locator(".problems li", { hasText: /^Unknown in Licenses: Idle for 90 days, Never logged in\. / })
      .waitFor();
    const numbers = await tab.numbers(tab.row("licenses", "Standard"));
    assert.equal(numbers["Idle for 90 days"], "unknown");
    assert.equal(numbers["Active"], String(count(({ licenseType }) => licenseType === "F")));
    fault.remove();
  });

  it("is called as its connection is called now", async () => {
    await editor().palette("Workfront Users: Switch Connection…");
    await click(editor().page.locator('.quick-input-list .action-label[aria-label="Rename…"]').first());
    await editor().quickInput.titled(/Rename/);
    await editor().quickInput.type("x".repeat(61));
    await editor().quickInput.says("At most 60 characters.");
    const isShown = await editor().quickInput.isShownThroughout(async () => {
      await editor().quickInput.fill("Acme");
      await editor().quickInput.titled("Switch Connection");
    });
    assert.ok(isShown, "the page may take the focus, and close what is asked next");
    await tab.frame.locator(".about", { hasText: /^Acme, as of / }).waitFor();
    await editor().quickInput.cancel();
  });

  it("asks a connection that was removed for nothing", async () => {
    await editor().palette("Workfront Users: Disconnect…");
    await editor().dialog.click("Disconnect");
    await eventually(
      () => editor().users.welcome(),
      (text) => text.includes("Connect"),
    );
    sandbox.clearRequests();
    await tab.frame.locator("button.count").first().click();
    await tab.frame.locator("button", { hasText: "Refresh" }).click();
    await editor().notification("Connect to Workfront first.");
    assert.deepEqual(sandbox.requests, []);
  });
});
