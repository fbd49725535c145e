import { strict as assert } from "node:assert";
import { startSandbox, type Sandbox } from "../sandbox/server";
import { click } from "./support/click";
import { connect } from "./support/connect";
import { eventually } from "./support/eventually";
import { useEditor } from "./support/useEditor";

describe("The walkthrough", () => {
  const editor = useEditor({
    // Where it moves, a step takes the focus only once it has moved, and then also from a question that is open by now.
    settings: { "workbench.colorTheme": "Default Light Modern", "workbench.reduceMotion": "on" },
  });
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ users: 147 });
  });
  after(() => sandbox.stop());

  const steps = () => editor().page.locator(".gettingStartedContainer .getting-started-step");
  const step = (title: string) => steps().filter({ hasText: title });
  const show = (title: string) => click(step(title).locator(".step-title"));
  /** The titles of the steps with a tick. */
  const ticked = async () => {
    const done = steps().filter({ has: editor().page.locator(".codicon.complete:not(.hidden)") });
    return done.locator(".step-title").allTextContents();
  };
  const tickedBecome = (...titles: string[]) =>
    eventually(ticked, (done) => done.length === titles.length && titles.every((title) => done.includes(title)));

  it("opens from the view that is not connected, with nothing ticked", async () => {
    await editor().users.open();
    await click(editor().page.locator(".welcome-view-content a", { hasText: "How to get them" }));
    await steps().first().waitFor();
    assert.equal(await steps().count(), 7);
    assert.deepEqual(await ticked(), []);
  });

  it("has what to do in the step itself, also where the editor is too narrow for the picture", async () => {
    await editor().page.setViewportSize({ width: 900, height: 700 });
    for (const [title, words] of [
      ["Register the editor in Workfront", "Single-page web application"],
      ["Or use an API key", "Setup > System > Customer Info"],
      ["Connect to Workfront", "acme.my.workfront.com"],
    ] as const) {
      await show(title);
      await step(title).getByText(words).first().waitFor();
    }
    await editor().screenshot("walkthrough-narrow");
  });

  it("has the picture beside the steps where there is room", async () => {
    await editor().page.setViewportSize({ width: 1600, height: 900 });
    await show("Find a user");
    const picture = editor()
      .page.frameLocator("iframe.webview.ready")
      .frameLocator("iframe#active-frame")
      .locator("svg");
    await picture.first().waitFor();
    await editor().screenshot("walkthrough");
  });

  it("ticks the connection and the key when they are there, not when somebody looks at the first question", async () => {
    await show("Or use an API key");
    await click(step("Or use an API key").locator(".monaco-button", { hasText: "Connect with an API Key…" }));
    await editor().quickInput.titled("Connect to Workfront");
    await editor().quickInput.cancel();
    assert.deepEqual(await ticked(), []);
    await connect(editor(), sandbox);
    await tickedBecome("Or use an API key", "Connect to Workfront");
  });

  it("ticks the deactivation when somebody is deactivated, not when the question is declined", async () => {
    const user = sandbox.directory.usersNamed("Tyler Reid")[0]!;
    const deactivate = async (button: string) => {
      await editor().users.row("Ada Lindholm").click();
      await editor().palette("Workfront Users: Deactivate…");
      await editor().quickInput.type(user.emailAddr!);
      await editor().quickInput.row(user.name).first().waitFor();
      await editor().quickInput.tick(user.name);
      await editor().quickInput.accept();
      await editor().dialog.click(button);
    };
    await show("Deactivate users");
    await deactivate("Cancel");
    assert.deepEqual((await ticked()).length, 2);
    await deactivate("Deactivate User");
    await tickedBecome("Or use an API key", "Connect to Workfront", "Deactivate users");
    await editor().screenshot("walkthrough-ticked");
  });
});
