import { invalid } from "./answer";
import type { Caller } from "./caller";
import type { SandboxRecord, Value } from "./directory";
import type { Random } from "./random";
import { dataParameters, type RequestRecord } from "./request";
import { resolveField, type ObjectType } from "./schema";

/** One of the fields that a request sorts by. */
interface SortKey {
  readonly read: (record: SandboxRecord) => Value;
  readonly sign: 1 | -1;
  readonly ignoresCase: boolean;
}

/** An order that a request asks for; `name` tells orders apart. */
export interface Order {
  readonly name: string;
  readonly keys: readonly SortKey[];
}

/** Reads `<field>_Sort` and `<field>_<n>_Sort`. Undefined where a request asks for no order. */
export function parseSort(request: RequestRecord, type: ObjectType, caller: Caller): Order | undefined {
  const sorts = dataParameters(request).flatMap(([name, direction]) => {
    const parts = /^(.+?)(?:_(\d+))?_Sort$/.exec(name);
    return parts ? [{ path: parts[1] ?? "", rank: Number(parts[2] ?? 0), direction }] : [];
  });
  if (sorts.length === 0) return undefined;
  sorts.sort((one, other) => one.rank - other.rank);
  const keys = sorts.map(({ path, direction }) => sortKey(path, direction, type, caller));
  return { name: JSON.stringify([type.code, sorts]), keys };
}

function sortKey(path: string, direction: string, type: ObjectType, caller: Caller): SortKey {
  const resolved = resolveField(type, path, caller.model);
  if (resolved.flags.includes("y") || resolved.relations.some(({ relation }) => relation.isCollection))
    throw invalid(`Field ${path} cannot be used in a sort`);
  if (!["asc", "desc", "ciasc", "cidesc"].includes(direction)) throw invalid(`Invalid sort direction: ${direction}`);
  return {
    read: (record) => caller.directory.valueAt(resolved, record),
    sign: direction.endsWith("desc") ? -1 : 1,
    ignoresCase: direction.startsWith("ci"),
  };
}

/** By code units, as a database does without a collation; null is the greatest. */
function compareValues(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}

/** Records in an order, and what it was made from. */
interface Arrangement {
  readonly changes: number;
  readonly records: SandboxRecord[];
  /** The records as they lie in memory, which is the quick way through them. */
  readonly source: readonly SandboxRecord[];
  /** For each key, its values in the order of `source`. */
  readonly columns: readonly (readonly Value[])[];
  /** Positions whose record the order does not tell apart from the one before. */
  readonly ties: readonly number[];
}

/** Puts records in order. An arrangement is used again for as long as the values it was made from are still the same. */
export class Sorter {
  private readonly kept = new Map<string, Arrangement>();

  constructor(private readonly random: Random) {}

  /** All records of a type. Those that the order does not tell apart come in another order each time, as from a database. */
  all(type: ObjectType, order: Order | undefined, caller: Caller): SandboxRecord[] {
    if (!order) return this.random.shuffle(caller.directory.records(type.code));
    const { changes } = caller.directory.table(type.code);
    let arrangement = this.kept.get(order.name);
    if (arrangement?.changes !== changes || type.code === "WORK" || !isCurrent(arrangement, order)) {
      arrangement = arrange(caller.directory.records(type.code), order, changes);
      this.kept.set(order.name, arrangement);
    }
    const { records, ties } = arrangement;
    if (ties.length === 0) return records;
    const mixed = [...records];
    for (const tie of ties) if (this.random.chance(0.5)) [mixed[tie - 1], mixed[tie]] = [mixed[tie]!, mixed[tie - 1]!];
    return mixed;
  }
}

function isCurrent({ source, columns }: Arrangement, { keys }: Order): boolean {
  return keys.every(({ read }, key) => {
    const column = columns[key]!;
    return source.every((record, index) => read(record) === column[index]);
  });
}

function arrange(source: readonly SandboxRecord[], { keys }: Order, changes: number): Arrangement {
  const columns = keys.map(({ read }) => source.map(read));
  const folded = columns.map((column, key) => (keys[key]!.ignoresCase ? column.map(folding) : column));
  const compare = (one: number, other: number): number => {
    for (const [key, { sign }] of keys.entries()) {
      const difference = compareValues(folded[key]![one]!, folded[key]![other]!);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
  const order = [...source.keys()].sort(compare);
  const records = order.map((index) => source[index]!);
  const isTie = (position: number) => position > 0 && compare(order[position - 1]!, order[position]!) === 0;
  return { changes, records, source, columns, ties: [...order.keys()].filter(isTie) };
}

function folding(value: Value): Value {
  return typeof value === "string" ? value.toLowerCase() : value;
}
