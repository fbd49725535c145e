/** One request parameter: name and value as Workfront is to understand them, not yet encoded. */
export type Parameter = readonly [name: string, value: string];

/** Which users are meant. All that is given must hold; nothing given means everybody. */
export interface UserCriteria {
  /** Words that must all occur in the name, or in the e-mail, or in the username; or one whole ID. */
  readonly text?: string | undefined;
  readonly isActive?: boolean | undefined;
}

/** How to order and cut a search: rows to skip and rows to return (at most 2,000). */
export interface Page {
  readonly first: number;
  readonly limit: number;
}

/** The most rows that Workfront returns for one search; one more is refused, not cut. */
export const largestPage = 2000;

/** The most bytes that a request line takes; Workfront's network refuses 8,892 and more for the whole address. */
const longestQuery = 8000;

/** Names that Workfront takes for a credential before it looks for filters. */
const reserved = new Set(["username", "password", "apiKey", "sessionID"]);

/** A Workfront object ID: 32 hexadecimal digits. */
export const idPattern = /^[0-9a-f]{32}$/i;

/** Sorted as people read names; the ID makes the order the same for every page. */
export const sortedByName: readonly Parameter[] = [
  ["name_1_Sort", "ciasc"],
  ["ID_2_Sort", "asc"],
];

/** A stable order that every version accepts. */
export const sortedByID: readonly Parameter[] = [["ID_Sort", "asc"]];

/** The filter parameters for the given criteria. */
export function userParameters(criteria: UserCriteria): Parameter[] {
  const everywhere: Parameter[] = [];
  if (criteria.isActive !== undefined) everywhere.push(["isActive", String(criteria.isActive)]);
  return anyOf(textAlternatives(criteria.text).map((alternative) => [...alternative, ...everywhere]));
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

function textAlternatives(text = ""): Parameter[][] {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const [only] = words;
  if (only === undefined) return [[]];
  if (words.length === 1 && idPattern.test(only)) return [[["ID", only.toLowerCase()]]];
  const modifier = words.length === 1 ? "cicontains" : "cicontainsall";
  return ["name", "emailAddr", "username"].map((field): Parameter[] => [
    [field, words.join(" ")],
    [`${field}_Mod`, modifier],
  ]);
}
