import * as vscode from "vscode";
import { columnsOf } from "../../domain/lists/column";
import { readList } from "../../domain/lists/list";
import { statusColumnsOf } from "../../domain/lists/status";
import { NotTextError } from "../../domain/lists/text";
import { ListTooLongError } from "../../domain/lists/tooLong";
import type { Wish } from "../../domain/runs/plan";
import type { ReviewedList } from "../../domain/runs/runs";
import type { UserDetail } from "../../domain/user";
import type { Session } from "../connections/session";
import type { Commands } from "../editor/commands";
import { withQuietProgress } from "../editor/progress";
import { Explanation } from "../words/failures";
import { accountingAsRows, noteInWords, tooLongInWords } from "../words/lists";
import type { TargetChooser } from "../users/targets";
import { chooseContent, fromFile, type ListContent } from "./content";
import { Review } from "./review";

/** The one way to change users (`Changes`), as far as a list needs it. */
export interface ListChanges {
  change(
    session: Session,
    wish: Wish,
    users: readonly UserDetail[],
    from: { readonly list: ReviewedList },
  ): Promise<unknown>;
}

/** Deactivate and reactivate users from a list: of the clipboard, the editor, a file, or a file in the Explorer. */
export function registerListCommands(commands: Commands, targets: TargetChooser, changes: ListChanges): void {
  const register = (wish: Wish) =>
    commands.register(`${wish}FromList`, async (clicked, selected) => {
      const session = await targets.session();
      const content = await readable(() => contentOf(wish, clicked, selected));
      if (content) await changeFromList(session, changes, wish, content);
    });
  register("deactivate");
  register("reactivate");
}

/** Reviews a list, and changes the users whom it means. */
export async function changeFromList(
  session: Session,
  changes: ListChanges,
  wish: Wish,
  { name, content }: ListContent,
): Promise<void> {
  const { list, columns, statuses } = await readable(() =>
    withQuietProgress(vscode.l10n.t("Reading {0}", name), async () => {
      const read = await readList(content);
      return { list: read, columns: await columnsOf(read), statuses: await statusColumnsOf(read) };
    }),
  );
  if (list.rows.length === 0 || columns.choices.length === 0)
    throw new Explanation(
      vscode.l10n.t(
        "There are no users in this list. Copy or open a list of emails, usernames, or user IDs, and try again.",
      ),
    );
  const reviewed = await new Review({ session, wish, name, list, columns, statuses }).run();
  if (!reviewed || reviewed.users.length === 0) return;
  const { users, accounting } = reviewed;
  const rows = await accountingAsRows(accounting, wish);
  await changes.change(session, wish, users, { list: { note: noteInWords(name, accounting, wish), rows } });
}

/** The file that the command was invoked on, or a list that was dropped; else a question. */
async function contentOf(wish: Wish, clicked: unknown, selected: unknown): Promise<ListContent | undefined> {
  if (isListContent(clicked)) return clicked;
  if (!(clicked instanceof vscode.Uri)) return chooseContent(wish);
  if (Array.isArray(selected) && selected.length > 1)
    throw new Explanation(vscode.l10n.t("Select one file: a list is reviewed on its own."));
  return fromFile(clicked);
}

function isListContent(argument: unknown): argument is ListContent {
  if (typeof argument !== "object" || argument === null || !("name" in argument) || !("content" in argument))
    return false;
  return (
    typeof argument.name === "string" &&
    (typeof argument.content === "string" || argument.content instanceof Uint8Array)
  );
}

async function readable<T>(read: () => PromiseLike<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ListTooLongError) throw new Explanation(tooLongInWords(error));
    if (!(error instanceof NotTextError)) throw error;
    throw new Explanation(
      vscode.l10n.t("This file is not text. Save it as CSV or copy its cells to the clipboard, and try again."),
    );
  }
}
