import * as vscode from "vscode";
import type { Wish } from "../../domain/runs/plan";
import { commandID } from "../editor/commands";
import { pick } from "../editor/pick";
import { listTitle } from "../words/lists";
import type { ListContent } from "./content";

/** Takes a file that is dropped on the Users view as a list, from the Explorer or from the desktop. */
export async function takeDropped(transfer: vscode.DataTransfer): Promise<void> {
  const list = await listIn(transfer);
  if (!list) return;
  const wish = await pick<Wish>({
    title: vscode.l10n.t("What should happen to the users in this list?"),
    rows: [
      { label: listTitle("deactivate"), icon: "circle-slash", value: "deactivate" },
      { label: listTitle("reactivate"), icon: "debug-restart", value: "reactivate" },
    ],
  });
  if (wish) await vscode.commands.executeCommand(commandID(`${wish}FromList`), ...list);
}

/** What the command takes: a file, and all files where there are several, or the content of one without an address. */
async function listIn(
  transfer: vscode.DataTransfer,
): Promise<readonly [vscode.Uri, vscode.Uri[]] | [ListContent] | undefined> {
  const addresses = (await transfer.get("text/uri-list")?.asString()) ?? "";
  const files = addresses.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  const uris = files.map((file) => vscode.Uri.parse(file));
  if (uris[0]) return [uris[0], uris];
  for (const [, item] of transfer) {
    const file = item.asFile();
    if (file) return [{ name: file.name, content: await file.data() }];
  }
  return undefined;
}
