import { setTimeout as delay } from "node:timers/promises";
import type { Frame, Locator, Page } from "playwright-core";
import { eventually } from "./eventually";

/** In milliseconds: the editor may show a document in another frame once more, soon after it is opened. */
const settling = 500;

/** The frame in which this is found, and found again a little later. */
export async function frameWith(page: Page, find: (frame: Frame) => Locator): Promise<Frame> {
  const frame = await eventually(
    async () => {
      const found = await frameNow(page, find);
      if (found) await delay(settling);
      return found && (await frameNow(page, find)) === found ? found : undefined;
    },
    (one) => one !== undefined,
  );
  return frame!;
}

async function frameNow(page: Page, find: (frame: Frame) => Locator): Promise<Frame | undefined> {
  for (const one of page.frames().slice(1)) {
    const count = await find(one)
      .count()
      .catch(() => 0);
    if (count > 0) return one;
  }
  return undefined;
}

/** The page in which the editor shows a Markdown document that has this heading. */
export function previewOf(page: Page, heading: string | RegExp): Promise<Frame> {
  return frameWith(page, (frame) => frame.locator("body.vscode-body h1", { hasText: heading }));
}
