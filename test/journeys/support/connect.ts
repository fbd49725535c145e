import type { Sandbox } from "../../sandbox/server";
import type { Editor } from "./editor";
import { eventually } from "./eventually";

type Address = Pick<Sandbox, "url" | "administrator">;

/** Connects the editor to a sandbox by pasting the administrator's key, and waits for all that the view reads. */
export async function connect(editor: Editor, { url, administrator }: Address): Promise<void> {
  await editor.users.open();
  await editor.palette("Workfront Users: Connect…");
  await editor.quickInput.titled("Connect to Workfront");
  await editor.quickInput.fill(url);
  await editor.quickInput.choose("Paste an API key");
  await editor.page.locator('.quick-input-box input[type="password"]:visible').waitFor();
  await editor.quickInput.fill(administrator.apiKey);
  await editor.notification(`Connected to ${new URL(url).host} as ${administrator.name}`);
  await eventually(
    () => editor.users.rows(),
    (rows) => rows.length > 5,
  );
  await editor.users.complete();
  await editor.clearNotifications();
}
