import { strict as assert } from "node:assert";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { followScheme, followsSystem } from "./support/colorScheme";
import { connect } from "./support/connect";
import { useEditor } from "./support/useEditor";

const looks = [
  { scheme: "light", width: 200 },
  { scheme: "dark", width: 300 },
] as const;

describe("The Users view in a narrow side bar", () => {
  const editor = useEditor({
    settings: { ...followsSystem, "workbench.preferredDarkColorTheme": "Default High Contrast" },
  });
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
    await connect(editor(), sandbox);
  });
  after(() => sandbox.stop());

  for (const { scheme, width } of looks)
    it(`shows who is not active by a decoration that can be read: ${scheme}, ${width} pixels wide`, async () => {
      await followScheme(editor().page, scheme);
      await editor().users.resize(width);
      const rows = await editor().users.rows();
      const off = rows.find(({ description }) => description.startsWith("Deactivated"));
      assert.ok(off);
      const [foreground, background] = await editor().users.colorsOf(off.name);
      assert.ok(contrast(foreground, background) >= 3, `${foreground} on ${background}`);
      await editor().screenshot(`look-${scheme}-${width}`);
    });

  it("acts on everything that is selected, the row that loads more among it", async () => {
    const [, , third] = await editor().users.rows();
    await editor().users.selectAll(editor().users.row(third!.name).first());
    const items = await editor().users.contextMenuItems(editor().page.locator(".monaco-list-row.selected").first());
    for (const item of ["Deactivate…", "Copy Email", "Copy as Table"]) assert.ok(items.includes(item), item);
    assert.ok(!items.includes("Show Assigned Work"));
  });
});

/** The contrast of two colors such as `rgb(1, 2, 3)`, as WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
