import assert from "node:assert/strict";
import * as vscode from "vscode";
import { back } from "../../src/ui/editor/answer";
import { pick, pickSeveral, type Row } from "../../src/ui/editor/pick";
import { askInSteps, type Step } from "../../src/ui/editor/steps";
import type { User } from "../../src/domain/user";
import { Settings } from "../../src/ui/editor/settings";
import { ExtraFields } from "../../src/ui/users/extraFields";
import { askForHomeGroup, askForLicense, askForStatus } from "../../src/ui/users/filterSteps";
import { UserDocuments } from "../../src/ui/users/userDocuments";
import { waitUntil } from "../support/waitUntil";
import { answering } from "../support/session";
import { useWindow } from "../support/useWindow";

const place = { step: 1, totalSteps: 1, canGoBack: true };

describe("picks", () => {
  it("say why Enter does nothing where nothing is selected, and stay open", async () => {
    const accepted = new vscode.EventEmitter<void>();
    const hidden = new vscode.EventEmitter<void>();
    const quickPick = Object.assign(vscode.window.createQuickPick(), {
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
    });
    const { createQuickPick } = vscode.window;
    Object.assign(vscode.window, { createQuickPick: () => quickPick });
    try {
      const rows = [{ label: "One", value: 1 }];
      const picked = pickSeveral({ title: "Deactivate Users", rows, nothingSelected: "select at least one user" });
      accepted.fire();
      assert.equal(quickPick.title, "Deactivate Users: select at least one user");
      hidden.fire();
      assert.equal(await picked, undefined);
    } finally {
      Object.assign(vscode.window, { createQuickPick });
    }
  });

  it("take no row that was listed for another text, unless the person went to it", async () => {
    await withQuickPick(async ({ quickPick, type, press }) => {
      const rows = ({ text }: { readonly text: string }) =>
        text === "z" ? new Promise<Row<string>[]>(() => undefined) : Promise.resolve(rowsOf("Ann", "Zoe"));
      const picked = pick({ title: "", searches: true, rows });
      await waitUntil(() => quickPick.items.length === 2);
      type("z");
      press("Ann");
      press("Zoe");
      assert.equal(await picked, "Zoe");
    });
  });

  it("answer Enter with what the text means before its rows are there", async () => {
    await withQuickPick(async ({ quickPick, type, press }) => {
      const rows = () => Promise.resolve(rowsOf("Ann", "Zoe"));
      const picked = pick({ title: "", searches: true, rows, early: (text) => `all with ${text}` });
      await waitUntil(() => quickPick.items.length === 2);
      type(" z ");
      press("Ann");
      assert.equal(await picked, "all with z");
    });
  });

  it("keep the row active to which the person went while the rows for the text were on their way", async () => {
    await withQuickPick(async ({ quickPick, type, activate }) => {
      const key = (value: object) => JSON.stringify(value);
      const users = (...names: readonly string[]) => names.map((name) => ({ label: name, value: { name } }));
      const rows = ({ text }: { readonly text: string }) =>
        Promise.resolve(text === "" ? users("Ann", "Zoe") : users("All", "Zoe"));
      const picked = pick<object>({ title: "", searches: true, key, rows });
      await waitUntil(() => quickPick.items.length === 2);
      type("z");
      activate("Zoe");
      await waitUntil(() => quickPick.items[0]?.label === "All");
      assert.equal(quickPick.activeItems[0], quickPick.items[1]);
      quickPick.hide();
      await picked;
    });
  });

  it("in steps go back to the question before, keep its answer, and count only the questions that apply", async () => {
    const seen: string[] = [];
    const answers: (object | typeof back)[] = [
      { way: "key" },
      back,
      { way: "password" },
      { name: "ann" },
      { secret: 1 },
    ];
    interface State {
      readonly way?: string;
      readonly name?: string;
      readonly secret?: number;
    }
    const step = (name: string, isNeeded: (state: State) => boolean): Step<State> => ({
      isNeeded,
      ask: (state, { step: number, totalSteps }) => {
        seen.push(`${name} ${number}/${totalSteps} ${state.way ?? ""}`.trim());
        return Promise.resolve(answers.shift() as State);
      },
    });
    const steps = [step("way", () => true), step("name", ({ way }) => way === "password"), step("secret", () => true)];
    assert.deepEqual(await askInSteps<State>(steps, {}), { way: "password", name: "ann", secret: 1 });
    assert.deepEqual(seen, ["way 1/2", "secret 2/2 key", "way 1/2 key", "name 2/3 password", "secret 3/3 password"]);
  });
});

const rowsOf = (...labels: readonly string[]) => labels.map((label) => ({ label, value: label }));

interface Person {
  readonly quickPick: vscode.QuickPick<vscode.QuickPickItem>;
  readonly type: (text: string) => void;
  /** Goes to the row by the keyboard. */
  readonly activate: (label: string) => void;
  /** Goes to the row, and presses Enter. */
  readonly press: (label: string) => void;
}

/** The editor's own quick pick with a person at it: its events, and which row is active, come from here. */
async function withQuickPick(use: (person: Person) => Promise<void>): Promise<void> {
  const [changed, accepted, hidden] = [
    new vscode.EventEmitter<string>(),
    new vscode.EventEmitter<void>(),
    new vscode.EventEmitter<void>(),
  ];
  const events = { onDidChangeValue: changed.event, onDidAccept: accepted.event, onDidHide: hidden.event };
  const quickPick = Object.assign(vscode.window.createQuickPick(), events, { hide: () => hidden.fire() });
  Object.defineProperty(quickPick, "activeItems", { value: [], writable: true });
  const { createQuickPick } = vscode.window;
  Object.assign(vscode.window, { createQuickPick: () => quickPick });
  const activate = (label: string) =>
    (quickPick.activeItems = quickPick.selectedItems = quickPick.items.filter((item) => item.label === label));
  const press = (label: string) => {
    activate(label);
    accepted.fire();
  };
  const type = (text: string) => {
    quickPick.value = text;
    changed.fire(text);
  };
  try {
    await use({ quickPick, type, activate, press });
  } finally {
    Object.assign(vscode.window, { createQuickPick });
  }
}

describe("filters and documents of users", () => {
  const scene = useWindow(20);

  it("keep listing what is chosen, also where nobody has it beside the other filters", async () => {
    const { session } = scene.window;
    const empty = scene.sandbox.directory.add("GROUP", { name: "Nobody Here" });
    session.learn([[empty.ID, "Nobody Here"]]);
    const context = { title: "", session, idleDays: 90 };
    let listed: readonly string[] = [];
    const choose = (labels: readonly string[]) => {
      listed = labels;
      return labels.filter((label) => label === "Nobody Here" || label === "Z");
    };
    await answering({ choose }, async () => {
      const criteria = { isActive: false, homeGroupIDs: [empty.ID], licenseTypes: ["Z"] };
      assert.deepEqual(await askForHomeGroup(context, criteria, place), { homeGroupIDs: [empty.ID] });
      assert.ok(listed.includes("Nobody Here"));
      assert.deepEqual(await askForLicense(context, criteria, place), { licenseTypes: ["Z"] });
      assert.ok(listed.includes("Z"));
    });
  });

  it("count users who wait for approval in one status only", async () => {
    const { session } = scene.window;
    scene.sandbox.directory.addWaitingUser({ name: "Waiting" });
    scene.sandbox.directory.addUser({ name: "Gone", isActive: false });
    const context = { title: "", session, idleDays: 90 };
    let found: readonly User[] = [];
    await answering({ choose: () => "Deactivated" }, async () => {
      const chosen = await askForStatus(context, {}, place);
      assert.ok(chosen && chosen !== back);
      found = await session.client.searchUsers(chosen, { first: 0, limit: 100 });
    });
    assert.ok(found.some(({ name }) => name === "Gone"));
    assert.ok(found.every(({ name }) => name !== "Waiting"));
  });

  it("open each of several users in an editor of their own", async () => {
    const documents = new UserDocuments(scene.window.connections, new ExtraFields(new Settings()));
    try {
      const users = await scene.window.session.client.searchUsers({}, { first: 0, limit: 3 });
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      for (const user of users) await documents.show(scene.window.session, user, { staysOpen: true });
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      assert.equal(tabs.length, 3);
    } finally {
      documents.dispose();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    }
  });
});
