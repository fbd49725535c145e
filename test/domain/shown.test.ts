import assert from "node:assert/strict";
import fc from "fast-check";
import { shown, shownWhereIconsWork, shownWhereLinksWork } from "../../src/domain/shown";

/** What turns, hides or ends the text around it, in names of any kind. */
const hostile = fc.oneof(
  fc.constantFrom("\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200b", "\u00ad", "\u061c", "\ufeff"),
  fc.constantFrom("\n", "\r", "\0", "\u2028", "\u{e0041}", "\ud800", "\u3164", "](command:x)", "$(trash)", "\\", "["),
  fc.constantFrom("שלום", "عمر", "Zoë", "한국", "🙂", "👩\u200d💻", "葛\u{e0100}", " ", "-", ".", "7"),
  fc.string({ unit: "grapheme" }),
);
const text = fc.array(hostile, { maxLength: 12 }).map((parts) => parts.join(""));
const invisible = /(?![\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u2068\u2069])[\p{C}\p{Zl}\p{Zp}]/u;

describe("text from outside, as it is shown", () => {
  it("is the text itself where nothing in it is hidden or turns", () => {
    for (const name of [
      "Zoë O’Brien-Smith",
      "김철수",
      "Jane $(x) [y](z)",
      "👩\u200d💻 Dev",
      "葛\u{e0100}城",
      "می\u200cخواهم",
    ])
      assert.equal(shown(name).replaceAll(/[\u2068\u2069]/g, ""), name);
  });

  it("names each hidden character, so that a name cannot turn the host and the email around", () => {
    assert.equal(shown("Bo\u202egro.live@ob"), "Bo[U+202E]gro.live@ob");
    assert.equal(shown("a\nb\u200bc\u{e0041}\ud800"), "a[U+000A]b[U+200B]c[U+E0041][U+D800]");
    assert.equal(shown("x\u2069\u2068y"), "x[U+2069][U+2068]y");
  });

  it("isolates words from right to left, each by itself, wherever they stand in a sentence", () => {
    assert.equal(shown("דוד כהן: 3, שרה"), "\u2068דוד כהן\u2069: 3, \u2068שרה\u2069");
  });

  it("has every isolate closed and no other control, whatever is in it", () => {
    fc.assert(
      fc.property(text, (raw) => {
        const result = shown(raw);
        assert.doesNotMatch(result.replaceAll(/\p{Cn}|\p{Co}/gu, ""), invisible);
        assert.match(result.replaceAll(/[^\u2068\u2069]/g, ""), /^(\u2068\u2069)*$/);
      }),
    );
  });

  it("can be shown again and stays as it is", () => {
    fc.assert(fc.property(text, (raw) => assert.equal(shown(shown(raw, 5000), 50_000), shown(raw, 5000))));
  });

  it("keeps its beginning and its end where it is cut, and no half of a character", () => {
    const result = shown(`Deactivate ${"🙂".repeat(10_000)} on acme?`);
    assert.ok(result.length < 320, String(result.length));
    assert.match(result, /^Deactivate 🙂.*… ?🙂.* on acme\?$/u);
    assert.doesNotMatch(result, /U\+D/);
  });

  it("is never longer than a name for each character that is shown", () => {
    assert.ok(shown("\u202eא".repeat(5_000_000), 30).length <= 31 * "[U+202E]".length);
  });

  it("is no link in a notification", () => {
    const link = /\[[^\]]+\]\((https?:|command:|file:)/;
    fc.assert(fc.property(text, (raw) => assert.doesNotMatch(shownWhereLinksWork(`${raw}[x](command:y)${raw}`), link)));
  });

  it("is no icon in a quick pick, and has no stray backslash where there is none to prevent", () => {
    assert.equal(shownWhereIconsWork("$(trash) Icon"), "\\$(trash) Icon");
    assert.equal(shownWhereIconsWork("$(10 %)"), "$(10 %)");
    fc.assert(
      fc.property(text, (raw) =>
        assert.doesNotMatch(shownWhereIconsWork(raw), /(?<!\\)\$\([A-Za-z0-9-]+(~[A-Za-z]+)?\)/),
      ),
    );
  });
});
