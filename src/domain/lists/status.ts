import { isCheckMark } from "./checkMarks";
import { visible } from "./identifiers";
import { isAboutLeaving } from "./leaving";
import type { List, PersonRow } from "./list";
import { Turns } from "../turns";

/** A column that says of each line what state its user is in. It is told, and not read: the list does not say which are meant. */
export interface StatusColumn {
  readonly index: number;
  /** Nothing where the list has no header, or none for this column. */
  readonly header: string | undefined;
  /** Each of its values, and how many lines have it; the most frequent first. */
  readonly values: readonly (readonly [value: string, count: number])[];
}

/** A column with more values than these is no status. */
const mostValues = 8;

/** No value of a status is longer. */
const longestValue = 40;

const headers =
  /status$|^(?:is)?(?:account|user|login)?(?:active|enabled|disabled|inactive|deactivated|blocked|terminated)$|^blockcredential$|^(?:konto|benutzer)?(?:aktiv|aktiviert|deaktiviert|inaktiv|gesperrt)$|상태$|재직여부|활성|사용여부|퇴사여부/;

/** Words that say nothing else, and what check boxes of a spreadsheet are; "yes" does so only below a header. */
const values =
  /^(?:in-?active|(?:not )?active|enabled|disabled|deactivated|terminated|leavers?|joiners?|movers?|transfers?|left|new|new hire|resigned|suspended|on leave|(?:nicht )?aktiv|inaktiv|aktiviert|deaktiviert|gesperrt|ausgeschieden|ausgetreten|beurlaubt|재직|재직중|재직 중|입사|퇴사|퇴직|휴직|활성|비활성|정지|true|false|wahr|falsch)$/;

/** The columns of a list whose values tell some of its users from others by their state. */
export async function statusColumnsOf({ rows, header }: List): Promise<StatusColumn[]> {
  const counts = await countValues(rows, Math.min(header?.length ?? widestOf(rows), widest));
  return [...counts].flatMap(([index, count]) => {
    const name = header?.[index]?.trim() ?? "";
    const some = [...count].sort(([, one], [, other]) => other - one);
    return some.length > 1 &&
      isStatus(
        name,
        some.map(([value]) => value),
      )
      ? { index, header: name === "" ? undefined : name, values: some }
      : [];
  });
}

/** How many rows have each value of a column, by its index; only of columns that can be a status. */
async function countValues(
  rows: readonly PersonRow[],
  width: number,
): Promise<ReadonlyMap<number, ReadonlyMap<string, number>>> {
  const turns = new Turns();
  const counts = new Map(Array.from({ length: width }, (_, index) => [index, new Map<string, number>()]));
  for (const { cells, identifiers } of rows) {
    if (counts.size === 0) break;
    for (const [index, count] of counts) {
      const value = (cells[index] ?? "").slice(0, longestValue + 1).trim();
      count.set(value, (count.get(value) ?? 0) + 1);
      if (count.size > mostValues || value.length > longestValue || identifiers[index]?.length) counts.delete(index);
    }
    if (turns.isOver) await turns.next();
  }
  return counts;
}

function widestOf(rows: readonly PersonRow[]): number {
  return rows.reduce((width, { cells }) => Math.max(width, cells.length), 0);
}

/** Wider tables have their status among their first columns. */
const widest = 100;

function isStatus(header: string, found: readonly string[]): boolean {
  const plain = header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const filled = found.filter((value) => value !== "");
  return (
    headers.test(plain) ||
    isAboutLeaving(plain) ||
    (filled.length > 0 && filled.every((value) => values.test(value.toLowerCase()) || isCheckMark(visible(value))))
  );
}
