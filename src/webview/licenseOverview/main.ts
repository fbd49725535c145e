import type { PageOverview, PageRequest } from "../../domain/licenseOverview/messages";
import { element } from "./elements";
import { groupTable } from "./groupTable";
import { keepingFocus } from "./focus";
import { licenseTable } from "./licenseTable";
import { loginParts } from "./logins";
import { startPage, type Page } from "./page";

/** Stays in the page, so that a screen reader says what changes in it. */
const status = element("p", { role: "status", class: "status" });
const top = element("header");
const main = element("main");
document.body.append(top, status, main);

startPage((page) => {
  const { state } = page;
  document.title = state.words.title;
  document.documentElement.lang = state.language;
  keepingFocus(() => {
    top.replaceChildren(...topParts(page));
    main.replaceChildren(...(state.overview ? sections(page, state.overview) : []));
  });
  if (status.textContent !== state.status) status.textContent = state.status;
  main.setAttribute("aria-busy", String(state.isBusy));
});

function topParts(page: Page): HTMLElement[] {
  const { words, overview } = page.state;
  const about = overview ? [element("p", { class: "about" }, overview.about)] : [];
  const actions = [
    action(page, words.refresh, { type: "refresh" }),
    ...(overview
      ? [action(page, words.copyTable, { type: "copy" }), action(page, words.exportCSV, { type: "export" })]
      : []),
  ];
  return [element("h1", {}, words.title), ...about, element("div", { class: "actions" }, ...actions)];
}

function action(page: Page, text: string, request: PageRequest): HTMLElement {
  const button = element("button", { type: "button", class: "action", "data-key": request.type }, text);
  button.addEventListener("click", () => page.ask(request));
  return button;
}

function sections(page: Page, overview: PageOverview): HTMLElement[] {
  const { words, limits } = page.state;
  const unknown = overview.unknown.map((text) => element("li", {}, text));
  return [
    ...(unknown.length > 0 ? [element("ul", { class: "problems" }, ...unknown)] : []),
    section("licenses", words.licenses, licenseTable(page, overview)),
    section("groups", words.homeGroups, ...groupTable(page, overview)),
    section("logins", words.lastLogins, ...loginParts(page, overview)),
    section("limits", words.limits, element("ul", {}, ...limits.map((text) => element("li", {}, text)))),
  ];
}

function section(id: string, title: string, ...parts: readonly HTMLElement[]): HTMLElement {
  return element("section", { "aria-labelledby": id, class: id }, element("h2", { id }, title), ...parts);
}
