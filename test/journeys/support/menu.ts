import type { Locator, Page } from "playwright-core";
import { moment, patience } from "./eventually";
import { exactly } from "./exactly";

/** What the menu that is open offers. */
export function menuItems(page: Page): Locator {
  return page.locator(".monaco-menu .action-item .action-label:not(.separator)");
}

/** With the keyboard, because a menu passes over clicks in its first tenth of a second. */
export async function chooseFromMenu(page: Page, open: () => Promise<void>, item: string): Promise<void> {
  await inMenu(page, open, async () => {
    await menuItems(page)
      .filter({ hasText: exactly(item) })
      .hover({ timeout: moment });
    const focused = page.locator(".monaco-menu .action-item.focused .action-label", { hasText: exactly(item) });
    // Only while it is there: without the menu, the key would go to what is below it.
    await focused.press("Enter", { timeout: moment });
  });
  await menuClosed(page);
}

/** What a menu offers; closes it again. */
export async function readMenu(page: Page, open: () => Promise<void>): Promise<string[]> {
  const items = await inMenu(page, open, async () => {
    const texts = await menuItems(page).allTextContents();
    if (texts.length === 0) throw new Error("The menu closed before it was read.");
    return texts;
  });
  await page.keyboard.press("Escape");
  await menuClosed(page);
  return items.map((item) => item.trim());
}

/**
 * Does something in a menu, and opens that again where the editor closed it meanwhile, as it does when what the menu
 * belongs to is drawn anew.
 */
export async function inMenu<Value>(page: Page, open: () => Promise<void>, work: () => Promise<Value>): Promise<Value> {
  const deadline = Date.now() + patience;
  for (;;)
    try {
      await open();
      await menuItems(page).first().waitFor({ timeout: moment });
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.keyboard.press("Escape");
      await menuClosed(page);
    }
}

/** Waits until no menu is open, and nothing of it takes clicks any more. */
export async function menuClosed(page: Page): Promise<void> {
  await page.locator(".monaco-menu").waitFor({ state: "detached" });
  await page.locator(".context-view-block").waitFor({ state: "hidden" });
}
