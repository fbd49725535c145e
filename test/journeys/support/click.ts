import type { Locator } from "playwright-core";
import { moment, patience } from "./eventually";

/** As much of the browser's `Element` as runs in the page here; the compiler knows Node only. */
interface PageElement {
  readonly textContent: string | null;
  addEventListener(kind: string, listener: () => void, options: { readonly capture: boolean }): void;
}

interface ClickOptions {
  readonly button?: "left" | "right";
  /** Milliseconds; as long as anything may take when left out. */
  readonly timeout?: number;
}

/**
 * Clicks, and clicks again only where the click has not arrived: the editor draws its parts anew at any moment, and what
 * was pressed can be gone, or show something else, before it is released.
 */
export async function click(
  target: Locator,
  { button = "left", timeout = patience }: ClickOptions = {},
): Promise<void> {
  const kind = button === "right" ? "contextmenu" : "click";
  const deadline = Date.now() + timeout;
  for (;;) {
    const meant = await target.elementHandle({ timeout });
    const watched = await meant.evaluateHandle((element: PageElement, kind) => {
      const seen = { arrived: false };
      const text = element.textContent;
      element.addEventListener(kind, () => (seen.arrived ||= element.textContent === text), { capture: true });
      return seen;
    }, kind);
    const failed = await meant.click({ button, timeout: Math.min(timeout, moment) }).catch((cause: unknown) => cause);
    // Where the click has closed the page or loaded it anew, nobody can be asked any more.
    if (await watched.evaluate(({ arrived }) => arrived).catch(() => true)) return;
    if (Date.now() > deadline) throw new Error(`No click has arrived at ${String(target)}.`, { cause: failed });
  }
}
