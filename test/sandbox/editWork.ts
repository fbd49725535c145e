import { forbidden, notFound, ruleBroken } from "./answer";
import type { Caller } from "./caller";
import type { SandboxRecord, SandboxUser, Value } from "./directory";
import type { ObjectType } from "./schema";

/** New values by field. */
export type Updates = ReadonlyMap<string, Value>;

/** Rules for work on which the documentation is silent. */
export interface WorkRules {
  /** What becomes of an assignment's job role that the new assignee does not hold, where the request does not name one. */
  readonly foreignRoles: "replace" | "refuse";
}

/** The fields that make somebody responsible. */
const responsible = ["ownerID", "sponsorID", "defaultAssignedToID", "runAsUserID", "publicRunAsUserID", "assignedToID"];

/** Changes an object that is not a user. Nobody who is deactivated can be assigned work or made an owner. */
export function changeWork(
  record: SandboxRecord,
  updates: Updates,
  type: ObjectType,
  caller: Caller,
  rules: WorkRules,
): void {
  if (!mayManage(record, caller)) throw forbidden(`You do not have sufficient access to edit this ${type.label}.`);
  for (const field of responsible) refuseInactive(updates, field, caller);
  const role = type.code === "ASSGN" ? roleAfter(record, updates, caller, rules) : undefined;
  for (const [name, value] of updates) record[name] = value;
  if (role === undefined) return;
  record["roleID"] = role;
  if (record["isPrimary"]) followMainAssignee(record, caller);
}

/** System administrators, users who administer others, and the owner; the first alone where the right is withheld. */
function mayManage(record: SandboxRecord, { accessLevel, directory, user }: Caller): boolean {
  if (accessLevel.isAdmin) return true;
  return !directory.withheld.has(record.ID) && (accessLevel.mayEditUsers || record["ownerID"] === user.ID);
}

export function refuseInactive(updates: Updates, field: string, { directory }: Caller): void {
  const id = updates.get(field);
  if (typeof id !== "string") return;
  const user = directory.users.get(id);
  if (!user) throw notFound("User", id);
  if (!user.isActive) throw ruleBroken(`${user.name} is deactivated (${field}).`);
}

/** The job role that an assignment has after the change. One that is named must be held by the assignee. */
function roleAfter(assignment: SandboxRecord, updates: Updates, caller: Caller, rules: WorkRules): string | null {
  const assignee = caller.directory.users.get(String(updates.get("assignedToID") ?? assignment["assignedToID"]));
  const roleID = updates.get("roleID") ?? assignment["roleID"];
  if (typeof roleID !== "string" || !assignee || holds(assignee, roleID)) return textOrNull(roleID);
  if (updates.has("roleID") || rules.foreignRoles === "refuse") {
    const role = caller.directory.table("ROLE").get(roleID);
    throw ruleBroken(`${assignee.name} cannot be assigned to Role: ${String(role?.["name"])}`);
  }
  return textOrNull(assignee["roleID"]);
}

function holds(user: SandboxUser, roleID: string): boolean {
  const others = user["roleIDs"];
  return user["roleID"] === roleID || (Array.isArray(others) && others.includes(roleID));
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The main assignee stands on the task or issue as well. */
function followMainAssignee(assignment: SandboxRecord, { directory }: Caller): void {
  for (const [code, field] of [
    ["TASK", "taskID"],
    ["OPTASK", "opTaskID"],
  ] as const) {
    const work = directory.table(code).get(String(assignment[field]));
    if (!work) continue;
    work["assignedToID"] = assignment["assignedToID"];
    directory.relationsChanged(code);
  }
}
