import type { PageLogin, PageOverview } from "../../domain/licenseOverview/messages";
import { cell, countOf, heading, largestOf } from "./cells";
import { drawing, element } from "./elements";
import type { Page } from "./page";

/** When active users logged in last: a drawing, and its numbers in a table. */
export function loginParts(page: Page, { logins }: PageOverview): HTMLElement[] {
  const { words } = page.state;
  const largest = largestOf(logins.map(({ count }) => count));
  const rows = logins.map((login) => {
    const show = () => page.ask({ type: "show", key: login.key, measure: null });
    const of = `${words.lastLogins}, ${login.name}`;
    const count = countOf(page, { count: login.count, of, show, key: login.key, largest });
    const name = element("th", { role: "rowheader", scope: "row" }, login.name);
    return element("tr", { role: "row" }, name, cell(words.users, ...count));
  });
  const table = element(
    "table",
    { role: "table", "aria-labelledby": "logins", class: "small" },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, heading(words.month), heading(words.users))),
    element("tbody", { role: "rowgroup" }, ...rows),
  );
  return [element("figure", {}, chart(page, logins, largest)), table];
}

/** The oldest first, as time runs. All places are shares of the width, so that the words stay as large as all others. */
function chart(page: Page, logins: readonly PageLogin[], largest: number): SVGElement {
  const inTime = [...logins].reverse();
  const step = 100 / inTime.length;
  const columns = inTime.map(({ count, shortName }, index) => {
    // The highest bar leaves room for its number above and for the name of the month below.
    const height = ((count ?? 0) / largest) * 74;
    const middle = `${(index + 0.5) * step}%`;
    const place = {
      x: `${(index + 0.15) * step}%`,
      y: `${87 - height}%`,
      width: `${0.7 * step}%`,
      height: `${height}%`,
    };
    return drawing(
      "g",
      {},
      drawing("rect", place),
      drawing("text", { x: middle, y: `${84 - height}%`, class: "value" }, count === null ? "?" : page.count(count)),
      drawing("text", { x: middle, y: "97%" }, shortName),
    );
  });
  return drawing("svg", { class: "chart", role: "img", "aria-label": page.state.words.chart }, ...columns);
}
