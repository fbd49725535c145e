import { invalid, unsupportedField } from "./answer";
import type { Caller } from "./caller";
import { formatDate } from "./dates";
import type { SandboxRecord } from "./directory";
import { parseJSON, type RequestRecord } from "./request";
import { findRelation, objectTypes, type ObjectType, type Relation } from "./schema";

/** Which fields of an object, and of the objects related to it, an answer shows. */
interface Selection {
  readonly type: ObjectType | undefined;
  readonly fields: Set<string>;
  readonly relations: Map<string, { readonly relation: Relation; readonly selection: Selection }>;
}

const contactFields = new Set(["emailAddr", "username", "phoneNumber", "phoneExtension", "mobilePhoneNumber"]);
/** Never part of an answer, whatever is asked for. */
const secretFields = new Set(["password"]);

/** An answer holds at most so many objects, nested ones included. */
const mostObjects = 50_000;

/** Names in `fields`: a comma list, a JSON list, or the parameter several times. */
function requestedNames(request: RequestRecord): string[] {
  return request.parameters.getAll("fields").flatMap((value) => {
    if (!value.startsWith("[")) return value.split(",").map((name) => name.trim());
    const names = parseJSON(value, "fields");
    if (!Array.isArray(names)) throw invalid("fields must be a list");
    return names.map(String);
  });
}

/** Shows objects of one type as a request asks for them. ID, name and objCode are always there. */
export class Projection {
  private readonly root: Selection;
  private objects = 0;

  constructor(
    request: RequestRecord,
    type: ObjectType,
    private readonly caller: Caller,
  ) {
    this.root = selectionOf(type);
    for (const path of requestedNames(request)) if (path !== "") this.select(path);
  }

  show(record: SandboxRecord): Record<string, unknown> {
    return this.showSelected(record, this.root);
  }

  private select(path: string): void {
    const names = path.split(":");
    if (path === "DE:*") throw invalid("DE:* cannot be requested");
    // A custom field stands under its whole name, and may have colons in it.
    if (names[0] === "DE") return void this.root.fields.add(path);
    if (names.length > 4) throw invalid(`Field ${path} is nested too deeply`);
    let selection = this.root;
    for (const [position, name] of names.entries()) {
      const isLast = position === names.length - 1;
      const { type } = selection;
      if (isLast && name === "*") Object.keys(type?.fields ?? {}).forEach((field) => selection.fields.add(field));
      else if (isLast && (name === "objCode" || isField(type, name))) selection.fields.add(name);
      else if (type) selection = this.enter(type, selection, name);
    }
  }

  private enter(type: ObjectType, selection: Selection, name: string): Selection {
    const relation = findRelation(type, name);
    if (!relation) throw unsupportedField(this.caller.model, name, type.name);
    const entered = selection.relations.get(name) ?? { relation, selection: selectionOf(relation.target) };
    selection.relations.set(name, entered);
    return entered.selection;
  }

  private showSelected(record: SandboxRecord, { type, fields, relations }: Selection): Record<string, unknown> {
    if (++this.objects > mostObjects) throw invalid(`The result is larger than ${mostObjects} objects`);
    const shown: Record<string, unknown> = {};
    if (!type) return shown;
    const objCode = type.code === "WORK" ? this.workCode(record) : type.code;
    for (const field of fields)
      if (!this.hides(type, field)) shown[field] = field === "objCode" ? objCode : this.showField(type, record, field);
    for (const [name, { relation, selection }] of relations) {
      const related = this.caller.directory.related(objectTypes.get(objCode) ?? type, record, relation);
      const all = related.map((each) => this.showSelected(each, selection));
      shown[name] = relation.isCollection ? all : (all[0] ?? null);
    }
    return shown;
  }

  private workCode(record: SandboxRecord): string {
    return this.caller.directory.table("TASK").has(record.ID) ? "TASK" : "OPTASK";
  }

  private hides(type: ObjectType, field: string): boolean {
    return type.code === "USER" && contactFields.has(field) && !this.caller.accessLevel.seesContactInfo;
  }

  private showField(type: ObjectType, record: SandboxRecord, field: string): unknown {
    if (secretFields.has(field)) return null;
    const value = this.caller.directory.value(type, record, field);
    return type.fields[field]?.[0] === "d" && typeof value === "number" ? formatDate(value) : value;
  }
}

function isField(type: ObjectType | undefined, name: string): boolean {
  return type !== undefined && Object.hasOwn(type.fields, name);
}

function selectionOf(type: ObjectType | undefined): Selection {
  const fields = type && isField(type, "name") ? ["ID", "name", "objCode"] : ["ID", "objCode"];
  return { type, fields: new Set(fields), relations: new Map() };
}
