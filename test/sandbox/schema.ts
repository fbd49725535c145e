import schema from "./schema.json";
import { unsupportedField } from "./answer";

/** Field types: text, boolean, moment, number, integer, list of texts, map. */
export type FieldType = "s" | "b" | "d" | "n" | "i" | "string[]" | "map";

/** An object type as `/metadata` describes it. Names and flags come from real `/metadata` answers for v17.0 and a list of fields of about 2016. */
export interface ObjectType {
  readonly code: string;
  readonly name: string;
  readonly label: string;
  readonly operations: readonly string[];
  /** Name to type, flags (`g` cannot be grouped by, `y` dynamic: cannot be filtered, sorted or grouped by, `r` read-only) and label. */
  readonly fields: Readonly<Record<string, readonly [type: FieldType, flags?: string, label?: string]>>;
  /** Name to object code; an empty code where the other type is not served here. */
  readonly references: Readonly<Record<string, string>>;
  readonly collections: Readonly<Record<string, string>>;
  /** Names that can be filtered by but not read. */
  readonly searchOnly: readonly string[];
  /** Field name to label and value of each choice. */
  readonly possibleValues: Readonly<Record<string, readonly (readonly [string, string | number])[]>>;
}

const served = schema as unknown as Readonly<Record<string, Omit<ObjectType, "code">>>;

export const objectTypes: ReadonlyMap<string, ObjectType> = new Map(
  Object.entries(served).map(([code, type]) => [code, { code, ...type }]),
);

const byName = new Map(
  [...objectTypes.values()].flatMap((type) => [
    [type.code.toLowerCase(), type],
    [type.name.toLowerCase(), type],
  ]),
);

/** Object codes and names are accepted in any case. */
export function findObjectType(name: string): ObjectType | undefined {
  return byName.get(name.toLowerCase());
}

/** A step from an object to another or to several others. */
export interface Relation {
  readonly name: string;
  readonly target: ObjectType | undefined;
  readonly isCollection: boolean;
}

/** Collections that Adobe's tutorials filter by, and that metadata calls search fields. */
const filterCollections: Readonly<Record<string, string>> = { assignmentsUsersMM: "USER" };

export function findRelation(type: ObjectType, name: string): Relation | undefined {
  const isCollection = Object.hasOwn(type.collections, name);
  if (!isCollection && !Object.hasOwn(type.references, name)) return undefined;
  const code = (isCollection ? type.collections[name] : type.references[name]) ?? "";
  return { name, target: objectTypes.get(code), isCollection };
}

function filterRelation(type: ObjectType, name: string): Relation | undefined {
  const target = type.searchOnly.includes(name) ? objectTypes.get(filterCollections[name] ?? "") : undefined;
  return target && { name, target, isCollection: true };
}

/** `homeGroup:name` taken apart and checked: relations to follow, then a field. */
export interface FieldPath {
  readonly owner: ObjectType;
  readonly relations: readonly { readonly from: ObjectType; readonly relation: Relation }[];
  readonly field: string;
  readonly type: FieldType;
  readonly flags: string;
}

/** Finds the field that a filter, sort or grouping names; throws the server's refusal for one it does not know. */
export function resolveField(type: ObjectType, path: string, model: string, withSearchOnly = false): FieldPath {
  const names = path.split(":");
  const field = names.pop() ?? "";
  const relations: { from: ObjectType; relation: Relation }[] = [];
  let owner = type;
  for (const name of names) {
    const relation = findRelation(owner, name) ?? (withSearchOnly ? filterRelation(owner, name) : undefined);
    if (!relation?.target) throw unsupportedField(model, name, owner.name);
    relations.push({ from: owner, relation });
    owner = relation.target;
  }
  const known = Object.hasOwn(owner.fields, field) ? owner.fields[field] : undefined;
  if (known) return { owner, relations, field, type: known[0], flags: known[1] ?? "" };
  if (withSearchOnly && owner.searchOnly.includes(field)) return { owner, relations, field, type: "s", flags: "g" };
  throw unsupportedField(model, field, owner.name);
}
