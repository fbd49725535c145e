/** Where the rows of a tree come from, how the editor draws one, and who tells the editor. */
export interface TreeRowsParts<Row> {
  /** The rows below a row; the outermost ones without it. */
  readonly read: (parent: Row | undefined) => readonly Row[] | Promise<readonly Row[]>;
  readonly draw: (row: Row) => Drawn;
  /** Told of rows that look different, of the row below which there are others, or of nothing for the outermost rows. */
  readonly changed: (what: Row[] | Row | undefined) => void;
}

/** What a row is, and what the editor shows of it. */
export interface Drawn {
  /** The same for the same row, however often it is read. */
  readonly id: string | undefined;
  readonly look: string;
  /** What is made from this is asked for later. */
  readonly source?: unknown;
}

/** More rows than these are drawn sooner all together than one by one. */
const fewRows = 100;

/**
 * The rows that the editor has. While it asks for rows again, it knows none, and what is clicked then is lost. So rows that
 * are read again are compared: a row that was there stays the same object with new content, and the editor hears of what
 * differs, and of nothing else.
 */
export class TreeRows<Row extends object> {
  /** By the row above; the outermost by this object. */
  readonly #below = new WeakMap<object, Promise<readonly Row[]>>();
  readonly #waiting = new WeakMap<object, Promise<void>>();
  readonly #drawn = new WeakMap<Row, Drawn>();

  constructor(private readonly parts: TreeRowsParts<Row>) {}

  /** The rows below a row, read once. */
  below(parent?: Row): Promise<readonly Row[]> {
    const read = async () => this.parts.read(parent);
    return this.#below.get(parent ?? this) ?? this.#keep(parent, read());
  }

  /** Notes how the editor draws a row from now on. */
  note(row: Row, drawn: Drawn): void {
    this.#drawn.set(row, drawn);
  }

  /** Reads the rows again that the editor has, once for all who ask meanwhile. Never rejects: what cannot be read stays. */
  refresh(parent?: Row): Promise<void> {
    const place = parent ?? this;
    const waiting = this.#waiting.get(place) ?? this.#refresh(parent);
    this.#waiting.set(place, waiting);
    return waiting;
  }

  /** Rows below a row that was folded are read when it is opened again. */
  fold(row: Row): void {
    if (this.#below.delete(row)) this.parts.changed([row]);
  }

  #keep(parent: Row | undefined, reading: Promise<readonly Row[]>): Promise<readonly Row[]> {
    this.#below.set(parent ?? this, reading);
    reading.catch(() => this.#below.delete(parent ?? this));
    return reading;
  }

  async #refresh(parent: Row | undefined): Promise<void> {
    const place = parent ?? this;
    const before = await this.#below.get(place)?.catch(() => undefined);
    this.#waiting.delete(place);
    if (before) {
      const comparing = this.#compare(parent, before).catch(() => before);
      const rows = await this.#keep(parent, comparing);
      await Promise.all(rows.filter((row) => this.#below.has(row)).map((row) => this.refresh(row)));
      // What failed at first is asked for again.
    } else this.parts.changed(parent);
  }

  async #compare(parent: Row | undefined, before: readonly Row[]): Promise<readonly Row[]> {
    const fresh = await this.parts.read(parent);
    const known = new Map(before.map((row) => [this.#drawn.get(row)?.id, row]));
    const different: Row[] = [];
    const rows = fresh.map((one) => {
      const now = this.parts.draw(one);
      const row = known.get(now.id);
      const then = row && this.#drawn.get(row);
      if (!row || !then) {
        this.note(one, now);
        return one;
      }
      if (then.look !== now.look || then.source !== now.source) different.push(row);
      return Object.assign(row, one);
    });
    const isSame = rows.length === before.length && rows.every((row, index) => row === before[index]);
    if (!isSame || different.length > fewRows) this.parts.changed(parent);
    else if (different.length > 0) this.parts.changed(different);
    return rows;
  }
}
