import assert from "node:assert/strict";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { inMarkdown, markdownTable } from "../../src/domain/markdown";
import { best } from "../support/work";
import { shown } from "../../src/domain/shown";

/** As the editor's own preview reads Markdown. */
const reader = new MarkdownIt({ html: true, linkify: true });
reader.linkify.set({ fuzzyLink: false });

/** The text that a reader sees; an element that the text itself has made, unless it is code, shows up as its name. */
function seen(html: string): string {
  return html
    .replaceAll(/<\/?code>/g, "")
    .replaceAll(/<[^>]*>/g, (tag) => `‹${tag.slice(1, -1)}›`)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

/** How the editor finds addresses in a text. */
const addresses = new MarkdownIt({ linkify: true }).linkify.set({ fuzzyLink: false });

/** Whether nothing in a document is a link, neither for readers that find addresses before escapes are read nor after. */
function assertNoLinks(html: string): void {
  assert.doesNotMatch(html, /<a[\s>]/);
  for (const part of html.replaceAll(/<code>.*?<\/code>/g, "<>").split(/<[^>]*>/))
    assert.deepEqual(addresses.match(seen(part).replaceAll("&#58;", ":")), null);
}

/** Without the invisible characters that keep an address from becoming a link. */
const withoutJoiners = (text: string) => text.replaceAll("\u2060", "");

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();

const hostile = fc.array(
  fc.oneof(
    fc.constantFrom(
      "[x](command:y)",
      "![](a)",
      "<img src=x>",
      "|",
      "\\",
      "`",
      "**",
      "__",
      "~~",
      "https://a.b",
      "www.a.b",
      "//a.co",
      "jo@a.co",
      "mailto:jo@a.co",
      "@",
      "@a.co",
    ),
    fc.constantFrom(
      "# ",
      "- ",
      "1. ",
      "> ",
      "---",
      "===",
      "&amp;",
      "&#58;",
      "$(x)",
      "\u202e",
      "\n",
      "[^1]",
      "- [ ] ",
      ":-",
    ),
    fc.string({ unit: "grapheme", maxLength: 8 }),
  ),
  { maxLength: 8 },
);

describe("text from outside in a Markdown document", () => {
  it("is seen exactly as it is shown elsewhere, whatever it is made of", () => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const text = parts.join("");
        const html = reader.render(inMarkdown(text)).replaceAll(/<\/?p>/g, "");
        assert.equal(oneLine(withoutJoiners(seen(html))), oneLine(shown(text)));
        assertNoLinks(html);
      }),
      { numRuns: 2000 },
    );
  });

  it("stays in its cell of a table", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (one, other) => {
        const texts = [one.join(""), other.join("")];
        const html = reader.render(await markdownTable(["Name", "Email"], [texts]));
        assertNoLinks(html);
        const cells = [...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => oneLine(withoutJoiners(seen(cell!))));
        assert.deepEqual(
          cells,
          texts.map((text) => oneLine(shown(text))),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("makes a table of 50,000 rows in slices of at most 50 ms", async function () {
    this.timeout(60_000);
    const rows = Array.from({ length: 50_000 }, (_, index) => [
      String(index),
      "Not found",
      `Nobody has the email *bo${index}@example.com*`,
      `Low, Bo <bo${index}@example.com> · https://www.example.com`,
    ]);
    const longest = await best(() => markdownTable(["Line", "Result", "Details", "Text"], rows), "longest", 50);
    assert.ok(longest <= 50, `${longest} ms`);
  });

  it("has an email exactly as it is, also in the source", () => {
    assert.equal(inMarkdown("jo.doe_smith+1@example.com"), "`jo.doe_smith+1@example.com`");
    assert.equal(inMarkdown("Jo *Doe* <jo@example.com>, Bo"), "Jo \\*Doe\\* \\<`jo@example.com`\\>, Bo");
  });
});
