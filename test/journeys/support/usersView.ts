import type { Locator, Page } from "playwright-core";
import { click } from "./click";
import { eventually, moment, repeatedly } from "./eventually";
import { exactly } from "./exactly";
import { chooseFromMenu, readMenu } from "./menu";

/** What a row of a tree shows. */
export interface RowText {
  readonly name: string;
  readonly description: string;
  /** 1 for the outermost rows. */
  readonly level: number;
  readonly selected: boolean;
}

/** As much of the browser's `Element` as runs in the page here; the compiler knows Node only. */
interface PageElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): Iterable<PageElement>;
}

interface StyledElement {
  readonly parentElement: StyledElement | null;
}

interface StyledPage {
  getComputedStyle(element: StyledElement): { readonly color: string; readonly backgroundColor: string };
}

const rowSelector = ".pane-body .monaco-list-row";

/** The editor scrolls by two rows for an event of the wheel, however far that says it was turned. */
const oneTurn = 100;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The side bar with the Users view, or another of our views there. */
export class UsersView {
  readonly #sideBar: Locator;
  /** The view itself, of those that share the side bar. */
  readonly #pane: Locator;

  constructor(
    private readonly page: Page,
    name = "Users",
  ) {
    this.#sideBar = page.locator(".part.sidebar");
    const header = page.locator(".pane-header .title", { hasText: exactly(name) });
    this.#pane = this.#sideBar.locator(".pane").filter({ has: header });
  }

  async open(): Promise<void> {
    const header = this.#sideBar.locator(".composite.title .title-label", { hasText: "Workfront Users" });
    const icon = this.page.locator('.activitybar .composite-bar .action-item [aria-label^="Workfront Users"]').first();
    // The icon hides a side bar that came into sight just before. Its badge lies over it, and takes the click for it.
    await repeatedly(
      async () => (await header.isVisible()) || icon.click({ force: true }),
      () => header.waitFor({ timeout: moment }),
    );
  }

  /** Opens the view itself, where it is folded into its header. */
  async unfold(): Promise<void> {
    const header = this.#pane.locator(".pane-header");
    await repeatedly(
      async () => (await header.getAttribute("aria-expanded")) !== "false" || header.click(),
      () => header.and(this.page.locator(':not([aria-expanded="false"])')).waitFor({ timeout: moment }),
    );
  }

  /**
   * The rows in sight, from top to bottom; the list keeps only these in the page. Found and read at once, because the editor
   * uses the element of a row that is gone for another row.
   */
  async rows(): Promise<RowText[]> {
    return this.#pane.evaluateAll(
      (panes: readonly PageElement[], selector) =>
        panes
          .flatMap((pane) => [...pane.querySelectorAll(selector)])
          .map((row) => ({
            name: row.querySelector(".label-name")?.textContent ?? "",
            description: row.querySelector(".label-description")?.textContent ?? "",
            level: Number(row.getAttribute("aria-level")),
            selected: row.getAttribute("aria-selected") === "true",
            index: Number(row.getAttribute("data-index")),
          }))
          .sort((one, other) => one.index - other.index)
          .map(({ name, description, level, selected }) => ({ name, description, level, selected })),
      rowSelector,
    );
  }

  /**
   * Waits for what a new connection reads after its first rows: how many users there are, and what licenses are called. For
   * that, the editor draws all rows anew, and what is pressed or clicked meanwhile can be lost.
   */
  async complete(): Promise<void> {
    const spoken = () =>
      this.#rows().evaluateAll((rows: readonly PageElement[]) =>
        rows.map((row) => row.getAttribute("aria-label") ?? ""),
      );
    await eventually(
      async () => ({ title: await this.title(), spoken: await spoken() }),
      ({ title, spoken: all }) =>
        / · [\d,]+ users?/.test(title) && all.length > 0 && !all.some((label) => /, [A-Z](,|$)/.test(label)),
    );
  }

  /** The rows with this name: several where people share it. */
  row(name: string): Locator {
    return this.#rows().filter({ has: this.page.locator(".label-name", { hasText: exactly(name) }) });
  }

  /** The rows whose name holds this text. */
  rowWith(text: string): Locator {
    return this.#rows().filter({ has: this.page.locator(".label-name", { hasText: text }) });
  }

  /** Scrolls until the whole row is in sight: the list has only the rows near there in the page. */
  async bringIntoSight(row: Locator): Promise<void> {
    const list = this.#pane.locator(".pane-body .monaco-list").first();
    let lowest = -1;
    let direction = 1;
    await eventually(
      async () => {
        const [sight, place] = [await boxOf(list), await boxOf(row)];
        if (sight === undefined) return "no list";
        const above = place === undefined ? 0 : place.y - sight.y;
        if (place !== undefined && above >= 0 && above + place.height <= sight.height) return "in sight";
        await this.page.mouse.move(sight.x + sight.width / 2, sight.y + sight.height / 2);
        const last = await this.#lastIndex();
        if (place !== undefined) direction = Math.sign(above);
        else if (last === lowest) direction = -direction;
        lowest = last;
        const turns = place === undefined ? Math.max(1, Math.floor(sight.height / 100)) : 1;
        for (let turn = 0; turn < turns; turn++) await this.page.mouse.wheel(0, direction * oneTurn);
        return "not in sight";
      },
      (state) => state === "in sight",
    );
  }

  /** The place in the list of the lowest row that is in the page. */
  async #lastIndex(): Promise<number> {
    const places = await this.#rows().evaluateAll((rows: readonly PageElement[]) =>
      rows.map((row) => Number(row.getAttribute("data-index"))),
    );
    return Math.max(-1, ...places);
  }

  /** Makes the side bar as wide as this, or as narrow as the editor lets it be. */
  async resize(width: number): Promise<void> {
    const box = (await this.#sideBar.boundingBox())!;
    await this.page.mouse.move(box.x + box.width, box.y + 300);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, box.y + 300, { steps: 8 });
    await this.page.mouse.up();
  }

  /** The color of a row's icon and the color behind it. */
  async colorsOf(name: string): Promise<[foreground: string, background: string]> {
    const icon = this.row(name).first().locator(".custom-view-tree-node-item-icon");
    return icon.evaluate((element: StyledElement) => {
      const page = globalThis as unknown as StyledPage;
      let behind = element;
      while (behind.parentElement && /, 0\)$/.test(page.getComputedStyle(behind).backgroundColor))
        behind = behind.parentElement;
      const { color } = page.getComputedStyle(element);
      return [color, page.getComputedStyle(behind).backgroundColor];
    });
  }

  /** Selects exactly these rows, again where a click has met another one because the rows were drawn anew just then. */
  async select(...rows: readonly Locator[]): Promise<void> {
    const selected = this.page.locator(".selected");
    const selectEach = async () => {
      for (const [position, row] of rows.entries()) {
        await this.bringIntoSight(row);
        await repeatedly(
          () => row.click(position === 0 ? {} : { modifiers: ["ControlOrMeta"] }),
          () => row.and(selected).waitFor({ timeout: moment }),
        );
      }
    };
    const countOthers = async () => {
      const meant = await Promise.all(rows.map((row) => row.and(selected).count()));
      return (await this.#rows().and(selected).count()) - meant.reduce((sum, count) => sum + count, 0);
    };
    await repeatedly(selectEach, () => eventually(countOthers, (count) => count === 0, moment));
  }

  /** Selects all rows, by the keyboard and from one of them. */
  async selectAll(row: Locator): Promise<void> {
    await repeatedly(
      async () => {
        await row.click();
        await this.page.keyboard.press("ControlOrMeta+a");
      },
      () =>
        eventually(
          () => this.rows(),
          (rows) => rows.length > 1 && rows.every(({ selected }) => selected),
          moment,
        ),
    );
  }

  /** Folds a row open or closed. */
  async toggle(row: Locator): Promise<void> {
    await this.bringIntoSight(row);
    const state = await row.getAttribute("aria-expanded");
    const changed = row.and(this.page.locator(`:not([aria-expanded="${state}"])`));
    await repeatedly(
      () => row.locator(".monaco-tl-twistie").click(),
      () => changed.waitFor({ timeout: moment }),
    );
  }

  async contextMenu(row: Locator, item: string): Promise<void> {
    await chooseFromMenu(this.page, () => this.#openContextMenu(row), item);
  }

  /** What the row's context menu offers; closes it again. */
  async contextMenuItems(row: Locator): Promise<string[]> {
    return readMenu(this.page, () => this.#openContextMenu(row));
  }

  async #openContextMenu(row: Locator): Promise<void> {
    await this.bringIntoSight(row);
    await click(row, { button: "right" });
  }

  async inlineAction(row: Locator, label: string): Promise<void> {
    const action = row.locator(`.actions .action-label[aria-label^="${label}"]`);
    // The icons are in sight while the pointer is on the row, which goes elsewhere where rows come or go above it.
    await repeatedly(
      async () => {
        await this.bringIntoSight(row);
        await row.hover();
      },
      () => click(action, { timeout: moment }),
    );
  }

  /** Presses an icon in the view's title. */
  async action(label: string): Promise<void> {
    await click(await this.#titleAction(`[aria-label^="${label}"]`));
  }

  /** The icons in the view's title. */
  async actions(): Promise<string[]> {
    const labels = this.#sideBar.locator('.pane-header[aria-label^="Users"] .action-label');
    return labels.evaluateAll((all: readonly PageElement[]) => all.map((one) => one.getAttribute("aria-label") ?? ""));
  }

  async menu(item: string): Promise<void> {
    await chooseFromMenu(this.page, () => this.#openMenu(), item);
  }

  /** What the view's menu offers; closes it again. */
  async menuItems(): Promise<string[]> {
    return readMenu(this.page, () => this.#openMenu());
  }

  /** The view's title with its description, as in `Users acme · 147 users`. */
  async title(): Promise<string> {
    return ((await this.#pane.locator(".pane-header").textContent()) ?? "").trim();
  }

  /** The line above the rows; empty when there is none. */
  async message(): Promise<string> {
    return (await this.#pane.locator(".pane-body .message:visible").allTextContents()).join(" ").trim();
  }

  /** What the view says in place of rows. */
  async welcome(): Promise<string> {
    return (await this.#pane.locator(".welcome-view-content").filter({ hasText: /\S/ }).textContent()) ?? "";
  }

  async welcomeButton(label: string): Promise<void> {
    await click(this.#sideBar.locator(".welcome-view-content .monaco-button", { hasText: exactly(label) }));
  }

  #rows(): Locator {
    return this.#pane.locator(rowSelector);
  }

  /** An action of the view: in its header, which shows it while the pointer is there, or in the title of a lone view. */
  async #titleAction(condition: string): Promise<Locator> {
    const header = this.#sideBar.locator('.pane-header[aria-label^="Users"]');
    const place = (await header.isVisible()) ? header : this.#sideBar.locator(".composite.title");
    await place.hover();
    return place.locator(`.action-label${condition}`).filter({ visible: true }).first();
  }

  async #openMenu(): Promise<void> {
    await (await this.#titleAction('[aria-label*="More Actions"]')).click();
  }
}

/** Where it is in the window; nothing where it is not, or no longer, in the page. */
async function boxOf(place: Locator): Promise<Box | undefined> {
  if ((await place.count()) === 0) return undefined;
  const box = await place
    .first()
    .boundingBox({ timeout: 1000 })
    .catch(() => null);
  return box ?? undefined;
}
