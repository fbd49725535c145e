import type { ColumnChoice } from "./column";
import { meaningOf } from "./headers";
import { visible } from "./identifiers";
import { isAboutLeaving, isHeadingOfOthers, isToStayBy, questionIn, type Question } from "./leaving";
import type { List, PersonRow } from "./list";
import { crossedOutIn, isFarewell, questionMarkIn, remarkIn, stayIn, withoutEmails } from "./remarks";
import { longestCell } from "./tooLong";

/** What a line says of its person in words, beside all that could identify somebody. */
export interface Hints {
  /** That whoever is named may not be meant: "Manager", "From". */
  readonly remark?: string | undefined;
  /** That somebody stays. */
  readonly stays?: string | undefined;
  /** The end of a mail, somewhere above the line. */
  readonly signature?: string | undefined;
  /** The heading above, where it names others than leavers. */
  readonly heading?: string | undefined;
  /** The check marks of the line, and all that the list has, where its lines are not all marked alike. */
  readonly marks?: { readonly own: string; readonly all: string } | undefined;
  /** What the line calls the person. */
  readonly name?: string | undefined;
}

/** Mail programs put it above a signature. */
const signatureMark = "--";

/** More of a cell is no name, and no remark. */
const longest = 500;

/** A column that asks whether a user leaves or stays. */
interface QuestionColumn {
  readonly index: number;
  readonly header: string;
  readonly question: Question;
  /** Whether some user of the list leaves by their answer. */
  readonly isAnswered: boolean;
}

function columnOf(question: Question, index: number, header: string, rows: readonly PersonRow[]): QuestionColumn {
  const isYes = ({ cells }: PersonRow) => question.yes.test(visible((cells[index] ?? "").slice(0, longest)).trim());
  return { index, header, question, isAnswered: question.asks === "toLeave" && rows.some(isYes) };
}

/** Reads the hints of one line after the other, from the top. */
export class HintReader {
  readonly #nameColumns: readonly number[];
  readonly #column: number;
  readonly #signatureLine: number;
  /** Whether the header says what the chosen column holds; else any cell may say of whom. */
  readonly #isClear: boolean;
  /** Columns that ask whether a user leaves or stays. */
  readonly #questions: readonly QuestionColumn[];
  readonly #usernames: boolean;
  #hasNamed = false;
  #farewell: string | undefined;
  #heading: string | undefined;
  /** Whether a heading of leavers was read, and whether somebody below it, without another heading in between. */
  #leavers: "unknown" | "announced" | "named" = "unknown";
  #asides = 0;

  constructor(
    private readonly list: List,
    { column, as }: ColumnChoice,
  ) {
    const { header = [], asides } = list;
    this.#usernames = as === "usernames";
    this.#questions = header.flatMap((text, index) => {
      const question = questionIn(text);
      return question ? [columnOf(question, index, text.trim(), list.rows)] : [];
    });
    this.#signatureLine = asides.find(({ text }) => text === signatureMark)?.line ?? Infinity;
    this.#nameColumns = header.flatMap((text, index) => (meaningOf(text) === "name" ? [index] : []));
    this.#column = column.index;
    this.#isClear = column.meaning !== undefined;
  }

  next({ line, cells, identifiers }: PersonRow): Hints {
    const isNamed = (identifiers[this.#column] ?? []).length > 0;
    const texts = cells.map((cell) => (cell.length > longestCell ? "" : visible(cell.slice(0, longest))));
    const [text = ""] = texts;
    this.#noteHeading(line, identifiers.some(({ length }) => length > 0) ? [] : texts);
    if (this.#hasNamed && this.list.separator === undefined) {
      if (line > this.#signatureLine) this.#farewell ??= signatureMark;
      if (!isNamed && isFarewell(text)) this.#farewell ??= text.trim();
    }
    this.#hasNamed ||= isNamed;
    if (isNamed && this.#leavers === "announced") this.#leavers = "named";
    const own = texts[this.#column] ?? "";
    const words = texts.map(withoutEmails);
    const all = words.join(" ");
    return {
      remark: remarkIn(this.#isClear ? (words[this.#column] ?? "") : all),
      stays: this.#answerIn(texts) ?? stayIn(all) ?? crossedOutIn(texts.join(" ")) ?? questionMarkIn(own),
      signature: this.#farewell,
      heading: this.#heading,
      name: this.#nameIn(texts) ?? /^(.+?)<[^<>]*@[^<>]*>/.exec(own)?.[1]?.trim(),
    };
  }

  /** A heading is a comment, or a line with one text that names nobody. It holds until the next one. */
  #noteHeading(line: number, texts: readonly string[]): void {
    const { asides } = this.list;
    for (let aside = asides[this.#asides]; aside && aside.line < line; aside = asides[++this.#asides])
      if (aside.why === "comment" && !aside.text.includes("@")) this.#setHeading(aside.text);
    const [only, ...more] = texts.filter((text) => text.trim() !== "");
    if (only !== undefined && more.length === 0 && (!this.#usernames || /:\s*$/.test(only))) this.#setHeading(only);
  }

  #setHeading(text: string): void {
    const isOfLeaving = isAboutLeaving(text);
    const isSubject = /:\s*$/.test(text);
    // Who first names the leavers, and then somebody below another heading, means others.
    const isOfOthers = isHeadingOfOthers(text) || (isSubject && !isOfLeaving && this.#leavers === "named");
    this.#heading = isOfOthers ? text.trim() : undefined;
    if (isOfLeaving && !isOfOthers) this.#leavers = "announced";
    else if (isSubject && this.#leavers === "announced") this.#leavers = "unknown";
  }

  #answerIn(texts: readonly string[]): string | undefined {
    const answerIn = ({ index }: QuestionColumn) => (texts[index] ?? "").trim();
    const found = this.#questions.find((one) => isToStayBy(answerIn(one), one.question, one.isAnswered));
    return found && `${found.header}: ${answerIn(found) || "–"}`;
  }

  #nameIn(texts: readonly string[]): string | undefined {
    const name = this.#nameColumns.map((index) => texts[index] ?? "").join(" ");
    return name.trim() === "" ? undefined : name.trim();
  }
}
