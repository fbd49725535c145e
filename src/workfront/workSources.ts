import type { Parameter } from "./query";

/** Where one kind of work is found that points at a user. */
export interface WorkSource {
  readonly objCode: string;
  /**
   * The ways to ask for those of given users, best first: another is asked where a server declines the one before. Each
   * is a list of fields, any of which names the user.
   */
  readonly holders: readonly (readonly string[])[];
  /** What must be true beside it, for what is still open. */
  readonly open?: readonly Parameter[];
  /** The field that says what an object is, where that is not `name`. */
  readonly name?: string;
  /** The objects, any of which one may stand for: type, relation, and the field that names it. */
  readonly standsFor?: readonly (readonly [objCode: string, relation: string, name: string])[];
  /** How it is given to another user; left out for what the API cannot move, or not so that it can be undone. */
  readonly move?: Move;
}

/** The one field that makes an object another user's, and what is shown of the object before that is done. */
export interface Move {
  /** Which type is edited, where that is not the type that is found: tasks and issues are moved by their assignments. */
  readonly objCode?: string;
  /** A field that ends in `ID`; without that, it is the name of the relation to the user. */
  readonly field: string;
  /** The relation that leads from what is edited to what people know: from an assignment to its task. */
  readonly through?: string;
  /** What must be true of what is edited, where that is not `open`. */
  readonly open?: readonly Parameter[];
  /** The relation to the project, and the field with the status, of what people know. */
  readonly project?: "project";
  readonly status?: "status";
  /** A reference that Workfront fills in anew unless it is sent along. */
  readonly along?: "roleID";
}

const notComplete: readonly Parameter[] = [
  ["actualCompletionDate", ""],
  ["actualCompletionDate_Mod", "isnull"],
];
const notClosed: readonly Parameter[] = [
  ["status", "CPL"],
  ["status", "DED"],
  ["status_Mod", "notin"],
];
/** Whoever is assigned, not the main assignee alone. The second way is what Adobe's tutorials on filters show. */
const assigned: WorkSource["holders"] = [["assignments:assignedToID"], ["assignmentsUsersMM:ID"]];
/** An assignment is moved as long as its task or issue is open. */
function assignmentOf(through: "task" | "opTask"): Move {
  const open: readonly Parameter[] = [
    [`${through}ID`, ""],
    [`${through}ID_Mod`, "notnull"],
    ...notComplete.map(([name, value]): Parameter => [`${through}:${name}`, value]),
  ];
  const shown = { project: "project", status: "status" } as const;
  return { objCode: "ASSGN", field: "assignedToID", through, open, ...shown, along: "roleID" };
}

/** One approver stands on the object itself, up to seven are in a collection. */
const approving: WorkSource["holders"] = [["approverID", "approvers:ID"]];

/**
 * Each kind of work. Object types and fields: Workfront's API explorer for v17.0 (older types: a field list of about
 * 2016). Which field of an awaited approval names the approver is not documented, so both that can are asked.
 * `actualCompletionDate` tells open work whatever the organization calls its statuses.
 */
export const workSources = {
  tasks: { objCode: "TASK", holders: assigned, open: notComplete, move: assignmentOf("task") },
  issues: { objCode: "OPTASK", holders: assigned, open: notComplete, move: assignmentOf("opTask") },
  projects: {
    objCode: "PROJ",
    holders: [["ownerID"]],
    open: notClosed,
    move: { field: "ownerID", status: "status" },
  },
  sponsored: {
    objCode: "PROJ",
    holders: [["sponsorID"]],
    open: notClosed,
    move: { field: "sponsorID", status: "status" },
  },
  resourceManaged: { objCode: "PROJ", holders: [["resourceManagerIDs"]], open: notClosed },
  templates: { objCode: "TMPL", holders: [["ownerID"]], move: { field: "ownerID" } },
  templatesManaged: { objCode: "TMPL", holders: [["resourceManagerIDs"]] },
  portfolios: { objCode: "PORT", holders: [["ownerID"]], move: { field: "ownerID" } },
  programs: { objCode: "PRGM", holders: [["ownerID"]], move: { field: "ownerID" } },
  approvals: {
    objCode: "AWAPVL",
    holders: [["userID", "approverID"]],
    standsFor: [
      ["TASK", "task", "name"],
      ["OPTASK", "opTask", "name"],
      ["PROJ", "project", "name"],
      ["DOCU", "document", "name"],
      ["TSHET", "timesheet", "displayName"],
    ],
  },
  documentApprovals: {
    objCode: "DOCAPL",
    holders: [["approverID"]],
    open: [
      ["approvalDate", ""],
      ["approvalDate_Mod", "isnull"],
    ],
    standsFor: [["DOCU", "document", "name"]],
  },
  directReports: {
    objCode: "USER",
    holders: [["managerID"]],
    open: [["isActive", "true"]],
    move: { field: "managerID" },
  },
  timesheets: {
    objCode: "TSHET",
    holders: approving,
    open: [
      ["status", "C"],
      ["status_Mod", "ne"],
    ],
    name: "displayName",
  },
  timesheetProfiles: { objCode: "TSPRO", holders: approving },
  reports: {
    objCode: "PTLSEC",
    holders: [["runAsUserID", "publicRunAsUserID"]],
    move: { field: "runAsUserID" },
  },
  deliveries: { objCode: "SCHREP", holders: [["runAsUserID"]] },
  routingRules: {
    objCode: "RRUL",
    holders: [["defaultAssignedToID"]],
    move: { field: "defaultAssignedToID", project: "project" },
  },
  teams: { objCode: "TEAMOB", holders: [["ownerID"]], move: { field: "ownerID" } },
} as const satisfies Readonly<Record<string, WorkSource>>;

/** A kind of work that is found by a search for objects. */
export type SearchedKind = keyof typeof workSources;

/** A kind of work that can be handed over. */
export type MovableKind = {
  [Kind in SearchedKind]: (typeof workSources)[Kind] extends { readonly move: Move } ? Kind : never;
}[SearchedKind];

export function isMovable(kind: string): kind is MovableKind {
  const sources: Readonly<Record<string, WorkSource>> = workSources;
  return Object.hasOwn(sources, kind) && sources[kind]?.move !== undefined;
}

/** The filters for the work of the given users. Each alternative of Workfront's form repeats all conditions. */
export function workFilters(
  { open = [] }: WorkSource,
  holder: readonly string[],
  userIDs: readonly string[],
): Parameter[] {
  return holder.flatMap((field, index) => {
    const ofUsers: Parameter[] = [...userIDs.map((id): Parameter => [field, id]), [`${field}_Mod`, "in"]];
    return [...ofUsers, ...open].map(([name, value]): Parameter => [index ? `OR:${index}:${name}` : name, value]);
  });
}
