import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { exportReport } from "../../src/ui/changes/report";
import { explain } from "../../src/ui/words/failures";
import { placeOfRun } from "../../src/ui/words/place";
import { startSandbox, type SandboxUser } from "../sandbox/server";
import { KeptState } from "../support/memoryContext";
import { answering, openWindow } from "../support/session";
import { waitUntil } from "../support/waitUntil";
import { resultOf, useChanges } from "../support/changesScene";
import { isWrite } from "../support/scene";

describe("changing users in the editor", () => {
  const scene = useChanges();
  const add = (count: number, differences = {}) =>
    Array.from({ length: count }, (_, index) =>
      scene.sandbox.directory.addUser({
        firstName: "Leaver",
        lastName: String(index),
        name: `Leaver ${index}`,
        ...differences,
      }),
    );
  const states = (users: readonly SandboxUser[]) => users.map(({ isActive }) => isActive);
  const deactivate = (
    users: readonly SandboxUser[],
    answers: Parameters<typeof answering>[0] = { modal: scene.agree() },
  ) => answering(answers, () => scene.changes.change(scene.session, "deactivate", users));

  /** Acts when that many changes have reached the server. @returns when that is done. */
  const whenFourAreUnderWay = (act: () => Promise<unknown>) =>
    new Promise<void>((resolve, reject) => {
      const call = () => void act().then(() => resolve(), reject);
      scene.sandbox.fail({ match: isWrite, after: 3, times: 1, effect: { kind: "call", call } });
    });

  it("asks once, naming whom, where and what follows, and then does it", async () => {
    const users = add(2);
    const told = await deactivate(users);
    const { host } = new URL(scene.sandbox.url);
    assert.ok(scene.asked[0] && scene.asked.length === 1);
    assert.equal(scene.asked[0].question, `Deactivate 2 users in ${host}?`);
    assert.equal(scene.asked[0].button, "Deactivate 2 Users");
    for (const words of [/Leaver 0 · user\./, /Leaver 1/, /Access ends now/, /Admin Console is not changed/])
      assert.match(scene.asked[0].detail, words);
    assert.deepEqual(told, [`Deactivated 2 of 2 users in ${host}.`]);
    assert.deepEqual(states(users), [false, false]);
    assert.equal((await scene.newest()).state, "finished");
  });

  it("says everywhere what the connection is called, and the host", async () => {
    const { host } = new URL(scene.sandbox.url);
    await scene.window.connections.rename(scene.session.connection.id, "Acme Production");
    const place = `Acme Production · ${host}`;
    const session = scene.window.connections.session!;
    const users = add(1);
    const told = await answering({ modal: scene.agree() }, async () => {
      await scene.changes.change(session, "deactivate", users);
      await scene.changes.change(session, "deactivate", users);
    });
    assert.equal(scene.asked[0]?.question, `Deactivate “Leaver 0” in ${place}?`);
    assert.deepEqual(told, [
      `Deactivated Leaver 0 in ${place}.`,
      `Leaver 0 is already deactivated in ${place}. Nothing was changed.`,
    ]);
    assert.equal(placeOfRun(await scene.newest(), scene.window.connections.all), place);
    assert.equal(placeOfRun(await scene.newest(), []), host);
  });

  it("says where in a question that a long name does not push out of sight", async () => {
    const user = scene.sandbox.directory.addUser({ name: `Ann ${"W".repeat(300)} Lee` });
    await deactivate([user]);
    const place = ` Lee” in ${new URL(scene.sandbox.url).host}?`;
    const { question = "" } = scene.asked[0] ?? {};
    assert.ok(question.startsWith("Deactivate “Ann W") && question.endsWith(place), question);
    assert.ok(question.length <= 100, question);
  });

  it("asks about a name that reads like words of a question, between marks that it cannot close", async () => {
    const place = new URL(scene.sandbox.url).host;
    const names: readonly [name: string, asked: string][] = [
      ["Kim? Deactivate everyone else", "“Kim? Deactivate everyone else”"],
      ["Kim” in test? Deactivate “everyone else", "«Kim” in test? Deactivate “everyone else»"],
      ['Kim" or »everyone', '«Kim" or [U+00BB]everyone»'],
      ["Robert “Bob” O’Brien", "«Robert “Bob” O’Brien»"],
    ];
    for (const [name, asked] of names) {
      await deactivate([scene.sandbox.directory.addUser({ name })]);
      assert.equal(scene.asked.at(-1)?.question, `Deactivate ${asked} in ${place}?`);
    }
  });

  it("tells namesakes apart by their emails, however long these are", async () => {
    const emails = [1, 2].map((nth) => `ann.lee.contractor${nth}@subsidiary.example.com`);
    const users = emails.map((emailAddr) => scene.sandbox.directory.addUser({ name: "Ann Lee", emailAddr }));
    await deactivate(users);
    const lines = (scene.asked[0]?.detail ?? "").split("\n").filter((line) => line.startsWith("Ann Lee"));
    assert.equal(new Set(lines).size, 2, lines.join("; "));
    for (const line of lines) assert.ok(line.length <= 50, line);
  });

  it("does nothing where the question is closed, and keeps no record of it", async () => {
    const users = add(2);
    await deactivate(users, {});
    assert.deepEqual(states(users), [true, true]);
    assert.equal(scene.writes, 0);
    assert.deepEqual(await scene.runs.list(), []);
  });

  it("says what it waits for while it reads the users again, and changes nothing where that is canceled", async () => {
    const users = add(2);
    const titles: (string | undefined)[] = [];
    scene.sandbox.clearRequests();
    scene.sandbox.fail({ effect: { kind: "hang" } });
    const withProgress: typeof vscode.window.withProgress = async ({ title }, task) => {
      titles.push(title);
      await waitUntil(() => scene.sandbox.requests.length > 0);
      const onCancellationRequested = (listener: () => unknown) => ({ dispose: () => 0, canceled: listener() });
      return task({ report: () => undefined }, { onCancellationRequested } as never);
    };
    const told = await answering({ modal: scene.agree(), withProgress }, async () => {
      assert.deepEqual(await scene.changes.change(scene.session, "deactivate", users), { kind: "canceled" });
    });
    assert.deepEqual(titles, ["Reading what is to be changed"]);
    assert.deepEqual([scene.asked.length, scene.sandbox.requests.length, told], [0, 1, []]);
    assert.deepEqual(states(users), [true, true]);
  });

  it("wants the number typed for more than 20 users, and takes nothing else for it", async () => {
    const users = add(21);
    for (const typed of [undefined, "", "20", "yes"])
      await deactivate(users, { modal: scene.agree(), type: () => typed });
    assert.equal(scene.writes, 0);
    await deactivate(users, { modal: scene.agree(), type: () => " 21 " });
    assert.equal(scene.asked.at(-1)?.button, "Deactivate 21 Users…");
    assert.ok(users.every(({ isActive }) => !isActive));
  });

  it("says what is still held, who is an administrator and who is due to be deactivated anyway", async () => {
    const level = scene.sandbox.directory.accessLevel("System Administrator").ID;
    const due = Date.UTC(2027, 0, 15, 18);
    const [user] = add(1, { accessLevelID: level, scheduledDeactivationDate: due });
    scene.sandbox.directory.add("PROJ", { name: "Campaign", ownerID: user!.ID, status: "CUR" });
    scene.sandbox.fail({ match: ({ path }) => path.includes("/RRUL/"), effect: { kind: "status", status: 403 } });
    await deactivate([user!]);
    for (const words of [
      /This user is an administrator/,
      /scheduled to deactivate this user on January 15, 2027/,
      /Projects owned: 1/,
      /Routing rules to the user: unknown/,
      /recommends reassigning/,
    ])
      assert.match(scene.asked[0]?.detail ?? "", words);
  });

  it("names whoever is alone of a kind between quotation marks, and whoever has no name once", async () => {
    const accessLevelID = scene.sandbox.directory.accessLevel("System Administrator").ID;
    const users = [
      ...add(1, { name: "Bo. Nobody loses access", accessLevelID }),
      ...add(1, { name: " ", emailAddr: "nameless@example.com" }),
    ];
    await deactivate(users);
    const lines = scene.asked[0]!.detail.split("\n");
    assert.ok(lines.includes("1 of the 2 users is an administrator: “Bo. Nobody loses access”"), lines.join("\n"));
    assert.ok(lines.includes("nameless@example.com"), lines.join("\n"));
  });

  it("counts where there are many of a kind, so that the question about 60 users is as short as one about 6", async () => {
    const accessLevelID = scene.sandbox.directory.accessLevel("System Administrator").ID;
    const scheduledDeactivationDate = Date.UTC(2027, 0, 15, 18);
    const gone = Array.from({ length: 9 }, (_, nth) => nth.toString(16).padStart(32, "0"));
    const kinds = [
      ...add(14, { scheduledDeactivationDate }),
      ...add(3, { accessLevelID }),
      ...add(43),
      ...add(9, { isActive: false }),
    ];
    const modal = (question: string, detail: string) =>
      void scene.asked.push({ question, detail, button: "", buttons: [] });
    await deactivate([...kinds, ...gone.map((ID) => ({ ID }) as SandboxUser)], { modal });
    const { detail } = scene.asked.at(-1)!;
    for (const words of [
      // After who is left out, nobody may take these for the same people.
      /to deactivate 14 of the 60 users/,
      /3 of the 60 users are administrators/,
      /9 \(not found\) · 9 \(already deactivated\)/,
    ])
      assert.match(detail, words);
    // A line of the dialog has room for about 60 characters.
    const lines = detail.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 60)), 0);
    assert.ok(lines <= 20, detail);
  });

  it("writes down Workfront's words on what it does not count", async () => {
    const users = add(1);
    const message = "RRUL is not a top level object";
    scene.sandbox.fail({
      match: ({ path }) => path.includes("/RRUL/"),
      effect: { kind: "status", status: 422, message },
    });
    const { log } = scene.window;
    const logged: string[] = [];
    Object.assign(log, { info: (line: string) => void logged.push(line) });
    await deactivate(users);
    assert.deepEqual(logged, [`Assigned work of the kind "routingRules" is unknown: refused, ${message}`]);
  });

  it("does not wait for more than three seconds for what is held and how licenses are called", async () => {
    const users = add(1);
    const isSlow = ({ path }: { path: string }) => path.endsWith("/count") || path.endsWith("/metadata");
    scene.sandbox.fail({ match: isSlow, effect: { kind: "hang" } });
    const started = Date.now();
    await deactivate(users, { modal: scene.agree() });
    // A request alone is waited for ten times as long.
    assert.ok(Date.now() - started < 15_000);
    assert.match(
      scene.asked[0]?.detail ?? "",
      /Assigned work \(visible to you\): (unknown|\d+ kinds unknown)|Open tasks: unknown/,
    );
  });

  it("asks nothing where there is nothing to change, and says why", async () => {
    const [gone] = add(1, { isActive: false });
    const self = scene.sandbox.directory.users.get(scene.sandbox.administrator.ID)!;
    const told = await deactivate([gone!, self]);
    assert.deepEqual(scene.asked, []);
    assert.match(told.join(), /is you: nobody can deactivate themselves/);
    assert.match(told.join(), /Leaver 0 is already deactivated/);
    assert.equal(scene.writes, 0);
  });

  it("lets the rows follow each result, and asks for the counts once at the end", async () => {
    const { directory } = scene.session;
    const users = add(1000);
    await directory.search({ text: "Leaver" });
    const shown = () => directory.users.filter(({ isActive }) => isActive === false).length;
    let isFollowing = false;
    directory.on("changed", () => (isFollowing ||= shown() > 0 && users.some(({ isActive }) => isActive)));
    scene.sandbox.fail({ match: ({ method }) => method === "PUT", effect: { kind: "slow", milliseconds: 400 } });
    // Those of the view: who reports to whom is counted, too, before the question.
    const counts = () =>
      scene.sandbox.requests.filter(
        ({ path, method, parameters }) => method === "GET" && /USER\/count/.test(path) && !parameters.has("managerID"),
      );
    let before = 0;
    const type = () => {
      before = counts().length;
      return "1000";
    };
    await deactivate(users, { modal: scene.agree(), type });
    assert.ok(users.every(({ isActive }) => !isActive));
    await waitUntil(() => counts().length - before === 2);
    assert.equal(shown(), directory.users.length);
    assert.ok(isFollowing);
    await waitUntil(() => directory.total === 1000);
    assert.equal(counts().length - before, 2);
  });

  it("undoes a run by its record, and asks before", async () => {
    const users = add(3);
    await deactivate(users);
    users[0]!.isActive = true;
    const run = await scene.newest();
    await answering({ modal: scene.agree() }, () => scene.changes.undo(scene.session, run));
    assert.match(scene.asked[1]?.question ?? "", /^Reactivate 2 users in/);
    assert.deepEqual(states(users), [true, true, true]);
    assert.equal((await scene.newest()).undoes, run.id);
  });

  it("says so where Resume is chosen in a notification after everything was done, and writes nothing", async () => {
    await deactivate(add(2));
    const { id, state } = await scene.newest();
    const { writes } = scene;
    await assert.rejects(scene.changes.resume(scene.session, id), /Nothing is left to do in this change/);
    assert.equal(scene.writes, writes);
    assert.equal((await scene.runs.read(id))!.state, state);
    assert.equal(scene.asked.length, 1);
  });

  it("retries with the recorded access level where Workfront asked for one, named in the question", async () => {
    await scene.sandbox.stop();
    scene.sandbox = await startSandbox({ users: 20, reactivationNeedsAccessLevel: true });
    scene.window.connections.dispose();
    scene.window = await openWindow(new KeptState(), scene.sandbox);
    const users = add(1);
    await deactivate(users);
    const deactivation = await scene.newest();
    const told = await answering({ modal: scene.agree() }, () => scene.changes.undo(scene.session, deactivation));
    assert.match(told.join(), /access level.*Retry Failed sends along what Workfront asks for/);
    const undo = await scene.newest();
    await answering({ modal: scene.agree() }, () => scene.changes.retry(scene.session, undo));
    assert.match(scene.asked.at(-1)?.detail ?? "", /Sent along, because Workfront asks for it: Standard/);
    assert.deepEqual(states(users), [true]);
  });

  it("resumes a run that is left, in the same record, and shows in the rows also what was done already", async () => {
    const users = add(3);
    const { directory } = scene.session;
    await directory.search({ text: "Leaver" });
    scene.sandbox.fail({ match: ({ method }) => method === "PUT", times: 1, effect: { kind: "status", status: 401 } });
    const told = await deactivate(users);
    assert.match(told.join(), /Stopped: .*Resume does the rest/);
    const run = await scene.newest();
    assert.equal(run.state, "stopped");
    // Somebody else does what is left for one of them.
    users[2]!.isActive = false;
    await answering({ modal: scene.agree() }, () => scene.changes.resume(scene.session, run.id));
    assert.deepEqual(states(users), [false, false, false]);
    const whole = await scene.newest();
    assert.deepEqual([whole.id, whole.state], [run.id, "finished"]);
    await waitUntil(() => directory.users.every(({ isActive }) => isActive === false));
  });

  for (const [what, words] of [
    ["lock", /^The lock file of this change is gone/],
    ["folder", /^The record of this change is no longer in its folder/],
  ] as const)
    it(`sends nothing more where the ${what} of the run is removed, and says by name what is known`, async () => {
      const users = add(6);
      const { folder, sandbox } = scene;
      const remove = async () => {
        const names = (await readdir(folder)).filter((name) => what === "folder" || name.endsWith(".lock"));
        for (const name of names) await rm(join(folder, name));
      };
      // Removed when four are under way, and nobody is answered before.
      sandbox.fail({ match: isWrite, effect: { kind: "held", until: whenFourAreUnderWay(remove) } });
      const reports = scene.keepReports();
      await assert.rejects(deactivate(users), (error) => words.test(explain(error)));
      assert.equal(scene.writes, 4);
      // What History still shows needs no other report.
      assert.equal(reports.length, what === "folder" ? 1 : 0);
      for (const report of reports) {
        for (const user of users) assert.match(report, resultOf(user));
        assert.doesNotMatch(report, /Resume/, "what is not in History cannot be resumed");
      }
    });

  it("stops at once where the connection is made read-only, and is resumed where changes are allowed again", async () => {
    const users = add(12);
    const until = whenFourAreUnderWay(() => scene.window.connections.setReadOnly(true));
    scene.sandbox.fail({ match: isWrite, effect: { kind: "held", until } });
    const told = await deactivate(users);
    assert.match(
      told.join(),
      /4 of 12 users .* 8 not attempted\. Stopped: The connection was made read-only, so nothing more was sent/,
    );
    assert.equal(scene.writes, 4);
    const { id } = await scene.newest();
    await assert.rejects(scene.changes.resume(scene.session, id), {
      resumable: id,
      message: /is read-only, so nothing was changed/,
    });
    await scene.window.connections.setReadOnly(false);
    await answering({ modal: scene.agree() }, () => scene.changes.resume(scene.session, id));
    assert.ok(users.every(({ isActive }) => !isActive));
    assert.deepEqual([(await scene.newest()).state, scene.writes], ["finished", 12]);
  });

  it("is refused on a read-only connection", async () => {
    await scene.window.connections.setReadOnly(true);
    const { session } = scene.window.connections;
    await assert.rejects(scene.changes.change(session!, "deactivate", add(1)), /readOnly/);
    assert.equal(scene.writes, 0);
  });

  it("exports the report of a run for a spreadsheet, in which nothing is a formula", async () => {
    const users = add(2, { firstName: "=HYPERLINK(1)", lastName: "", name: "=HYPERLINK(1)" });
    scene.sandbox.fail({
      match: ({ path, method }) => method === "PUT" && path.endsWith(users[1]!.ID),
      effect: { kind: "status", status: 422, message: "Not this one" },
    });
    await deactivate(users);
    const target = vscode.Uri.file(join(scene.folder, "report.csv"));
    const run = await scene.newest();
    await answering({ showSaveDialog: () => target }, () => exportReport(run));
    const lines = (await readFile(target.fsPath, "utf8")).split("\r\n");
    assert.match(lines[0] ?? "", /^\ufeffName,Email,ID,Result,Reason,Time,Host,Changed by,Change ID,Note$/);
    assert.match(lines[1] ?? "", new RegExp(`^"?'=HYPERLINK\\(1\\)"?,.*${users[0]!.ID},Deactivated,,`));
    assert.match(lines[2] ?? "", /,Failed,.*Not this one/);
  });
});
