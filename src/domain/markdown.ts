import { Turns } from "./turns";
import { shown } from "./shown";

/**
 * Text from outside as Markdown that shows just this text on one line: no formatting, no link, no picture, no HTML, no
 * table cell of its own. Emails stay readable in the source.
 */
export function inMarkdown(text: string, most?: number): string {
  return (
    shown(text, most)
      .replaceAll(/[\\`*_[\]<>|~&$^]/g, "\\$&")
      // An invisible word joiner: some editors make links of addresses that entities spell.
      .replaceAll("://", ":\u2060//")
      .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`)
      .replace(
        /^(\s*)([#+=:-]|\d+[.)](?=\s|$))/,
        (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
      )
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
