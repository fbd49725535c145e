import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import type { UserDetail } from "../../src/domain/user";
import { changeFromList, type ListChanges } from "../../src/ui/lists/listCommands";
import { mostRows } from "../../src/ui/lists/mostRows";
import type { Choose } from "../support/quickInputs";
import { answering } from "../support/session";
import { useWindow } from "../support/useWindow";

describe("the review of a list", () => {
  const scene = useWindow(5);

  const add = (name: string, differences = {}) =>
    scene.sandbox.directory.addUser({
      name,
      emailAddr: `${name.replaceAll(" ", ".")}@list.example.com`,
      ...differences,
    });
  const addMany = (count: number) => Array.from({ length: count }, (_, index) => add(`Leaver ${index + 1}`));

  interface Walked {
    /** The rows of each question. */
    readonly shown: readonly (readonly string[])[];
    /** Who was to be changed; nothing where it did not come to that. */
    readonly users: readonly UserDetail[] | undefined;
    readonly rows: readonly string[][];
  }

  /** Answers each question with the row that begins so, or otherwise; where no answer is left, it is closed. */
  async function walk(
    lines: readonly string[],
    answers: readonly (string | ReturnType<Choose> | Choose)[],
  ): Promise<Walked> {
    const shown: (readonly string[])[] = [];
    const left = [...answers];
    const choose: Choose = (labels, rows) => {
      shown.push(labels);
      const answer = left.shift();
      if (typeof answer === "function") return answer(labels, rows);
      return typeof answer === "string" ? (labels.find((label) => label.startsWith(answer)) ?? []) : answer;
    };
    let changed: { users: readonly UserDetail[]; rows: readonly string[][] } | undefined;
    const changes: ListChanges = {
      change: (_, __, users, { list: { rows } }) => Promise.resolve(void (changed = { users, rows })),
    };
    const list = { name: "leavers.txt", content: lines.join("\n") };
    await answering({ choose }, () => changeFromList(scene.window.session, changes, "deactivate", list));
    assert.deepEqual(left, [], `asked: ${JSON.stringify(shown)}`.slice(0, 2000));
    return { shown, users: changed?.users, rows: changed?.rows ?? [] };
  }

  const boxes: Choose = (labels) => labels;
  const idsOf = (users: readonly { readonly ID: string }[] = []) => users.map(({ ID }) => ID).sort();

  it("has a box for nobody but those who are certain, so that the box above ticks no others", async () => {
    const certain = add("Cer Tain");
    const [one, other] = [
      add("Same Name", { emailAddr: "same@list.example.com" }),
      add("Name Sake", { emailAddr: "same@list.example.com" }),
    ];
    const waiting = scene.sandbox.directory.addWaitingUser({
      name: "Waiting Willy",
      emailAddr: "waiting@list.example.com",
    });
    const gone = add("Gone Girl", { isActive: false });
    const { administrator } = scene.sandbox;
    const lines = [...[certain, one, waiting, gone].map(({ emailAddr }) => emailAddr!), administrator.ID];
    const { shown, users } = await walk(
      [...lines, "nosuch@list.example.com"],
      ["Select Users to Deactivate (1)…", boxes],
    );
    assert.deepEqual(shown[1], ["Cer Tain"]);
    assert.deepEqual(idsOf(users), [certain.ID]);
    for (const { name } of [one, other, waiting, gone, administrator]) assert.ok(!shown.flat().includes(name), name);
    for (const row of ["1 to decide", "1 not found", "2 cannot be changed", "1 already deactivated"])
      assert.ok(shown[0]?.includes(row), `${row} of ${String(shown[0])}`);
  });

  it("tells what a column with a status says", async () => {
    add("Cer Tain");
    add("Ac Tive");
    const { shown } = await walk(
      ["Email;Status", "Cer.Tain@list.example.com;inactive", "Ac.Tive@list.example.com;active"],
      [],
    );
    assert.ok(
      shown[0]?.some((label) => /Status.* says: inactive \(1\), active \(1\)/.test(label)),
      String(shown[0]),
    );
  });

  it("lets all of 3,000 certain users be changed together, without those who are left out", async function () {
    this.timeout(60_000);
    const added = addMany(3000);
    const lines = added.map(({ emailAddr }) => emailAddr!);
    const all = await walk(lines, ["Select Users to Deactivate (3,000)…", "Deactivate All 3,000…"]);
    assert.deepEqual(idsOf(all.users), idsOf(added));
    assert.equal(all.rows.length, 3001);
    assert.ok(all.shown[1]?.includes("The first 1,000 of 3,000 are shown"));
    assert.ok(all.shown.every((labels) => labels.length < mostRows + 10));
    const some = await walk(lines, [
      "Select Users to Deactivate (3,000)…",
      "Leave Users Out…",
      () => ["Leaver 1", "Leaver 7"],
      "Deactivate All 2,998…",
    ]);
    assert.ok(some.shown[2]?.includes("The first 1,000 of 3,000 are shown"));
    assert.deepEqual(idsOf(some.users), idsOf(added.filter(({ name }) => name !== "Leaver 1" && name !== "Leaver 7")));
  });

  it("shows the first 1,000 of 1,500 lines that are not found, says so, and copies all", async () => {
    const lines = Array.from({ length: 1500 }, (_, index) => `nosuch${index}@list.example.com`);
    const { shown, users } = await walk(lines, ["1,500 not found", { press: "Copy These Lines" }, undefined]);
    assert.ok(shown[1]?.includes("The first 1,000 of 1,500 are shown"));
    assert.equal(shown[1]?.length, mostRows + 1);
    assert.equal(users, undefined);
    // The test's own time limit ends a wait in vain.
    while ((await vscode.env.clipboard.readText()) !== lines.join("\n")) await setTimeout(2);
  });
});
