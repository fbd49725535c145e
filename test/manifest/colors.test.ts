import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const { contributes } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly contributes: { readonly colors: readonly { readonly defaults: Readonly<Record<string, string>> }[] };
};

/**
 * What the editor's own themes have in a side bar: its color, that of a selected row, that of text, and how opaque the
 * description of a row is drawn.
 */
const themes = {
  dark: { name: "Dark Modern", behind: ["#181818", "#04395e"], text: "#cccccc", opacity: 0.7 },
  light: { name: "Light Modern", behind: ["#f8f8f8", "#e8e8e8"], text: "#3b3b3b", opacity: 0.95 },
  highContrast: { name: "Dark High Contrast", behind: ["#000000"], text: "#ffffff", opacity: 0.7 },
  highContrastLight: { name: "Light High Contrast", behind: ["#ffffff"], text: "#292929", opacity: 0.7 },
};

describe("the color of users who are not active", () => {
  for (const [kind, { name, behind, text, opacity }] of Object.entries(themes))
    it(`can be read, and is another one than that of active users, in ${name}`, () => {
      for (const { defaults } of contributes.colors) {
        const color = defaults[kind] ?? "";
        for (const background of behind) assert.ok(contrast(color, background) >= 3, `${color} on ${background}`);
        const description = mixed(color, behind[0]!, opacity);
        assert.ok(contrast(description, behind[0]!) >= 4.5, `${description} as the text of descriptions`);
        assert.ok(contrast(color, text) > 1.25, `${color} beside ${text}`);
      }
    });
});

/** What is seen of a color that is not opaque. */
function mixed(color: string, behind: string, opacity: number): string {
  const channels = [1, 3, 5].map((start) => {
    const [front = 0, back = 0] = [color, behind].map((one) => parseInt(one.slice(start, start + 2), 16));
    return Math.round(opacity * front + (1 - opacity) * back)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}

/** As WCAG 2 defines it, of colors such as `#a1b2c3`. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  assert.match(color, /^#[\da-f]{6}$/);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
