import type { ColumnChoice } from "./column";
import { meaningOf } from "./headers";
import { visible } from "./identifiers";
import type { List, PersonRow } from "./list";
import { isFarewell, remarkIn, stayIn, withoutEmails } from "./remarks";
import { longestCell } from "./tooLong";

/** What a line says of its person in words, beside all that could identify somebody. */
export interface Hints {
  /** That whoever is named may not be meant: "Manager", "From". */
  readonly remark?: string | undefined;
  /** That somebody stays. */
  readonly stays?: string | undefined;
  /** The end of a mail, somewhere above the line. */
  readonly below?: string | undefined;
  /** What the line calls the person. */
  readonly name?: string | undefined;
}

/** Mail programs put it above a signature. */
const signatureMark = "--";

/** More of a cell is no name, and no remark. */
const longest = 500;

/** Reads the hints of one line after the other, from the top. */
export class HintReader {
  readonly #nameColumns: readonly number[];
  readonly #column: number;
  readonly #signatureLine: number;
  /** Whether the header says what the chosen column holds; else any cell may say of whom. */
  readonly #isClear: boolean;
  #hasNamed = false;
  #farewell: string | undefined;

  constructor(
    private readonly list: List,
    { column }: ColumnChoice,
  ) {
    const { header = [], asides } = list;
    this.#signatureLine = asides.find(({ text }) => text === signatureMark)?.line ?? Infinity;
    this.#nameColumns = header.flatMap((text, index) => (meaningOf(text) === "name" ? [index] : []));
    this.#column = column.index;
    this.#isClear = column.meaning !== undefined;
  }

  next({ line, cells, identifiers }: PersonRow): Hints {
    const isNamed = (identifiers[this.#column] ?? []).length > 0;
    const texts = cells.map((cell) => (cell.length > longestCell ? "" : visible(cell.slice(0, longest))));
    const [text = ""] = texts;
    if (this.#hasNamed && this.list.separator === undefined) {
      if (line > this.#signatureLine) this.#farewell ??= signatureMark;
      if (!isNamed && isFarewell(text)) this.#farewell ??= text.trim();
    }
    this.#hasNamed ||= isNamed;
    const own = texts[this.#column] ?? "";
    const words = texts.map(withoutEmails);
    const all = words.join(" ");
    return {
      remark: remarkIn(this.#isClear ? (words[this.#column] ?? "") : all),
      stays: stayIn(all),
      below: this.#farewell,
      name: this.#nameIn(texts) ?? /^(.+?)<[^<>]*@[^<>]*>/.exec(own)?.[1]?.trim(),
    };
  }

  #nameIn(texts: readonly string[]): string | undefined {
    const name = this.#nameColumns.map((index) => texts[index] ?? "").join(" ");
    return name.trim() === "" ? undefined : name.trim();
  }
}
