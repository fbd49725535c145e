import { strict as assert } from "node:assert";
import { startSandbox, type RequestRecord, type Sandbox } from "../sandbox/server";
import { connect } from "./support/connect";
import { eventually, moment } from "./support/eventually";
import { useEditor } from "./support/useEditor";

describe("A slow server", () => {
  const editor = useEditor();
  let far: Sandbox;
  let strict: Sandbox;
  before(async () => {
    far = await startSandbox({ users: 147, latency: 500 });
    strict = await startSandbox({ users: 147, requestsPerSecond: 6 });
    // On one server only, so that a row of this name tells that the view shows that one.
    strict.directory.addUser({ name: "Aaa Leaver" });
  });
  after(() => Promise.all([far.stop(), strict.stop()]));

  const leaver = () => editor().users.row("Aaa Leaver");
  const looking = () =>
    editor()
      .page.locator(".notifications-toasts .notification-list-item:visible")
      .filter({ hasText: "Looking for work" });

  it("half a second away shows its users, and what is searched for", async () => {
    await connect(editor(), far);
    await editor().users.action("Search Users…");
    // Each key is shown as it is pressed, whatever is under way.
    await editor().quickInput.box.pressSequentially("tyler reid");
    assert.equal(await editor().quickInput.box.inputValue(), "tyler reid");
    await editor().quickInput.row("Tyler Reid").first().waitFor();
    await editor().quickInput.cancel();
  });

  it("that does not answer at all can be left: what is under way ends, and what waits for its turn is not sent", async () => {
    const isOfWork = ({ path }: RequestRecord) => path.endsWith("/search") && !path.includes("/USER/");
    const silence = far.fail({ match: isOfWork, effect: { kind: "hang" } });
    far.clearRequests();
    await editor().palette("Workfront Users: Find Work Left with Deactivated Users");
    await editor().notificationButton("Looking for work", "Cancel");
    // The editor hides the notification in any case: only the server can tell that nobody waits any longer.
    await eventually(
      () => {
        const sent = far.requests.filter(isOfWork).length;
        far.clearRequests();
        return [sent, far.peakConcurrency];
      },
      ([, underWay]) => underWay === 0,
      moment,
    );
    await looking().waitFor({ state: "hidden" });
    silence.remove();
    await editor().users.action("Refresh");
    await eventually(
      () => far.requests.filter(({ path }) => path.endsWith("/USER/search")).length,
      (count) => count > 0,
    );
    assert.deepEqual(far.requests.filter(isOfWork), []);
  });

  it("that takes six requests in a second is waited for, until each count of assigned work is known", async () => {
    await connect(editor(), strict);
    await leaver().waitFor();
    await editor().users.toggle(leaver());
    const rows = await eventually(
      () => editor().users.rows(),
      (all) => all.some(({ level }) => level === 2) && !all.some(({ name }) => /loading|counting/i.test(name)),
    );
    assert.ok(!rows.some(({ level, name }) => level === 2 && /unknown|not known/i.test(name)), JSON.stringify(rows));
  });

  it("that takes six requests in a second is waited for by a task that says so", async () => {
    await editor().palette("Workfront Users: Find Work Left with Deactivated Users");
    await looking()
      .filter({ hasText: /Workfront asks to wait: \d s/ })
      .waitFor();
    await looking().waitFor({ state: "hidden" });
    await editor().users.action("Clear Search and Filters");
  });

  it("that takes six requests in a second still deactivates, and says so", async () => {
    await editor().users.contextMenu(leaver(), "Deactivate…");
    await editor().dialog.click("Deactivate User");
    await editor().notification("Deactivated Aaa Leaver");
  });
});
