import assert from "node:assert/strict";
import fc from "fast-check";
import * as vscode from "vscode";
import type { Session } from "../../src/ui/connections/session";
import { askForText } from "../../src/ui/editor/input";
import { pick } from "../../src/ui/editor/pick";
import { withProgress } from "../../src/ui/editor/progress";
import { ask, tell } from "../../src/ui/editor/tell";
import { treeItem } from "../../src/ui/users/rowItems";
import { UserRow } from "../../src/ui/users/rows";
import { userTooltip } from "../../src/ui/users/userTooltip";
import { userLine } from "../../src/ui/words/userLine";
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
});
