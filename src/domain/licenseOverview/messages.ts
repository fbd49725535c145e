import * as v from "valibot";
import { measures } from "./measures";
import { mostPurchased } from "./purchased";

/** What goes between the page of the license overview and the extension, checked on both sides. */

const number = v.nullable(v.number());

const numbersSchema = v.object({ active: number, idle: number, neverLoggedIn: number, scheduled: number });

const rowEntries = {
  key: v.string(),
  /** Already harmless, as `shown` makes it. */
  name: v.string(),
  numbers: numbersSchema,
  /** Whether the users that a number counts can be shown. */
  opens: v.boolean(),
};

const rowSchema = v.object(rowEntries);

const licenseSchema = v.object({
  ...rowEntries,
  /** The letter of a license that can be purchased. */
  license: v.nullable(v.string()),
  purchased: number,
  free: number,
  levels: v.array(rowSchema),
});

const loginSchema = v.object({ key: v.string(), name: v.string(), shortName: v.string(), count: number });

const overviewSchema = v.object({
  /** Where and when, in a line. */
  about: v.string(),
  licenses: v.array(licenseSchema),
  total: v.object({ ...rowEntries, purchased: number, free: number }),
  groups: v.array(rowSchema),
  logins: v.array(loginSchema),
  /** What could not be counted, and why. */
  unknown: v.array(v.string()),
});

/** The names of all words on the page, in the editor's language. */
export const wordNames = [
  "title",
  "refresh",
  "copyTable",
  "exportCSV",
  "licenses",
  "homeGroups",
  "lastLogins",
  "license",
  "homeGroup",
  "accessLevel",
  "month",
  "users",
  "purchased",
  "active",
  "idle",
  "neverLoggedIn",
  "scheduled",
  "free",
  "total",
  "unknown",
  "showUsers",
  "showLevels",
  "showAllGroups",
  "notANumber",
  "chart",
  "limits",
] as const;

export type WordName = (typeof wordNames)[number];

export type Words = Readonly<Record<WordName, string>>;

const wordsSchema = v.object(
  Object.fromEntries(wordNames.map((name) => [name, v.string()])) as Record<WordName, v.StringSchema<undefined>>,
);

/** All that the page shows. */
export const pageStateSchema = v.object({
  /** As `Intl` takes it. */
  language: v.string(),
  words: wordsSchema,
  /** What is under way or went wrong; empty where nothing is. */
  status: v.string(),
  isBusy: v.boolean(),
  overview: v.nullable(overviewSchema),
  /** What the numbers cannot tell. */
  limits: v.array(v.string()),
});

export type PageState = v.InferOutput<typeof pageStateSchema>;
export type PageOverview = v.InferOutput<typeof overviewSchema>;
export type PageRow = v.InferOutput<typeof rowSchema>;
export type PageLicense = v.InferOutput<typeof licenseSchema>;
export type PageLogin = v.InferOutput<typeof loginSchema>;

/** What the page asks for. */
export const pageRequestSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("refresh") }),
  v.object({ type: v.literal("copy") }),
  v.object({ type: v.literal("export") }),
  /** The users that a number counts; of a month of logins, where there is no measure. */
  v.object({
    type: v.literal("show"),
    key: v.string(),
    measure: v.nullable(v.picklist(measures)),
  }),
  v.object({
    type: v.literal("purchased"),
    license: v.string(),
    /** Null where it is unknown again. */
    count: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostPurchased))),
  }),
]);

export type PageRequest = v.InferOutput<typeof pageRequestSchema>;
