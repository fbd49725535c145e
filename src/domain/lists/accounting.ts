import type { Aside, List } from "./list";
import type { Match } from "./match";
import { Turns } from "../turns";

/** What a line of the input came to; every line is in exactly one of these classes. */
export type LineClass = Match["kind"] | "aside" | "continued";

/** One line of the input, or one of the recipients in it. */
export interface AccountedLine {
  readonly line: number;
  readonly part?: number | undefined;
  readonly class: LineClass;
  readonly text: string;
  readonly match?: Match | undefined;
  readonly aside?: Aside["why"] | undefined;
}

/** What became of every line, in the order of the input. The counts add up to `total`. */
export interface Accounting {
  /** Lines of the input; a line of several recipients counts as many times. */
  readonly total: number;
  readonly counts: Readonly<Record<LineClass, number>>;
  readonly lines: readonly AccountedLine[];
}

/** Accounts for every line of a list. */
export async function accountFor({ asides }: Pick<List, "asides">, matches: readonly Match[]): Promise<Accounting> {
  const turns = new Turns();
  const lines: AccountedLine[] = [];
  const counts = { ...none };
  const add = (line: AccountedLine, further: number) => {
    const rest = Array.from({ length: further }, (_, index) => continued(line.line + index + 1));
    for (const one of [line, ...rest]) {
      lines.push(one);
      counts[one.class] += 1;
    }
  };
  let next = 0;
  const addAsides = (before: number) => {
    for (let aside = asides[next]; aside && aside.line < before; aside = asides[++next])
      add({ line: aside.line, class: "aside", text: aside.text, aside: aside.why }, aside.lines - 1);
  };
  for (const match of matches) {
    const { line, lines: count, part, text } = match.entry;
    addAsides(line);
    add({ line, part, class: match.kind, text, match }, part === undefined ? count - 1 : 0);
    if (turns.isOver) await turns.next();
  }
  addAsides(Infinity);
  return { total: lines.length, counts, lines };
}

const none: Readonly<Record<LineClass, number>> = {
  matched: 0,
  asWished: 0,
  refused: 0,
  toDecide: 0,
  decided: 0,
  duplicate: 0,
  notFound: 0,
  notLookedUp: 0,
  aside: 0,
  continued: 0,
};

/** A further line of a row whose cells have line breaks. */
function continued(line: number): AccountedLine {
  return { line, class: "continued", text: "" };
}
