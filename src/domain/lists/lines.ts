import { limits, ListTooLongError } from "./tooLong";
import { Turns } from "../turns";

/**
 * The lines of a text as an editor counts them, without their ends; the end of the last line begins no further one.
 * @throws {ListTooLongError}
 */
export async function linesOf(text: string): Promise<string[]> {
  if (text.length > limits.bytes) throw new ListTooLongError("bytes");
  const turns = new Turns();
  const lines: string[] = [];
  let start = text.startsWith("\ufeff") ? 1 : 0;
  let feed = -1;
  let carriageReturn = -1;
  while (start < text.length) {
    if (lines.length === limits.lines) throw new ListTooLongError("lines");
    if (feed < start) feed = positionOf(text, "\n", start);
    if (carriageReturn < start) carriageReturn = positionOf(text, "\r", start);
    const end = Math.min(feed, carriageReturn);
    lines.push(text.slice(start, end));
    start = carriageReturn + 1 === feed ? feed + 1 : end + 1;
    if (turns.isOver) await turns.next();
  }
  return lines;
}

function positionOf(text: string, end: string, start: number): number {
  const position = text.indexOf(end, start);
  return position < 0 ? text.length : position;
}
