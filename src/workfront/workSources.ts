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
/** One approver stands on the object itself, up to seven are in a collection. */
const approving: WorkSource["holders"] = [["approverID", "approvers:ID"]];

/**
 * Each kind of work. Object types and fields: Workfront's API explorer for v17.0 (older types: a field list of about
 * 2016). Which field of an awaited approval names the approver is not documented, so both that can are asked.
 * `actualCompletionDate` tells open work whatever the organization calls its statuses.
 */
export const workSources = {
  tasks: { objCode: "TASK", holders: assigned, open: notComplete },
  issues: { objCode: "OPTASK", holders: assigned, open: notComplete },
  projects: { objCode: "PROJ", holders: [["ownerID"]], open: notClosed },
  sponsored: { objCode: "PROJ", holders: [["sponsorID"]], open: notClosed },
  resourceManaged: { objCode: "PROJ", holders: [["resourceManagerIDs"]], open: notClosed },
  templates: { objCode: "TMPL", holders: [["ownerID"]] },
  templatesManaged: { objCode: "TMPL", holders: [["resourceManagerIDs"]] },
  portfolios: { objCode: "PORT", holders: [["ownerID"]] },
  programs: { objCode: "PRGM", holders: [["ownerID"]] },
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
  directReports: { objCode: "USER", holders: [["managerID"]], open: [["isActive", "true"]] },
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
  reports: { objCode: "PTLSEC", holders: [["runAsUserID", "publicRunAsUserID"]] },
  deliveries: { objCode: "SCHREP", holders: [["runAsUserID"]] },
  routingRules: { objCode: "RRUL", holders: [["defaultAssignedToID"]] },
  teams: { objCode: "TEAMOB", holders: [["ownerID"]] },
} as const satisfies Readonly<Record<string, WorkSource>>;

/** A kind of work that is found by a search for objects. */
export type SearchedKind = keyof typeof workSources;

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
