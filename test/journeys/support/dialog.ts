import type { Locator, Page } from "playwright-core";
import { click } from "./click";
import { patience } from "./eventually";
import { exactly } from "./exactly";

/** The modal dialog that is open, or will be in a moment. */
export class Dialog {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator(".monaco-dialog-box");
  }

  /** Waits until it is open. */
  async opens(milliseconds = patience): Promise<void> {
    await this.#box.waitFor({ timeout: milliseconds });
  }

  async text(): Promise<string> {
    return (await this.#box.locator(".dialog-message-text").textContent()) ?? "";
  }

  async detail(): Promise<string> {
    return (await this.#box.locator(".dialog-message-detail").textContent()) ?? "";
  }

  async buttons(): Promise<string[]> {
    await this.opens();
    return (await this.#box.locator(".dialog-buttons .monaco-button").allTextContents()).map((text) => text.trim());
  }

  /** Presses a button and waits until the dialog is gone; the next one may be there at once. */
  async click(button: string): Promise<void> {
    const pressed = this.#box.locator(".dialog-buttons .monaco-button", { hasText: exactly(button) });
    await pressed.waitFor();
    const box = await this.#box.elementHandle();
    await click(pressed);
    await box.waitForElementState("hidden");
  }
}
