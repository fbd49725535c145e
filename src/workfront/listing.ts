import { WorkfrontError } from "./errors";
import { largestPage, type Page } from "./query";

/** A row of a listing: anything with an ID, by which the pages are sorted. */
interface Row {
  readonly ID: string;
}

/** Each page begins with the last row of the one before, which shows whether the rows have moved meanwhile. */
const step = largestPage - 1;

export interface ListingOptions {
  /** How many rows there are by the server's count; decides how far to read ahead, not where to stop. */
  readonly expected: number;
  /** How many pages may be read ahead. */
  readonly ahead: number;
  /** Whose rows they are. */
  readonly host: string;
}

/**
 * Reads all rows that are sorted by ID, page by page: no row twice, and none left out that was there all the time, even
 * where rows come and go between pages. Reads ahead only as far as the caller takes the pages; stops when the caller
 * does, and then aborts what it was reading.
 * @throws {WorkfrontError} of kind `endless` where the server sends the same rows again and again.
 */
export async function* listPages<R extends Row>(
  readPage: (page: Page, signal: AbortSignal) => Promise<readonly R[]>,
  { expected, ahead, host }: ListingOptions,
): AsyncGenerator<R[], void, undefined> {
  const pages = new PagesAhead(readPage, Math.max(1, ahead));
  const seen = new SeenRows();
  let furthest = -1;
  try {
    for (;;) {
      const { first, rows } = await pages.take(expected);
      if (first > 0 && seen.haveMovedUp(rows)) {
        pages.restartAt(Math.max(0, first - step));
        continue;
      }
      const unseen = seen.add(rows);
      if (unseen.length > 0) yield unseen;
      if (rows.length < largestPage) return;
      // What is read once more because rows have moved was seen before.
      if (unseen.length === 0 && first > furthest) throw new WorkfrontError({ kind: "endless", host });
      furthest = Math.max(furthest, first);
    }
  } finally {
    pages.stop();
  }
}

/** Which rows were read. As long as they come in order, the last one stands for all before it. */
class SeenRows {
  #last: string | undefined;
  #isSorted = true;
  readonly #outOfOrder = new Set<string>();

  /** Whether rows before this page have gone, so that others may have slipped past its beginning unread. */
  haveMovedUp(rows: readonly Row[]): boolean {
    const [anchor] = rows;
    return this.#isSorted && this.#last !== undefined && isSorted(rows) && (!anchor || anchor.ID > this.#last);
  }

  /** @returns those that were not seen before. */
  add<R extends Row>(rows: readonly R[]): R[] {
    const unseen = rows.filter(
      ({ ID }) => !(this.#last !== undefined && ID <= this.#last) && !this.#outOfOrder.has(ID),
    );
    this.#isSorted &&= isSorted(rows);
    if (this.#isSorted) this.#last = unseen.at(-1)?.ID ?? this.#last;
    else for (const { ID } of unseen) this.#outOfOrder.add(ID);
    return unseen;
  }
}

function isSorted(rows: readonly Row[]): boolean {
  return rows.every(({ ID }, index) => index === 0 || (rows[index - 1]?.ID ?? "") < ID);
}

/** The pages that are being read before they are asked for. */
class PagesAhead<R> {
  #pending: { readonly first: number; readonly rows: Promise<readonly R[]> }[] = [];
  #next = 0;
  #reading = new AbortController();

  constructor(
    private readonly readPage: (page: Page, signal: AbortSignal) => Promise<readonly R[]>,
    private readonly ahead: number,
  ) {}

  /** The next page in order; meanwhile those after it are read, as far as there should be rows. */
  async take(expected: number): Promise<{ first: number; rows: readonly R[] }> {
    while (this.#pending.length === 0 || (this.#pending.length < this.ahead && this.#next + 1 < expected))
      this.#begin();
    const [page] = this.#pending;
    const rows = (await page?.rows) ?? [];
    this.#pending.shift();
    return { first: page?.first ?? 0, rows };
  }

  restartAt(first: number): void {
    this.stop();
    this.#reading = new AbortController();
    this.#pending = [];
    this.#next = first;
  }

  stop(): void {
    this.#reading.abort();
  }

  #begin(): void {
    const first = this.#next;
    const rows = this.readPage({ first, limit: largestPage }, this.#reading.signal);
    // A page that fails is seen when its turn comes, or never, where reading ends before.
    rows.catch(() => undefined);
    this.#pending.push({ first, rows });
    this.#next += step;
  }
}
