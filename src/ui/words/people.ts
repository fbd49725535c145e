import * as vscode from "vscode";
import { cut, named } from "../../domain/shown";
import { displayName, type User } from "../../domain/user";
import { countInWords } from "./numbers";

/** How many characters of a name a question has room for: the place after it stays in sight. */
const longestInQuestion = 60;

/**
 * A name inside a sentence of a question, between quotation marks that it does not have itself: where it ends, no words of
 * its own decide.
 */
export function quoted(name: string): string {
  const text = cut(name, longestInQuestion);
  if (!/["\u201c-\u201f\u301d-\u301f\uff02]/.test(text)) return vscode.l10n.t("“{0}”", text);
  return `«${text.replaceAll(/[«»]/g, named)}»`;
}

type People = readonly (Pick<User, "ID" | "name"> & Partial<Pick<User, "emailAddr">>)[];

/** One user by name, several by their number. */
export function peopleInWords(people: People = []): string {
  return nameIn(people) ?? vscode.l10n.t("{0} users", countInWords(people.length));
}

/** The same in a question. */
export function peopleInQuestion(people: People = []): string {
  const name = nameIn(people);
  return name === undefined ? peopleInWords(people) : quoted(name);
}

function nameIn(people: People): string | undefined {
  const [only] = people;
  return only && people.length === 1 ? displayName({ emailAddr: null, ...only }) : undefined;
}
