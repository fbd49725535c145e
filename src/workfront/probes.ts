import * as v from "valibot";
import {
  encode,
  groupParameters,
  levelParameters,
  isTooLong,
  pageParameters,
  sortedByID,
  sortParameters,
  userParameters,
  type Parameter,
} from "./query";
import {
  countSchema,
  groupsSchema,
  licenseMetadataSchema,
  nestedGroupsSchema,
  rawSchema,
  type RawRecord,
  type User,
} from "./records";
import { requestFor, type Holders } from "./movableWork";
import {
  isMovable,
  workFilters,
  workSources,
  type MovableKind,
  type SearchedKind,
  type WorkSource,
} from "./workSources";

/** One read that shows whether a server accepts a request form. */
export interface Probe {
  /** What the product uses the form for. */
  readonly uses: readonly string[];
  /** What the product does where the server declines it. */
  readonly instead: string;
  readonly operation: string;
  readonly parameters: readonly Parameter[];
  readonly schema: v.GenericSchema;
  /** Whether the answer is what was asked for; an accepted form may still be ignored. */
  readonly isRight?: (data: unknown) => boolean;
  /** Whether the others come first, where not all can be asked. */
  readonly canWait?: true | undefined;
  /** The forms in it, for a server that declines them together, or does not do both. */
  readonly parts?: readonly Probe[];
  /** What the product asks instead, one after the other, where the server declines it. */
  readonly otherwise?: readonly Probe[];
}

/** The request of a probe, without values. */
export function formOf({ operation, parameters }: Pick<Probe, "operation" | "parameters">): string {
  const names = new Map<string, string>();
  for (const [name, value] of parameters) names.set(name, isTold(name, value) ? value : "…");
  const query = [...names].map(([name, value]) => `${name}=${value}`).join("&");
  return isTooLong(encode(parameters))
    ? `POST ${operation} (form) ${query}&method=GET`
    : `GET ${operation}${query && "?"}${query}`;
}

/** Values that are the form's own, and nobody's data. */
function isTold(name: string, value: string): boolean {
  return /_(?:Mod|Sort|GroupBy|AggFunc)$/.test(name) || /^\$\$/.test(name) || name === "fields" || value === "$$USER";
}

const rows = v.array(rawSchema);
const fewRows = pageParameters({ first: 0, limit: 5 });

/** The forms that the product relies on, with the signed-in user as the example. */
export function probesFor(self: User): Probe[] {
  return [...searches(self), ...organization, ...sharedByType([...filters(), ...work(self.ID), ...handOver(self.ID)])];
}

function searches(self: User): Probe[] {
  const text = self.emailAddr ?? self.name ?? self.ID;
  const finds = (data: unknown) => (data as RawRecord[]).some(({ ID }) => ID === self.ID);
  const search = { operation: "USER/search", schema: rows, isRight: finds };
  const alternatives: Probe = {
    ...search,
    uses: ["Search for text in name, email or username: OR groups"],
    instead: "The search says that Workfront declined it.",
    parameters: [...userParameters({ text }), ...fewRows, ...sortedByID],
  };
  const sorted: Probe = {
    ...search,
    uses: ["Sort by name, case-insensitive"],
    instead: "Sorted by ID.",
    parameters: [["ID", self.ID], ...fewRows, ...sortParameters.name],
  };
  const email = (self.emailAddr ?? "").toUpperCase();
  const lookUp: Probe = {
    ...search,
    uses: ["Look up emails of a list, case-insensitive: ciin"],
    instead: "Lines of a list are not found by email; IDs still are.",
    parameters: [["emailAddr", email], ["emailAddr_Mod", "ciin"], ...fewRows, ...sortedByID],
    isRight: (data) => self.emailAddr === null || finds(data),
  };
  const many = (name: string) =>
    Array.from({ length: 260 }, (_, index): Parameter => [name, index.toString(16).padStart(32, "0")]);
  const long: Probe = {
    ...search,
    uses: ["Long queries: a form with method override"],
    instead: "Fewer users for each request; a filter with very many values is declined.",
    parameters: [...many("ID"), ["ID", self.ID], ["ID_Mod", "in"], ...fewRows, ...sortedByID],
  };
  return [
    {
      ...alternatives,
      uses: [...alternatives.uses, ...sorted.uses],
      parameters: [...userParameters({ text }), ...fewRows, ...sortParameters.name],
      parts: [alternatives, sorted],
    },
    {
      ...lookUp,
      uses: [...lookUp.uses, ...long.uses],
      parameters: [["emailAddr", email], ...many("emailAddr"), ["emailAddr_Mod", "ciin"], ...fewRows, ...sortedByID],
      parts: [lookUp, long],
    },
    {
      ...search,
      uses: ["Page by page, sorted by ID"],
      instead: "An export ends in an error; nobody is written twice.",
      parameters: [["ID", self.ID], ...pageParameters({ first: 1, limit: 5 }), ...sortedByID],
      isRight: (data) => (data as RawRecord[]).length === 0,
      canWait: true,
    },
  ];
}

const report = { operation: "USER/report", schema: groupsSchema };

const byLicense: Probe = {
  ...report,
  uses: ["Count users by license: report"],
  instead: "Grouping says that Workfront declined it; Find Idle Users names no licenses.",
  parameters: [...userParameters({ isActive: true }), ...groupParameters("licenseType")],
};

const byLevel: Probe = {
  ...report,
  uses: ["Count users by license and access level: report with groups in groups"],
  instead: "The license overview shows no access levels.",
  parameters: [...userParameters({ isActive: true }), ...levelParameters],
  schema: nestedGroupsSchema,
  canWait: true,
};

/** What is asked of the organization as a whole. */
const organization: readonly Probe[] = [
  // Where groups in groups can be counted, so can groups.
  { ...byLevel, uses: [...byLicense.uses, ...byLevel.uses], canWait: undefined, parts: [byLicense, byLevel] },
  {
    uses: ["Names of licenses: metadata"],
    instead: "Licenses are shown as Workfront's letters.",
    operation: "USER/metadata",
    parameters: [],
    schema: licenseMetadataSchema,
  },
];

function filters(): Probe[] {
  const count = {
    operation: "USER/count",
    schema: countSchema,
    instead: "The filter says that Workfront declined it.",
  };
  return [
    { ...count, uses: ["Filter: waiting for approval"], parameters: userParameters({ waitingForApproval: true }) },
    { ...count, uses: ["Filter: scheduled for deactivation"], parameters: userParameters({ scheduled: "coming" }) },
    {
      ...count,
      uses: ["Count last logins by month: between"],
      instead: "The license overview shows the logins of these months as unknown.",
      parameters: userParameters({ lastLoginMonths: { from: "2026-01", before: "2026-02" } }),
    },
  ];
}

function work(userID: string): Probe[] {
  return (Object.keys(workSources) as SearchedKind[]).map((kind): Probe => {
    const source: WorkSource = workSources[kind];
    const [best, ...others] = source.holders.map((holder, index): Probe => ({
      uses: [`Assigned work: ${kind}${index ? ", in another way" : ""}`],
      instead: index + 1 < source.holders.length ? "Asked in another way." : "Shown as unknown.",
      operation: `${source.objCode}/count`,
      parameters: workFilters(source, holder, [userID]),
      schema: countSchema,
    })) as [Probe, ...Probe[]];
    return { ...best, otherwise: others };
  });
}

/** What is asked before work is handed over, and to find what was left behind, beyond the counts of assigned work. */
function handOver(userID: string): Probe[] {
  const kinds = Object.keys(workSources).filter((kind) => isMovable(kind));
  const probe = (use: string, holders: Holders, kind: MovableKind): Probe => {
    const { objCode, filters: parameters } = requestFor(kind, holders);
    const instead = "Shown as unknown.";
    return { uses: [`${use}: ${kind}`], instead, operation: `${objCode}/count`, parameters, schema: countSchema };
  };
  const byAssignment = kinds.filter((kind) => "objCode" in workSources[kind].move);
  return [
    ...byAssignment.map((kind) => probe("Hand over", [userID], kind)),
    ...kinds.map((kind) => ({ ...probe("Left behind", "inactive", kind), canWait: true as const })),
  ];
}

/** One count for each type of object, in which all that is counted of that type are alternatives. */
function sharedByType(probes: readonly Probe[]): Probe[] {
  const types = new Set(probes.map(({ operation }) => operation));
  return [...types].map((type) => together(probes.filter(({ operation }) => operation === type)));
}

/** Several counts of one type as alternatives of one count. */
function together(parts: readonly Probe[]): Probe {
  const [first] = parts as readonly [Probe];
  if (parts.length === 1) return first;
  let groups = 0;
  const parameters = parts.flatMap((part, index) => {
    const base = index === 0 ? "" : `OR:${++groups}:`;
    const own = part.parameters.map(([name, value]): Parameter => {
      const [, number, field] = /^OR:(\d+):(.*)$/.exec(name) ?? [];
      return field === undefined ? [`${base}${name}`, value] : [`OR:${groups + Number(number)}:${field}`, value];
    });
    groups += new Set(part.parameters.flatMap(([name]) => /^OR:\d+/.exec(name) ?? [])).size;
    return own;
  });
  return { ...first, uses: parts.flatMap(({ uses }) => uses), parameters, parts };
}
