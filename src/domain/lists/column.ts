import { isKnown, meaningOf, type Meaning } from "./headers";
import type { List, PersonRow } from "./list";
import { isBlank } from "./tooLong";
import { Turns } from "../turns";

/** A column of the list, and what it holds. */
export interface Column {
  readonly index: number;
  /** Nothing where the list has no header, or none for this column. */
  readonly header: string | undefined;
  readonly meaning: Meaning | undefined;
  /** How many of its cells hold an email or an ID. */
  readonly identified: number;
  readonly ids: number;
  /** How many of its cells hold some other text. */
  readonly others: number;
  /** How many of these are one word. */
  readonly words: number;
  /** Some of its values. */
  readonly samples: readonly string[];
}

/** Which column says who is meant, and how its cells are read: as emails and IDs, or as usernames. */
export interface ColumnChoice {
  readonly column: Column;
  readonly as: "identifiers" | "usernames";
}

/** What can be said of a list without asking. Without `choice`, two columns would do as well, or none does. */
export interface Columns {
  readonly choice: ColumnChoice | undefined;
  /** Every column that can be taken, the likeliest first. */
  readonly choices: readonly ColumnChoice[];
}

const mostColumns = 500;

/**
 * Which columns of a list there are, and which of them says who is meant: by its header, then by its content. Where there
 * is a header, or what looks like one, and it does not say so itself, a person is asked.
 */
export async function columnsOf(list: List): Promise<Columns> {
  const columns = await statisticsOf(list);
  const likely = likelyOf(columns);
  const all = columns.flatMap(readings);
  const isLikely = (one: ColumnChoice) => likely.some((other) => isSame(one, other));
  const [only, ...more] = likely;
  const isClear = only !== undefined && more.length === 0 && (list.header ? saysWho(only) : !hasUnknownHeader(list));
  return {
    choice: isClear ? only : undefined,
    choices: [...likely, ...all.filter((one) => !isLikely(one))],
  };
}

export function isSame(one: ColumnChoice, other: ColumnChoice): boolean {
  return one.column.index === other.column.index && one.as === other.as;
}

/** A header that says so, or a column that identifies nobody. */
function saysWho({ column: { meaning, identified }, as }: ColumnChoice): boolean {
  const isNobody = as === "identifiers" && identified === 0;
  return isNobody || meaning === "email" || meaning === "username" || meaning === "ID";
}

/** Whether the first line of a table names nobody, while the others do: then it is a header that we do not know. */
function hasUnknownHeader({ rows: [first, second] }: List): boolean {
  const namesSomebody = (row: PersonRow) => row.identifiers.some(({ length }) => length > 0);
  return (
    first !== undefined &&
    second !== undefined &&
    first.cells.filter((cell) => !isBlank(cell)).length > 1 &&
    !namesSomebody(first)
  );
}

/** The columns that would do equally well; several are for a person to choose from. */
function likelyOf(columns: readonly Column[]): ColumnChoice[] {
  const meaning = (...meanings: Meaning[]) =>
    columns.filter((column) => column.meaning !== undefined && meanings.includes(column.meaning));
  const identifiers = (some: readonly Column[]) => some.map((column): ColumnChoice => ({ column, as: "identifiers" }));
  const emails = meaning("email");
  const usernames = meaning("username").filter(({ identified, others }) => identified + others > 0);
  const attempts: ColumnChoice[][] = [
    identifiers(meaning("ID", "username").filter(isOfIDs)),
    identifiers(best(emails.filter(({ identified }) => identified > 0))),
    usernames.map((column) => ({ column, as: "usernames" })),
    identifiers(emails),
    identifiers(meaning("someEmail")),
    identifiers(columns.filter((column) => isIdentifying(column) && column.meaning !== "otherPerson")),
    columns.length === 1 ? columns.filter(isOfUsernames).map((column) => ({ column, as: "usernames" })) : [],
    columns.length === 1 ? identifiers(columns) : [],
  ];
  return attempts.find((attempt) => attempt.length > 0) ?? [];
}

/** Of several columns of emails, those whose header says so word for word. */
function best(columns: readonly Column[]): readonly Column[] {
  const known = columns.filter(({ header = "" }) => isKnown(header));
  return known.length > 0 ? known : columns;
}

function isOfIDs({ ids, identified, others }: Column): boolean {
  return ids > 0 && ids === identified && others === 0;
}

function isIdentifying({ identified, others }: Column): boolean {
  return identified > 0 && identified >= others;
}

/** Nothing but usernames: every line is one word, and none is an email or an ID. */
function isOfUsernames({ meaning, header, identified, others, words }: Column): boolean {
  return identified === 0 && words === others && (header === undefined || meaning === "username");
}

function readings(column: Column): ColumnChoice[] {
  return [
    ...(column.identified > 0 ? [{ column, as: "identifiers" } as const] : []),
    ...(column.others > 0 || column.meaning === "username" ? [{ column, as: "usernames" } as const] : []),
  ];
}

async function statisticsOf({ rows, header }: List): Promise<Column[]> {
  const turns = new Turns();
  const counts: { identified: number; ids: number; others: number; words: number; samples: Set<string> }[] = [];
  for (const { cells, identifiers } of rows) {
    if (turns.isOver) await turns.next();
    const width = Math.min(cells.length, mostColumns);
    for (let index = 0; index < width; index++) {
      const cell = cells[index] ?? "";
      const count = (counts[index] ??= { identified: 0, ids: 0, others: 0, words: 0, samples: new Set() });
      const text = cell.length < 200 ? cell.trim() : cell;
      if (text === "") continue;
      const found = identifiers[index] ?? [];
      if (found.length > 0) {
        count.identified += 1;
        if (found.some(({ kind }) => kind === "ID")) count.ids += 1;
      } else {
        count.others += 1;
        if (!/\s/.test(text)) count.words += 1;
      }
      if (count.samples.size < 3) count.samples.add(text.slice(0, 60));
    }
  }
  const width = Math.max(counts.length, Math.min(header?.length ?? 0, mostColumns));
  return Array.from({ length: width }, (_, index): Column => {
    const { samples = [], ...rest } = counts[index] ?? { identified: 0, ids: 0, others: 0, words: 0 };
    const name = header?.[index]?.trim();
    return {
      index,
      header: name === "" ? undefined : name,
      meaning: name ? meaningOf(name) : undefined,
      samples: [...samples],
      ...rest,
    };
  });
}
