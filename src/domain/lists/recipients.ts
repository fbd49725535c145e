import { identifiersIn } from "./identifiers";
import { limits, ListTooLongError } from "./tooLong";
import { Turns } from "../turns";

const quotedOrSeparator = /"[^"]{0,200}"|<[^<>]{0,400}>|[;,\s]/;

/** No recipient is longer: a line that has one is something else. */
const longestRecipient = 1000;

/**
 * The recipients in a single line, as mail programs write them: `Smith, Bo <bo@example.com>; Doe, Jane <jane@…>`, or
 * emails and IDs one after the other. Nothing where the line is anything else, such as a row of a table.
 * @throws {ListTooLongError}
 */
export async function recipientsIn(line: string): Promise<string[] | undefined> {
  for (const separator of [";", ",", " "]) {
    const parts = await partsOf(line, separator);
    if (parts && parts.length > 1) return parts;
  }
  return undefined;
}

async function partsOf(line: string, separator: string): Promise<string[] | undefined> {
  const turns = new Turns();
  const parts: string[] = [];
  const kinds = new Set<Kind>();
  let start = 0;
  let lastEnd = 0;
  const add = (end: number) => {
    const part = line.slice(start, end).trim();
    start = end + 1;
    if (part === "") return;
    lastEnd = end;
    parts.push(part);
    kinds.add(kindOf(part));
  };
  for (let end = 0; end < line.length;) {
    const match = quotedOrSeparator.exec(line.slice(end, end + 2 * longestRecipient));
    if (!match && line.length - end < longestRecipient) break;
    if (!match || end + match.index - lastEnd > longestRecipient || !canBeRecipients(kinds)) return undefined;
    const [found] = match;
    const index = end + match.index;
    end = index + found.length;
    if (turns.isOver) await turns.next();
    const isSeparator = separator === " " ? found.trim() === "" : found === separator;
    if (!isSeparator || !endsRecipient(line, start, index, separator)) continue;
    add(index);
    if (parts.length > limits.lines) throw new ListTooLongError("lines");
  }
  if (line.length - lastEnd > longestRecipient) return undefined;
  add(line.length);
  return canBeRecipients(kinds) && kinds.size > 0 && !(kinds.size === 1 && kinds.has("name")) ? parts : undefined;
}

/** The comma of `Smith, Bo <bo@example.com>` belongs to the name, and `jo;smith@…` is no recipient and another. */
function endsRecipient(line: string, start: number, end: number, separator: string): boolean {
  if (separator === ";" && /^\s?$/.test(line.charAt(end + 1))) return true;
  const part = line.slice(start, end);
  return part.trim() === "" || identifiersIn(part).length > 0;
}

type Kind = "bare" | "named" | "name" | "other";

/** Each is a bare email or ID, or a name with an email in angle brackets, or, among such alone, only a name. */
function canBeRecipients(kinds: ReadonlySet<Kind>): boolean {
  return !kinds.has("other") && !(kinds.has("name") && kinds.has("bare"));
}

function kindOf(part: string): Kind {
  const [only, ...more] = identifiersIn(part);
  if (more.length > 0) return "other";
  if (!only) return /[@<>]/.test(part) ? "bare" : "name";
  if (/<[^<>]*>[\s"'’]*$/.test(part)) return "named";
  return /\s/.test(part) ? "other" : "bare";
}
