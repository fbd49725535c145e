import { chunksOf } from "../workfront/chunksOf";
import type { WorkfrontClient } from "../workfront/client";
import { WorkfrontError } from "../workfront/errors";
import type { Parameter } from "../workfront/query";
import type { RawRecord } from "../workfront/records";

/** What a user can still hold when they are deactivated. */
export type HoldingKind =
  | "tasks"
  | "issues"
  | "projects"
  | "templates"
  | "portfolios"
  | "programs"
  | "resourceManaged"
  | "approvals"
  | "directReports"
  | "timesheets"
  | "reports"
  | "deliveries"
  | "routingRules"
  | "groups"
  | "teams";

/** How much of one kind is held. */
export interface Holding {
  readonly kind: HoldingKind;
  /** Undefined where the server would not count it, or not in time: unknown, which is not the same as none. */
  readonly count: number | undefined;
}

/** One thing that a user holds. */
export interface HeldItem {
  readonly objCode: string;
  readonly ID: string;
  readonly name: string;
}

interface Source {
  readonly objCode: string;
  /** The fields, any of which names the holder. */
  readonly holder: readonly string[];
  readonly open?: readonly Parameter[];
  /** The field that says what an item is, where that is not `name`. */
  readonly name?: string;
  /** The objects, any of which an item may stand for: type, relation, and the field that names it. */
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

/**
 * Where each kind is found. Object types and fields: Workfront's API explorer for v17.0 (older types: a field list of
 * about 2016). Which field of an awaited approval names the approver is not documented, so both that can are asked.
 * `actualCompletionDate` tells open work whatever the organization calls its statuses.
 */
const sources: Readonly<Record<HoldingKind, Source>> = {
  tasks: { objCode: "TASK", holder: ["assignments:assignedToID"], open: notComplete },
  issues: { objCode: "OPTASK", holder: ["assignments:assignedToID"], open: notComplete },
  projects: { objCode: "PROJ", holder: ["ownerID"], open: notClosed },
  templates: { objCode: "TMPL", holder: ["ownerID"] },
  portfolios: { objCode: "PORT", holder: ["ownerID"] },
  programs: { objCode: "PRGM", holder: ["ownerID"] },
  resourceManaged: { objCode: "PROJ", holder: ["resourceManagerIDs"], open: notClosed },
  approvals: {
    objCode: "AWAPVL",
    holder: ["userID", "approverID"],
    standsFor: [
      ["TASK", "task", "name"],
      ["OPTASK", "opTask", "name"],
      ["PROJ", "project", "name"],
      ["DOCU", "document", "name"],
      ["TSHET", "timesheet", "displayName"],
    ],
  },
  directReports: { objCode: "USER", holder: ["managerID"], open: [["isActive", "true"]] },
  timesheets: {
    objCode: "TSHET",
    holder: ["approverID"],
    open: [
      ["status", "C"],
      ["status_Mod", "ne"],
    ],
    name: "displayName",
  },
  reports: { objCode: "PTLSEC", holder: ["runAsUserID", "publicRunAsUserID"] },
  deliveries: { objCode: "SCHREP", holder: ["runAsUserID"] },
  routingRules: { objCode: "RRUL", holder: ["defaultAssignedToID"] },
  groups: {
    objCode: "USRGPS",
    holder: ["userID"],
    open: [["isOwner", "true"]],
    standsFor: [["GROUP", "group", "name"]],
  },
  teams: { objCode: "TEAMOB", holder: ["ownerID"] },
};

/** All kinds, in the order in which they are shown: daily work first. */
export const holdingKinds = Object.keys(sources) as readonly HoldingKind[];

/** The most items of one kind that are listed. */
export const mostListed = 500;

/** How many users one count asks about. */
const usersPerCount = 200;

type Client = Pick<WorkfrontClient, "countObjects" | "searchObjects">;

/**
 * Counts what the given users hold together: one request for each kind and each 200 users. Only what the signed-in user
 * may see is counted. Ending the signal ends counting: what is not known by then is unknown.
 */
export async function countHoldings(
  client: Client,
  userIDs: readonly string[],
  signal?: AbortSignal,
): Promise<Holding[]> {
  return Promise.all(
    holdingKinds.map(async (kind) => {
      const counts = chunksOf(userIDs, usersPerCount).map((ids) =>
        client.countObjects(sources[kind].objCode, filters(kind, ids), { signal, retries: 1 }),
      );
      const count = await Promise.all(counts).then(sum, unlessUnexpected(signal));
      return { kind, count };
    }),
  );
}

/** What a user holds of one kind: at most 500 items. */
export async function listHoldings(
  client: Client,
  userID: string,
  kind: HoldingKind,
  signal?: AbortSignal,
): Promise<HeldItem[]> {
  const { objCode, name = "name", standsFor } = sources[kind];
  const fields = standsFor ? ["ID", ...standsFor.map(([, relation, field]) => `${relation}:${field}`)] : ["ID", name];
  const page = { first: 0, limit: mostListed };
  const found = await client.searchObjects(objCode, { filters: filters(kind, [userID]), fields, page }, { signal });
  return found.map((record) => heldItem(record, sources[kind]));
}

function filters(kind: HoldingKind, userIDs: readonly string[]): Parameter[] {
  const { holder, open = [] } = sources[kind];
  return holder.flatMap((field, index) => {
    const ofUsers: Parameter[] = [...userIDs.map((id): Parameter => [field, id]), [`${field}_Mod`, "in"]];
    return [...ofUsers, ...open].map(([name, value]): Parameter => [index ? `OR:${index}:${name}` : name, value]);
  });
}

function heldItem(record: RawRecord, { objCode, name = "name", standsFor = [] }: Source): HeldItem {
  for (const [code, relation, field] of standsFor) {
    const other = record[relation];
    if (isObject(other)) return { objCode: code, ID: textOf(other["ID"]), name: textOf(other[field]) };
  }
  return { objCode, ID: record.ID, name: textOf(record[name]) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function unlessUnexpected(signal: AbortSignal | undefined): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof WorkfrontError) && !signal?.aborted) throw error;
    return undefined;
  };
}
