import * as vscode from "vscode";
import { matchUsers, readList, type Match } from "../../domain/match";
import type { User } from "../../domain/user";
import type { Session } from "../connections/session";
import { Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { userLine } from "../words/userLine";
import { pick, pickSeveral, type Item, type Row } from "../editor/pick";
import { withProgress } from "../editor/progress";
import { tell } from "../editor/tell";
import type { Changes } from "./changes";

/** Deactivates the users of a list from somewhere else, after each of its lines was looked up and reviewed. */
export async function deactivateFromList(session: Session, changes: Changes): Promise<void> {
  const content = await chooseContent();
  if (content === undefined) return;
  const entries = await readList(content);
  if (entries.length === 0)
    throw new Explanation(
      vscode.l10n.t(
        "There is nobody in this list. Copy or open a list of email addresses, usernames or user IDs and try again.",
      ),
    );
  const title = vscode.l10n.t("Looking up {0} lines on {1}", countInWords(entries.length), session.host);
  const matches = await withProgress(title, (signal) =>
    matchUsers(session.client, entries, { wish: "deactivate", signal }),
  );
  const users = await review(matches, session.host);
  if (users && users.length > 0) await changes.change(session, "deactivate", users);
}

type Source = Item<() => Promise<string | undefined>>;

async function chooseContent(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const read = await pick({
    title: vscode.l10n.t("Deactivate Users from a List"),
    placeholder: vscode.l10n.t("Where is the list of email addresses, usernames or user IDs?"),
    rows: [
      {
        label: vscode.l10n.t("Clipboard"),
        icon: "clippy",
        value: async (): Promise<string | undefined> => vscode.env.clipboard.readText(),
      },
      ...(editor ? [fromEditor(editor)] : []),
      { label: vscode.l10n.t("CSV or Text File…"), icon: "file", value: readFile },
    ],
  });
  return read?.();
}

function fromEditor({ document, selection }: vscode.TextEditor): Source {
  return {
    label: selection.isEmpty ? vscode.l10n.t("Active Editor") : vscode.l10n.t("Selection in the Active Editor"),
    description: vscode.workspace.asRelativePath(document.uri),
    icon: "edit",
    value: () => Promise.resolve(document.getText(selection.isEmpty ? undefined : selection)),
  };
}

async function readFile(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Deactivate Users from a List"),
      filters: { [vscode.l10n.t("Lists")]: ["csv", "tsv", "txt"], [vscode.l10n.t("All files")]: ["*"] },
    })) ?? [];
  return file && new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

/** Shows what became of each line. Only what is certain is selected. */
function review(matches: readonly Match[], host: string): Promise<readonly User[] | undefined> {
  const notFound = matches.filter(({ kind }) => kind === "notFound").map(({ entry }) => entry.text);
  const copy = {
    icon: "copy",
    tooltip: vscode.l10n.t("Copy What Was Not Found"),
    press: async () => {
      await vscode.env.clipboard.writeText(notFound.join("\n"));
      void tell.info(vscode.l10n.t("Copied {0} lines that were not found.", countInWords(notFound.length)));
    },
  };
  return pickSeveral<User>({
    title: vscode.l10n.t("Deactivate Users from a List: {0}", countsInWords(matches)),
    placeholder: vscode.l10n.t("Check the matches on {0}. Only selected users will be deactivated.", host),
    staysOpen: true,
    buttons: notFound.length > 0 ? [copy] : [],
    rows: rowsFor(matches),
  });
}

/** What the list holds, for those who do not scroll to its end. */
function countsInWords(matches: readonly Match[]): string {
  const count = (wanted: Match["kind"]) => countInWords(matches.filter(({ kind }) => kind === wanted).length);
  const parts: [Match["kind"], string][] = [
    ["matched", vscode.l10n.t("{0} matched", count("matched"))],
    ["several", vscode.l10n.t("{0} with several matches", count("several"))],
    ["notFound", vscode.l10n.t("{0} not found", count("notFound"))],
    ["asWished", vscode.l10n.t("{0} already deactivated", count("asWished"))],
  ];
  return parts.flatMap(([wanted, words]) => (matches.some(({ kind }) => kind === wanted) ? [words] : [])).join(" · ");
}

function rowsFor(matches: readonly Match[]): Row<User>[] {
  const heading = (label: string, rows: readonly Row<User>[]): Row<User>[] =>
    rows.length === 0 ? [] : [{ heading: `${label} (${countInWords(rows.length)})` }, ...rows];
  return [
    ...heading(
      vscode.l10n.t("Matched"),
      matches.flatMap((one) => (one.kind === "matched" ? [userItem(one.user, one, true)] : [])),
    ),
    ...heading(
      vscode.l10n.t("Several matches: tick who is meant"),
      matches.flatMap((one) => (one.kind === "several" ? one.users.map((user) => userItem(user, one, false)) : [])),
    ),
    ...heading(
      vscode.l10n.t("Not found"),
      matches.flatMap((one) => (one.kind === "notFound" ? [notFoundItem(one)] : [])),
    ),
    ...heading(
      vscode.l10n.t("Already deactivated"),
      matches.flatMap((one) => (one.kind === "asWished" ? [userItem(one.user, one, false)] : [])),
    ),
  ];
}

function userItem(user: User, { entry }: Match, picked: boolean): Row<User> {
  return {
    ...userLine(user),
    detail: vscode.l10n.t("Line {0}: {1}", entry.line, entry.text),
    value: user,
    picked,
  };
}

function notFoundItem({ entry }: Match): Row<never> {
  return {
    directive: entry.text,
    detail: vscode.l10n.t("line {0}, nobody has this email, username or ID", entry.line),
    icon: "question",
  };
}
