import { chunksOf } from "../workfront/chunksOf";
import type { WorkfrontClient } from "../workfront/client";
import { idPattern } from "../workfront/query";
import { readTable } from "./csv";
import { wishedState, type Wish } from "./runs/plan";
import type { UserDetail } from "./user";

/** One line of a list: the texts in it by which Workfront could know a user. */
export interface ListEntry {
  /** What the line says, as a person would read it. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  /** Texts that could be usernames; only looked at where the line holds neither an ID nor an email. */
  readonly usernames: readonly string[];
  /** Whether the line may be the table's header, so that nobody is missed where it matches nobody. */
  readonly maybeHeader: boolean;
}

/** What became of a line. */
export type Match = { readonly entry: ListEntry } & (
  | { readonly kind: "matched" | "asWished"; readonly user: UserDetail }
  /** More than one user is called so, or the line names several: only a person can tell who is meant. */
  | { readonly kind: "several"; readonly users: readonly UserDetail[] }
  | { readonly kind: "notFound" }
);

type Field = "ID" | "emailAddr" | "username";
type Source = Pick<WorkfrontClient, "findUsers">;

/** How many texts one look-up names. */
const textsPerRequest = 100;

const email =
  /[^\s<>"',;:()[\]]([^\s<>",;:()[\]]*[^\s<>"',;:()[\]])?@[^\s<>"',;:()[\]]+\.[^\s<>"',;:()[\]]*[^\s<>"',;:()[\].]/g;

const headerWords = /^(e-?mails?|e-?mail ?addr(ess)?|users?|user ?names?|login|id|guid|user ?id|name|mail)$/i;

/**
 * Reads a list of users in whatever form it comes: CSV, TSV, semicolons, one per line, `Name <mail>`, with or without a
 * header. Each line is one entry; the cells of a single line are an entry each. A line that occurs twice counts once.
 */
export async function readList(content: string): Promise<ListEntry[]> {
  const table = await readTable(content, delimiterOf(content));
  const rows = table
    .map((cells, index) => ({
      cells: cells.map((cell) => cell.trim()).filter((cell) => /[^\s;,"']/.test(cell)),
      line: index + 1,
    }))
    .filter(({ cells }) => cells.length > 0);
  const [only] = rows;
  const single = rows.length === 1 && only ? only.cells.map((cell) => ({ cells: [cell], line: 1 })) : rows;
  const entries = single.map(({ cells, line }) => entryOf(cells, line));
  return distinct(markHeader(entries));
}

/**
 * Looks the entries up, in batches. A user counts only where their own ID, email or username equals the text, compared
 * here: a server may ignore a filter, and nobody may be matched by a guess. A user who is named by several lines belongs
 * to the first.
 */
export async function matchUsers(
  source: Source,
  entries: readonly ListEntry[],
  { wish, signal }: { readonly wish: Wish; readonly signal?: AbortSignal },
): Promise<Match[]> {
  const texts = (of: (entry: ListEntry) => readonly string[]) => [...new Set(entries.flatMap(of).map(folded))];
  const [byID, byEmail, byUsername] = await Promise.all([
    find(
      source,
      "ID",
      texts(({ ids }) => ids),
      signal,
    ),
    find(
      source,
      "emailAddr",
      texts(({ emails }) => emails),
      signal,
    ),
    find(
      source,
      "username",
      texts(({ emails, usernames }) => [...emails, ...usernames]),
      signal,
    ),
  ]);
  const named = (entry: ListEntry) => [
    ...entry.ids.flatMap((text) => byID.get(folded(text)) ?? []),
    ...entry.emails.flatMap((text) => byEmail.get(folded(text)) ?? []),
    ...[...entry.emails, ...entry.usernames].flatMap((text) => byUsername.get(folded(text)) ?? []),
  ];
  const taken = new Set<string>();
  return entries.flatMap((entry): Match[] => {
    const users = [...new Map(named(entry).map((user) => [user.ID, user])).values()];
    const [user] = users;
    if (!user) return entry.maybeHeader ? [] : [{ entry, kind: "notFound" }];
    if (users.length > 1) return [{ entry, kind: "several", users }];
    if (taken.has(user.ID)) return [];
    taken.add(user.ID);
    return [{ entry, user, kind: user.isActive === wishedState(wish) ? "asWished" : "matched" }];
  });
}

async function find(source: Source, field: Field, texts: readonly string[], signal: AbortSignal | undefined) {
  const batches = chunksOf(texts, textsPerRequest).map((some) => source.findUsers(field, some, { signal }));
  const found = new Map<string, UserDetail[]>();
  for (const user of (await Promise.all(batches)).flat()) {
    const own = folded(user[field] ?? "");
    found.set(own, [...(found.get(own) ?? []), user]);
  }
  return found;
}

/** What counts as the same text: upper and lower case are, and so are the two ways to write an accented letter. */
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** The first of tab, semicolon and comma that occurs outside quotes and `<…>`; a tab is never part of a name. */
function delimiterOf(text: string): string {
  const bare = text.replaceAll(/"[^"]*"/g, "");
  return ["\t", ";", ","].find((delimiter) => bare.includes(delimiter)) ?? ",";
}

function entryOf(cells: readonly string[], line: number): ListEntry {
  const ids = cells.filter((cell) => idPattern.test(cell));
  const emails = cells.flatMap((cell) => cell.replaceAll(/\bmailto:/gi, "").match(email) ?? []);
  const usernames = ids.length + emails.length > 0 ? [] : cells;
  return { text: cells.join(" · "), line, ids, emails, usernames, maybeHeader: false };
}

function markHeader(entries: readonly ListEntry[]): ListEntry[] {
  const [first, ...rest] = entries;
  if (!first || first.usernames.length === 0 || rest.length === 0) return [...entries];
  const maybeHeader =
    first.usernames.some((cell) => headerWords.test(cell)) || rest.every(({ usernames }) => usernames.length === 0);
  return [{ ...first, maybeHeader }, ...rest];
}

function distinct(entries: readonly ListEntry[]): ListEntry[] {
  const byTexts = new Map<string, ListEntry>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.ids, entry.emails, entry.usernames].map((texts) => texts.map(folded)));
    if (!byTexts.has(key)) byTexts.set(key, entry);
  }
  return [...byTexts.values()];
}
