/** A box or a sign in front of a text, behind its bullet or number, which `visible` has left. */
const mark = /^[\s>*•·–-]*(?:\d{1,4}[.)]\s*)?(\[[ x]?\]|[☐☑☒⬜🔲🔳🗹✅❌❎✓✔✗✘✕✖🚫⛔🟢🟡🔴])/iu;

/** The mark is among the first characters of a text. */
const longestStart = 40;

/**
 * The check marks in front of texts, where these are not all marked alike. "Done", "to be done" and "not meant" look the
 * same, so only their writer knows which of them are meant.
 */
export function unlikeMarksIn(texts: Iterable<string>): string | undefined {
  const found = new Set<string>();
  for (const text of texts) found.add(mark.exec(text.slice(0, longestStart))?.[1]?.toLowerCase() ?? "");
  return found.size < 2 ? undefined : [...found].filter((one) => one !== "").join(" ");
}
