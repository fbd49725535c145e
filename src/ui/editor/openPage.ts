import * as vscode from "vscode";
import { workfrontPage, type WorkfrontObject } from "../../domain/workfrontPage";
import { countInWords } from "../words/numbers";
import { pick } from "./pick";
import { tell } from "./tell";

/** An object that has a name. */
export interface NamedObject extends WorkfrontObject {
  readonly name: string;
}

/** Opens the page of an object in the browser; where it has none, its ID is copied, and that is said. */
export async function openPage(origin: string, object: NamedObject): Promise<void> {
  const page = workfrontPage(origin, object);
  if (page) {
    await vscode.env.openExternal(vscode.Uri.parse(page, true));
    return;
  }
  await vscode.env.clipboard.writeText(object.ID);
  const name = object.name || object.ID;
  void tell.info(vscode.l10n.t("Workfront has no page for {0} alone. Its ID was copied.", name));
}

/** Lists objects, of which one can be opened. @param most how many are listed where there are more. */
export async function pickPage(
  origin: string,
  title: string,
  objects: readonly NamedObject[],
  most = Infinity,
): Promise<void> {
  const chosen = await pick({
    title,
    placeholder:
      objects.length >= most
        ? vscode.l10n.t("The first {0}. Select one to open it in Workfront", countInWords(most))
        : vscode.l10n.t("Select one to open it in Workfront"),
    rows: objects.map((object) => ({
      value: object,
      label: object.name || object.ID,
      icon: workfrontPage(origin, object) ? "link-external" : undefined,
    })),
  });
  if (chosen) await openPage(origin, chosen);
}
