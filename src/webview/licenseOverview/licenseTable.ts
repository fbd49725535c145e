import { measures } from "../../domain/licenseOverview/measures";
import type { PageLicense, PageOverview, PageRow } from "../../domain/licenseOverview/messages";
import { purchasedIn } from "../../domain/licenseOverview/purchased";
import { cell, countCells, heading, largestOf } from "./cells";
import { element } from "./elements";
import type { Page } from "./page";

/** A row for each license, with its access levels folded in. */
export function licenseTable(page: Page, { licenses, total }: PageOverview): HTMLElement {
  const { words } = page.state;
  const largest = largestOf(licenses.flatMap(({ numbers, purchased }) => [numbers.active, purchased]));
  const headings = [words.license, words.purchased, ...measures.map((measure) => words[measure]), words.free];
  return element(
    "table",
    { role: "table", "aria-labelledby": "licenses" },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...headings.map((text) => heading(text)))),
    element("tbody", { role: "rowgroup" }, ...licenses.flatMap((license) => licenseRows(page, license, largest))),
    element("tfoot", { role: "rowgroup" }, totalRow(page, total)),
  );
}

function licenseRows(page: Page, license: PageLicense, largest: number): HTMLElement[] {
  const { words } = page.state;
  const isOpen = page.view.open.includes(license.key);
  const own = element(
    "tr",
    { role: "row" },
    element("th", { role: "rowheader", scope: "row" }, ...licenseName(page, license, isOpen)),
    cell(words.purchased, ...(license.license === null ? [] : [purchasedInput(page, license)])),
    ...countCells(page, license, largest),
    freeCell(page, license.free),
  );
  return isOpen ? [own, ...license.levels.map((level) => levelRow(page, level, largest))] : [own];
}

function licenseName(page: Page, { key, name, levels }: PageLicense, isOpen: boolean): (Node | string)[] {
  if (levels.length === 0) return [name];
  const { open } = page.view;
  const button = element(
    "button",
    {
      type: "button",
      class: "fold",
      "data-key": key,
      "aria-expanded": String(isOpen),
      title: page.state.words.showLevels,
    },
    name,
  );
  button.addEventListener("click", () =>
    page.arrange({ open: isOpen ? open.filter((one) => one !== key) : [...open, key] }),
  );
  return [button];
}

function levelRow(page: Page, level: PageRow, largest: number): HTMLElement {
  const name = element("th", { role: "rowheader", scope: "row", class: "level" }, level.name);
  const nothing = () => element("td", { role: "cell", class: "nothing" });
  return element("tr", { role: "row" }, name, nothing(), ...countCells(page, level, largest), nothing());
}

/** Without bars: beside that of a total, all others would vanish. */
function totalRow(page: Page, total: PageOverview["total"]): HTMLElement {
  const { words } = page.state;
  const { purchased, free } = total;
  return element(
    "tr",
    { role: "row" },
    element("th", { role: "rowheader", scope: "row" }, words.total),
    cell(words.purchased, purchased === null ? "" : page.count(purchased)),
    ...countCells(page, total, null),
    freeCell(page, free),
  );
}

/** A minus says that more are used than were purchased; the color says it again. */
function freeCell(page: Page, free: number | null): HTMLElement {
  const text = free === null ? "" : page.count(free);
  return cell(page.state.words.free, element("span", { class: free !== null && free < 0 ? "over" : "" }, text));
}

function purchasedInput(page: Page, { key, license, name, purchased }: PageLicense): HTMLElement {
  const { words } = page.state;
  const value = purchased === null ? "" : page.count(purchased);
  const input = element("input", {
    type: "text",
    inputmode: "numeric",
    size: "7",
    value,
    "data-key": `${key}/purchased`,
    "aria-label": `${words.purchased}, ${name}`,
  });
  input.addEventListener("change", () => {
    const count = purchasedIn(input.value);
    const isWrong = count === undefined;
    input.setCustomValidity(isWrong ? words.notANumber : "");
    input.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) input.reportValidity();
    else page.ask({ type: "purchased", license: license ?? "", count });
  });
  return input;
}
