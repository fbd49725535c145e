import * as vscode from "vscode";
import type { RunHeader } from "../../domain/runs/record";
import { countInWords } from "./numbers";

/** How many characters of a name a question has room for: the place after it stays in sight. */
export const longestInQuestion = 60;

/** One user by name, several by their number. */
export function peopleInWords(people: RunHeader["from"] = []): string {
  const [only] = people;
  return only && people.length === 1 ? only.name : vscode.l10n.t("{0} users", countInWords(people.length));
}
