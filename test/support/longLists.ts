import { columnsOf } from "../../src/domain/lists/column";
import { entriesOf, type Entry } from "../../src/domain/lists/entries";
import { readList } from "../../src/domain/lists/list";
import { statusColumnsOf } from "../../src/domain/lists/status";

/** The lines of lists as people have them, by what they are. */
const lines: Readonly<Record<string, (index: number) => string>> = {
  "sheet of HR": (index) =>
    `${index};Low ${index}, Bo;bo.low${index}@example.com;boss${index % 50}@example.com;30.11.2026;Sales, EMEA`,
  "audit log": (index) =>
    `2026-11-26T10:00:00Z,bo.low${index}@example.com,Login,10.0.0.1,"Mozilla/5.0 (Windows NT 10.0)",${"0123456789abcdef".repeat(2)}`,
  "list of recipients": (index) => `Low ${index}, Bo <bo${index}@example.com>`,
  "list of emails": (index) => `bo${index}@example.com`,
  "list with long notes": (index) => `Bo ${index};bo${index}@example.com;${"note ".repeat(32)}`,
};

export const longLists = Object.keys(lines);

/** So many lines of a list, as the bytes of a file. */
export function longList(name: string, count: number): Buffer {
  const line = lines[name];
  if (!line) throw new Error(`There is no list "${name}".`);
  return Buffer.from(Array.from({ length: count }, (_, index) => line(index)).join("\n"));
}

/** All that is done with a list before anybody is looked up. */
export async function readEntries(bytes: Uint8Array): Promise<Entry[]> {
  const list = await readList(bytes);
  const { choice, choices } = await columnsOf(list);
  await statusColumnsOf(list);
  const chosen = choice ?? choices[0];
  if (!chosen) throw new Error("No column says who is meant.");
  return entriesOf(list, chosen);
}
