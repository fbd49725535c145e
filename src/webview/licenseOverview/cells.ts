import { measures } from "../../domain/licenseOverview/measures";
import type { PageRow } from "../../domain/licenseOverview/messages";
import { drawing, element } from "./elements";
import type { Page } from "./page";

/** A cell of a row. The label is what its column is called, for a page too narrow for columns. */
export function cell(label: string, ...children: readonly (Node | string)[]): HTMLElement {
  return element("td", { role: "cell", "data-label": label, class: "number" }, ...children);
}

export interface Count {
  readonly count: number | null;
  /** What is counted, in words. */
  readonly of: string;
  /** Asks for the users that are counted; none where they cannot be shown. */
  readonly show?: (() => void) | undefined;
  /** The same after each drawing, so that the keyboard's focus stays. */
  readonly key: string;
  /** The count with the longest bar; null for no bar. */
  readonly largest: number | null;
}

/** A number, below it its bar. Where there are users behind it, it is a button that shows them. */
export function countOf(page: Page, { count, of, show, key, largest }: Count): (Node | string)[] {
  const { words } = page.state;
  if (count === null) return [element("span", { class: "unknown" }, words.unknown)];
  const text = page.count(count);
  const bars = largest === null ? [] : [bar(count, largest)];
  if (count === 0 || !show) return [element("span", {}, text), ...bars];
  const attributes = { type: "button", class: "count", "data-key": key, title: words.showUsers };
  const button = element("button", { ...attributes, "aria-label": `${text}, ${of}` }, text);
  button.addEventListener("click", show);
  return [button, ...bars];
}

/** The cells for all that is counted of a row. */
export function countCells(page: Page, row: PageRow, largest: number | null) {
  const { words } = page.state;
  return measures.map((measure) => {
    const { key, opens } = row;
    const show = () => page.ask({ type: "show", key, measure });
    const count = {
      count: row.numbers[measure],
      of: `${row.name}, ${words[measure]}`,
      show: opens ? show : undefined,
      key: `${key}/${measure}`,
      largest,
    };
    return cell(words[measure], ...countOf(page, count));
  });
}

/** The largest of the counts, at least 1. */
export function largestOf(counts: readonly (number | null)[]): number {
  return counts.reduce<number>((largest, count) => Math.max(largest, count ?? 0), 1);
}

/** How much of the largest count this is, drawn; the number beside it says it to who cannot see it. */
function bar(count: number, largest: number): SVGElement {
  const width = `${(count / largest) * 100}%`;
  return drawing("svg", { class: "bar", "aria-hidden": "true" }, drawing("rect", { width, height: "100%" }));
}

/** A column's heading. */
export function heading(text: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  return element("th", { role: "columnheader", scope: "col", ...attributes }, text);
}
