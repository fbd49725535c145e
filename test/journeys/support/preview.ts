import type { Frame, Page } from "playwright-core";
import { eventually } from "./eventually";

/** The page in which the editor shows a Markdown document that has this heading. */
export async function previewOf(page: Page, heading: string | RegExp): Promise<Frame> {
  const frame = await eventually(
    async () => {
      for (const one of page.frames()) {
        const found = one.locator("body.vscode-body h1", { hasText: heading });
        if ((await found.count().catch(() => 0)) > 0) return one;
      }
      return undefined;
    },
    (one) => one !== undefined,
  );
  return frame!;
}
