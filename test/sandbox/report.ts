import { invalid, json, type Answer } from "./answer";
import type { Caller } from "./caller";
import type { SandboxRecord, Value } from "./directory";
import { matching } from "./read";
import { dataParameters, type RequestRecord } from "./request";
import { resolveField, type FieldPath, type ObjectType } from "./schema";

/** Something to compute over the records of a group, for example `dcount` of `ID`. */
interface Aggregate {
  readonly name: string;
  readonly path: FieldPath;
  readonly isDistinct: boolean;
  readonly compute: (values: readonly number[]) => number;
}

interface Grouping {
  readonly name: string;
  readonly path: FieldPath;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? 0 : sum(values) / values.length);
const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

const computations: Readonly<Record<string, Aggregate["compute"]>> = {
  count: (values) => values.length,
  sum,
  avg: mean,
  min: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  max: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  var: variance,
  std: (values) => Math.sqrt(variance(values)),
};

/**
 * `report`: aggregates for each group, keyed by the group's value, in the shape of the official client's fixtures. How
 * records without a value are keyed is not documented: here by the empty text, with null inside. Further groupings nest.
 */
export function report(request: RequestRecord, type: ObjectType, caller: Caller): Answer {
  const groupings = parseGroupings(request, type, caller);
  const aggregates = parseAggregates(request, type, caller);
  if (aggregates.length === 0) throw invalid("A report needs an aggregate function");
  const records = matching(request, type, caller);
  const data = group(records, groupings, aggregates, {}, caller);
  if (request.parameters.get("$$ROLLUP") === "true") data["$$ROLLUP"] = aggregate(records, aggregates, caller);
  return json({ data });
}

/** `<field>_GroupBy=true`, or `<field>_<n>_GroupBy=true` for several in order. */
function parseGroupings(request: RequestRecord, type: ObjectType, caller: Caller): Grouping[] {
  const found = dataParameters(request).flatMap(([parameter, value]) => {
    const parts = /^(.+?)(?:_(\d+))?_GroupBy$/.exec(parameter);
    return parts && value === "true" ? [{ name: parts[1] ?? "", rank: Number(parts[2] ?? 0) }] : [];
  });
  found.sort((one, other) => one.rank - other.rank);
  return found.map(({ name }) => {
    const path = resolveField(type, name, caller.model);
    if (/[gy]/.test(path.flags)) throw invalid(`Field ${path.field} of ${path.owner.name} is not groupable`);
    if (path.relations.some(({ relation }) => relation.isCollection)) throw invalid(`Cannot group by ${name}`);
    return { name, path };
  });
}

/** `<field>_AggFunc=<function>`; a `d` in front counts each value once. */
function parseAggregates(request: RequestRecord, type: ObjectType, caller: Caller): Aggregate[] {
  return dataParameters(request).flatMap(([parameter, called]) => {
    const field = /^(.+)_AggFunc$/.exec(parameter)?.[1];
    if (field === undefined) return [];
    const isDistinct = !Object.hasOwn(computations, called) && called.startsWith("d");
    const compute = computations[isDistinct ? called.slice(1) : called];
    if (!compute) throw invalid(`Invalid aggregate function: ${called}`);
    return [{ name: `${called}_${field}`, path: resolveField(type, field, caller.model), isDistinct, compute }];
  });
}

function group(
  records: readonly SandboxRecord[],
  [grouping, ...rest]: readonly Grouping[],
  aggregates: readonly Aggregate[],
  key: Record<string, Value>,
  caller: Caller,
): Record<string, unknown> {
  if (!grouping) return { ...aggregate(records, aggregates, caller), ...key };
  const groups = new Map<Value, SandboxRecord[]>();
  for (const record of records) {
    const value = caller.directory.valueAt(grouping.path, record);
    const members = groups.get(value);
    if (members) members.push(record);
    else groups.set(value, [record]);
  }
  const entries = [...groups].map(([value, members]) => {
    const nested = group(members, rest, aggregates, { ...key, [grouping.name]: value }, caller);
    return [value === null ? "" : String(value), nested] as const;
  });
  return Object.fromEntries(entries);
}

function aggregate(
  records: readonly SandboxRecord[],
  aggregates: readonly Aggregate[],
  { directory }: Caller,
): Record<string, number> {
  const results = aggregates.map(({ name, path, isDistinct, compute }) => {
    const values = records.map((record) => directory.valueAt(path, record)).filter((value) => value !== null);
    const counted = isDistinct ? [...new Set(values)] : values;
    return [name, compute(counted.map(Number))] as const;
  });
  return Object.fromEntries(results);
}
