import { invalid } from "./answer";
import type { Caller } from "./caller";
import type { SandboxRecord, Value } from "./directory";
import type { Random } from "./random";
import { dataParameters, type RequestRecord } from "./request";
import { resolveField, type ObjectType } from "./schema";

type Comparator = (one: SandboxRecord, other: SandboxRecord) => number;

/** An order that a request asks for; `name` tells orders apart. */
export interface Order {
  readonly name: string;
  readonly compare: Comparator;
}

/** Reads `<field>_Sort` and `<field>_<n>_Sort`. Undefined where a request asks for no order. */
export function parseSort(request: RequestRecord, type: ObjectType, caller: Caller): Order | undefined {
  const sorts = dataParameters(request).flatMap(([name, direction]) => {
    const parts = /^(.+?)(?:_(\d+))?_Sort$/.exec(name);
    return parts ? [{ path: parts[1] ?? "", rank: Number(parts[2] ?? 0), direction }] : [];
  });
  if (sorts.length === 0) return undefined;
  sorts.sort((one, other) => one.rank - other.rank);
  const comparators = sorts.map(({ path, direction }) => comparator(path, direction, type, caller));
  const compare: Comparator = (one, other) => {
    for (const each of comparators) {
      const difference = each(one, other);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return { name: JSON.stringify([type.code, sorts]), compare };
}

function comparator(path: string, direction: string, type: ObjectType, caller: Caller): Comparator {
  const { owner, relations, field, flags } = resolveField(type, path, caller.model);
  if (flags.includes("y") || relations.some(({ relation }) => relation.isCollection))
    throw invalid(`Field ${path} cannot be used in a sort`);
  if (!["asc", "desc", "ciasc", "cidesc"].includes(direction)) throw invalid(`Invalid sort direction: ${direction}`);
  const sign = direction.endsWith("desc") ? -1 : 1;
  const ignoresCase = direction.startsWith("ci");
  const read = (record: SandboxRecord): Value => {
    let reached: SandboxRecord | undefined = record;
    for (const { from, relation } of relations)
      reached = reached && caller.directory.related(from, reached, relation)[0];
    const value = reached ? caller.directory.value(owner, reached, field) : null;
    return ignoresCase && typeof value === "string" ? value.toLowerCase() : value;
  };
  return (one, other) => sign * compareValues(read(one), read(other));
}

/** By code units, as a database does without a collation; null is the greatest. */
function compareValues(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}

/**
 * Puts records in order. The arrangement of the last time is kept and sorted anew each time, which costs little while
 * nothing has changed and is right when something has.
 */
export class Sorter {
  private readonly kept = new Map<string, { changes: number; records: SandboxRecord[] }>();

  constructor(private readonly random: Random) {}

  all(type: ObjectType, order: Order | undefined, caller: Caller): SandboxRecord[] {
    if (!order) return this.random.shuffle(caller.directory.records(type.code));
    const { changes } = caller.directory.table(type.code);
    const kept = this.kept.get(order.name);
    const fresh = kept?.changes !== changes || type.code === "WORK";
    const records = fresh ? caller.directory.records(type.code) : kept.records;
    records.sort(order.compare);
    this.mixTies(records, order.compare);
    this.kept.set(order.name, { changes, records });
    return records;
  }

  /** Records that the order does not tell apart come in any order, as from a database. */
  private mixTies(records: SandboxRecord[], compare: Comparator): void {
    for (let index = 1; index < records.length; index++) {
      const one = records[index - 1]!;
      const other = records[index]!;
      if (compare(one, other) === 0 && this.random.chance(0.5)) [records[index - 1], records[index]] = [other, one];
    }
  }
}
