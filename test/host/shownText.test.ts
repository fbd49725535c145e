import assert from "node:assert/strict";
import fc from "fast-check";
import * as vscode from "vscode";
import type { ChangeResult, RunSummary } from "../../src/domain/runs/record";
import { historyItem, ResultRow, RunRow } from "../../src/ui/changes/historyRows";
import { reviewOf, type ReviewedQuestion } from "../../src/ui/changes/review";
import type { Session } from "../../src/ui/connections/session";
import { askForText } from "../../src/ui/editor/input";
import { pick } from "../../src/ui/editor/pick";
import { withProgress } from "../../src/ui/editor/progress";
import { ask, tell } from "../../src/ui/editor/tell";
import { treeItem } from "../../src/ui/users/rowItems";
import { FailureRow, GroupRow, IdleRow, UserRow, WorkRow } from "../../src/ui/users/rows";
import { UsersView, type UsersViewParts } from "../../src/ui/users/usersView";
import { userTooltip } from "../../src/ui/users/userTooltip";
import { descriptionOf, messageOf } from "../../src/ui/users/viewText";
import { userLine } from "../../src/ui/words/userLine";
import { WorkfrontError } from "../../src/workfront/errors";
import { userDetail } from "../support/users";

/** Names that turn, hide, link, draw, break lines or never end. */
const piece = fc.oneof(
  fc.constantFrom("\u202e", "\u2066", "\u2069", "\u200b", "\0", "\n", "\n\nDelete everybody?", "\u2028", "\ud800"),
  fc.constantFrom("[Reset](command:workbench.action.closeWindow)", "](https://example.com)", "$(trash)", "\\$(x)"),
  fc.constantFrom("שלום", "عمر", "Ann", "O’Brien", "김", " ", "·", "x".repeat(10_000)),
);
const hostileName = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));

const asLink = /\[[^\]]+\]\((https?:|command:|file:)/;
const asIcon = /(?<!\\)\$\([A-Za-z0-9-]+\)/;
/** Everything that turns or hides text, apart from isolates, joiners and the mark that prevents a link. */
const control = /(?![\u200c\u200d\u2060\u2068\u2069])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** One line that ends what it begins, and is no longer than what fits. */
function assertHarmless(text: string | undefined, most: number): void {
  assert.ok(text !== undefined);
  assert.doesNotMatch(text, control);
  assert.match(text.replaceAll(/[^\u2068\u2069]/g, ""), /^(\u2068\u2069)*$/);
  assert.ok(text.length <= most, `${text.length} characters`);
}

/** Replaces functions of the editor for as long as the work takes. */
async function replacing(functions: object, work: () => Promise<unknown>): Promise<void> {
  const original = { ...vscode.window };
  Object.assign(vscode.window, functions);
  try {
    await work();
  } finally {
    for (const name of Object.keys(functions)) Object.assign(vscode.window, { [name]: original[name as never] });
  }
}

const forEachName = (check: (name: string) => unknown) =>
  fc.assert(
    fc.asyncProperty(hostileName, async (name) => {
      await check(name);
    }),
    { numRuns: 60 },
  );

describe("text from outside, wherever it is shown", () => {
  it("is text in notifications and in what they report", () =>
    forEachName(async (name) => {
      const told: string[] = [];
      const note = (message: string) => Promise.resolve(void told.push(message));
      const progress: typeof vscode.window.withProgress = (options, task) => {
        told.push(options.title ?? "");
        const report = ({ message }: { message?: string }) => told.push(message ?? "");
        return task({ report }, new vscode.CancellationTokenSource().token);
      };
      const functions = {
        ...{ showInformationMessage: note, showWarningMessage: note, showErrorMessage: note },
        withProgress: progress,
      };
      await replacing(functions, async () => {
        await tell.info(`Deactivated ${name} on acme.`);
        await tell.warn(name);
        await tell.error(`${name}${name}`);
        const task = (_: unknown, report: (message: string) => void) => {
          report(name);
          return Promise.resolve();
        };
        await withProgress(name, task, { quietFor: 0 });
      });
      assert.equal(told.length, 5);
      for (const text of told) {
        assertHarmless(text, 9000);
        assert.doesNotMatch(text, asLink);
      }
      assert.ok(told[0]?.startsWith("Deactivated ") && told[0].endsWith(" on acme."), told[0]);
    }));

  it("keeps its line in a question, and the question keeps its end", () =>
    forEachName(async (name) => {
      let asked = "";
      let lines: string[] = [];
      const warn = (message: string, options: vscode.MessageOptions) => {
        asked = message;
        lines = (options.detail ?? "").split("\n");
        return Promise.resolve("Deactivate User");
      };
      const button = { title: "Deactivate User", value: true };
      await replacing({ showWarningMessage: warn }, async () => {
        assert.equal(await ask(`Deactivate ${name} on acme?`, [name, "", "Their work stays."], button), true);
      });
      assertHarmless(asked, 3000);
      assert.ok(asked.startsWith("Deactivate ") && asked.endsWith(" on acme?"));
      assert.equal(lines.length, 3);
      for (const line of lines) assertHarmless(line, 9000);
    }));

  it("is text in picks and input boxes, and no icon", () =>
    forEachName(async (name) => {
      const quickPick = vscode.window.createQuickPick();
      const box = vscode.window.createInputBox();
      const user = userDetail({ name, emailAddr: name, title: name, homeGroup: { ID: "1", name } });
      const functions = { createQuickPick: () => quickPick, createInputBox: () => box };
      await replacing(functions, async () => {
        const picked = pick({ title: name, placeholder: name, rows: [{ ...userLine(user), value: user }] });
        const [row] = quickPick.items;
        for (const text of [row?.label, row?.description, row?.detail]) {
          assertHarmless(text, 3000);
          assert.doesNotMatch(text ?? "", asIcon);
        }
        assertHarmless(quickPick.title, 3000);
        quickPick.hide();
        await picked;
        const typed = askForText({ title: name, prompt: name, problem: name });
        assertHarmless(box.title, 3000);
        for (const text of [box.prompt, box.validationMessage as string]) {
          assertHarmless(text, 6000);
          assert.doesNotMatch(text ?? "", asLink);
        }
        box.hide();
        await typed;
      });
    }));

  it("is text in rows and tooltips, where no name makes a line of its own", () =>
    forEachName((name) => {
      const user = userDetail({ name, emailAddr: name, homeTeam: { ID: "1", name } });
      const session = { connection: { id: "1", userID: "2" }, directory: { sort: "name" } } as unknown as Session;
      const item = treeItem(new UserRow(session, user), new Map());
      assertHarmless(item.label as string, 3000);
      assertHarmless(item.description as string, 3000);
      assertHarmless(item.accessibilityInformation?.label, 3000);
      const lines = userTooltip(user, new Map()).split("\n");
      for (const line of lines) assertHarmless(line, 3000);
      assert.equal(lines.length, userTooltip(userDetail({ ...user, name: "x" }), new Map()).split("\n").length);
    }));

  it("is text in the rows of groups, of idle users, and of what could not be read", () =>
    forEachName((name) => {
      const user = userDetail({ name });
      const directory = { grouping: "homeGroupID", total: 2, licenses: [{ value: "F", count: 2 }] };
      const session = sessionWith(name, directory);
      const list = { users: [user], state: { kind: "read" } };
      const group = { value: "1", name, count: 1, list } as unknown as GroupRow["group"];
      const failure = { kind: "refused", host: "h", words: name } as const;
      const rows = [
        new GroupRow(session, group),
        new IdleRow(session),
        new FailureRow(session, new WorkfrontError(failure), undefined, user),
        new FailureRow(session, new WorkfrontError(failure), group),
        new WorkRow(session, user, { kind: "tasks", count: undefined, failure }),
      ];
      for (const row of rows) assertItem(treeItem(row, new Map([["F", name]])));
    }));

  it("is text in a tooltip that says why it could not be read, to the end of the reason", () =>
    forEachName(async (name) => {
      const reason = "Not a permitted field. ".repeat(12);
      const words = `${reason}${name}`;
      const refused = () => Promise.reject(new WorkfrontError({ kind: "refused", host: "h", words }));
      const session = { client: { getUsers: refused }, licenseLabels: () => Promise.resolve(new Map()) };
      const row = new UserRow(session as unknown as Session, userDetail({ name }));
      const view = new UsersView(partsOfNobody);
      const item = await view.resolveTreeItem(new vscode.TreeItem(""), row, new vscode.CancellationTokenSource().token);
      view.dispose();
      assertHarmless(item.tooltip as string, 9000);
      assert.ok((item.tooltip as string).includes(reason));
    }));

  it("is text in what the view says of its connection, its search and its filters", () =>
    forEachName((name) => {
      const criteria = { text: name, homeGroupIDs: ["1"], managerIDs: ["2"], licenseTypes: ["F"] };
      const session = sessionWith(name, {
        criteria,
        isSearching: true,
        everybody: 2,
        total: 1,
        state: { kind: "read" },
      });
      for (const hasRows of [true, false])
        assertHarmless(
          descriptionOf(session, hasRows, () => name),
          6000,
        );
      assertHarmless(
        messageOf(session, () => name),
        6000,
      );
    }));

  it("is text in the rows of History: of a run, its note and its place, and of each result", () =>
    forEachName((name) => {
      const { run, result } = runAbout(name);
      const row = new RunRow(run, { undone: 0, retried: 0, canUndo: true, canRetry: true }, name);
      const elsewhere = new RunRow(run, row.followUps, name, "other");
      for (const item of [row, elsewhere, new ResultRow(row, result)].map(historyItem)) assertItem(item);
    }));

  it("makes no line of its own in the document of a question, and no heading", () =>
    forEachName(async (name) => {
      const document = await reviewAbout(name);
      const plain = await reviewAbout("Ann");
      const shapeOf = (text: string) => text.split("\n").map((line) => /^(#+ |- |\| )?/.exec(line)?.[0]);
      assert.deepEqual(shapeOf(document), shapeOf(plain));
      for (const line of document.split("\n")) assertHarmless(line, 20_000);
    }));
});

/** Each text of an item; a tooltip may have several lines. */
function assertItem({ label, description, tooltip, accessibilityInformation }: vscode.TreeItem): void {
  const lines = typeof tooltip === "string" ? tooltip.split("\n") : [];
  for (const text of [label as string, description || "", accessibilityInformation?.label ?? "", ...lines])
    assertHarmless(text as string, 9000);
}

function sessionWith(name: string, directory: object): Session {
  const connection = { id: "1", userID: "2", name, origin: "https://acme.my.workfront.com", readOnly: false };
  return { connection, host: "acme.my.workfront.com", directory: { sort: "name", ...directory } } as unknown as Session;
}

/** A view of a window without a connection. */
const partsOfNobody = {
  tree: {
    view: { visible: false, selection: [], onDidChangeVisibility: () => ({ dispose: () => undefined }) },
    fill: () => undefined,
    refresh: () => undefined,
  },
  connections: { isOpened: true, onDidChange: () => ({ dispose: () => undefined }) },
  kept: { nameOf: () => undefined },
  extraFields: { names: [] },
  keys: { set: () => undefined },
  errors: { show: () => undefined },
} as unknown as UsersViewParts;

function runAbout(name: string): { run: RunSummary; result: ChangeResult } {
  const at = new Date(0);
  const failure = { kind: "refused", host: "h", words: name };
  const change = { objCode: "USER", ID: "1", name, detail: name, field: "isActive", before: true, wished: false };
  const header = { id: "run", at, kind: "deactivate", connectionID: "1", host: "h", by: { ID: "2", name } };
  const state = { state: "stopped", endedAt: at, failure, note: name, count: 1, counts: { failed: 1 }, names: [name] };
  return {
    run: { ...header, ...state } as unknown as RunSummary,
    result: { ...change, result: "failed", failure, at } as unknown as ChangeResult,
  };
}

function reviewAbout(name: string): Promise<string> {
  const { result } = runAbout(name);
  const found = userDetail({ ID: "1", name, emailAddr: name, homeGroup: { ID: "3", name } });
  const { connection } = sessionWith(name, {});
  const plan = {
    kind: "deactivate",
    change: [result],
    unchanged: [result],
    refused: [{ change: result, reason: "self" }],
  };
  const session = { connection, host: name };
  const question = { plan, found: [found], session, question: name, warnings: [name], work: undefined };
  return reviewOf(question as unknown as ReviewedQuestion);
}
