import * as v from "valibot";
import { chunksOf } from "./chunksOf";
import { badReply, type Failure } from "./errors";
import { listPages } from "./listing";
import { oneOf, pageParameters, sortedByID, type Page, type Parameter } from "./query";
import { countSchema, rawSchema, type RawRecord } from "./records";
import { Sender, type CallOptions, type ClientOptions } from "./sender";

/** How many IDs one look-up names. */
const idsPerRequest = 200;

/** Some fields of an object that have one plain value each. */
export type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** What the API does with objects of every type: counting, searching, reading, and setting fields. */
export class WorkfrontObjects {
  readonly host: string;
  protected readonly sender: Sender;

  constructor(options: ClientOptions) {
    this.host = options.transport.host;
    this.sender = new Sender(options);
  }

  /** What some fields of objects are; objects that are not there or may not be seen are left out, and so are such fields. */
  async readFields(
    objCode: string,
    ids: readonly string[],
    fields: readonly string[],
    options?: CallOptions,
  ): Promise<ReadonlyMap<string, Fields>> {
    const records = await this.objectsByID(objCode, rawSchema, { ids, fields: ["ID", ...fields] }, options);
    return fieldsByID(records, fields, new Set(ids));
  }

  /**
   * Sets fields of one object: the article's step 3 for `USER` and `isActive`. Sent once; a lost or failed answer is the
   * caller's to settle by reading. The signal ends waiting, never a request under way.
   * @param fields what the answer is to show.
   * @returns what it shows of these.
   * @throws {WorkfrontError} of kind `readOnly` where the connection allows no changes.
   */
  async edit(
    objCode: string,
    id: string,
    changes: Fields,
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<Fields> {
    const edited = await this.sender.edit(`${objCode}/${id}`, rawSchema, { fields, changes }, signal);
    const shown = fieldsByID([edited], fields, new Set([id])).get(id);
    if (!shown) throw badReply(this.host);
    return shown;
  }

  /**
   * The same for several objects at once, in the bulk form of Workfront's API documentation. What a server does with the
   * rest when it declines one is not documented, so only an answer that shows an object as wished tells anything.
   * @param changes at most 100, each with the ID of its object.
   * @returns what the answer shows of each object that it names.
   */
  async editMany(
    objCode: string,
    changes: readonly (Fields & { readonly ID: string })[],
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, Fields>> {
    const edited = await this.sender.edit(objCode, v.array(rawSchema), { fields, changes }, signal);
    return fieldsByID(edited, fields, new Set(changes.map(({ ID }) => ID)));
  }

  /** Waits as this client does before it sends a request again; see `Sender.wait`. */
  waitBeforeAgain(attempt: number, failure: Failure | undefined, signal?: AbortSignal): Promise<void> {
    return this.sender.wait(attempt, failure, signal);
  }

  /** How many objects of a type (`TASK`, `PROJ`…) pass the filters, among those that the signed-in user may see. */
  async countObjects(objCode: string, filters: readonly Parameter[], options?: CallOptions): Promise<number> {
    const { count } = await this.sender.read(`${objCode}/count`, countSchema, filters, options);
    return count;
  }

  /** The objects of a type that pass the filters, with the given fields. */
  async searchObjects(
    objCode: string,
    { filters, fields, page }: { filters: readonly Parameter[]; fields: readonly string[]; page: Page },
    options?: CallOptions,
  ): Promise<RawRecord[]> {
    const parameters: Parameter[] = [...filters, ...pageParameters(page), ...sortedByID, ["fields", fields.join(",")]];
    return this.sender.read(`${objCode}/search`, v.array(rawSchema), parameters, options);
  }

  /**
   * All objects of a type that pass the filters, in pages as `listUsers` has them, one request for each.
   * @throws {WorkfrontError} of kind `refused` where the server does not know one of the fields.
   */
  listObjects(
    objCode: string,
    { filters, fields }: { readonly filters: readonly Parameter[]; readonly fields: readonly string[] },
    signal?: AbortSignal,
  ): AsyncGenerator<RawRecord[], void, undefined> {
    const readPage = (page: Page, stopped: AbortSignal) =>
      this.searchObjects(
        objCode,
        { filters, fields, page },
        { signal: signal ? AbortSignal.any([signal, stopped]) : stopped },
      );
    // How many there are is not asked, so no page is read ahead.
    return listPages(readPage, { expected: 0, ahead: 1, host: this.host });
  }

  /** The objects with the given IDs, as a search finds them, with those of the fields that the server knows. */
  protected async objectsByID<T>(
    objCode: string,
    schema: v.GenericSchema<unknown, T>,
    { ids, fields }: { readonly ids: readonly string[]; readonly fields: readonly string[] },
    options: CallOptions | undefined,
  ): Promise<T[]> {
    const answers = await Promise.all(
      chunksOf(ids, idsPerRequest).map((chunk) =>
        this.sender.withFields(
          fields,
          (accepted) =>
            this.sender.read(
              `${objCode}/search`,
              v.array(schema),
              [...this.oneOf(chunk), ...sortedByID, accepted],
              options,
            ),
          objCode,
        ),
      ),
    );
    return answers.flat();
  }

  protected oneOf(ids: readonly string[]): Parameter[] {
    return [...oneOf("ID", ids), ...pageParameters({ first: 0, limit: ids.length })];
  }
}

/** The asked fields of the asked objects; a value of another kind is as good as none. */
function fieldsByID(
  records: readonly RawRecord[],
  fields: readonly string[],
  ids: ReadonlySet<string>,
): ReadonlyMap<string, Fields> {
  const isPlain = (value: unknown) => value === null || ["string", "number", "boolean"].includes(typeof value);
  return new Map(
    records
      .filter(({ ID }) => ids.has(ID))
      .map((record) => [
        record.ID,
        Object.fromEntries(
          fields.filter((field) => isPlain(record[field])).map((field) => [field, record[field]]),
        ) as Fields,
      ]),
  );
}
