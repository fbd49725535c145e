import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { hostNames, installHost } from "../../hosts/installation";
import type { Server, ServerOptions } from "../../hosts/server";
import { startServer } from "../../hosts/server";
import { removeFolder } from "../../support/removeFolder";
import { Dialog } from "./dialog";
import { click } from "./click";
import { eventually, moment, repeatedly } from "./eventually";
import { exactly } from "./exactly";
import { QuickInput } from "./quickInput";
import { UsersView } from "./usersView";
import { Workplace } from "./workplace";

const outFolder = path.resolve(__dirname, "../../../out");

export type EditorOptions = Pick<ServerOptions, "settings" | "environment" | "language" | "linked">;

/** A real VS Code with the packaged extension, and what a person at it can do. Everything waits for what it needs. */
export class Editor {
  readonly users: UsersView;
  readonly quickInput: QuickInput;
  readonly dialog: Dialog;

  private constructor(
    /** Such as `oldest`. */
    readonly hostName: string,
    /** The folder that is open in the editor. */
    readonly workspaceFolder: string,
    readonly page: Page,
    private readonly folder: string,
    private readonly server: Server,
    private readonly workplace: Workplace,
  ) {
    this.users = new UsersView(page);
    this.quickInput = new QuickInput(page);
    this.dialog = new Dialog(page);
  }

  /** Starts the host that the environment variable VSCODE_HOST names, and opens its page. */
  static async start({ linked = [], language, ...options }: EditorOptions = {}): Promise<Editor> {
    const name = hostNames.find((known) => known === process.env["VSCODE_HOST"]) ?? "newest";
    const host = await installHost(name, console.log);
    const workplace = await Workplace.enter(host);
    const folder = await mkdtemp(path.join(os.tmpdir(), "workfront-users-journey-"));
    const workspaceFolder = path.join(folder, "workspace");
    await mkdir(workspaceFolder);
    const server = await startServer({
      host,
      folder,
      port: workplace.port,
      linked: [workplace.extension, ...linked],
      ...(language !== undefined && { language }),
      ...options,
      settings: { "workbench.colorTheme": "Default Dark Modern", ...options.settings },
    });
    const page = await workplace.openPage(server, language).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    const editor = new Editor(name, workspaceFolder, page, folder, server, workplace);
    await editor.open().catch(async (error: unknown) => {
      await editor.keepFailure("start");
      await editor.stop();
      throw error;
    });
    return editor;
  }

  /** Opens another window of the same editor, in the same browser; it is gone with the first one. */
  async openWindow(): Promise<Editor> {
    const page = await this.page.context().newPage();
    const window = new Editor(this.hostName, this.workspaceFolder, page, this.folder, this.server, this.workplace);
    await window.open();
    return window;
  }

  /** Opens the page, or opens it again: the extension starts anew and keeps its secrets and state. */
  async open(): Promise<void> {
    await this.page.goto(this.server.address(this.workspaceFolder), { waitUntil: "commit" });
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor();
    await this.page.locator('.activitybar .action-item [aria-label^="Workfront Users"]').first().waitFor();
  }

  async stop(): Promise<void> {
    await this.workplace.close(this.page);
    await this.server.stop();
    await removeFolder(this.folder);
  }

  /**
   * Runs a command by its title in the palette, as in `Workfront Users: Connect…`, and waits until the palette is gone, so
   * that what is typed afterward reaches what the command shows. The palette lists the commands known when it opens, and
   * closes when something else takes the focus, so it is opened again where the command cannot be clicked.
   */
  async palette(
    title: string,
    [timeout, ...more]: readonly number[] = [1500, 1500, 3000, 6000, 12_000, 24_000],
  ): Promise<void> {
    // The commands used last are listed until those that match are found, which may come to stand under the pointer then.
    const matching = this.page.locator(".label-name .highlight");
    const row = this.quickInput.row(title).filter({ has: matching }).first();
    // A page in a tab takes the focus back a moment after the palette is gone, and what the command asks would close.
    if (await this.page.evaluate('document.activeElement?.matches("iframe.webview")'))
      await this.page.locator(".activitybar .action-label").first().focus();
    try {
      await this.page.keyboard.press("F1");
      await this.quickInput.box.fill(`>${title}`, { timeout: moment });
      await click(row, { timeout: timeout! });
    } catch (error) {
      await this.quickInput.cancel();
      if (more.length === 0) throw error;
      return this.palette(title, more);
    }
    await row.waitFor({ state: "hidden" });
  }

  /** Whether the palette offers the command. */
  async paletteOffers(title: string): Promise<boolean> {
    const row = this.quickInput.row(title).first();
    // What the palette says where it knows none that is called so.
    const none = this.page.locator(".quick-input-list .monaco-list-row", {
      hasText: /No matching commands|similar commands/,
    });
    let isOffered = false;
    // The palette closes when something else takes the focus.
    await repeatedly(
      () => this.page.keyboard.press("F1"),
      async () => {
        try {
          await this.quickInput.box.fill(`>${title}`, { timeout: moment });
          await row.or(none.first()).first().waitFor({ timeout: moment });
          isOffered = await row.isVisible();
        } finally {
          await this.quickInput.cancel();
        }
      },
    );
    return isOffered;
  }

  /** The notification with this text; from the notification center where it is not (or no longer) a toast. */
  async notification(text: string | RegExp): Promise<Locator> {
    const notification = this.page
      .locator(".notifications-toasts .notification-list-item, .notifications-center.visible .notification-list-item")
      .filter({ hasText: text })
      .filter({ visible: true })
      .first();
    await notification.waitFor({ timeout: moment }).catch(() => this.palette("Notifications: Show Notifications"));
    await notification.waitFor();
    return notification;
  }

  async notificationButton(text: string | RegExp, button: string): Promise<void> {
    let notification!: Locator;
    // A toast stays as long as the pointer is on it, and can be gone before that is.
    await repeatedly(
      async () => (notification = await this.notification(text)),
      () => notification.hover({ timeout: moment }),
    );
    await click(notification.locator(".monaco-button", { hasText: exactly(button) }));
  }

  /** Until none is in sight but of what is under way, which the editor keeps. */
  async clearNotifications(): Promise<void> {
    const idle = ".monaco-list-row:not(:has(.monaco-progress-container.active))";
    const shown = this.page.locator(`${idle} .notification-list-item:visible`);
    await repeatedly(
      () => this.palette("Notifications: Clear All Notifications"),
      () =>
        eventually(
          () => shown.count(),
          (count) => count === 0,
          moment,
        ),
    );
  }

  /** What is in the clipboard. */
  clipboard(): Promise<string> {
    return this.page.evaluate("navigator.clipboard.readText()");
  }

  /** The editor's files (settings, logs, kept state) that hold the text. */
  async filesHolding(text: string): Promise<string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    // The editor removes files of its own all the while: one that is gone holds nothing.
    const nothingWhereGone = (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      return "";
    };
    const holds = async (file: string) => (await readFile(file).catch(nothingWhereGone)).includes(text);
    const holding = await Promise.all(files.map(holds));
    return files.filter((_, index) => holding[index]);
  }

  /** Keeps a picture of the window in `out/screenshots`, where the environment variable SCREENSHOTS asks for that. */
  async screenshot(name: string): Promise<void> {
    if (!process.env["SCREENSHOTS"]) return;
    await this.page.screenshot({ path: path.join(outFolder, "screenshots", `${this.hostName}-${name}.png`) });
  }

  /** Keeps a picture and the logs of the editor in `out/failures`. */
  async keepFailure(name: string): Promise<void> {
    const folder = path.join(outFolder, "failures", `${this.hostName} ${name}`.replace(/[^\p{L}\p{N}]+/gu, "-"));
    await mkdir(folder, { recursive: true });
    const picture = this.page.screenshot({ path: path.join(folder, "screenshot.png") });
    await picture.catch((error: unknown) => writeFile(path.join(folder, "no-screenshot.txt"), String(error)));
    await cp(this.server.log, path.join(folder, "server.log"));
    const logs = path.join(this.folder, "data", "logs");
    // An editor that did not start has none.
    if (existsSync(logs)) await cp(logs, path.join(folder, "logs"), { recursive: true });
  }
}
