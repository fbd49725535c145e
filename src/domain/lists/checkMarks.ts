import { meaningOf } from "./headers";
import { visible } from "./identifiers";
import type { List, PersonRow } from "./list";
import { words } from "./otherPerson";
import { signs } from "./signs";
import { Turns } from "../turns";

const sign = `[${signs}]`;
const inBox = String.raw`[xvoyn/>+*-]|${sign}`;
const emoji = String.raw`white_check_mark|heavy_check_mark|ballot_box_with_check|x|o|no_entry(?:_sign)?|[a-z]+_(?:circle|square)|[+-]1|thumbs(?:up|down)|(?:grey_)?question|warning|stop_sign|star`;
/** What leads from a word to a note below the list. */
const noteSign = String.raw`(?<=[\p{L}\p{N})>])\s?[*†‡]{1,3}(?![\p{L}\p{N}*†‡])`;
/** A sign; a box of brackets, also as Markdown escapes it; a name of an emoji. */
const mark = String.raw`${sign}|\\?\[\s*(?:${inBox}|yes|no|ok|ja|nein)?\s*\\?\]|\{\s*(?:${inBox})?\s*\}|\((?:\s+|\s*(?:x|${sign})\s*)\)|(?<!\S):(?:${emoji}):(?!\S)|${noteSign}`;

const marks = new RegExp(mark, "giu");
const onlyMark = new RegExp(`^(?:${mark})$`, "iu");
/** Bold or italic text, as Markdown and chats write it. */
const emphasis = /(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1(?!\*)/g;

/** What marks a person where it stands alone in a cell, or between an email and an end of its text. */
const answer = String.raw`[xvoynjþ¨]|yes|no|ok|ja|nein|true|false|wahr|falsch|예|네|아니[요오]|done|open|erledigt|offen|(?:미)?완료`;
const bullet = String.raw`[\s>*_"'•·–—-]*(?:\(?\d{1,4}[.):]?\s+)?`;
const gap = String.raw`[\s:;,=/>→–—-][\s.:;,=/>→!–—-]*`;
const onlyAnswer = new RegExp(`^(?:${answer})$`, "iu");
const answersBefore = [
  new RegExp(String.raw`^${bullet}(${answer})${gap}["'<(]*[^\s@]+@`, "iu"),
  new RegExp(String.raw`^${bullet}(${answer})\s*[:=–—-]+\s`, "iu"),
  // In front of a name, other letters may be an initial, and a word may be a name.
  new RegExp(String.raw`^${bullet}([xþ¨])\s`, "u"),
];
const answerBehind = new RegExp(String.raw`@[^\s@]+?${gap}(${answer})[\s.!"']*$`, "iu");

/** A shape that some lines have and others lack is a bullet. */
const shape = /^[●○■□◆★☆※]$/u;

/** A header of such words leaves open what the marks below it mean. */
const saysNothing =
  /^(?:[xyno]|yes|no|ja|nein|or|oder|select(?:ed|ion)?|choose|choice|auswahl|check(?:ed)?|mark(?:ed|ierung)?|done|erledigt|answer|antwort|decision|entscheidung|comments?|notes?|remarks?|bemerkung(?:en)?|kommentare?|선택|확인|대상|여부|비고|메모|표시)$/;

/** Most texts have none of these, and no mark. */
const mayMark = /[^\x20-\x7e]|[[({:*]/;

/** No mark stands behind so many characters. */
const longest = 500;

/** No mark that stands alone is longer. */
const longestAlone = 40;

/** The check marks of some rows. */
export interface CheckMarks {
  /** Those of each row, in one text. */
  readonly ofRows: readonly string[];
  /** All that there are. */
  readonly all: string;
  /** Whether all rows are marked alike. */
  readonly areAlike: boolean;
}

/** Whether a text is a check mark and nothing else. */
export function isCheckMark(text: string): boolean {
  return onlyMark.test(text);
}

/**
 * The check marks beside people: in a column that has no header to say what it is about, in front of or behind their names
 * and emails, or on a line between the rows. "Done", "to be done" and "not meant" look the same, so only their writer knows
 * which of them are meant.
 * @param isMeant whether the row with this index is about somebody who may be meant.
 */
export async function checkMarksOf(list: List, isMeant: (index: number) => boolean): Promise<CheckMarks> {
  const turns = new Turns();
  const reader = new MarkReader(await columnsOfWords(list, isMeant), list.header);
  const ofRows: string[] = [];
  const beside = new Set<string>();
  const between = list.asides.map(({ text }) => text).filter(isCheckMark);
  let count = 0;
  for (const [index, row] of list.rows.entries()) {
    if (turns.isOver) await turns.next();
    const own = reader.marksIn(row);
    ofRows.push(own);
    if (isMeant(index)) {
      beside.add(own);
      count++;
    } else if (row.cells.length === 1 && isCheckMark((row.cells[0] ?? "").trim())) between.push(own);
  }
  const lines = new Set(between.map(plain));
  const found = [...beside].filter((one) => one !== "");
  return {
    ofRows,
    all: [...new Set([...found, ...lines])].join(" "),
    areAlike: areAlike(beside, found) && lines.size < 2 && (between.length === 0 || between.length === count),
  };
}

function areAlike(beside: ReadonlySet<string>, found: readonly string[]): boolean {
  return beside.size < 2 || (found.length === 1 && shape.test(found[0] ?? ""));
}

/** The columns that hold more than answers: beside "Low" and "Kim", "No" is a name. */
async function columnsOfWords({ rows }: List, isMeant: (index: number) => boolean): Promise<ReadonlySet<number>> {
  const turns = new Turns();
  const found = new Set<number>();
  for (const [row, { cells }] of rows.entries()) {
    if (turns.isOver) await turns.next();
    if (!isMeant(row)) continue;
    for (const [index, cell] of cells.entries()) {
      if (found.has(index)) continue;
      const text = visible(cell.slice(0, longest)).trim();
      if (text !== "" && !isAlone(onlyAnswer, text) && !isAlone(onlyMark, text)) found.add(index);
    }
  }
  return found;
}

function isAlone(some: RegExp, text: string): boolean {
  return text.length <= longestAlone && some.test(text);
}

class MarkReader {
  readonly #header: readonly string[] | undefined;
  /** By column: whether its header leaves open what marks below it mean. */
  readonly #isOpen: readonly boolean[];
  /** By column: whether its header says that names are below it. */
  readonly #isName: readonly boolean[];

  constructor(
    private readonly ofWords: ReadonlySet<number>,
    header: List["header"],
  ) {
    this.#header = header;
    this.#isOpen = (header ?? []).map((text) => words(text).every((word) => saysNothing.test(word)));
    this.#isName = (header ?? []).map((text) => meaningOf(text) === "name");
  }

  marksIn({ cells, identifiers }: PersonRow): string {
    let isFirst = true;
    const found: string[] = [];
    for (const [index, cell] of cells.entries()) {
      const text = visible(cell.slice(0, longest)).trim();
      if (text === "") continue;
      const isNamed = (identifiers[index] ?? []).length > 0;
      if (isAlone(onlyMark, text) || (!this.ofWords.has(index) && isAlone(onlyAnswer, text))) {
        if (this.#isOpenAt(index)) found.push(`${this.#header?.[index]?.trim() ?? ""}${text}`);
      } else if (isNamed || this.#header === undefined || index === 0 || this.#isName[index])
        found.push(...marksBeside(text, isNamed, isNamed || isFirst));
      isFirst = false;
    }
    return found.map(plain).join("");
  }

  #isOpenAt(index: number): boolean {
    return this.#header === undefined || (this.#isOpen[index] ?? false);
  }
}

/** The marks of a cell that holds more than a mark. */
function marksBeside(text: string, isNamed: boolean, mayBegin: boolean): string[] {
  const found = mayMark.test(text) ? text.replace(emphasis, "$2").match(marks) : null;
  if (found) return found;
  const before = mayBegin ? answersBefore.map((one) => one.exec(text)?.[1]) : [];
  return [before.find((one) => one !== undefined), isNamed ? answerBehind.exec(text)?.[1] : undefined].filter(
    (one) => one !== undefined,
  );
}

/** One way to write a mark that can be written in several. */
function plain(text: string): string {
  const short = text.toLowerCase().replace(/[\s\\]+/g, "");
  return /^(?:\[\]|\(\)|\{\})$/.test(short) ? `${short[0]} ${short[1]}` : short;
}
