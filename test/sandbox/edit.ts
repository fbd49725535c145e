import { invalid, json, notFound, Refusal, unsupportedField, type Answer } from "./answer";
import type { Caller } from "./caller";
import { parseDate } from "./dates";
import type { SandboxRecord, SandboxUser, Value } from "./directory";
import { changeUser, type UserRules } from "./editUser";
import { changeWork, type Updates, type WorkRules } from "./editWork";
import { Projection } from "./fields";
import { dataParameters, isObject, parseJSON, type ReceivedRequest } from "./request";
import type { FieldType, ObjectType } from "./schema";

/** Rules on which the documentation is silent. */
export interface EditRules extends UserRules, WorkRules {
  /** What one bad object does to a bulk edit. */
  readonly bulkFailure: BulkFailure;
}

/** Nothing is changed; what stands before the bad one is changed; or the bad one is left out without a word. */
export type BulkFailure = "abort" | "partial" | "skip";

/** The types whose objects can be changed here: users, and what can be handed over to another user. */
export const editableTypes: ReadonlySet<string> = new Set(
  "USER PROJ TMPL PORT PRGM TEAMOB RRUL ASSGN PTLSEC".split(" "),
);

const mostUpdates = 100;

/** Types of which no bulk edit is documented; this server takes none. */
const oneByOne: ReadonlySet<string> = new Set(["PTLSEC"]);

/** `PUT /<object>/<ID>`: answers the object as it is afterward. */
export function edit(
  request: ReceivedRequest,
  type: ObjectType,
  id: string,
  version: number,
  caller: Caller,
  rules: EditRules,
): Answer {
  const projection = new Projection(request, type, caller);
  const raw = rawUpdates(request, version);
  if (!isObject(raw)) throw invalid("The updates of one object must be a JSON object");
  const record = findRecord(id, type, caller);
  change(record, checked(raw, request, type, caller), type, caller, rules);
  return json({ data: projection.show(record) });
}

/** `PUT /<object>` with a list: at most a hundred objects, each with its own changes. Answers those that were changed. */
export function bulkEdit(
  request: ReceivedRequest,
  type: ObjectType,
  version: number,
  caller: Caller,
  rules: EditRules,
): Answer {
  if (oneByOne.has(type.code)) throw invalid(`Bulk edit is not supported for ${type.name}`);
  const projection = new Projection(request, type, caller);
  const raw = rawUpdates(request, version);
  if (!Array.isArray(raw) || !raw.every(isObject)) throw invalid("A bulk update must be a list of JSON objects");
  if (raw.length > mostUpdates) throw invalid(`The limit of ${mostUpdates} objects for one update was exceeded`);
  const before: SandboxRecord[] = [];
  const changed: SandboxRecord[] = [];
  for (const each of raw)
    try {
      const record = findRecord(typeof each["ID"] === "string" ? each["ID"] : "", type, caller);
      before.push({ ...record });
      change(record, checked(each, request, type, caller), type, caller, rules);
      changed.push(record);
    } catch (error) {
      if (rules.bulkFailure === "skip" && error instanceof Refusal) continue;
      if (rules.bulkFailure === "abort") for (const old of before.reverse()) caller.directory.restore(type.code, old);
      throw error;
    }
  return json({ data: changed.map((record) => projection.show(record)) });
}

function findRecord(id: string, type: ObjectType, caller: Caller): SandboxRecord {
  const record = caller.directory.table(type.code).get(caller.expand(id)[0] ?? "");
  if (!record) throw notFound(type.name, id);
  return record;
}

/** The changes a request asks for: a JSON body, `updates=`, or plain parameters. Versions 2 to 4 know no JSON body. */
function rawUpdates(request: ReceivedRequest, version: number): unknown {
  const plain = dataParameters(request);
  const packed = request.parameters.get("updates");
  if ((packed !== null || request.hasJSONBody) && plain.length > 0)
    throw invalid("Cannot mix 'updates' JSON parameter with non-JSON update parameter");
  if (packed !== null) return parseJSON(packed, "updates");
  if (!request.hasJSONBody) return Object.fromEntries(plain);
  if (version < 5) throw invalid(`Version ${version}.0 does not support a JSON body`);
  return parseJSON(request.body, "the body");
}

function checked(raw: Record<string, unknown>, request: ReceivedRequest, type: ObjectType, caller: Caller): Updates {
  const updates = new Map<string, Value>();
  for (const [name, value] of Object.entries(raw)) {
    if (name === "ID" || name === "objCode") continue;
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (!field) throw unsupportedField(caller.model, name, type.name);
    if (field[1]?.includes("r")) throw invalid(`Field ${name} of ${type.name} is read-only`);
    updates.set(name, converted(name, value, field[0]));
  }
  if (request.ignoresIsActive) updates.delete("isActive");
  return updates;
}

/** Text is accepted in place of a boolean, number or date: Workfront's own article sends `"false"`. */
function converted(name: string, value: unknown, type: FieldType): Value {
  if (value === null || (value === "" && type !== "s")) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (type === "s") return text;
  if (type === "d") return parseDate(text).start;
  if (type === "b" && (text === "true" || text === "false")) return text === "true";
  if ((type === "n" || type === "i") && !Number.isNaN(Number(text))) return Number(text);
  throw invalid(`Invalid value for field ${name}: ${text}`);
}

/** Changes an object completely or, where a rule forbids it, not at all. */
function change(record: SandboxRecord, updates: Updates, type: ObjectType, caller: Caller, rules: EditRules): void {
  if (type.code === "USER") changeUser(record as SandboxUser, updates, caller, rules);
  else changeWork(record, updates, type, caller, rules);
  record["lastUpdateDate"] = Date.now();
  record["lastUpdatedByID"] = caller.user.ID;
  if ([...updates.keys()].some((name) => name.endsWith("ID"))) caller.directory.relationsChanged(type.code);
}
