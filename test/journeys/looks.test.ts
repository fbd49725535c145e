import { strict as assert } from "node:assert";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";

const looks: readonly [theme: string, width: number][] = [
  ["Default Light Modern", 200],
  ["Default High Contrast", 300],
];

for (const [theme, width] of looks)
  describe(`The Users view in ${theme}, ${width} pixels wide`, () => {
    const editor = useEditor({ settings: { "workbench.colorTheme": theme } });
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startSandbox({ users: 147 });
      await connect(editor(), sandbox);
      await eventually(
        () => editor().users.rows(),
        (rows) => rows.length > 5,
      );
      await editor().users.resize(width);
    });
    after(() => sandbox.stop());

    it("shows at that width who is not active, by a decoration in a color that can be read", async () => {
      const rows = await editor().users.rows();
      const off = rows.find(({ description }) => description.startsWith("Deactivated"));
      assert.ok(off);
      const [foreground, background] = await editor().users.colorsOf(off.name);
      assert.ok(contrast(foreground, background) >= 3, `${foreground} on ${background}`);
      await editor().screenshot(`look-${theme.split(" ")[1]}-${width}`);
    });

    it("acts on everything that is selected, the row that loads more among it", async () => {
      await editor()
        .users.row((await editor().users.rows())[2]!.name)
        .first()
        .click();
      await editor().page.keyboard.press("ControlOrMeta+a");
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
