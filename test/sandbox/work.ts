import type { Directory, SandboxRecord, SandboxUser } from "./directory";
import type { Random } from "./random";

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

  add(code: string, name: string, values: Omit<SandboxRecord, "ID">): SandboxRecord {
    const entryDate = this.daysAgo(400);
    return this.directory.add(code, {
      name: `${name} ${++this.number}`,
      entryDate,
      referenceNumber: this.number,
      ...values,
    });
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
    const state = { status: "CUR", statusEquatesWith: "CUR", isComplete: false, resourceManagerIDs: [] };
    return this.add("PROJ", "Campaign", { ...state, ownerID: null, sponsorID: null, ...values });
  }

  addTask(userID: string, isDone: boolean, isMain = true): void {
    const actualCompletionDate = isDone ? this.daysAgo(60) : null;
    const main = isMain ? userID : this.anybody();
    const task = this.add("TASK", "Prepare layout", {
      projectID: this.project(),
      assignedToID: main,
      status: isDone ? "CPL" : this.random.pick(["NEW", "INP"]),
      percentComplete: isDone ? 100 : this.random.below(90),
      plannedCompletionDate: this.daysAgo(60) + 30 * day,
      actualCompletionDate,
      isComplete: isDone,
    });
    const values = { taskID: task.ID, projectID: task["projectID"] ?? null, status: isDone ? "DN" : "AA" };
    this.directory.add("ASSGN", { ...values, assignedToID: main, isPrimary: true });
    if (!isMain) this.directory.add("ASSGN", { ...values, assignedToID: userID, isPrimary: false });
  }

  addIssue(userID: string, isDone: boolean): void {
    const issue = this.add("OPTASK", "Fix broken link", {
      projectID: this.project(),
      assignedToID: userID,
      ownerID: this.anybody(),
      status: isDone ? "CLS" : this.random.pick(["NEW", "INP", "AWF"]),
      statusEquatesWith: isDone ? "CLS" : "INP",
      actualCompletionDate: isDone ? this.daysAgo(60) : null,
      isComplete: isDone,
    });
    const values = { opTaskID: issue.ID, projectID: issue["projectID"] ?? null, status: isDone ? "DN" : "AA" };
    this.directory.add("ASSGN", { ...values, assignedToID: userID, isPrimary: true });
  }

  /** The first of several approvers is the one that stands on the timesheet. */
  addSharedTimesheet(userID: string): void {
    const approverID = this.anybody();
    const approverIDs = [approverID, this.anybody(), userID];
    this.add("TSHET", "", { displayName: "Shared week", userID: this.anybody(), approverID, approverIDs, status: "S" });
  }

  addGroupManager(userID: string): void {
    const group = this.add("GROUP", "Special group", {});
    this.directory.add("USRGPS", { userID, groupID: group.ID, isOwner: true });
  }
}

/** One of the things that a user may hold. */
type Holding = (userID: string, place: Workplace) => unknown;

const holdings: readonly Holding[] = [
  (userID, place) => place.addTask(userID, false),
  (userID, place) => place.addTask(userID, false, false),
  (userID, place) => place.addTask(userID, true),
  (userID, place) => place.addIssue(userID, false),
  (userID, place) => place.addIssue(userID, true),
  (ownerID, place) => place.addProject({ ownerID }),
  (ownerID, place) => place.addProject({ ownerID, status: "CPL", statusEquatesWith: "CPL", isComplete: true }),
  (sponsorID, place) => place.addProject({ sponsorID }),
  (userID, place) => place.addProject({ resourceManagerIDs: [userID] }),
  (ownerID, place) => place.add("TMPL", "Campaign template", { ownerID }),
  (assignedToID, place) => place.add("TASSGN", "Template assignment", { assignedToID }),
  (ownerID, place) => place.add("PORT", "Portfolio", { ownerID, isActive: true }),
  (ownerID, place) => place.add("PRGM", "Program", { ownerID }),
  (userID, place) => place.add("AWAPVL", "Approval", { userID, projectID: place.project() }),
  (approverID, place) => place.add("AWAPVL", "Approval", { approverID, projectID: place.project() }),
  (approverID, place) => place.add("DOCAPL", "Document approval", { approverID, approvalDate: null, status: "AA" }),
  (ownerID, place) => place.add("DOCU", "Brief.pdf", { ownerID, checkedOutByID: null }),
  (checkedOutByID, place) => place.add("DOCU", "Logo.ai", { ownerID: place.anybody(), checkedOutByID }),
  (userID, place) =>
    place.add("TSHET", "", { displayName: "This week", userID, approverID: place.anybody(), status: "O" }),
  (approverID, place) =>
    place.add("TSHET", "", { displayName: "Last week", userID: place.anybody(), approverID, status: "S" }),
  (approverID, place) => place.add("TSPRO", "Weekly", { approverID }),
  (runAsUserID, place) => place.add("PTLSEC", "Utilization report", { runAsUserID }),
  (publicRunAsUserID, place) => place.add("PTLSEC", "Public report", { publicRunAsUserID }),
  (runAsUserID, place) => place.add("SCHREP", "Monday delivery", { runAsUserID }),
  (defaultAssignedToID, place) =>
    place.add("RRUL", "Routing rule", { defaultAssignedToID, projectID: place.project() }),
  (ownerID, place) => place.add("TEAMOB", "Task force", { ownerID }),
  (userID, place) => place.addGroupManager(userID),
  (userID, place) => place.addSharedTimesheet(userID),
  (userID, place) => place.add("TSPRO", "Monthly", { approverID: place.anybody(), approverIDs: [userID] }),
  (userID, place) => place.add("TMPL", "Event template", { ownerID: null, resourceManagerIDs: [userID] }),
  (fromUserID, place) => place.directory.add("USRDEL", { fromUserID, toUserID: place.anybody() }),
];

/**
 * Gives users, active or not, what they may hold: most a few things, some a great many. Tyler Reid holds one of
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
    if (user.name === "Tyler Reid") for (const holding of holdings) holding(user.ID, place);
    else for (let left = numberOfHoldings(user, random); left > 0; left--) random.pick(holdings)(user.ID, place);
  }
}

function numberOfHoldings({ name }: SandboxUser, random: Random): number {
  if (name === "Grace Holloway") return 150;
  if (name === idle) return 0;
  if (random.chance(0.04)) return 20 + random.below(60);
  return random.chance(0.5) ? 1 + random.below(4) : 0;
}
