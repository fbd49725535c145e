import type { Page } from "playwright-core";
import type { Sandbox } from "../../sandbox/server";
import type { Editor } from "./editor";
import { click } from "./click";
import { eventually } from "./eventually";
import { usersRead } from "./usersRead";

/** The address of the editor's own scheme that leads back to it. */
export const directAddress = "code-oss://workfront-tools.workfront-users/callback";

/** What a person does, in one window and in the browser, to sign in to a sandbox with OAuth 2. */
export class SignIn {
  readonly host: string;

  constructor(
    private readonly editor: Editor,
    private readonly sandbox: Sandbox,
  ) {
    this.host = new URL(sandbox.url).host;
    // What the editor opens is closed again, unless it is gone with the editor: the tests go to the address that it gives.
    const closed = (page: Page) => page.waitForLoadState().then(() => page.close());
    editor.page.on("popup", (page) => void closed(page).catch(() => undefined));
  }

  /** From the palette to the browser. @returns the address that the browser is to open. */
  async begin(redirect = directAddress): Promise<string> {
    await this.toRedirectAddress();
    await this.editor.quickInput.choose(redirect);
    return this.copiedAddress();
  }

  /** Up to the choice of the redirect address. */
  async toRedirectAddress(): Promise<void> {
    const { quickInput } = this.editor;
    await this.editor.palette("Workfront Users: Connect…");
    await quickInput.titled("Connect to Workfront");
    await quickInput.fill(this.sandbox.url);
    await quickInput.choose("Sign in with Adobe Workfront (OAuth 2)");
    await quickInput.says("The client ID of the OAuth2 application");
    await quickInput.fill(this.sandbox.oauth.clientId);
  }

  async copiedAddress(): Promise<string> {
    const { page } = this.editor;
    const waiting = await this.editor.notification(`Continue in the browser to sign in to ${this.host}`);
    await page.bringToFront();
    await page.evaluate("navigator.clipboard.writeText('')");
    await click(waiting.getByRole("link", { name: "Copy Address" }));
    return eventually(
      () => this.editor.clipboard(),
      (text) => text.startsWith(`${this.sandbox.url}/integrations/oauth2/authorize?`),
    );
  }

  /** Waits until nothing says any more that the browser is waited for. */
  async isOver(): Promise<void> {
    const waiting = this.editor.page.locator(".notification-list-item", { hasText: "Continue in the browser" });
    await waiting.filter({ visible: true }).first().waitFor({ state: "hidden" });
  }

  /** Decides in the browser. @returns the address that it ends on. */
  async decide(address: string, decision: "Allow" | "Deny"): Promise<string> {
    const page = await this.editor.page.context().newPage();
    try {
      await page.goto(address);
      const answered = page.waitForResponse((response) => response.status() === 302);
      await page.getByRole("button", { name: decision }).click({ noWaitAfter: true });
      return (await (await answered).headerValue("location")) ?? "";
    } finally {
      await page.close();
    }
  }

  /** What the operating system does with an address of the editor's own scheme. */
  async comeBack(address: string): Promise<void> {
    await this.editor.page.bringToFront();
    await this.editor.palette("Developer: Open URL");
    await this.editor.quickInput.fill(address);
    await this.editor.dialog.click("Open");
  }

  /** From the palette to the users of the sandbox. */
  async throughout(): Promise<void> {
    await this.comeBack(await this.decide(await this.begin(), "Allow"));
    await this.isConnected();
  }

  async isConnected(): Promise<void> {
    await this.editor.notification(`Connected to ${this.host} as ${this.sandbox.administrator.name}`);
    // The rows may be those of before, and a pick that is open while they are drawn anew may lose the focus and close.
    await usersRead(
      this.sandbox,
      this.sandbox.requests.findLastIndex(({ path }) => path.endsWith("/token")),
    );
    await eventually(
      () => this.editor.users.rows(),
      (rows) => rows.length > 5,
    );
    await this.editor.clearNotifications();
  }

  /** Through the button of a message that says that the sign-in is over. */
  async again(message: string | RegExp): Promise<void> {
    await this.editor.notificationButton(message, "Sign In Again");
    await this.comeBack(await this.decide(await this.copiedAddress(), "Allow"));
    await this.isConnected();
  }
}
