import { departments, roleNames, type Department, type Job, type Level } from "./departments";
import { Directory, type AccessLevel, type SandboxRecord, type SandboxUser } from "./directory";
import { EmailAddresses } from "./emailAddresses";
import { koreanNames, namePools, type NamePool } from "./names";
import { Random } from "./random";
import { hostileUsers, specialUsers, type AccessLevels, type SpecialUser } from "./specialUsers";
import { seedWork } from "./work";

const day = 86_400_000;

/** A department with the groups, teams and people it has in Workfront. */
interface Workplace {
  readonly department: Department;
  readonly groupID: string;
  readonly teamIDs: readonly string[];
  readonly leadIDs: string[];
  headID: string | undefined;
  /** How many were taken on. */
  size: number;
}

export interface SeedOptions {
  /** Whether names that a program may mistake for something else follow the special users; false. */
  readonly hostileNames?: boolean;
}

/**
 * Makes an organization of any size, the same for the same seed. The first user is a system administrator; special
 * cases come next, then the heads of the departments, everyone else after them.
 */
export function seedDirectory(size: number, seed: number, { hostileNames = false }: SeedOptions = {}): Directory {
  const random = new Random(seed);
  const directory = new Directory(random.hex32(), random);
  directory.add("CUST", { ID: directory.customerID, name: "Brightwater Group" });
  const organization = new Organization(directory, random);
  const special = [...specialUsers(organization.levels), ...(hostileNames ? hostileUsers : [])];
  for (const user of special.slice(0, size)) organization.addSpecialUser(user);
  for (let place = 0; directory.users.size < size; place++) organization.addUser(place);
  organization.chooseManagers();
  seedWork(directory, random);
  const [first, second = first] = directory.users.values();
  directory.adminEmailUserID = second?.ID ?? "";
  return directory;
}

/** Takes people on. */
class Organization {
  readonly levels: AccessLevels;
  readonly #emails = new EmailAddresses();
  readonly #workplaces: readonly Workplace[];
  readonly #roles: readonly SandboxRecord[];
  readonly #workplaceOf = new Map<string, Workplace>();

  constructor(
    private readonly directory: Directory,
    private readonly random: Random,
  ) {
    this.levels = addLevels(directory);
    this.#workplaces = departments.map((department) => ({
      department,
      groupID: directory.add("GROUP", { name: department.name }).ID,
      teamIDs: department.teams.map((name) => directory.add("TEAMOB", { name, ownerID: null }).ID),
      leadIDs: [],
      headID: undefined,
      size: 0,
    }));
    this.#roles = roleNames.map((name) => directory.add("ROLE", { name }));
  }

  addSpecialUser({ user, department }: SpecialUser): void {
    const known = this.#workplaces.find((workplace) => workplace.department.name === department);
    const workplace = department === null ? undefined : (known ?? this.#anyWorkplace());
    const { jobs, leads } = (workplace ?? this.#workplaces[0]!).department;
    const job = [...jobs, ...leads].find(({ title }) => title === user.title) ?? this.random.pick(jobs);
    const person = this.#person(user.firstName, user.lastName, job, workplace);
    this.#add(
      { ...person, ...(user.isActive ? longEmployed(this.random) : inactive(this.random)), ...user },
      workplace,
    );
  }

  /** The first one taken on in each department is its head, and one of six after that leads others. */
  addUser(place: number): void {
    const { random } = this;
    const isHead = place < this.#workplaces.length;
    const workplace = isHead ? this.#workplaces[place]! : this.#anyWorkplace();
    const { head, leads, jobs } = workplace.department;
    const isLead = workplace.size++ % 6 === 1;
    const job = isHead ? head : random.pick(isLead ? leads : jobs);
    const names = namesIn(workplace, random);
    const [firstName, lastName] = [random.pick(names.first), random.pick(names.last)];
    const where = { timeZone: names.timeZone, locale: names.locale };
    const times = isHead ? longEmployed(random) : random.chance(0.85) ? active(random) : inactive(random);
    const person = { ...this.#person(firstName, lastName, job, workplace), ...where, ...times };
    const user = this.#add(
      isHead || isLead ? { ...person, title: job.title } : { ...person, ...this.#rarity(place) },
      workplace,
    );
    if (isHead) workplace.headID = user.ID;
    else if (isLead && user.isActive) workplace.leadIDs.push(user.ID);
  }

  /** In an organization of some size, one of sixty waits for approval, and one is still active after the last day. */
  #rarity(place: number): Partial<SandboxUser> {
    if (place % 60 === 29) return { ...longEmployed(this.random), scheduledDeactivationDate: ago(this.random, 2, 20) };
    if (place % 60 !== 47) return {};
    const { ID } = this.directory.add("USRAPV", {});
    const dates = { lastLoginDate: null, loginCount: 0, actualDeactivationDate: null };
    return { ...active(this.random), ...dates, isActive: false, userApprovalID: ID, scheduledDeactivationDate: null };
  }

  /** Leads report to the head of their department, the heads to the second administrator, who runs the organization. */
  chooseManagers(): void {
    const { users } = this.directory;
    const chief = [...users.values()][1];
    for (const user of users.values()) {
      const workplace = this.#workplaceOf.get(user.ID);
      if (user === chief || this.random.chance(0.06)) continue;
      user.managerID = this.#managerOf(user, workplace) ?? chief?.ID ?? null;
    }
    this.directory.relationsChanged("USER");
  }

  #managerOf(user: SandboxUser, workplace: Workplace | undefined): string | undefined {
    if (workplace === undefined || user.ID === workplace.headID) return undefined;
    const { leadIDs, headID } = workplace;
    return leadIDs.length === 0 || isLead(user, workplace) ? headID : this.random.pick(leadIDs);
  }

  #add(user: SandboxUser, workplace: Workplace | undefined): SandboxUser {
    this.directory.users.set(user.ID, user);
    if (workplace !== undefined) this.#workplaceOf.set(user.ID, workplace);
    const groupID = user.homeGroupID;
    if (groupID !== null) this.directory.add("USRGPS", { userID: user.ID, groupID, isOwner: this.random.chance(0.02) });
    return user;
  }

  #anyWorkplace(): Workplace {
    let ticket = this.random.below(100);
    return this.#workplaces.find(({ department }) => (ticket -= department.share) < 0) ?? this.#workplaces[0]!;
  }

  #person(first: string, last: string, job: Job, workplace: Workplace | undefined): SandboxUser {
    const { random, directory } = this;
    const [firstName, lastName] = [written(first), written(last)];
    const emailAddr = this.#emails.next(first, last);
    const level = this.#levelOf(job.level);
    const teamID = workplace !== undefined && random.chance(0.7) ? random.pick(workplace.teamIDs) : null;
    return {
      ID: random.hex32(),
      customerID: directory.customerID,
      name: `${firstName} ${lastName}`,
      firstName,
      lastName,
      username: emailAddr,
      emailAddr: random.chance(0.03) ? null : emailAddr,
      licenseType: level.licenseType,
      accessLevelID: level.ID,
      title: random.chance(0.94) ? job.title : null,
      homeGroupID: workplace !== undefined && random.chance(0.97) ? workplace.groupID : null,
      homeTeamID: teamID,
      teamIDs: teamID === null ? [] : [teamID],
      roleID: random.chance(0.6) ? random.pick(this.#roles).ID : null,
      managerID: null,
      lastUpdatedByID: null,
      apiKeyCreateDate: null,
      phoneNumber: random.chance(0.3) ? `+1 555 ${String(100 + random.below(100)).padStart(4, "0")}` : null,
      timeZone: "America/Denver",
      locale: "en_US",
      ...active(random),
    };
  }

  /** One in a hundred is an administrator besides their job, and some have another license than their colleagues. */
  #levelOf(level: Level): AccessLevel {
    if (this.random.chance(0.01)) return this.levels.admin;
    const other = this.random.pick<Level>(["standard", "light", "contributor"]);
    return this.levels[this.random.chance(0.1) ? other : level];
  }
}

function addLevels(directory: Directory): AccessLevels {
  const level = (name: string, licenseType: string, rights: Partial<AccessLevel> = {}): AccessLevel =>
    directory.add("ACSLVL", {
      name,
      licenseType,
      isAdmin: false,
      mayEditUsers: false,
      seesContactInfo: false,
      seesUsers: true,
      ...rights,
    });
  return {
    admin: level("System Administrator", "F", { isAdmin: true, mayEditUsers: true, seesContactInfo: true }),
    standard: level("Standard", "F", { seesContactInfo: true }),
    userAdmin: level("Standard with User Admin", "F", { mayEditUsers: true, seesContactInfo: true }),
    light: level("Light", "C"),
    contributor: level("Contributor", "R"),
    external: level("External User", "X", { seesUsers: false }),
  };
}

function namesIn({ department }: Workplace, random: Random): NamePool {
  if (department.name === "Seoul Office" && random.chance(0.8)) return koreanNames;
  let ticket = random.next() * 100;
  return namePools.find(({ share }) => (ticket -= share) < 0) ?? namePools[0]!;
}

/** A name of a pool without the letters of its email address. */
function written(name: string): string {
  return name.split("|")[0]!;
}

function isLead({ title }: SandboxUser, { department }: Workplace): boolean {
  return department.leads.some((job) => job.title === title);
}

/** Some moment so many days ago, or up to so many more. */
function ago(random: Random, days: number, more: number): number {
  return Math.floor(Date.now() - (days + random.next() * more) * day);
}

/** Since when somebody is there, and when they were last seen: most lately, some not for months, some never. */
function active(random: Random) {
  const entryDate = ago(random, 30, 1900);
  const lastSeen = random.chance(0.28) ? ago(random, 90, 1000) : ago(random, 0, 60);
  const lastLoginDate = random.chance(0.07) ? null : Math.max(entryDate, lastSeen);
  return {
    isActive: true,
    entryDate,
    lastLoginDate,
    loginCount: lastLoginDate === null ? 0 : 1 + random.below(600),
    lastUpdateDate: Math.max(entryDate, ago(random, 1, 700)),
    actualDeactivationDate: null,
    scheduledDeactivationDate: random.chance(0.03) ? Date.now() + (3 + random.below(40)) * day : null,
  };
}

function inactive(random: Random) {
  const times = active(random);
  const left = Math.max(times.entryDate, ago(random, 1, 700));
  const lastLoginDate = times.lastLoginDate === null ? null : Math.min(times.lastLoginDate, left);
  const dates = { lastLoginDate, lastUpdateDate: left, actualDeactivationDate: left, scheduledDeactivationDate: null };
  return { ...times, ...dates, isActive: false };
}

/** Those who have been there for years and use Workfront every day. */
function longEmployed(random: Random) {
  const dates = {
    entryDate: ago(random, 1000, 900),
    lastLoginDate: ago(random, 0, 3),
    scheduledDeactivationDate: null,
  };
  return { ...active(random), ...dates, loginCount: 200 + random.below(600), lastUpdateDate: ago(random, 1, 700) };
}
