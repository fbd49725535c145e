import { Turns } from "../turns";
import { visible } from "./identifiers";
import type { PersonRow } from "./list";

/** A box or a sign in front of a text, behind its bullet or number. */
const mark = /^[\s>*•·–-]*(?:\d{1,4}[.)]\s*)?(\[[ x]?\]|[☐☑☒⬜🔲🔳🗹✅❌❎✓✔✗✘✕✖🚫⛔🟢🟡🔴])/iu;

/** The mark is among the first characters of a text. */
const longestStart = 40;

/**
 * The check marks in front of what could identify somebody in one column, where the lines are not all marked alike.
 * "Done", "to be done" and "not meant" look the same, so only their writer knows which of them are meant.
 */
export async function unlikeMarksIn(rows: readonly PersonRow[], column: number): Promise<string | undefined> {
  const turns = new Turns();
  const found = new Set<string>();
  for (const { cells, identifiers } of rows) {
    if (turns.isOver) await turns.next();
    if ((identifiers[column] ?? []).length === 0) continue;
    const start = visible((cells[column] ?? "").slice(0, longestStart));
    found.add(mark.exec(start)?.[1]?.toLowerCase() ?? "");
  }
  return found.size < 2 ? undefined : [...found].filter((one) => one !== "").join(" ");
}
