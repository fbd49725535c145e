import type { Locator, Page } from "playwright-core";
import { click } from "./click";
import { eventually, moment, repeatedly } from "./eventually";
import { exactly } from "./exactly";

/** As much of the browser's `Element` as runs in the page here; the compiler knows Node only. */
interface PageElement {
  readonly textContent: string | null;
  querySelectorAll(selectors: string): Iterable<PageElement>;
}

/** As much of what the page knows besides. */
interface PageGlobals {
  readonly MutationObserver: new (onChange: (changes: readonly { readonly oldValue: string | null }[]) => void) => {
    observe(element: unknown, options: object): void;
  };
}

const rowSelector = ".quick-input-list .monaco-list-row";

/** What can be read and done in the editor's input boxes and quick picks, which share one widget. */
export class QuickInput {
  readonly #widget: Locator;
  /** The text box; `type` is `password` for secrets. */
  readonly box: Locator;

  constructor(private readonly page: Page) {
    this.#widget = page.locator(".quick-input-widget:visible");
    this.box = this.#widget.locator(".quick-input-box input");
  }

  /** Waits until a step with this title is shown. */
  async titled(title: string | RegExp): Promise<this> {
    await this.#widget.locator(".quick-input-title", { hasText: title }).waitFor();
    return this;
  }

  async type(text: string): Promise<void> {
    await this.box.fill(text);
  }

  /** Types and confirms, and waits for what follows: the next step, the end, or what is wrong with the text. */
  async fill(text: string): Promise<void> {
    await this.type(text);
    const before = await this.#appearance();
    await this.accept();
    await eventually(
      () => this.#appearance(),
      (now) => now !== before,
    );
  }

  /** What tells one step from the next: its title, its placeholder and what it says. */
  async #appearance(): Promise<string> {
    const placeholders = await this.box.evaluateAll((boxes: readonly { placeholder?: string }[]) =>
      boxes.map(({ placeholder }) => placeholder),
    );
    const texts = await this.#widget.locator(".quick-input-title, .quick-input-message").allTextContents();
    return JSON.stringify([placeholders, texts]);
  }

  /**
   * Does something while a question is shown.
   * @returns whether one was shown all the time. Where none is, the editor gives the focus back, if for a moment only.
   */
  async isShownThroughout(act: () => Promise<void>): Promise<boolean> {
    const watched = await this.#widget.evaluateHandle((widget) => {
      const { MutationObserver } = globalThis as unknown as PageGlobals;
      const styles: string[] = [];
      new MutationObserver((changes) => {
        styles.push(...changes.map(({ oldValue }) => oldValue ?? ""));
      }).observe(widget, { attributeFilter: ["style"], attributeOldValue: true });
      return styles;
    });
    await act();
    const styles = await watched.evaluate((seen) => seen);
    return styles.every((style) => !style.includes("display: none"));
  }

  async accept(): Promise<void> {
    await this.box.press("Enter");
  }

  /** Escapes until nothing is asked any more: the first one may close but the hover of a row. */
  async cancel(): Promise<void> {
    await eventually(
      async () => {
        await this.page.keyboard.press("Escape");
        return this.#widget.waitFor({ state: "hidden", timeout: 1000 }).then(
          () => "hidden",
          () => "shown",
        );
      },
      (state) => state === "hidden",
    );
  }

  /** The prompt of an input box, or the message that says why what was typed is not accepted. */
  async message(): Promise<string> {
    return (await this.#widget.locator(".quick-input-message").textContent()) ?? "";
  }

  /** Waits until the box says this about what was typed. */
  async says(message: string | RegExp): Promise<void> {
    await this.#widget.locator(".quick-input-message", { hasText: message }).waitFor();
  }

  /** The row with this label, without its description. */
  row(label: string): Locator {
    return this.#rows().filter({ has: this.page.locator(".label-name", { hasText: exactly(label) }) });
  }

  /** What the rows in sight say, label and description together. */
  async rows(): Promise<string[]> {
    // Found and read at once, because the editor uses the element of a row that is gone for another row.
    const texts = await this.#widget.evaluateAll(
      (widgets: readonly PageElement[], selector) =>
        widgets.flatMap((widget) => [...widget.querySelectorAll(selector)].map(({ textContent }) => textContent ?? "")),
      rowSelector,
    );
    return texts.map((text) => text.trim());
  }

  /**
   * Opens a pick and chooses one of its rows. It is opened again where it is gone before: the editor's trees take the focus
   * back when they were drawn anew just then, and a pick that loses the focus closes.
   */
  async openAndChoose(open: () => Promise<void>, label: string): Promise<void> {
    await repeatedly(open, async () => {
      const row = this.row(label).first();
      try {
        await click(row, { timeout: moment });
      } catch (error) {
        await this.cancel();
        throw error;
      }
      await row.waitFor({ state: "hidden" });
    });
  }

  /** Chooses a row and waits until its list is gone, so that what is typed afterward reaches the next step. */
  async choose(label: string): Promise<void> {
    const row = this.row(label).first();
    // The pointer leaves the row that it is on, whose hover may cover this one.
    await this.page.mouse.move(0, 0);
    await click(row);
    await row.waitFor({ state: "hidden" });
  }

  /** Ticks or unticks a row where several may be chosen. */
  async tick(label: string): Promise<void> {
    const row = this.row(label).first();
    const state = await row.getAttribute("aria-checked");
    await repeatedly(
      () => click(row.locator(".monaco-checkbox, input[type=checkbox]").first()),
      () => row.and(this.page.locator(`:not([aria-checked="${state}"])`)).waitFor({ timeout: moment }),
    );
  }

  /** Presses a button of the title bar, such as `Back`. */
  async button(label: string): Promise<void> {
    await click(this.#widget.locator(`.quick-input-titlebar .action-label[aria-label^="${label}"]`));
  }

  #rows(): Locator {
    return this.#widget.locator(rowSelector);
  }
}
