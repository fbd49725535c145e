import type { AccessLevel, SandboxUser } from "./directory";
import { hostileNames } from "./names";

/** What a user has that the others of the directory do not; a name at least. */
export type NamedUser = Partial<SandboxUser> & { readonly firstName: string; readonly lastName: string };

/** A user who is not left to chance, and the name of the department; null for none. */
export interface SpecialUser {
  readonly user: NamedUser;
  readonly department?: string | null;
}

export type AccessLevels = Readonly<
  Record<"admin" | "standard" | "userAdmin" | "light" | "contributor" | "external", AccessLevel>
>;

/** The first users of every directory, in this order: those that tests and demonstrations need. */
export function specialUsers(levels: AccessLevels): SpecialUser[] {
  return [...administrators(levels), ...fromArticle, ...namesakes, ...others(levels)];
}

/** Users, all of them active, whose names a program may mistake for something else. */
export const hostileUsers: readonly SpecialUser[] = hostileNames.map(([firstName, lastName]) => ({
  user: { firstName, lastName, isActive: true },
}));

/** The first is the one whose credentials are told, the second the one of the Admin Email. */
function administrators({ admin }: AccessLevels): SpecialUser[] {
  const rights = { accessLevelID: admin.ID, licenseType: "F", isActive: true, scheduledDeactivationDate: null };
  return [
    {
      user: {
        firstName: "Ada",
        lastName: "Lindholm",
        emailAddr: "ada.lindholm@example.com",
        title: "Workfront Administrator",
        ...rights,
      },
      department: "IT",
    },
    {
      user: {
        firstName: "Olga",
        lastName: "Petersen",
        emailAddr: "olga.petersen@example.com",
        title: "Chief Operating Officer",
        ...rights,
      },
      department: null,
    },
    {
      user: {
        firstName: "Grace",
        lastName: "Holloway",
        emailAddr: "grace.holloway@example.com",
        title: "Marketing Operations Lead",
        ...rights,
      },
      department: "Marketing",
    },
  ];
}

/** The two whose IDs are in Workfront's article on deactivating users. */
const fromArticle: readonly SpecialUser[] = [
  {
    user: {
      ID: "592125e60089b88fae8b51c08383e144",
      firstName: "Tyler",
      lastName: "Reid",
      emailAddr: "tyler.reid@example.com",
      title: "Project Manager",
      isActive: true,
    },
    department: "Creative Services",
  },
  {
    user: {
      ID: "61941ab1000af22d7104628efa1c738b",
      firstName: "Jane",
      lastName: "Cooper",
      emailAddr: "jane.cooper@example.com",
      title: "Designer",
      isActive: false,
    },
    department: "Creative Services",
  },
];

/** Of the same name as one of the article; one has the email address of that former account. */
const namesakes: readonly SpecialUser[] = [
  {
    user: {
      firstName: "Jane",
      lastName: "Cooper",
      emailAddr: "Jane.Cooper@example.com",
      title: "Senior Designer",
      isActive: true,
    },
    department: "Creative Services",
  },
  {
    user: {
      firstName: "Jane",
      lastName: "Cooper",
      emailAddr: "jane.cooper.legal@example.com",
      title: "Counsel",
      isActive: true,
    },
    department: "Legal & Compliance",
  },
  {
    user: {
      firstName: "Jane",
      lastName: "Cooper",
      emailAddr: null,
      username: "jcooper",
      title: "Contractor",
      isActive: true,
    },
    department: "Agency Partners",
  },
];

/** One who may edit users without being an administrator, an integration's account, one who never logged in, one with a short username. */
function others({ userAdmin, contributor }: AccessLevels): SpecialUser[] {
  return [
    {
      user: {
        firstName: "Uma",
        lastName: "Raghavan",
        accessLevelID: userAdmin.ID,
        licenseType: "F",
        emailAddr: "uma.raghavan@example.com",
        title: "Access Manager",
        isActive: true,
      },
      department: "IT",
    },
    {
      user: {
        firstName: "techacct",
        lastName: "7F3A2B91",
        accessLevelID: contributor.ID,
        licenseType: "R",
        emailAddr: "techacct-7f3a2b91@example.com",
        title: null,
        isActive: true,
      },
      department: null,
    },
    {
      user: {
        firstName: "Nina",
        lastName: "Castellano",
        emailAddr: "nina.castellano@example.com",
        title: "Event Assistant",
        isActive: true,
        lastLoginDate: null,
        loginCount: 0,
      },
      department: "Events",
    },
    {
      user: {
        firstName: "Otto",
        lastName: "Brandt",
        username: "OBRANDT",
        emailAddr: "otto.brandt@example.com",
        title: "Accountant",
        isActive: true,
      },
      department: "Finance",
    },
  ];
}
