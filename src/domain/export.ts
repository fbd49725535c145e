import { open, rm, type FileHandle } from "node:fs/promises";
import { chunksOf } from "../workfront/chunksOf";
import type { WorkfrontClient } from "../workfront/client";
import type { UserCriteria } from "../workfront/query";
import type { RawRecord } from "../workfront/records";
import { byteOrderMark, csvLines } from "./csv";
import { fieldText } from "./fieldText";
import { whenFree } from "./whenFree";

export type ExportFormat = "csv" | "json";

export interface ExportOptions {
  readonly criteria: UserCriteria;
  /** Fields in Workfront's words, `relation:field` for those of a related object; also the headings of the CSV. */
  readonly fields: readonly string[];
  readonly format: ExportFormat;
  /** What the organization calls its licenses; in the CSV, instead of Workfront's letters. */
  readonly licenses: ReadonlyMap<string, string>;
  /** How many users there should be, by the last count. */
  readonly expected: number;
  /** The work that was left with the users, where they are exported for that. */
  readonly left?: LeftColumns | undefined;
  readonly signal: AbortSignal;
  /** Told again and again how many users are written. */
  readonly onProgress: (written: number) => void;
}

/** How much work was left with users: a column for each kind in a CSV, and in JSON an object `workLeft` by the keys. */
export interface LeftColumns {
  readonly columns: readonly { readonly key: string; readonly heading: string }[];
  /** @returns `undefined` where it is unknown: a word in a CSV, null in JSON. */
  readonly count: (userID: string, key: string) => number | undefined;
  readonly unknown: string;
}

/** What came of it. The two numbers differ where the directory changed while it was read. */
export interface ExportResult {
  /** Distinct users in the file. */
  readonly written: number;
  /** Users that met the criteria when the file was complete, by the server's count; undefined where it gave none. */
  readonly counted: number | undefined;
}

type Client = Pick<WorkfrontClient, "listUsers" | "countUsers">;

/** How many users are written in one go, while nothing else has a turn. */
const usersAtATime = 500;

/** Turns pages of records into the text of one file. */
interface Format {
  readonly start: string;
  readonly page: (records: readonly RawRecord[], isFirst: boolean) => Promise<string> | string;
  readonly end: string;
}

/**
 * Writes all users that meet the criteria to a file that only its owner may read, a few pages of them in memory at a
 * time. Where that fails or is canceled, the file is gone again.
 */
export async function exportUsers(client: Client, file: string, options: ExportOptions): Promise<ExportResult> {
  const handle = await open(file, "w", 0o600);
  try {
    const written = await writeUsers(client, handle, options);
    await handle.close();
    const counted = await client.countUsers(options.criteria, { signal: options.signal }).catch(() => undefined);
    options.signal.throwIfAborted();
    return { written, counted };
  } catch (error) {
    await handle.close();
    await whenFree(() => rm(file, { force: true }));
    throw error;
  }
}

async function writeUsers(client: Client, handle: FileHandle, options: ExportOptions): Promise<number> {
  const { criteria, fields, expected, signal, onProgress } = options;
  const { start, page, end } = options.format === "json" ? json(options) : await csv(options);
  let written = 0;
  await handle.appendFile(start);
  for await (const records of client.listUsers(criteria, fields, { expected, signal }))
    for (const some of chunksOf(records, usersAtATime)) {
      await handle.appendFile(await page(some, written === 0));
      written += some.length;
      onProgress(written);
    }
  await handle.appendFile(end);
  return written;
}

/** One array; each record exactly as Workfront sent it, with the work that was left where that is asked for. */
function json({ left }: ExportOptions): Format {
  const withLeft = (record: RawRecord) => {
    const counts = left?.columns.map(({ key }) => [key, left.count(record.ID, key) ?? null] as const);
    return counts ? { ...record, workLeft: Object.fromEntries(counts) } : record;
  };
  return {
    start: "[",
    page: (records, isFirst) =>
      records
        .map((record, index) => `${isFirst && index === 0 ? "\n" : ",\n"}${JSON.stringify(withLeft(record))}`)
        .join(""),
    end: "\n]\n",
  };
}

async function csv({ fields, licenses, left }: ExportOptions): Promise<Format> {
  const { columns = [], count, unknown = "" } = left ?? {};
  const line = (record: RawRecord) => [
    ...fields.map((field) => cell(record, field, licenses)),
    ...columns.map(({ key }) => String(count?.(record.ID, key) ?? unknown)),
  ];
  return {
    start: byteOrderMark + (await csvLines([[...fields, ...columns.map(({ heading }) => heading)]])),
    page: (records) => csvLines(records.map(line)),
    end: "",
  };
}

function cell(record: RawRecord, field: string, licenses: ReadonlyMap<string, string>): string {
  const text = fieldText(record, field);
  return field === "licenseType" ? (licenses.get(text) ?? text) : text;
}
