import assert from "node:assert/strict";
import type { Directory, SandboxRecord, SandboxUser, Value } from "../sandbox/directory";
import { objectTypes } from "../sandbox/schema";
import type { Sandbox } from "../sandbox/server";

/** How one thing of each kind is given to a user. Nobody else holds anything in it. */
const holdings: readonly ((directory: Directory, userID: string, number: number) => void)[] = [
  (directory, managerID, number) =>
    directory.addUser({ firstName: "Report", lastName: String(number), name: `Report ${number}`, managerID }),
  (directory, ownerID, number) => directory.add("PROJ", { name: `Owned ${number}`, ownerID, status: "CUR" }),
  (directory, id, number) =>
    directory.add("PROJ", { name: `Owned and sponsored ${number}`, ownerID: id, sponsorID: id, status: "PLN" }),
  (directory, sponsorID, number) => directory.add("PROJ", { name: `Sponsored ${number}`, sponsorID, status: "CUR" }),
  (directory, ownerID, number) => directory.add("TMPL", { name: `Template ${number}`, ownerID }),
  (directory, ownerID, number) => directory.add("PORT", { name: `Portfolio ${number}`, ownerID }),
  (directory, ownerID, number) => directory.add("PRGM", { name: `Program ${number}`, ownerID }),
  (directory, ownerID, number) => directory.add("TEAMOB", { name: `Team ${number}`, ownerID }),
  (directory, defaultAssignedToID, number) =>
    directory.add("RRUL", { name: `Rule ${number}`, defaultAssignedToID, projectID: anyProject(directory) }),
  (directory, userID, number) => addAssignment(directory, "TASK", "taskID", userID, number),
  (directory, userID, number) => addAssignment(directory, "OPTASK", "opTaskID", userID, number),
  (directory, runAsUserID, number) => directory.add("PTLSEC", { name: `Report page ${number}`, runAsUserID }),
];

/** Adds a user who holds so many changes' worth of everything that can be handed over, in turns. */
export function addLeaver({ directory }: Pick<Sandbox, "directory">, items: number): SandboxUser {
  const leaver = directory.addUser({ firstName: "Lea", lastName: "Ver", name: "Lea Ver", ...twoRoles(directory) });
  for (let number = 0; held(directory, leaver.ID) < items; number++)
    holdings[number % holdings.length]?.(directory, leaver.ID, number);
  return leaver;
}

export function addSuccessor({ directory }: Pick<Sandbox, "directory">, differences: Partial<SandboxUser> = {}) {
  const roles = twoRoles(directory);
  return directory.addUser({ firstName: "Sue", lastName: "Next", name: "Sue Next", ...roles, ...differences });
}

/** The main job role of somebody, and all that they hold. */
function twoRoles(directory: Directory) {
  const roleIDs = directory
    .records("ROLE")
    .slice(0, 2)
    .map(({ ID }) => ID);
  return { roleID: roleIDs[0] ?? null, roleIDs };
}

const fields = ["ownerID", "sponsorID", "managerID", "defaultAssignedToID", "runAsUserID"];

/** In how many fields somebody stands, as far as these can be handed over. */
export function held(directory: Directory, userID: string): number {
  const found = ["USER", "PROJ", "TMPL", "PORT", "PRGM", "TEAMOB", "RRUL", "PTLSEC"].flatMap((code) =>
    fields.flatMap((field) => directory.index(code, field).get(userID) ?? []),
  );
  return found.length + (directory.index("ASSGN", "assignedToID").get(userID)?.length ?? 0);
}

function anyProject(directory: Directory): string {
  return directory.table("PROJ").keys().next().value ?? "";
}

function addAssignment(directory: Directory, code: string, field: string, userID: string, number: number): void {
  const roleIDs = directory.users.get(userID)?.["roleIDs"];
  const roles = Array.isArray(roleIDs) ? (roleIDs as readonly string[]) : [];
  const values = { projectID: anyProject(directory), status: "INP", actualCompletionDate: null };
  const work = directory.add(code, { name: `${code} ${number}`, assignedToID: userID, ...values });
  // One in five has no job role.
  const role = number % 5 === 0 ? null : (roles[number % 2] ?? null);
  directory.add("ASSGN", { [field]: work.ID, assignedToID: userID, roleID: role, isPrimary: true, status: "AA" });
}

/** Every field of every object, but for when and by whom it was last changed. */
export type Everything = ReadonlyMap<string, Readonly<Record<string, Value | undefined>>>;

export function everything(directory: Directory): Everything {
  // `WORK` is tasks and issues once more.
  const all = [...objectTypes.keys()]
    .filter((code) => code !== "WORK")
    .flatMap((code) => directory.records(code).map((record) => [code, record] as const));
  return new Map(all.map(([code, record]) => [`${code} ${record.ID}`, lasting(record)]));
}

function lasting(record: SandboxRecord): Readonly<Record<string, Value | undefined>> {
  return { ...record, lastUpdateDate: null, lastUpdatedByID: null };
}

/**
 * Nothing is different from before but what is told to be: `ID field` to the value that it must have now. The main assignee of
 * an assignment is also on its task or issue.
 */
export function assertOnly(directory: Directory, before: Everything, changed: ReadonlyMap<string, Value>): void {
  const expected = new Map([...before].map(([key, record]) => [key, { ...record }]));
  for (const [change, value] of changed) {
    const [code = "", id = "", field = ""] = change.split(" ");
    const record = expected.get(`${code} ${id}`);
    assert.ok(record, change);
    record[field] = value;
    if (code !== "ASSGN" || field !== "assignedToID" || !record["isPrimary"]) continue;
    const main = record["taskID"] ? `TASK ${String(record["taskID"])}` : `OPTASK ${String(record["opTaskID"])}`;
    const work = expected.get(main);
    if (work) work["assignedToID"] = value;
  }
  const now = everything(directory);
  assert.equal(now.size, expected.size);
  for (const [key, record] of expected) assert.deepEqual(now.get(key), record, key);
}
