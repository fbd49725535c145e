import { parseDate, type RawRecord } from "../workfront/records";

/**
 * A field of a record as text: `relation:field` reaches into a related object, or into each of a collection. Dates are
 * in ISO 8601, because nobody else reads Workfront's own form; a field without a value is the empty text.
 */
export function fieldText(record: RawRecord, field: string): string {
  const text = textOf(field.split(":").reduce(valueOf, record));
  return field.endsWith("Date") ? (parseDate(text)?.toISOString() ?? text) : text;
}

function valueOf(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => valueOf(one, field));
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
