import { visible } from "./identifiers";
import type { List, PersonRow } from "./list";
import { Turns } from "../turns";

/**
 * Symbols that mark nothing: of units, companies and lists, parts of characters, lines, flags, faces, and what stands for a
 * lost character.
 */
const noMark = String.raw`[©®°¦\u2100-\u214f\u249c-\u24e9\u2500-\u257f\u2800\u2e80-\u2fff\u3200-\u33ff\ufff9-\uffff\u{1f100}-\u{1f1ff}\u{1f600}-\u{1f64f}]`;
const sign = String.raw`(?!${noMark})[\p{So}\p{Co}×√]`;
const inBox = String.raw`[xvoyn+*-]|yes|no|ok|ja|nein|${sign}`;
/** What leads from a word to a note below the list. */
const noteSign = String.raw`(?<=[\p{L}\p{N})>])\s?[*†‡]+(?![\p{L}\p{N}*†‡])`;
/** A sign, also of a symbol font; a box of brackets, also as Markdown escapes it; a name of an emoji. */
const mark = String.raw`${sign}|\\?\[\s*(?:${inBox})?\s*\\?\]|\((?:\s+|\s*(?:${inBox})\s*)\)|(?<!\S):[a-z][a-z0-9_+-]{0,40}:(?!\S)|${noteSign}`;

const marks = new RegExp(mark, "giu");
const marksAtEnds = new RegExp(`^(?:${mark})|(?:${mark})$`, "giu");
const onlyMark = new RegExp(`^(?:${mark})$`, "iu");

/** What marks a person where it stands alone in a cell, or between an email and an end of its text. */
const answer = String.raw`[xvoynjþ¨+]|yes|no|ok|ja|nein|true|false|wahr|falsch|예|네|아니[요오]`;
const bullet = String.raw`[\s>*_"'•·–—-]*(?:\(?\d{1,4}[.):]?\s+)?`;
const gap = String.raw`[\s:;,–—-]+`;
const onlyAnswer = new RegExp(`^(?:${answer})$`, "iu");
const answerBefore = new RegExp(String.raw`^${bullet}(${answer})${gap}["'<(]*[^\s@]+@`, "iu");
const answerBehind = new RegExp(String.raw`@[^\s@]+${gap}(${answer})[\s."']*$`, "iu");
/** In front of a name, other letters may be an initial, and a word may be a name. */
const answerFirst = new RegExp(String.raw`^${bullet}([xþ¨+])\s`, "iu");

/** No mark stands behind so many characters. */
const longest = 500;

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
 * The check marks beside people, in any cell of their row or on a line between the rows. "Done", "to be done" and "not
 * meant" look the same, so only their writer knows which of them are meant. A mark below a header is no such mark where it
 * stands alone: the header says what it is about.
 * @param isMeant whether the row with this index is about somebody who may be meant.
 */
export async function checkMarksOf(
  { rows, header, asides }: List,
  isMeant: (index: number) => boolean,
): Promise<CheckMarks> {
  const turns = new Turns();
  const ofRows: string[] = [];
  const beside = new Set<string>();
  const between = asides.map(({ text }) => text).filter(isCheckMark);
  let count = 0;
  for (const [index, row] of rows.entries()) {
    if (turns.isOver) await turns.next();
    const own = marksIn(row, header);
    ofRows.push(own);
    if (isMeant(index)) {
      beside.add(own);
      count++;
    } else if (row.cells.length === 1 && isCheckMark((row.cells[0] ?? "").trim())) between.push(own);
  }
  const lines = new Set(between.map(plain));
  const isBesideEach = between.length === 0 || between.length === count;
  return {
    ofRows,
    all: [...new Set([...beside, ...lines])].filter((one) => one !== "").join(" "),
    areAlike: beside.size < 2 && lines.size < 2 && isBesideEach,
  };
}

function marksIn({ cells, identifiers }: PersonRow, header: List["header"]): string {
  let isFirst = true;
  const found: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const text = visible(cell.slice(0, longest)).trim();
    if (text === "") continue;
    const isBelowHeader = header !== undefined && header[index]?.trim() !== "";
    const isNamed = (identifiers[index] ?? []).length > 0;
    if (!onlyMark.test(text) && !onlyAnswer.test(text))
      found.push(...marksBeside(text, { isBelowHeader, isNamed, isFirst }));
    else if (!isBelowHeader) found.push(text);
    isFirst = false;
  }
  return found.map(plain).join("");
}

interface CellPlace {
  readonly isBelowHeader: boolean;
  /** Whether it holds what could identify somebody. */
  readonly isNamed: boolean;
  /** Whether it is the first of its row. */
  readonly isFirst: boolean;
}

/** The marks of a cell that holds more than a mark. */
function marksBeside(text: string, { isBelowHeader, isNamed, isFirst }: CellPlace): string[] {
  const found = text.match(isBelowHeader && !isNamed ? marksAtEnds : marks);
  if (found) return found;
  const before = (isNamed ? answerBefore.exec(text) : null) ?? (isNamed || isFirst ? answerFirst.exec(text) : null);
  const behind = isNamed ? answerBehind.exec(text) : null;
  return [...(before?.slice(1) ?? []), ...(behind?.slice(1) ?? [])];
}

/** One way to write a mark that can be written in several. */
function plain(text: string): string {
  const short = text.toLowerCase().replace(/[\s\\]+/g, "");
  return short === "[]" || short === "()" ? `${short[0]} ${short[1]}` : short;
}
