import type { Random } from "./random";
import { objectTypes, type FieldPath, type ObjectType, type Relation } from "./schema";

/** A field's value. Moments are milliseconds since 1970. */
export type Value = string | number | boolean | null | readonly string[];

export interface SandboxRecord {
  readonly ID: string;
  [field: string]: Value | undefined;
}

/** A `USER`. Fields of the schema that are not here have no value and are answered as null. */
export interface SandboxUser extends SandboxRecord {
  name: string;
  firstName: string;
  lastName: string;
  username: string;
  emailAddr: string | null;
  isActive: boolean;
  /** `F` Standard, `C` Light, `R` Contributor, `X` External. */
  licenseType: string;
  accessLevelID: string;
  title: string | null;
  homeGroupID: string | null;
  homeTeamID: string | null;
  /** Search-only. */
  teamIDs: readonly string[];
  managerID: string | null;
  lastLoginDate: number | null;
  loginCount: number;
  entryDate: number;
  lastUpdateDate: number;
  lastUpdatedByID: string | null;
  actualDeactivationDate: number | null;
  scheduledDeactivationDate: number | null;
  apiKeyCreateDate: number | null;
}

/** What an access level lets its users do; part of the record, but not of the API. */
export interface AccessLevel extends SandboxRecord {
  name: string;
  isAdmin: boolean;
  licenseType: string;
  mayEditUsers: boolean;
  /** "View Contact Info": without it email addresses and telephone numbers are missing from answers. */
  seesContactInfo: boolean;
  /** Without it searches find nobody, and no error says so. */
  seesUsers: boolean;
}

/** The records of one type. Counts its changes, so that what is derived from it knows when it is old. */
export class Table<T extends SandboxRecord> extends Map<string, T> {
  changes = 0;

  override set(id: string, record: T): this {
    this.changes++;
    return super.set(id, record);
  }

  override delete(id: string): boolean {
    this.changes++;
    return super.delete(id);
  }
}

/** How the members of a collection are found: by a field that names the owner, or by IDs that the owner holds. */
const collections: Readonly<Record<string, { readonly by: string } | { readonly ids: string }>> = {
  "USER.directReports": { by: "managerID" },
  "USER.teams": { ids: "teamIDs" },
  "USER.userGroups": { by: "userID" },
  "USER.delegationsFrom": { by: "fromUserID" },
  "GROUP.userGroups": { by: "groupID" },
  "GROUP.children": { by: "parentID" },
  "TEAMOB.users": { by: "teamIDs" },
  "TASK.assignments": { by: "taskID" },
  "TASK.awaitingApprovals": { by: "taskID" },
  "OPTASK.assignments": { by: "opTaskID" },
  "OPTASK.awaitingApprovals": { by: "opTaskID" },
  "PROJ.tasks": { by: "projectID" },
  "TSHET.approvers": { ids: "approverIDs" },
  "TSPRO.approvers": { ids: "approverIDs" },
};

/** Everything the sandbox knows: one table for each object type. Tests may change it at any time. */
export class Directory {
  /** The user tied to the organization's Admin Email, who can never be deactivated. */
  adminEmailUserID = "";
  /** Objects on which nobody has the Manage right but system administrators. */
  readonly withheld = new Set<string>();
  private readonly leftAdminConsole = new Set<string>();
  private readonly tables = new Map<string, Table<SandboxRecord>>();
  private readonly indexes = new Map<string, { changes: number; owners: Map<Value, SandboxRecord[]> }>();

  constructor(
    readonly customerID: string,
    private readonly random: Random,
  ) {
    for (const code of objectTypes.keys()) this.tables.set(code, new Table());
  }

  get users(): Table<SandboxUser> {
    return this.table("USER") as Table<SandboxUser>;
  }

  table(code: string): Table<SandboxRecord> {
    const table = this.tables.get(code);
    if (!table) throw new Error(`The sandbox does not serve ${code}.`);
    return table;
  }

  /** All records of a type; `WORK` is tasks and issues together. */
  records(code: string): SandboxRecord[] {
    if (code === "WORK") return [...this.records("TASK"), ...this.records("OPTASK")];
    return [...this.table(code).values()];
  }

  add<T extends Omit<SandboxRecord, "ID">>(code: string, record: T): T & SandboxRecord {
    const added = { ID: this.random.hex32(), customerID: this.customerID, ...record };
    this.table(code).set(added.ID, added);
    return added;
  }

  /** Adds an active user like the first one of the directory, with these differences. */
  addUser(differences: Partial<SandboxUser> = {}): SandboxUser {
    const [like] = this.users.values();
    if (!like) throw new Error("The directory has no user to start from.");
    const ID = this.random.hex32();
    const email = `user.${ID.slice(0, 8)}@example.com`;
    const standard = this.accessLevel("Standard");
    const identity = { firstName: "New", lastName: "User", name: "New User", emailAddr: email, username: email };
    const user = { ...like, ...identity, accessLevelID: standard.ID, managerID: null, ...differences };
    const added: SandboxUser = { ...user, ID: differences.ID ?? ID };
    this.users.set(added.ID, added);
    return added;
  }

  /** Adds a user whom a group administrator made: deactivated until a system administrator approves. */
  addWaitingUser(differences: Partial<SandboxUser> = {}): SandboxUser {
    const approval = this.add("USRAPV", {});
    return this.addUser({ lastLoginDate: null, ...differences, isActive: false, userApprovalID: approval.ID });
  }

  /** The users with exactly this name, in the order in which they were made. */
  usersNamed(name: string): SandboxUser[] {
    return this.usersWhere((user) => user.name === name);
  }

  usersWhere(condition: (user: SandboxUser) => boolean): SandboxUser[] {
    return [...this.users.values()].filter(condition);
  }

  accessLevel(name: string): AccessLevel {
    const found = this.records("ACSLVL").find((level) => level["name"] === name);
    if (!found) throw new Error(`The directory has no access level "${name}".`);
    return found as AccessLevel;
  }

  accessLevelOf(user: SandboxUser): AccessLevel {
    return this.table("ACSLVL").get(user.accessLevelID) as AccessLevel;
  }

  /** Must follow a change of an `…ID` or `…IDs` field that was not made through the API. */
  relationsChanged(code: string): void {
    this.table(code).changes++;
  }

  /** Takes users' product profile away in the Admin Console, which deactivates them at each synchronization. */
  leaveAdminConsole(...users: readonly SandboxUser[]): void {
    for (const { ID } of users) this.leftAdminConsole.add(ID);
  }

  /** What the Admin Console does from time to time. */
  synchronize(): void {
    for (const id of this.leftAdminConsole) {
      const user = this.users.get(id);
      if (!user?.isActive) continue;
      const now = Date.now();
      Object.assign(user, { isActive: false, actualDeactivationDate: now, lastUpdateDate: now, lastUpdatedByID: null });
    }
  }

  /** Puts a record back to what it was. */
  restore(code: string, old: SandboxRecord): void {
    const record = this.table(code).get(old.ID);
    if (record) Object.assign(record, old);
    this.relationsChanged(code);
  }

  /** A field of a record, computed where it is not stored. */
  value(type: ObjectType, record: SandboxRecord, field: string): Value {
    if (type.code === "USER" && field === "isAdmin") return this.accessLevelOf(record as SandboxUser).isAdmin;
    return record[field] ?? null;
  }

  /** The objects that a reference or a collection leads to. */
  related(from: ObjectType, record: SandboxRecord, relation: Relation): readonly SandboxRecord[] {
    if (!relation.target) return [];
    if (!relation.isCollection) return this.find(relation.target.code, [record[`${relation.name}ID`]]);
    if (relation.name === "assignmentsUsersMM") return this.assignees(from, record);
    const rule = collections[`${from.code}.${relation.name}`];
    if (!rule) return [];
    if ("by" in rule) return this.index(relation.target.code, rule.by).get(record.ID) ?? [];
    const ids = record[rule.ids];
    return Array.isArray(ids) ? this.find(relation.target.code, ids) : [];
  }

  private assignees({ code }: ObjectType, { ID }: SandboxRecord): readonly SandboxRecord[] {
    const assignments = this.index("ASSGN", code === "TASK" ? "taskID" : "opTaskID").get(ID) ?? [];
    return this.find(
      "USER",
      assignments.map(({ assignedToID }) => assignedToID),
    );
  }

  /** The stored value at the end of a path of references; null where one of them leads nowhere. */
  valueAt({ relations, field }: FieldPath, record: SandboxRecord): Value {
    let reached: SandboxRecord | undefined = record;
    for (const { relation } of relations) {
      const id: Value | undefined = reached[`${relation.name}ID`];
      reached = relation.target && typeof id === "string" ? this.table(relation.target.code).get(id) : undefined;
      if (!reached) return null;
    }
    return reached[field] ?? null;
  }

  private find(code: string, ids: readonly (Value | undefined)[]): SandboxRecord[] {
    const table = this.table(code);
    return ids.flatMap((id) => (typeof id === "string" ? (table.get(id) ?? []) : []));
  }

  /** Records of a type by the value (or each of the values) of a field. */
  index(code: string, field: string): ReadonlyMap<Value, SandboxRecord[]> {
    const name = `${code}.${field}`;
    const table = this.table(code);
    const kept = this.indexes.get(name);
    if (kept?.changes === table.changes) return kept.owners;
    const owners = new Map<Value, SandboxRecord[]>();
    for (const record of table.values()) {
      const value = record[field] ?? null;
      for (const owner of Array.isArray(value) ? (value as readonly string[]) : [value]) {
        const records = owners.get(owner);
        if (records) records.push(record);
        else owners.set(owner, [record]);
      }
    }
    this.indexes.set(name, { changes: table.changes, owners });
    return owners;
  }
}
