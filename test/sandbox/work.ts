import type { Directory, SandboxRecord, SandboxUser } from "./directory";
import type { Random } from "./random";
import { workName } from "./workNames";

const day = 86_400_000;

/** In a larger directory, only so many users hold anything, so that it starts quickly. */
const mostHolders = 5000;

/** Whoever holds nothing. */
const idle = "Nina Castellano";

/** Makes things and hands them to users. */
class Workplace {
  private readonly now = Date.now();
  private number = 0;
  /** Nobody owns these; the work of others is in them. */
  private readonly projects: readonly SandboxRecord[];

  constructor(
    readonly directory: Directory,
    readonly random: Random,
    private readonly users: readonly SandboxUser[],
  ) {
    this.projects = Array.from({ length: 12 }, () => this.addProject({}));
  }

  add(code: string, values: Omit<SandboxRecord, "ID">): SandboxRecord {
    const [number, entryDate] = [++this.number, this.daysAgo(400)];
    return this.directory.add(code, { name: workName(code, number), entryDate, referenceNumber: number, ...values });
  }

  /** Some moment within so many days in the past. */
  daysAgo(most: number): number {
    return this.now - Math.floor(this.random.next() * most * day);
  }

  anybody(): string {
    return this.random.pick(this.users).ID;
  }

  project(): string {
    return this.random.pick(this.projects).ID;
  }

  addProject(values: Omit<SandboxRecord, "ID">): SandboxRecord {
    const status = this.random.pick(["CUR", "CUR", "CUR", "PLN", "ONH"]);
    const state = { status, statusEquatesWith: status, isComplete: false, resourceManagerIDs: [] };
    return this.add("PROJ", { ...state, ownerID: null, sponsorID: null, ...values });
  }

  addTask(userID: string, isDone: boolean, isMain = true): void {
    const actualCompletionDate = isDone ? this.daysAgo(60) : null;
    const main = isMain ? userID : this.anybody();
    const task = this.add("TASK", {
      projectID: this.project(),
      assignedToID: main,
      status: isDone ? "CPL" : this.random.pick(["NEW", "INP"]),
      percentComplete: isDone ? 100 : this.random.below(90),
      plannedCompletionDate: this.daysAgo(60) + 30 * day,
      actualCompletionDate,
      isComplete: isDone,
    });
    const values = { taskID: task.ID, projectID: task["projectID"] ?? null, status: isDone ? "DN" : "AA" };
    this.assign(main, { ...values, isPrimary: true });
    if (!isMain) this.assign(userID, { ...values, isPrimary: false });
  }

  addIssue(userID: string, isDone: boolean): void {
    const issue = this.add("OPTASK", {
      projectID: this.project(),
      assignedToID: userID,
      ownerID: this.anybody(),
      status: isDone ? "CLS" : this.random.pick(["NEW", "INP", "AWF"]),
      statusEquatesWith: isDone ? "CLS" : "INP",
      actualCompletionDate: isDone ? this.daysAgo(60) : null,
      isComplete: isDone,
    });
    const values = { opTaskID: issue.ID, projectID: issue["projectID"] ?? null, status: isDone ? "DN" : "AA" };
    this.assign(userID, { ...values, isPrimary: true });
  }

  /** In the assignee's own job role, where there is one, and for a few hours. */
  assign(assignedToID: string, values: Omit<SandboxRecord, "ID">): void {
    const roleID = this.directory.users.get(assignedToID)?.["roleID"] ?? null;
    this.directory.add("ASSGN", { ...values, assignedToID, roleID, assignmentPercent: 100, work: 8 });
  }

  /** The first of several approvers is the one that stands on the timesheet. */
  addSharedTimesheet(userID: string): void {
    const approverID = this.anybody();
    const approverIDs = [approverID, this.anybody(), userID];
    this.add("TSHET", { displayName: "Shared week", userID: this.anybody(), approverID, approverIDs, status: "S" });
  }

  addGroupManager(userID: string): void {
    const group = this.add("GROUP", { name: `Special group ${this.number}` });
    this.directory.add("USRGPS", { userID, groupID: group.ID, isOwner: true });
  }
}

/** Assigns one thing to a user. */
type Assignment = (userID: string, place: Workplace) => unknown;

const assignments: readonly Assignment[] = [
  (userID, place) => place.addTask(userID, false),
  (userID, place) => place.addTask(userID, false, false),
  (userID, place) => place.addTask(userID, true),
  (userID, place) => place.addIssue(userID, false),
  (userID, place) => place.addIssue(userID, true),
  (ownerID, place) => place.addProject({ ownerID }),
  (ownerID, place) => place.addProject({ ownerID, status: "CPL", statusEquatesWith: "CPL", isComplete: true }),
  (sponsorID, place) => place.addProject({ sponsorID }),
  (userID, place) => place.addProject({ resourceManagerIDs: [userID] }),
  (ownerID, place) => place.add("TMPL", { ownerID }),
  (assignedToID, place) => place.add("TASSGN", { assignedToID }),
  (ownerID, place) => place.add("PORT", { ownerID, isActive: true }),
  (ownerID, place) => place.add("PRGM", { ownerID }),
  (userID, place) => place.add("AWAPVL", { userID, projectID: place.project() }),
  (approverID, place) => place.add("AWAPVL", { approverID, projectID: place.project() }),
  (approverID, place) => place.add("DOCAPL", { approverID, approvalDate: null, status: "AA" }),
  (ownerID, place) => place.add("DOCU", { ownerID, checkedOutByID: null }),
  (checkedOutByID, place) => place.add("DOCU", { ownerID: place.anybody(), checkedOutByID }),
  (userID, place) => place.add("TSHET", { displayName: "This week", userID, approverID: place.anybody(), status: "O" }),
  (approverID, place) =>
    place.add("TSHET", { displayName: "Last week", userID: place.anybody(), approverID, status: "S" }),
  (approverID, place) => place.add("TSPRO", { approverID }),
  (runAsUserID, place) => place.add("PTLSEC", { runAsUserID }),
  (publicRunAsUserID, place) => place.add("PTLSEC", { publicRunAsUserID }),
  (runAsUserID, place) => place.add("SCHREP", { runAsUserID }),
  (defaultAssignedToID, place) => place.add("RRUL", { defaultAssignedToID, projectID: place.project() }),
  (ownerID, place) => place.add("TEAMOB", { ownerID }),
  (userID, place) => place.addGroupManager(userID),
  (userID, place) => place.addSharedTimesheet(userID),
  (userID, place) => place.add("TSPRO", { approverID: place.anybody(), approverIDs: [userID] }),
  (userID, place) => place.add("TMPL", { ownerID: null, resourceManagerIDs: [userID] }),
  (fromUserID, place) => place.directory.add("USRDEL", { fromUserID, toUserID: place.anybody() }),
];

/**
 * Gives users, active or not, assigned work: most a few things, some a great many. Tyler Reid has one of
 * everything, Grace Holloway a great many, Nina Castellano nothing.
 */
export function seedWork(directory: Directory, random: Random): void {
  const users = [...directory.users.values()];
  const place = new Workplace(
    directory,
    random,
    users.filter(({ name }) => name !== idle),
  );
  for (const user of users.slice(0, mostHolders)) {
    if (user.name === "Tyler Reid") for (const assign of assignments) assign(user.ID, place);
    else for (let left = numberOfAssignments(user, random); left > 0; left--) random.pick(assignments)(user.ID, place);
  }
}

function numberOfAssignments({ name }: SandboxUser, random: Random): number {
  if (name === "Grace Holloway") return 150;
  if (name === idle) return 0;
  if (random.chance(0.04)) return 20 + random.below(60);
  return random.chance(0.5) ? 1 + random.below(4) : 0;
}
