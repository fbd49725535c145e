import { accountFor, type Accounting } from "../../src/domain/lists/accounting";
import { columnsOf, type ColumnChoice } from "../../src/domain/lists/column";
import { entriesOf } from "../../src/domain/lists/entries";
import { readList, type List } from "../../src/domain/lists/list";
import { LookUps, type Source } from "../../src/domain/lists/lookUps";
import { matchUsers, type Match } from "../../src/domain/lists/match";
import type { Wish } from "../../src/domain/runs/plan";
import type { UserDetail } from "../../src/domain/user";

export interface Matched {
  readonly list: List;
  /** What says who is meant, where nobody needs to be asked. */
  readonly choice: ColumnChoice | undefined;
  readonly matches: readonly Match[];
  readonly accounting: Accounting;
}

/**
 * Reads a list and matches it, as the command does; where two columns would do, by the one that the test names. Without
 * a header, it is the first.
 */
export async function matchList(
  source: Source,
  content: string | Uint8Array,
  { wish = "deactivate", selfID = "", column }: { wish?: Wish; selfID?: string; column?: string } = {},
): Promise<Matched> {
  const list = await readList(content);
  const { choice, choices } = await columnsOf(list);
  const chosen =
    column === undefined
      ? (choice ?? (list.header ? undefined : choices[0]))
      : choices.find((one) => one.column.header === column);
  const entries = chosen ? await entriesOf(list, chosen) : [];
  const matches = await matchUsers(new LookUps(source), entries, { wish, selfID });
  return { list, choice, matches, accounting: await accountFor(list, matches) };
}

/** Answers as Workfront does, from memory. */
export function sourceOf(users: readonly UserDetail[]): Source {
  const having = (field: "ID" | "emailAddr" | "username", texts: readonly string[]) => {
    const wanted = new Set(texts.map((text) => text.toLowerCase()));
    return Promise.resolve(users.filter((user) => wanted.has((user[field] ?? "").toLowerCase())));
  };
  return {
    findUsers: having,
    findUsersByUsername: (usernames) => having("username", usernames),
  };
}
