import { measures } from "./measures";
import type { PageOverview, PageRow, Words } from "./messages";

/**
 * All numbers of the page in one table, for a spreadsheet or a ticket: a heading, then a line for each license, access
 * level, home group and month. The first column says what the line is of; numbers have no separators.
 */
export function overviewTable(overview: PageOverview, words: Words): string[][] {
  const text = (count: number | null) => (count === null ? words.unknown : String(count));
  const known = (count: number | null) => (count === null ? "" : String(count));
  const counts = ({ numbers }: Pick<PageRow, "numbers">) => measures.map((measure) => text(numbers[measure]));
  const { licenses, total, groups, logins } = overview;
  return [
    ["", "", words.license, words.purchased, ...measures.map((measure) => words[measure]), words.free],
    ...licenses.flatMap((row) => [
      [words.license, row.name, row.name, known(row.purchased), ...counts(row), known(row.free)],
      ...row.levels.map((level) => [words.accessLevel, level.name, row.name, "", ...counts(level), ""]),
    ]),
    [words.total, "", "", known(total.purchased), ...counts(total), known(total.free)],
    ...groups.map((row) => [words.homeGroup, row.name, "", "", ...counts(row), ""]),
    ...logins.map(({ name, count }) => [words.lastLogins, name, "", "", text(count), "", "", "", ""]),
  ];
}
