import { Directory, type AccessLevel, type SandboxRecord, type SandboxUser } from "./directory";
import { groupNames, namePools, teamNames, titles } from "./names";
import { Random } from "./random";
import { specialUsers, type AccessLevels, type NamedUser } from "./specialUsers";
import { seedWork } from "./work";

const day = 86_400_000;

/** The places users belong to. */
interface Organization {
  readonly levels: AccessLevels;
  readonly groups: readonly SandboxRecord[];
  readonly teams: readonly SandboxRecord[];
  readonly roles: readonly SandboxRecord[];
}

/** Makes a directory of any size. The first user is a system administrator; special cases come next, everyone else after them. */
export function seedDirectory(size: number, seed: number): Directory {
  const random = new Random(seed);
  const directory = new Directory(random.hex32(), random);
  directory.add("CUST", { ID: directory.customerID, name: "Sandbox Organization" });
  const organization = seedOrganization(directory);
  const special = specialUsers(organization.levels);
  const made: SandboxUser[] = [];
  for (let index = 0; index < size; index++) {
    const user = makeUser(index, special[index] ?? ordinaryName(random), organization, directory, random);
    user.managerID ??= index > 5 && random.chance(0.85) ? made[random.below(Math.min(index, 200))]!.ID : null;
    directory.users.set(user.ID, user);
    if (user.homeGroupID !== null) addToGroup(directory, user, user.homeGroupID, random.chance(0.02));
    made.push(user);
  }
  seedWork(directory, random);
  directory.adminEmailUserID = (made[1] ?? made[0])?.ID ?? "";
  return directory;
}

function seedOrganization(directory: Directory): Organization {
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
    levels: {
      admin: level("System Administrator", "F", { isAdmin: true, mayEditUsers: true, seesContactInfo: true }),
      standard: level("Standard", "F", { seesContactInfo: true }),
      userAdmin: level("Standard with User Admin", "F", { mayEditUsers: true, seesContactInfo: true }),
      light: level("Light", "C"),
      contributor: level("Contributor", "R"),
      external: level("External User", "X", { seesUsers: false }),
    },
    groups: groupNames.map((name) => directory.add("GROUP", { name })),
    teams: teamNames.map((name) => directory.add("TEAMOB", { name, ownerID: null })),
    roles: titles.slice(0, 6).map((name) => directory.add("ROLE", { name })),
  };
}

function ordinaryName(random: Random): NamedUser {
  let ticket = random.below(100);
  const pool = namePools.find(({ share }) => (ticket -= share) < 0) ?? namePools[0]!;
  return { firstName: random.pick(pool.first), lastName: random.pick(pool.last) };
}

function makeUser(
  index: number,
  differences: NamedUser,
  organization: Organization,
  directory: Directory,
  random: Random,
): SandboxUser {
  const { firstName, lastName } = differences;
  const emailAddr = emailOf(firstName, lastName, index);
  const level = pickLevel(organization, random);
  const team = random.chance(0.7) ? random.pick(organization.teams) : undefined;
  const times = seedTimes(random, differences.isActive ?? random.chance(0.86));
  return {
    ID: random.hex32(),
    customerID: directory.customerID,
    name: `${firstName} ${lastName}`,
    username: differences.emailAddr ?? emailAddr,
    emailAddr: random.chance(0.03) ? null : emailAddr,
    licenseType: level.licenseType,
    accessLevelID: level.ID,
    title: random.chance(0.75) ? random.pick(titles) : null,
    homeGroupID: random.chance(0.92) ? random.pick(organization.groups).ID : null,
    homeTeamID: team?.ID ?? null,
    teamIDs: team ? [team.ID] : [],
    roleID: random.chance(0.6) ? random.pick(organization.roles).ID : null,
    managerID: null,
    lastUpdatedByID: null,
    apiKeyCreateDate: null,
    phoneNumber: random.chance(0.3) ? `+1 555 ${String(index % 10_000).padStart(4, "0")}` : null,
    timeZone: "America/Denver",
    locale: "en_US",
    ...times,
    ...differences,
  };
}

/** Unique by the index; the domain cannot exist. */
function emailOf(firstName: string, lastName: string, index: number): string {
  const plain = `${firstName}.${lastName}`
    .normalize("NFD")
    .replace(/[^a-zA-Z.]/g, "")
    .toLowerCase();
  return /^[a-z]{2,20}\.[a-z]{2,20}$/.test(plain) ? `${plain}.${index}@example.com` : `user.${index}@example.com`;
}

function pickLevel({ levels }: Organization, random: Random): AccessLevel {
  const ticket = random.below(100);
  if (ticket < 1) return levels.admin;
  if (ticket < 30) return levels.standard;
  if (ticket < 55) return levels.light;
  return ticket < 88 ? levels.contributor : levels.external;
}

function seedTimes(random: Random, isActive: boolean) {
  const now = Date.now();
  const entryDate = now - Math.floor((30 + random.below(1900)) * day + random.next() * day);
  const isIdle = random.chance(0.35);
  const sinceLogin = (isIdle ? 90 + random.below(1000) : random.below(60)) * day + random.next() * day;
  const lastLogin = Math.floor(now - sinceLogin);
  const lastLoginDate = random.chance(0.08) ? null : Math.max(lastLogin, entryDate);
  const lastChange = Math.floor(Math.min(entryDate + random.next() * 700 * day, now - day));
  return {
    isActive,
    entryDate,
    lastLoginDate,
    loginCount: lastLoginDate === null ? 0 : 1 + random.below(600),
    lastUpdateDate: lastChange,
    actualDeactivationDate: isActive ? null : lastChange,
    scheduledDeactivationDate: isActive && random.chance(0.01) ? now + (3 + random.below(40)) * day : null,
  };
}

function addToGroup(directory: Directory, { ID }: SandboxUser, groupID: string, isOwner: boolean): void {
  directory.add("USRGPS", { userID: ID, groupID, isOwner });
}
