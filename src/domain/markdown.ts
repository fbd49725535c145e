import { Turns } from "./turns";
import { shown } from "./shown";

/** What programs take for an email address, and more: whatever stands before and after its sign without a space. */
const email = /((?:[-!#$%&'*+/=?^{}~,.;:"\w]+@[-.\p{L}\p{M}\p{N}_]*|@[-.\p{L}\p{M}\p{N}_]+)+)/u;

/**
 * Text from outside as Markdown that shows just this text on one line: no formatting, no link, no picture, no HTML, no
 * table cell of its own. An email is code, which nothing makes a link of: exact in the source, and exact when it is copied.
 */
export function inMarkdown(text: string, most?: number): string {
  const parts = shown(text, most).split(email);
  return parts
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : escaped(part)))
    .join("")
    .replace(
      /^(\s*)([#+=:-]|\d+[.)](?=\s|$))/,
      (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    );
}

function escaped(text: string): string {
  return (
    text
      .replaceAll(/[\\`*_[\]<>|~&$^]/g, "\\$&")
      // An invisible word joiner: some editors make links of addresses that entities spell.
      .replaceAll(/\/(?=\/)/g, "/\u2060")
      .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`)
  );
}

/** A table of texts from outside, however many rows it has. Without rows, nothing. */
export async function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<string> {
  if (rows.length === 0) return "";
  const turns = new Turns();
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = [line(headings.map((heading) => inMarkdown(heading))), line(headings.map(() => "---"))];
  for (const cells of rows) {
    lines.push(line(cells.map((cell) => inMarkdown(cell))));
    if (turns.isOver) await turns.next();
  }
  await turns.next();
  return lines.join("\n");
}

/** The parts of a document with a blank line between them; empty parts are left out. */
export function markdownDocument(...parts: readonly string[]): string {
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}
