import * as vscode from "vscode";
import { displayName, type User } from "../../domain/user";
import { countInWords } from "./numbers";

/** How many characters of a name a question has room for: the place after it stays in sight. */
export const longestInQuestion = 60;

/** One user by name, several by their number. */
export function peopleInWords(
  people: readonly (Pick<User, "ID" | "name"> & Partial<Pick<User, "emailAddr">>)[] = [],
): string {
  const [only] = people;
  return only && people.length === 1
    ? displayName({ emailAddr: null, ...only })
    : vscode.l10n.t("{0} users", countInWords(people.length));
}
