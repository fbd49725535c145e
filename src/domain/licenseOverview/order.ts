import type { Measure } from "./measures";
import type { PageRow } from "./messages";

/** By name, or by a number. */
export interface RowOrder {
  readonly by: "name" | Measure;
  readonly descending: boolean;
}

/** Rows by name or by a number, unknown ones last; rows with the same number are by name. */
export function inOrder(rows: readonly PageRow[], { by, descending }: RowOrder, language: string): PageRow[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const turn = descending ? -1 : 1;
  const byName = (one: PageRow, other: PageRow) => compare(one.name, other.name);
  if (by === "name") return [...rows].sort((one, other) => turn * byName(one, other));
  return [...rows].sort((one, other) => {
    const [first, second] = [one.numbers[by], other.numbers[by]];
    if (first === null || second === null)
      return Number(first === null) - Number(second === null) || byName(one, other);
    return turn * (first - second) || byName(one, other);
  });
}
