/** One request parameter: name and value as Workfront is to understand them, not yet encoded. */
export type Parameter = readonly [name: string, value: string];

/**
 * Which users are meant. All that is given must hold; nothing given means everybody. Can be kept as JSON: days are
 * counted back from the day on which the server is asked.
 */
export interface UserCriteria {
  /** Words that must all occur in the name, or in the email, or in the username; or one whole ID. */
  readonly text?: string | undefined;
  /** Null stands for users of whom the server does not tell it. */
  readonly isActive?: boolean | null | undefined;
  /** Letters of the licenses, any of which will do; null stands for users without a license. */
  readonly licenseTypes?: readonly (string | null)[] | undefined;
  readonly accessLevelIDs?: readonly string[] | undefined;
  /** Home groups, any of which will do; null stands for users without one. */
  readonly homeGroupIDs?: readonly (string | null)[] | undefined;
  /** Home teams and managers, any of which will do. */
  readonly homeTeamIDs?: readonly string[] | undefined;
  readonly managerIDs?: readonly string[] | undefined;
  /** Still active, with a date on which Workfront deactivates them: one that comes, or one that has passed. */
  readonly scheduled?: "coming" | "overdue" | undefined;
  /** The last login was more than this many whole days ago. Users who never logged in do not count, unless… */
  readonly notLoggedInDays?: number | undefined;
  /** …this is set: users who never logged in, besides those of `notLoggedInDays` where that is given too. */
  readonly neverLoggedIn?: true | undefined;
  /**
   * The last login was in these months (UTC), such as from `2026-08` and before `2026-09`; stands in place of
   * `notLoggedInDays` and `neverLoggedIn`.
   */
  readonly lastLoginMonths?: { readonly from?: string | undefined; readonly before: string } | undefined;
  /** Created more than this many whole days ago. */
  readonly createdDays?: number | undefined;
  /** Users whom a group administrator made and nobody has approved; false for all others. */
  readonly waitingForApproval?: boolean | undefined;
  /** The only users who are meant, whatever else is true of others. */
  readonly userIDs?: readonly string[] | undefined;
  /** Users who are not meant, whatever else is true of them. */
  readonly exceptIDs?: readonly string[] | undefined;
}

/** A field by which Workfront's report can count users in one request; `accessLevelID` is none (API explorer, v17.0). */
export type GroupField = "homeGroupID" | "licenseType" | "isActive";

/** An order of users: by name, by last login with the oldest first, or by when they were created with the newest first. */
export type UserSort = "name" | "lastLogin" | "created";

/** How to order and cut a search: rows to skip and rows to return (at most 2,000). */
export interface Page {
  readonly first: number;
  readonly limit: number;
  /** By name unless this is given. */
  readonly sort?: UserSort | undefined;
}

/** The most rows that Workfront returns for one search; one more is refused, not cut. */
export const largestPage = 2000;

/** The most bytes that a request line takes; Workfront's network refuses 8,892 and more for the whole address. */
const longestQuery = 8000;

/** Names that Workfront takes for a credential before it looks for filters. */
const reserved = new Set(["username", "password", "apiKey", "sessionID"]);

/** A Workfront object ID: 32 hexadecimal digits. */
export const idPattern = /^[0-9a-f]{32}$/i;

/** Names as people read them; the ID makes the order the same for every page. */
export const sortParameters: Readonly<Record<UserSort, readonly Parameter[]>> = {
  name: [
    ["name_1_Sort", "ciasc"],
    ["ID_2_Sort", "asc"],
  ],
  lastLogin: [
    ["lastLoginDate_1_Sort", "asc"],
    ["ID_2_Sort", "asc"],
  ],
  created: [
    ["entryDate_1_Sort", "desc"],
    ["ID_2_Sort", "asc"],
  ],
};

/** A stable order that every version accepts. */
export const sortedByID: readonly Parameter[] = [["ID_Sort", "asc"]];

/** No user: every user has an ID. */
const nobody: readonly Parameter[] = isNull("ID");

/** The filter parameters for the given criteria. */
export function userParameters(criteria: UserCriteria, today = new Date()): Parameter[] {
  const { accessLevelIDs = [], homeTeamIDs = [], managerIDs = [], createdDays, exceptIDs = [] } = criteria;
  const { scheduled, waitingForApproval: waiting } = criteria;
  const wholeID = idIn(criteria.text);
  const onlyIDs = criteria.userIDs?.filter((id) => !exceptIDs.includes(id));
  const states = statesMeant(criteria);
  const isOut = wholeID && (exceptIDs.includes(wholeID) || onlyIDs?.includes(wholeID) === false);
  if (isOut || onlyIDs?.length === 0 || states.length > 1) return [...nobody];
  const everywhere = states.flatMap((isActive): Parameter[] =>
    isActive === null ? isNull("isActive") : [["isActive", String(isActive)]],
  );
  if (scheduled) everywhere.push(...scheduledFor(scheduled, today));
  if (waiting !== undefined) everywhere.push(...isNull("userApproval:ID", waiting ? "notnull" : "isnull"));
  if (accessLevelIDs.length > 0) everywhere.push(...oneOf("accessLevelID", accessLevelIDs));
  if (homeTeamIDs.length > 0) everywhere.push(...oneOf("homeTeamID", homeTeamIDs));
  if (managerIDs.length > 0) everywhere.push(...oneOf("managerID", managerIDs));
  if (createdDays !== undefined) everywhere.push(...before("entryDate", createdDays, today));
  if (onlyIDs && !wholeID) everywhere.push(...oneOf("ID", onlyIDs));
  else if (exceptIDs.length > 0 && !wholeID) everywhere.push(...oneOf("ID", exceptIDs, "notin"));
  const axes = [
    wholeID ? [[["ID", wholeID] as const]] : textAlternatives(criteria.text),
    valueAlternatives("licenseType", criteria.licenseTypes),
    valueAlternatives("homeGroupID", criteria.homeGroupIDs),
    loginAlternatives(criteria, today),
  ];
  return anyOf(combinations(axes).map((conditions) => [...conditions, ...everywhere]));
}

/** Asks the report for the number of users for each value of a field. */
export function groupParameters(field: GroupField): Parameter[] {
  return [
    [`${field}_GroupBy`, "true"],
    ["ID_AggFunc", "dcount"],
  ];
}

/** The same for each license and, within it, for each access level by its name: two ordered groups (official client). */
export const levelParameters: readonly Parameter[] = [
  ["licenseType_1_GroupBy", "true"],
  ["accessLevel:name_2_GroupBy", "true"],
  ["ID_AggFunc", "dcount"],
];

/** A field's value is one of those given, with `ciin` in upper or lower case, or, with `notin`, none of them. */
export function oneOf(field: string, values: readonly string[], modifier: "in" | "ciin" | "notin" = "in"): Parameter[] {
  return [...values.map((value): Parameter => [field, value]), [`${field}_Mod`, modifier]];
}

/** The username is one of the given, as an alternative to nobody: `nobody OR username in …`. */
export function usernameAlternative(usernames: readonly string[]): Parameter[] {
  return anyOf([nobody, oneOf("username", usernames, "ciin")]);
}

export function pageParameters({ first, limit }: Page): Parameter[] {
  return [
    ["$$FIRST", String(first)],
    ["$$LIMIT", String(limit)],
  ];
}

/**
 * Encodes parameters for a query or a form body. A filter whose name Workfront would take for a credential goes
 * through the `filters` parameter instead.
 */
export function encode(parameters: readonly Parameter[]): string {
  const filters: Record<string, string | string[]> = {};
  const plain: Parameter[] = [];
  for (const [name, value] of parameters) {
    if (!reserved.has(name.replace(/_(Mod|Range|Sort)$/, ""))) plain.push([name, value]);
    else filters[name] = filters[name] === undefined ? value : [filters[name], value].flat();
  }
  if (Object.keys(filters).length > 0) plain.push(["filters", JSON.stringify(filters)]);
  return encodeForm(plain);
}

/** Encodes parameters exactly as they are named. */
export function encodeForm(parameters: readonly Parameter[]): string {
  // A literal plus is encoded, so each plus left stands for a space, which not every server reads as one.
  return new URLSearchParams([...parameters] as [string, string][]).toString().replaceAll("+", "%20");
}

/** Whether an encoded query must travel as a form body. */
export function isTooLong(query: string): boolean {
  return query.length > longestQuery;
}

/** Alternatives in Workfront's form: each `OR:n:` group stands alone, so each repeats all of its conditions. */
function anyOf(alternatives: readonly (readonly Parameter[])[]): Parameter[] {
  return alternatives.flatMap((conditions, index) =>
    conditions.map(([name, value]): Parameter => [index === 0 ? name : `OR:${index}:${name}`, value]),
  );
}

type Alternatives = readonly (readonly Parameter[])[];

/** Every way to take one alternative of each; none at all counts as one without conditions. */
function combinations(axes: readonly Alternatives[]): Alternatives {
  return axes.reduce<Alternatives>(
    (combined, axis) =>
      axis.length === 0 ? combined : combined.flatMap((before) => axis.map((one) => [...before, ...one])),
    [[]],
  );
}

function isNull(field: string, modifier: "isnull" | "notnull" = "isnull"): Parameter[] {
  // Workfront wants a value beside the modifier, and ignores it.
  return [
    [field, ""],
    [`${field}_Mod`, modifier],
  ];
}

/** Whether the users meant are active, by each of the criteria that says so; two that contradict each other mean nobody. */
function statesMeant({ isActive, waitingForApproval, scheduled }: UserCriteria): (boolean | null)[] {
  const said = [isActive, waitingForApproval ? false : undefined, scheduled ? true : undefined];
  return [...new Set(said.filter((state) => state !== undefined))];
}

/** Earlier than so many days before midnight (UTC), so that all pages that are read in one day mean the same users. */
function before(field: string, days: number, today: Date): Parameter[] {
  return [
    [field, midnight(days, today)],
    [`${field}_Mod`, "lt"],
  ];
}

function scheduledFor(when: "coming" | "overdue", today: Date): Parameter[] {
  const field = "scheduledDeactivationDate";
  if (when === "overdue") return before(field, 0, today);
  return [
    [field, midnight(0, today)],
    [`${field}_Mod`, "gte"],
  ];
}

/** The beginning of the day (UTC) that was so many days ago. */
function midnight(days: number, today: Date): string {
  const date = new Date(today);
  date.setUTCHours(0, 0, 0, 0);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString();
}

/** The ID that a text is, as Workfront writes it. */
export function idIn(text = ""): string | undefined {
  return idPattern.test(text.trim()) ? text.trim().toLowerCase() : undefined;
}

function textAlternatives(text = ""): Alternatives {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const modifier = words.length > 1 ? "cicontainsall" : "cicontains";
  if (words.length === 0) return [];
  return ["name", "emailAddr", "username"].map((field) => [
    [field, words.join(" ")],
    [`${field}_Mod`, modifier],
  ]);
}

function valueAlternatives(field: string, values: readonly (string | null)[] = []): Alternatives {
  const given = values.filter((value) => value !== null);
  return [...(given.length > 0 ? [oneOf(field, given)] : []), ...(values.includes(null) ? [isNull(field)] : [])];
}

function loginAlternatives(criteria: UserCriteria, today: Date): Alternatives {
  const { notLoggedInDays, neverLoggedIn, lastLoginMonths: months } = criteria;
  if (months) return [loginIn(months)];
  return [
    ...(notLoggedInDays === undefined ? [] : [before("lastLoginDate", notLoggedInDays, today)]),
    ...(neverLoggedIn ? [isNull("lastLoginDate")] : []),
  ];
}

/** From the first moment of a month to the last one before another. */
function loginIn({ from, before }: NonNullable<UserCriteria["lastLoginMonths"]>): Parameter[] {
  const end = Date.parse(`${before}-01T00:00:00.000Z`);
  if (from === undefined)
    return [
      ["lastLoginDate", new Date(end).toISOString()],
      ["lastLoginDate_Mod", "lt"],
    ];
  return [
    ["lastLoginDate", `${from}-01T00:00:00.000Z`],
    ["lastLoginDate_Range", new Date(end - 1).toISOString()],
    ["lastLoginDate_Mod", "between"],
  ];
}
