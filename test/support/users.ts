import type { User, UserDetail } from "../../src/workfront/records";

let created = 0;

/** An ID of Workfront's form that no other user of the same test run has. */
export function nextID(): string {
  created += 1;
  return created.toString(16).padStart(32, "0");
}

/** An active user of whom everything is known, except for what the test says. */
export function user(overrides: Partial<User> = {}): User {
  const ID = overrides.ID ?? nextID();
  const name = `Person ${ID.slice(-4)}`;
  return {
    ID,
    name,
    emailAddr: `person${ID.slice(-4)}@example.com`,
    username: `person${ID.slice(-4)}@example.com`,
    title: "Designer",
    isActive: true,
    userApproval: null,
    isAdmin: false,
    licenseType: "F",
    accessLevel: null,
    homeGroup: null,
    lastLoginDate: null,
    entryDate: null,
    ...overrides,
  };
}

/** The same with what is shown of one user alone. */
export function userDetail(overrides: Partial<UserDetail> = {}): UserDetail {
  return {
    ...user(overrides),
    homeTeam: null,
    manager: null,
    actualDeactivationDate: null,
    scheduledDeactivationDate: null,
    ...overrides,
  };
}
