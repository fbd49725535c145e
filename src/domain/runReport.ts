import type { RecordedResult, RunRecord } from "./runRecord";
import { byteOrderMark, csvLines } from "./csv";

/** The words of a report, chosen where people read them. */
export interface ReportWords {
  /** Name, email, user ID, result, reason, time, host, changed by, run. */
  readonly headings: readonly string[];
  readonly result: (one: RecordedResult) => string;
  readonly reason: (one: RecordedResult) => string;
}

/** A run as CSV, one line for each user: for the ticket, and for whoever looks for it in a year. */
export async function runReport(run: RunRecord, words: ReportWords): Promise<string> {
  const rows = run.users.map((one) => [
    ...[one.user.name ?? "", one.user.emailAddr ?? "", one.user.ID, words.result(one), words.reason(one)],
    ...[one.at.toISOString(), run.host, run.by.name, run.id],
  ]);
  return byteOrderMark + (await csvLines([words.headings, ...rows]));
}
