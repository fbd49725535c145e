import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "../../hosts/browser";
import type { Host } from "../../hosts/installation";
import type { Server } from "../../hosts/server";
import { freePort, installPackage } from "../../hosts/server";
import { removeFolder } from "../../support/removeFolder";
import { patience } from "./eventually";

const packageFile = path.resolve(__dirname, "../../../dist/workfront-users.vsix");

let current: Workplace | undefined;

/**
 * What the editors of this process use one after another, because it is slow to get: the extension, installed from its
 * package, and a browser that has the editor's own files. Each editor gets a server, files and a browser storage of its own.
 */
export class Workplace {
  private constructor(
    private readonly folder: string,
    /** Where the extension is installed. */
    readonly extension: string,
    /** Where servers are to listen: what the browser has loaded from one port, it loads again from another. */
    readonly port: number,
    private readonly browser: Browser,
    private readonly context: BrowserContext,
  ) {}

  /** The one of this process; a new one where its browser is gone. */
  static async enter(host: Host): Promise<Workplace> {
    if (current && !current.browser.isConnected()) await Workplace.leave();
    return (current ??= await Workplace.#furnish(host));
  }

  /** To be called at the end of a process that started editors. */
  static async leave(): Promise<void> {
    const left = current;
    current = undefined;
    await left?.browser.close();
    if (left) await removeFolder(left.folder);
  }

  static async #furnish(host: Host): Promise<Workplace> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "workfront-users-workplace-"));
    const extension = await installPackage(host, packageFile, folder);
    const browser = await launchBrowser();
    return new Workplace(folder, extension, await freePort(), browser, await newContext(browser, "en-US"));
  }

  /** An empty page in a browser that keeps nothing of earlier pages. Only pages in English share the editor's files. */
  async openPage({ origin }: Server, language = "en"): Promise<Page> {
    const context = language === "en" ? this.context : await newContext(this.browser, language);
    const page = await context.newPage();
    await context.clearCookies();
    const session = await context.newCDPSession(page);
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
    await session.detach();
    return page;
  }

  /** Closes all pages that were opened from this one. */
  async close(page: Page): Promise<void> {
    const context = page.context();
    if (!this.browser.isConnected()) return;
    if (context !== this.context) await context.close();
    else for (const one of context.pages()) await one.close();
  }
}

async function newContext(browser: Browser, locale: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    permissions: ["clipboard-read", "clipboard-write"],
    viewport: { width: 1280, height: 800 },
    locale,
  });
  context.setDefaultTimeout(patience);
  return context;
}
