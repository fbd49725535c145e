import * as vscode from "vscode";
import { matchUsers, readList, type Match } from "../../domain/match";
import { displayName, distinction, type User } from "../../domain/user";
import type { Session } from "../connections/session";
import { Explanation } from "../words/failures";
import { countInWords } from "../words/numbers";
import { inNotification, inQuickPick } from "../editor/plainText";
import { withProgress } from "../editor/progress";
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

type Source = vscode.QuickPickItem & { readonly read: () => Promise<string | undefined> };

async function chooseContent(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const sources: Source[] = [
    {
      label: vscode.l10n.t("Clipboard"),
      iconPath: new vscode.ThemeIcon("clippy"),
      read: async () => vscode.env.clipboard.readText(),
    },
    ...(editor ? [fromEditor(editor)] : []),
    {
      label: vscode.l10n.t("CSV or Text File…"),
      iconPath: new vscode.ThemeIcon("file"),
      read: readFile,
    },
  ];
  const chosen = await vscode.window.showQuickPick(sources, {
    title: vscode.l10n.t("Deactivate Users from a List"),
    placeHolder: vscode.l10n.t("Where is the list of email addresses, usernames or user IDs?"),
  });
  return chosen?.read();
}

function fromEditor({ document, selection }: vscode.TextEditor): Source {
  return {
    label: selection.isEmpty ? vscode.l10n.t("Active Editor") : vscode.l10n.t("Selection in the Active Editor"),
    description: inQuickPick(vscode.workspace.asRelativePath(document.uri)),
    iconPath: new vscode.ThemeIcon("edit"),
    read: () => Promise.resolve(document.getText(selection.isEmpty ? undefined : selection)),
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

type Item = vscode.QuickPickItem & { readonly user?: User };

/** Shows what became of each line. Only what is certain is ticked. */
function review(matches: readonly Match[], host: string): Promise<readonly User[] | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const notFound = matches.filter(({ kind }) => kind === "notFound").map(({ entry }) => entry.text);
  const copy: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("copy"),
    tooltip: vscode.l10n.t("Copy What Was Not Found"),
  };
  pick.title = vscode.l10n.t("Deactivate Users from a List: {0}", countsInWords(matches));
  pick.placeholder = vscode.l10n.t("Review whom the list means on {0}. Only what is ticked goes on.", host);
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.buttons = notFound.length > 0 ? [copy] : [];
  pick.items = itemsFor(matches);
  pick.selectedItems = pick.items.filter(({ picked }) => picked);
  return new Promise<readonly User[] | undefined>((resolve) => {
    pick.onDidTriggerButton(async () => {
      await vscode.env.clipboard.writeText(notFound.join("\n"));
      void vscode.window.showInformationMessage(
        inNotification(vscode.l10n.t("Copied {0} lines that were not found.", countInWords(notFound.length))),
      );
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.flatMap(({ user }) => user ?? []));
      pick.hide();
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  }).finally(() => pick.dispose());
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

function itemsFor(matches: readonly Match[]): Item[] {
  const heading = (label: string, items: readonly Item[]): Item[] =>
    items.length === 0
      ? []
      : [{ label: `${label} (${countInWords(items.length)})`, kind: vscode.QuickPickItemKind.Separator }, ...items];
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

function userItem(user: User, { entry }: Match, picked: boolean): Item {
  return {
    user,
    picked,
    label: inQuickPick(displayName(user)),
    description: inQuickPick(
      [distinction(user), user.isActive ? undefined : vscode.l10n.t("Deactivated")].filter(Boolean).join(" · "),
    ),
    detail: inQuickPick(vscode.l10n.t("Line {0}: {1}", entry.line, entry.text)),
    iconPath: new vscode.ThemeIcon(user.isActive ? (user.isAdmin ? "shield" : "account") : "circle-slash"),
  };
}

function notFoundItem({ entry }: Match): Item {
  return {
    label: inQuickPick(entry.text),
    description: vscode.l10n.t("line {0}, nobody has this email, username or ID", entry.line),
    iconPath: new vscode.ThemeIcon("question"),
  };
}
