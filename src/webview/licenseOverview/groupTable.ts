import { measures } from "../../domain/licenseOverview/measures";
import type { PageOverview, PageRow } from "../../domain/licenseOverview/messages";
import { inOrder, type RowOrder } from "../../domain/licenseOverview/order";
import { countCells, largestOf } from "./cells";
import { element } from "./elements";
import type { Page } from "./page";

/** How many home groups are shown before somebody asks for all. */
const few = 50;

/** A row for each home group, in an order that its headings choose. */
export function groupTable(page: Page, { groups }: PageOverview): HTMLElement[] {
  const { words, language } = page.state;
  const { order, showsAllGroups } = page.view;
  const largest = largestOf(groups.map(({ numbers }) => numbers.active));
  const rows = inOrder(groups, order, language);
  const shown = showsAllGroups ? rows : rows.slice(0, few);
  const headings = [
    sortHeading(page, "name", words.homeGroup),
    ...measures.map((measure) => sortHeading(page, measure, words[measure])),
  ];
  const table = element(
    "table",
    { role: "table", "aria-labelledby": "groups" },
    element("thead", { role: "rowgroup", class: "sortable" }, element("tr", { role: "row" }, ...headings)),
    element("tbody", { role: "rowgroup" }, ...shown.map((row) => groupRow(page, row, largest))),
  );
  return shown.length < rows.length ? [table, showAll(page)] : [table];
}

function groupRow(page: Page, group: PageRow, largest: number): HTMLElement {
  const name = element("th", { role: "rowheader", scope: "row" }, group.name);
  return element("tr", { role: "row" }, name, ...countCells(page, group, largest));
}

/** Numbers begin with the largest, names with A; another click turns the order around. */
function sortHeading(page: Page, by: RowOrder["by"], text: string): HTMLElement {
  const { order } = page.view;
  const isChosen = order.by === by;
  const direction = order.descending ? "descending" : "ascending";
  const button = element("button", { type: "button", class: "sort", "data-key": `sort/${by}` }, text);
  button.addEventListener("click", () =>
    page.arrange({ order: { by, descending: isChosen ? !order.descending : by !== "name" } }),
  );
  const attributes = { role: "columnheader", scope: "col", "aria-sort": isChosen ? direction : "none" };
  return element("th", attributes, button);
}

function showAll(page: Page): HTMLElement {
  const attributes = { type: "button", class: "action", "data-key": "showAllGroups" };
  const button = element("button", attributes, page.state.words.showAllGroups);
  button.addEventListener("click", () => page.arrange({ showsAllGroups: true }));
  return button;
}
