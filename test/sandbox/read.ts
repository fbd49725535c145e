import { invalid, json, notFound, type Answer } from "./answer";
import type { Caller } from "./caller";
import type { SandboxRecord } from "./directory";
import { Projection } from "./fields";
import { parseFilter } from "./filter";
import type { RequestRecord } from "./request";
import type { ObjectType } from "./schema";
import { parseSort, type Sorter } from "./sort";

const mostRows = 2000;

/** `search`: a page of what matches. Without an order the rows come in another one each time. */
export function search(request: RequestRecord, type: ObjectType, caller: Caller, sorter: Sorter): Answer {
  const matches = parseFilter(request, type, caller);
  const order = parseSort(request, type, caller);
  const projection = new Projection(request, type, caller);
  const asked = wholeNumber(request, "$$FIRST", 0);
  const first = caller.switches.paging ? asked : 0;
  const limit = wholeNumber(request, "$$LIMIT", 100);
  if (limit > mostRows)
    throw invalid(`The requested limit ${limit} is greater than the maximum allowed limit of ${mostRows}`);
  if (!sees(type, caller)) return json({ data: [] });
  const rows = sorter.all(type, order, caller).filter(matches);
  const page = rows.slice(first, first + limit).map((record) => projection.show(record));
  if (request.parameters.get("map") !== "true") return json({ data: page });
  return json({ data: Object.fromEntries(page.map((row) => [String(row["ID"]), row])) });
}

export function count(request: RequestRecord, type: ObjectType, caller: Caller): Answer {
  return json({ data: { count: matching(request, type, caller).length } });
}

/** Everything that a request's filters match and the caller may see. */
export function matching(request: RequestRecord, type: ObjectType, caller: Caller): SandboxRecord[] {
  const matches = parseFilter(request, type, caller);
  return sees(type, caller) ? caller.directory.records(type.code).filter(matches) : [];
}

/** A caller without access to users is told nothing, rather than refused. */
function sees(type: ObjectType, caller: Caller): boolean {
  return type.code !== "USER" || caller.accessLevel.seesUsers;
}

/** What `?id=a,b` does with an ID that is not there: leaves it out, or refuses the whole request. Not documented. */
export type UnknownIDs = "omit" | "refuse";

/** `GET /USER/<ID>`, `?id=<ID>` (an object) and `?id=<ID>,<ID>` (a list). */
export function get(
  request: RequestRecord,
  type: ObjectType,
  id: string | undefined,
  caller: Caller,
  unknown: UnknownIDs,
): Answer {
  const projection = new Projection(request, type, caller);
  const asked = id === undefined ? request.parameters.getAll("id").flatMap((ids) => ids.split(",")) : [id];
  const ids = asked.flatMap((each) => caller.expand(each));
  if (ids.length === 0) throw invalid("id is required");
  const table = caller.directory.table(type.code);
  const missing = ids.filter((each) => !table.has(each));
  if (missing.length > 0 && (ids.length === 1 || unknown === "refuse")) throw notFound(type.name, missing.join(","));
  const shown = ids.flatMap((each) => {
    const record = table.get(each);
    return record ? [projection.show(record)] : [];
  });
  return json({ data: ids.length === 1 ? shown[0] : shown });
}

function wholeNumber(request: RequestRecord, name: string, usual: number): number {
  const text = request.parameters.get(name);
  if (text === null) return usual;
  if (!/^\d+$/.test(text)) throw invalid(`Invalid value for ${name}: ${text}`);
  return Number(text);
}
