import { json, type Answer } from "./answer";
import { objectTypes, type FieldType, type ObjectType } from "./schema";

const typeNames: Readonly<Record<FieldType, string>> = {
  s: "string",
  b: "boolean",
  d: "dateTime",
  n: "double",
  i: "int",
  "string[]": "string[]",
  map: "map",
};
const flagNames: Readonly<Record<string, string>> = { g: "NOT_GROUPABLE", y: "DYNAMIC", r: "READ_ONLY" };

/** `/<object>/metadata`, in the shape of real answers for v17.0. */
export function metadata(type: ObjectType): Answer {
  const fields = Object.entries(type.fields).map(([name, [fieldType, flags = "", label = name]]) => {
    const choices = type.possibleValues[name]?.map(([choice, value]) => ({ label: choice, value }));
    const described = {
      label,
      fieldType: typeNames[fieldType],
      ...(flags && { flags: Array.from(flags, (flag) => flagNames[flag]) }),
      ...(choices && { possibleValues: choices }),
    };
    return [name, described] as const;
  });
  const data = {
    name: type.label,
    objCode: type.code,
    fields: Object.fromEntries(fields),
    references: relations(type.references),
    collections: relations(type.collections),
    search: Object.fromEntries(type.searchOnly.map((name) => [name, { label: name }])),
    actions: {},
    operations: type.operations,
  };
  return json({ data });
}

/** `/metadata`: every object type that is served. */
export function allMetadata(): Answer {
  const types = [...objectTypes.values()].map(({ code, name, label }) => [code, { name, label, objCode: code }]);
  return json({ data: { objects: Object.fromEntries(types) as unknown } });
}

function relations(names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(names).map(([name, code]) => [name, { label: name, objCode: code || null }]),
  );
}
