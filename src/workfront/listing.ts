import { WorkfrontError } from "./errors";
import { largestPage, type Page } from "./query";

/** A row of a listing: anything with an ID, by which the pages are sorted. */
interface Row {
  readonly ID: string;
}

/** How many times fewer rows are asked for where a server refuses a page, and how many are so few that this is not why. */
const fewer = { times: 4, enough: 125 };

export interface ListingOptions {
  /** How many rows there are by the server's count; decides how far to read ahead, not where to stop. */
  readonly expected: number;
  /** How many pages may be read ahead. */
  readonly ahead: number;
  /** Whose rows they are. */
  readonly host: string;
  /**
   * Whether a page may be refused for what it holds, and is then asked for in smaller ones: by Workfront's documentation, an
   * answer has at most 50,000 objects, with those that the rows refer to.
   */
  readonly mayBeTooLarge?: boolean;
}

/**
 * Reads all rows that are sorted by ID, page by page: no row twice, and none left out that was there all the time, even
 * where rows come and go between pages. Reads ahead only as far as the caller takes the pages; stops when the caller
 * does, and then aborts what it was reading.
 * @throws {WorkfrontError} of kind `endless` where the server sends the same rows again and again.
 */
export async function* listPages<R extends Row>(
  readPage: (page: Page, signal: AbortSignal) => Promise<readonly R[]>,
  { expected, ahead, host, mayBeTooLarge = false }: ListingOptions,
): AsyncGenerator<R[], void, undefined> {
  const pages = new PagesAhead(readPage, Math.max(1, ahead), mayBeTooLarge);
  const seen = new SeenRows();
  let furthest = -1;
  try {
    for (;;) {
      const { first, rows, isLast } = await pages.take(expected);
      if (first > 0 && seen.haveMovedUp(rows)) {
        pages.restartAt(Math.max(0, first - largestPage));
        continue;
      }
      const unseen = seen.add(rows);
      if (unseen.length > 0) yield unseen;
      if (isLast) return;
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

interface PageAhead<R> {
  readonly first: number;
  readonly size: number;
  readonly rows: Promise<readonly R[]>;
}

/** The pages that are being read before they are asked for. */
class PagesAhead<R> {
  #pending: PageAhead<R>[] = [];
  #next = 0;
  #size = largestPage;
  #reading = new AbortController();

  constructor(
    private readonly readPage: (page: Page, signal: AbortSignal) => Promise<readonly R[]>,
    private readonly ahead: number,
    private readonly mayBeTooLarge: boolean,
  ) {}

  /** The next page in order; meanwhile those after it are read, as far as there should be rows. */
  async take(expected: number): Promise<{ first: number; rows: readonly R[]; isLast: boolean }> {
    for (;;) {
      while (this.#pending.length === 0 || (this.#pending.length < this.ahead && this.#next + 1 < expected))
        this.#begin();
      const [page] = this.#pending.splice(0, 1) as [PageAhead<R>];
      try {
        const rows = await page.rows;
        return { first: page.first, rows, isLast: rows.length < page.size };
      } catch (error) {
        if (!this.#isTooLarge(error)) throw error;
        this.#size /= fewer.times;
        this.restartAt(page.first);
      }
    }
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

  #isTooLarge(error: unknown): boolean {
    const isRefused = error instanceof WorkfrontError && error.kind === "refused";
    return this.mayBeTooLarge && isRefused && this.#size > fewer.enough;
  }

  #begin(): void {
    const [first, size] = [this.#next, this.#size];
    const rows = this.readPage({ first, limit: size }, this.#reading.signal);
    // A page that fails is seen when its turn comes, or never, where reading ends before.
    rows.catch(() => undefined);
    this.#pending.push({ first, size, rows });
    // Each page begins with the last row of the one before, which shows whether the rows have moved meanwhile.
    this.#next += size - 1;
  }
}
