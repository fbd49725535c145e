import { invalid } from "./answer";
import type { Caller } from "./caller";
import type { SandboxRecord, Value } from "./directory";
import { comparison } from "./modifiers";
import { dataParameters, isObject, parseJSON, type RequestRecord } from "./request";
import { findObjectType, resolveField, type FieldPath, type ObjectType } from "./schema";

export type Condition = (record: SandboxRecord) => boolean;

interface Clause {
  values: string[];
  modifier?: string;
  upperBound?: string;
}

/** The clauses of one alternative, by field path. */
type Group = Map<string, Clause>;

const notFilters = /_(?:Sort|GroupBy|AggFunc)$/;
const prefix = /^(OR|EXISTS|NOTEXISTS):(\d+):(.+)$/;

/** The parameters that filter: those of query and form body, and those inside `filters={…}`. */
function filterParameters(request: RequestRecord, caller: Caller): [string, string][] {
  const parameters = dataParameters(request).filter(([name]) => !notFilters.test(name));
  const packed = request.parameters.get("filters");
  if (packed === null) return parameters;
  const filters = parseJSON(packed, "filters");
  if (!isObject(filters)) throw invalid("filters must be a JSON object");
  if (!caller.switches.filterLists && Object.values(filters).some(Array.isArray))
    throw invalid("filters must hold one value for each field");
  for (const [name, value] of Object.entries(filters))
    for (const each of Array.isArray(value) ? value : [value]) parameters.push([name, String(each)]);
  return parameters;
}

/**
 * What a search looks for. Filters of the base AND together; each `OR:n:` group is a full alternative to the base, which
 * is not repeated in it. `EXISTS:n:` and `NOTEXISTS:n:` groups, known from reports in text mode, belong to the base.
 */
export function parseFilter(request: RequestRecord, type: ObjectType, caller: Caller): Condition {
  const groups = new Map<string, Group>();
  for (const [name, value] of filterParameters(request, caller)) {
    const parts = prefix.exec(name);
    addToGroup(groups, parts ? `${parts[1] ?? ""}:${parts[2] ?? ""}` : "", parts?.[3] ?? name, value);
  }
  const base: Condition[] = [];
  const alternatives: Condition[] = [];
  for (const [name, group] of groups) {
    if (name.startsWith("OR:")) alternatives.push(all(group, type, caller));
    else if (name === "") base.push(all(group, type, caller));
    else base.push(existence(group, name.startsWith("EXISTS"), type, caller));
  }
  if (base.length > 0) alternatives.push((record) => base.every((each) => each(record)));
  if (alternatives.length === 0) return () => true;
  return (record) => alternatives.some((alternative) => alternative(record));
}

/** Whether there is an object of another type (`$$OBJCODE`) with a field that equals one of ours (`FIELD:ID`). */
function existence(group: Group, wished: boolean, type: ObjectType, caller: Caller): Condition {
  const other = findObjectType(group.get("$$OBJCODE")?.values[0] ?? "");
  const link = [...group].find(([, { values }]) => values[0]?.startsWith("FIELD:"));
  const own = link?.[1].values[0]?.slice("FIELD:".length);
  if (!other || !link || own === undefined) throw invalid("EXISTS needs $$OBJCODE and a link with FIELD:");
  const { field } = resolveField(type, own, caller.model);
  resolveField(other, link[0], caller.model);
  const rest = new Map([...group].filter(([name]) => name !== "$$OBJCODE" && name !== link[0]));
  const matches = all(rest, other, caller);
  return (record) => {
    const linked = caller.directory.index(other.code, link[0]).get(record[field] ?? null) ?? [];
    return linked.some(matches) === wished;
  };
}

function addToGroup(groups: Map<string, Group>, groupName: string, name: string, value: string): void {
  const [, field, suffix] = /^(.*?)(_Mod|_Range)?$/s.exec(name) ?? [];
  const group = groups.get(groupName) ?? new Map<string, Clause>();
  groups.set(groupName, group);
  const clause = group.get(field ?? "") ?? { values: [] };
  group.set(field ?? "", clause);
  if (suffix === "_Mod") clause.modifier = value;
  else if (suffix === "_Range") clause.upperBound = value;
  else clause.values.push(value);
}

function all(group: Group, type: ObjectType, caller: Caller): Condition {
  const conditions = [...group].map(([path, clause]) => condition(path, clause, type, caller));
  return (record) => conditions.every((each) => each(record));
}

function condition(name: string, clause: Clause, type: ObjectType, caller: Caller): Condition {
  const path = resolveField(type, name, caller.model, true);
  if (path.flags.includes("y")) throw invalid(`Field ${path.field} of ${path.owner.name} cannot be used in a filter`);
  if (clause.values.length === 0) throw invalid(`No value for ${name}`);
  const usual = clause.upperBound !== undefined ? "between" : clause.values.length > 1 ? "in" : "eq";
  const modifier = clause.modifier ?? usual;
  const values = clause.values.flatMap((value) => caller.expand(value));
  const split = path.field === "ID" || path.field.endsWith("ID") ? values.flatMap((value) => value.split(",")) : values;
  const matches = comparison(path.type, modifier, split, clause.upperBound);
  return reach(path, matches, caller);
}

/** Follows the relations of a path. Through a collection, one matching member is enough; where nothing is there, the value is null. */
function reach(path: FieldPath, matches: (value: Value) => boolean, { directory }: Caller): Condition {
  const { field, relations } = path;
  const matchesAny = (value: Value) => (Array.isArray(value) ? value.some(matches) : matches(value));
  if (!relations.some(({ relation }) => relation.isCollection))
    return (record) => matchesAny(directory.valueAt(path, record));
  return (record) => {
    let reached: readonly SandboxRecord[] = [record];
    for (const { from, relation } of relations)
      reached = reached.flatMap((each) => directory.related(from, each, relation));
    if (reached.length === 0) return matches(null);
    return reached.some((each) => matchesAny(each[field] ?? null));
  };
}
