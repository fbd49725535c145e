import * as v from "valibot";
import { badReply } from "./errors";

/** Whether something read is one object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What was read, where it is a text; else the empty one. */
export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A date as Workfront writes it: `2026-03-24T17:00:00:000-0600`, a colon before the milliseconds. */
const workfrontDate = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d):(\d{3})([+-]\d\d)(\d\d)$/;

/** As ISO 8601 has it, in case Workfront changes its mind. */
const standardDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Whether a text is a date in the form that Workfront alone uses. */
export function isWorkfrontDate(text: string): boolean {
  return workfrontDate.test(text);
}

/** Reads a date; `undefined` where the text is not exactly one. */
export function parseDate(text: string): Date | undefined {
  if (!workfrontDate.test(text) && !standardDate.test(text)) return undefined;
  const date = new Date(text.replace(workfrontDate, "$1.$2$3:$4"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * Absent and null mean the same to us: Workfront leaves out what the caller may not see. So does what is of another kind
 * than is documented: one odd field is no reason to show nobody.
 */
const text = v.optional(v.fallback(v.nullable(v.string()), null), null);
const yesOrNo = v.optional(v.fallback(v.nullable(v.boolean()), null), null);
const date = v.pipe(
  text,
  v.transform((value) => (value === null ? null : (parseDate(value) ?? null))),
);
/** A date whose absence says something: null alone means that there is none. */
const dateOrNever = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value) => (value === null ? null : parseDate(textIn(value)))),
  ),
);
const reference = v.optional(v.fallback(v.nullable(v.object({ ID: v.string(), name: text })), null), null);

/** There is something, of whatever form: whoever waits is not to be changed. */
const anything = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value): unknown => (Array.isArray(value) && value.length === 0 ? null : value || null)),
  ),
  null,
);

/** A USER as the directory lists it. Field meanings: Workfront's API explorer for v17.0. */
export const userSchema = v.object({
  ID: v.string(),
  /** Display name; null where the caller may not see it. */
  name: text,
  emailAddr: text,
  username: text,
  /** Job title. */
  title: text,
  /** False for a deactivated user; null where Workfront does not say it in a boolean: then nobody knows. */
  isActive: yesOrNo,
  /** The approval that a user still waits for whom a group administrator made (since v15.0). */
  userApproval: anything,
  isAdmin: yesOrNo,
  /** A letter whose meaning the organization's own metadata gives. */
  licenseType: text,
  accessLevel: reference,
  homeGroup: reference,
  /** Last login of any kind, integrations included; null for never, `undefined` where it is not known. */
  lastLoginDate: dateOrNever,
  /** When the user was created. */
  entryDate: date,
});

export type User = v.InferOutput<typeof userSchema>;

/** The fields that `userSchema` needs, as Workfront's `fields` parameter takes them. */
export const userFields = [
  "ID",
  "name",
  "emailAddr",
  "username",
  "title",
  "isActive",
  "userApproval:ID",
  "isAdmin",
  "licenseType",
  "accessLevel:name",
  "homeGroup:name",
  "lastLoginDate",
  "entryDate",
] as const;

/** What is shown of one user beyond the row; asked for one user at a time. */
export const userDetailFields = [
  ...userFields,
  "homeTeam:name",
  "manager:name",
  "actualDeactivationDate",
  "scheduledDeactivationDate",
] as const;

export const userDetailSchema = v.object({
  ...userSchema.entries,
  homeTeam: reference,
  manager: reference,
  /** When the user was deactivated. */
  actualDeactivationDate: date,
  /** When the user is due to be deactivated by Workfront itself. */
  scheduledDeactivationDate: date,
});

export type UserDetail = v.InferOutput<typeof userDetailSchema>;

const howMany = v.pipe(v.number(), v.integer(), v.minValue(0));

export const countSchema = v.object({ count: howMany });

/** `getApiKey` answers with an empty result where there is no key yet (the official client's tests). */
export const keySchema = v.object({ result: v.string() });

/** What an organization calls the values of a field, by its metadata. */
const labelsSchema = v.object({ possibleValues: v.array(v.object({ label: v.string(), value: v.string() })) });

/** The part of `USER/metadata` that names an organization's licenses. */
export const licenseMetadataSchema = v.object({ fields: v.object({ licenseType: labelsSchema }) });

/** What an organization calls the statuses of one type of object. */
export const statusMetadataSchema = v.object({ fields: v.object({ status: labelsSchema }) });

/** One object as Workfront sent it, for showing and exporting exactly. */
export interface RawRecord {
  readonly ID: string;
  readonly [field: string]: unknown;
}

/** Looks only for the ID, so that reading a hundred thousand records costs no copy of each. */
export const rawSchema = v.custom<RawRecord>((value) => isObject(value) && typeof value["ID"] === "string");

/** The answer to a report that counts users by a field: an object with a key for each value. */
export const groupsSchema = v.record(v.string(), v.looseObject({ dcount_ID: howMany }));

/** An object with keys of any name, such as `constructor`, which Valibot's records leave out. */
function entriesOf<T>(schema: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.custom<object>(isObject),
    v.transform((value): unknown => Object.entries(value)),
    v.array(v.tuple([v.string(), schema])),
    v.transform((entries): ReadonlyMap<string, T> => new Map(entries)),
  );
}

/** The answer to a report that counts users by two fields: groups within groups, by what their keys say. */
export const nestedGroupsSchema = entriesOf(
  entriesOf(
    v.pipe(
      v.object({ dcount_ID: howMany }),
      v.transform(({ dcount_ID }) => dcount_ID),
    ),
  ),
);

/** An object with a name, such as a group. */
export const namedSchema = v.object({ ID: v.string(), name: text });

/** What a user may do; several access levels share one license. */
export const accessLevelSchema = v.object({ ID: v.string(), name: text, licenseType: text });

export type AccessLevel = v.InferOutput<typeof accessLevelSchema>;

/**
 * The `data` of an answer, checked. Ends at the first thing that is wrong: whoever sends a million bad records shall
 * not have each of them described.
 * @throws {WorkfrontError} of kind `badReply` where it is of another shape.
 */
export function dataIn<T>(answer: unknown, schema: v.GenericSchema<unknown, T>, host: string): T {
  const parsed = v.safeParse(v.object({ data: schema }), answer, { abortEarly: true, abortPipeEarly: true });
  if (!parsed.success) throw badReply(host);
  return parsed.output.data;
}

/** `?id=` answers with an object for one ID and an array for several (Adobe's OpenAPI for v19.0 allows both). */
export function oneOrMany<const T extends v.GenericSchema>(schema: T) {
  return v.union([
    v.array(schema),
    v.pipe(
      schema,
      v.transform((one) => [one]),
    ),
  ]);
}
