import type { Page } from "playwright-core";

/** Settings of an editor that takes its theme from the system, which `followScheme` plays. */
export const followsSystem = {
  "window.autoDetectColorScheme": true,
  "workbench.preferredLightColorTheme": "Default Light Modern",
  "workbench.preferredDarkColorTheme": "Default Dark Modern",
};

/** Lets the system be light or dark, and waits until the editor is. */
export async function followScheme(page: Page, scheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  const names = scheme === "light" ? ".vs" : ":is(.vs-dark, .hc-black)";
  await page.locator(`.monaco-workbench${names}`).waitFor();
}
