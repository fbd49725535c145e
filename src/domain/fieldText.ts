import { isWorkfrontDate, parseDate, type RawRecord } from "../workfront/records";

/**
 * A field of a record as text: `relation:field` reaches into a related object, or into each of a collection; a custom
 * field (`DE:Cost Center`) stands there under its whole name. Dates in the form that Workfront alone uses become ISO 8601,
 * which every program reads; a field without a value is the empty text.
 */
export function fieldText(record: RawRecord, field: string): string {
  return textOf(valueOf(record, field));
}

function valueOf(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => valueOf(one, field));
  if (typeof value !== "object" || value === null) return undefined;
  if (Object.hasOwn(value, field)) return (value as Record<string, unknown>)[field];
  const [relation = "", ...rest] = field.split(":");
  return rest.length > 0 ? valueOf((value as Record<string, unknown>)[relation], rest.join(":")) : undefined;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value !== "string") return JSON.stringify(value);
  return isWorkfrontDate(value) ? (parseDate(value)?.toISOString() ?? value) : value;
}
