import type { Frame, Locator } from "playwright-core";
import type { Editor } from "./editor";
import { eventually } from "./eventually";
import { frameWith } from "./preview";

/** As much of the browser's window as runs in the page here; the compiler knows Node only. */
interface PageWindow {
  readonly innerWidth: number;
  readonly document: { readonly documentElement: { readonly scrollWidth: number } };
}

/** The tab with the license overview. */
export class OverviewTab {
  private constructor(
    private readonly editor: Editor,
    readonly frame: Frame,
  ) {}

  /** Waits for the numbers in the tab that is open. */
  static async find(editor: Editor, title = "License Overview"): Promise<OverviewTab> {
    const frame = await frameWith(editor.page, (one) =>
      one.locator("body[class*='vscode-']:has(table) h1", { hasText: title }),
    );
    return new OverviewTab(editor, frame);
  }

  /** The row that begins with this name, among the licenses, groups or logins. */
  row(section: "licenses" | "groups" | "logins", name: string): Locator {
    const heading = this.frame.locator("th", { hasText: name });
    return this.frame.locator(`section.${section} tr`).filter({ has: heading }).first();
  }

  /** The texts of a row's cells, by their headings. */
  async numbers(row: Locator): Promise<Record<string, string>> {
    const cells = await row
      .locator("td")
      .evaluateAll((all: readonly PageCell[]) =>
        all.map((cell) => [cell.getAttribute("data-label") ?? "", cell.innerText.trim()] as const),
      );
    return Object.fromEntries(cells.filter(([label]) => label !== ""));
  }

  /** The button of a number. */
  number(row: Locator, heading: string): Locator {
    return row.locator(`td[data-label="${heading}"] button`);
  }

  /** How much wider the page is than its window. */
  overflow(): Promise<number> {
    return this.frame.evaluate(() => {
      const { innerWidth, document } = globalThis as unknown as PageWindow;
      return document.documentElement.scrollWidth - innerWidth;
    });
  }

  width(): Promise<number> {
    return this.frame.evaluate(() => (globalThis as unknown as PageWindow).innerWidth);
  }

  /** Makes the page as wide as this, by the window around it. */
  async resize(width: number): Promise<void> {
    const { page } = this.editor;
    const around = page.viewportSize()!.width - (await this.width());
    await page.setViewportSize({ width: width + around, height: 800 });
    await eventually(
      () => this.width(),
      (now) => now === width,
    );
  }
}

interface PageCell {
  readonly innerText: string;
  getAttribute(name: string): string | null;
}
