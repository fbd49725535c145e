import type { Frame, Locator, Page } from "playwright-core";
import { eventually } from "./eventually";

/** The frame in which there is such a thing; the editor makes frames, and removes them, all the while. */
export async function frameWith(page: Page, find: (frame: Frame) => Locator): Promise<Frame> {
  const frame = await eventually(
    async () => {
      for (const one of page.frames().slice(1)) {
        const count = await find(one)
          .count()
          .catch(() => 0);
        if (count > 0) return one;
      }
      return undefined;
    },
    (one) => one !== undefined,
  );
  return frame!;
}

/** The page in which the editor shows a Markdown document that has this heading. */
export function previewOf(page: Page, heading: string | RegExp): Promise<Frame> {
  return frameWith(page, (frame) => frame.locator("body.vscode-body h1", { hasText: heading }));
}
