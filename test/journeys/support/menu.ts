import type { Locator, Page } from "playwright-core";
import { exactly } from "./exactly";

/** What the menu that is open offers. */
export function menuItems(page: Page): Locator {
  return page.locator(".monaco-menu .action-item .action-label:not(.separator)");
}

/**
 * With the keyboard, because a menu passes over clicks in its first tenth of a second. Opens it once more where the
 * editor closed it, as it does when what the menu belongs to is drawn anew.
 */
export async function chooseFromMenu(page: Page, open: () => Promise<void>, item: string): Promise<void> {
  const point = async () => {
    await open();
    const entry = menuItems(page).filter({ hasText: exactly(item) });
    await entry.hover({ timeout: 3000 });
    const focused = page.locator(".monaco-menu .action-item.focused .action-label", { hasText: exactly(item) });
    await focused.waitFor({ timeout: 3000 });
  };
  await point().catch(async () => {
    await page.keyboard.press("Escape");
    await menuClosed(page);
    await point();
  });
  await page.keyboard.press("Enter");
  await menuClosed(page);
}

/** Waits until no menu is open, and nothing of it takes clicks any more. */
export async function menuClosed(page: Page): Promise<void> {
  await page.locator(".monaco-menu").waitFor({ state: "detached" });
  await page.locator(".context-view-block").waitFor({ state: "hidden" });
}
