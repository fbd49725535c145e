import { displayName, type UserDetail } from "../user";
import type { Entry } from "./entries";
import type { Hints } from "./hints";
import { folded, type Identifier } from "./identifiers";
import { isOtherName } from "./names";

/** Why a line is not certain. */
export type Doubt =
  /** Another user is named in the line, outside the column that says who is meant. */
  | { readonly kind: "alsoNamed"; readonly text: string }
  /** The column itself names several users. */
  | { readonly kind: "severalNamed"; readonly count: number }
  /** Several users have this email or username. */
  | { readonly kind: "shared"; readonly text: string; readonly count: number }
  /** Something in the line could identify somebody, and identifies nobody. */
  | { readonly kind: "missing"; readonly text: string }
  /** Nothing in the column that says who is meant; only another cell names somebody. */
  | { readonly kind: "otherColumn"; readonly text: string }
  /** A word directly before the email is no part of the user's name. */
  | { readonly kind: "wordBefore"; readonly text: string; readonly word: string }
  /** A word directly behind the dot of an email may belong to it. */
  | { readonly kind: "wordAfter"; readonly text: string; readonly word: string }
  /** A word in the line says that whoever is named may not be meant: "Manager", "From", "keep". */
  | { readonly kind: "remark"; readonly text: string }
  /** The line stands below the end of a mail, where its sender signs. */
  | { readonly kind: "signature"; readonly text: string }
  /** The line stands below a heading that names others than leavers. */
  | { readonly kind: "heading"; readonly text: string }
  /** Lines of the list have different check marks, or only some have one. */
  | { readonly kind: "marks"; readonly text: string }
  /** Another line says that this user stays. */
  | { readonly kind: "stays"; readonly line: number; readonly text: string }
  /** The line has the name of somebody else. */
  | { readonly kind: "otherName"; readonly text: string; readonly name: string }
  | { readonly kind: "cells"; readonly count: number; readonly expected: number }
  /** Something in the line could not be looked up. */
  | { readonly kind: "failed"; readonly text: string; readonly error: unknown }
  /** A cell is longer than any cell of a spreadsheet, and was not read. */
  | { readonly kind: "tooLong" };

/** What one identifier of a line leads to. */
export interface Lead {
  readonly identifier: Identifier;
  readonly isNamed: boolean;
  readonly users: readonly UserDetail[];
  readonly error: unknown;
}

/** Why a line is not certain, beyond what its identifiers lead to being several users. */
export function doubtsOf(entry: Entry, leads: readonly Lead[], likeliest: UserDetail): Doubt[] {
  const named = leads.filter(({ isNamed, users }) => isNamed && users.length > 0);
  const people = new Set(named.flatMap(({ users }) => users.map(({ ID }) => ID)));
  const isShared = named.length === 1 && people.size > 1;
  const doubts: Doubt[] = [];
  if (entry.named.length === 0)
    doubts.push({ kind: "otherColumn", text: leads.find(({ users }) => users.length > 0)?.identifier.text ?? "" });
  if (people.size > 1 && !isShared) doubts.push({ kind: "severalNamed", count: people.size });
  for (const { identifier, isNamed, users, error } of leads) {
    const { text, wordBefore, wordAfter } = identifier;
    if (users.length > 1) doubts.push({ kind: "shared", text, count: users.length });
    else if (users[0] && !isNamed && entry.named.length > 0 && users[0].ID !== likeliest.ID)
      doubts.push({ kind: "alsoNamed", text });
    if (error !== undefined) doubts.push({ kind: "failed", text, error });
    else if (users.length === 0) doubts.push({ kind: "missing", text });
    else if (wordBefore && !users.every((user) => isInName(user, wordBefore)))
      doubts.push({ kind: "wordBefore", text, word: wordBefore });
    else if (wordAfter) doubts.push({ kind: "wordAfter", text, word: wordAfter });
  }
  if (named.length === 0 && entry.named.length > 0) {
    const other = leads.find(({ users }) => users.length > 0);
    if (other && !doubts.some(({ kind }) => kind === "alsoNamed"))
      doubts.push({ kind: "alsoNamed", text: other.identifier.text });
  }
  doubts.push(...doubtsOfHints(entry.hints, people.size === 1 ? likeliest : undefined));
  if (entry.cells) doubts.push({ kind: "cells", ...entry.cells });
  if (entry.isTooLong) doubts.push({ kind: "tooLong" });
  return doubts;
}

function doubtsOfHints(
  { remark, stays, signature, heading, marks, name }: Hints,
  user: UserDetail | undefined,
): Doubt[] {
  return [
    ...[remark, stays].flatMap((text) => (text === undefined ? [] : [{ kind: "remark", text } as const])),
    ...(signature === undefined ? [] : [{ kind: "signature", text: signature } as const]),
    ...(heading === undefined ? [] : [{ kind: "heading", text: heading } as const]),
    ...(marks === undefined ? [] : [{ kind: "marks", text: marks.all } as const]),
    ...(name !== undefined && user && isOtherName(name, user)
      ? [{ kind: "otherName", text: name, name: displayName(user) } as const]
      : []),
  ];
}

function isInName({ name, emailAddr }: UserDetail, word: string): boolean {
  // `jo. smith@…` may be one email in which a blank has got.
  if (/[.+&/=_-]$/.test(word)) return false;
  const letters = (text: string) => folded(text).replace(/[^\p{L}\p{N}]/gu, "");
  const words = (name ?? emailAddr ?? "").split(/[\s,;.-]+/).map(letters);
  return words.includes(letters(word)) || letters(name ?? "") === letters(word);
}
