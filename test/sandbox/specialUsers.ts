import type { AccessLevel, SandboxUser } from "./directory";
import { awkwardNames } from "./names";

/** What a user has that the others of the directory do not; a name at least. */
export type NamedUser = Partial<SandboxUser> & { readonly firstName: string; readonly lastName: string };

export type AccessLevels = Readonly<
  Record<"admin" | "standard" | "userAdmin" | "light" | "contributor" | "external", AccessLevel>
>;

/** The first users of every directory, in this order: those that tests, demonstrations and awkward cases need. */
export function specialUsers(levels: AccessLevels): NamedUser[] {
  const awkward = awkwardNames.map(([firstName, lastName]) => ({ firstName, lastName, isActive: true }));
  return [...administrators(levels), ...fromArticle, ...namesakes, ...others(levels), ...awkward];
}

/** The first is the one whose credentials are told, the second the one of the Admin Email. */
function administrators({ admin }: AccessLevels): NamedUser[] {
  const rights = { accessLevelID: admin.ID, licenseType: "F", isActive: true };
  return [
    { firstName: "Ada", lastName: "Lindholm", emailAddr: "ada.lindholm@example.com", ...rights },
    { firstName: "Olga", lastName: "Petersen", emailAddr: "olga.petersen@example.com", ...rights },
    { firstName: "Grace", lastName: "Holloway", emailAddr: "grace.holloway@example.com", ...rights },
  ];
}

/** The two whose IDs stand in Workfront's article on deactivating users. */
const fromArticle: readonly NamedUser[] = [
  {
    ID: "592125e60089b88fae8b51c08383e144",
    firstName: "Tyler",
    lastName: "Reid",
    emailAddr: "tyler.reid@example.com",
    isActive: true,
  },
  {
    ID: "61941ab1000af22d7104628efa1c738b",
    firstName: "Jane",
    lastName: "Cooper",
    emailAddr: "jane.cooper@example.com",
    isActive: false,
  },
];

/** Of the same name as one of the article; one has her former account's email address. */
const namesakes: readonly NamedUser[] = [
  { firstName: "Jane", lastName: "Cooper", emailAddr: "Jane.Cooper@example.com", isActive: true },
  { firstName: "Jane", lastName: "Cooper", emailAddr: "jane.cooper.legal@example.com", isActive: true },
  { firstName: "Jane", lastName: "Cooper", emailAddr: null, username: "jcooper", title: "Contractor", isActive: true },
];

function others({ userAdmin, contributor }: AccessLevels): NamedUser[] {
  return [
    {
      firstName: "Uma",
      lastName: "Raghavan",
      accessLevelID: userAdmin.ID,
      licenseType: "F",
      emailAddr: "uma.raghavan@example.com",
      isActive: true,
    },
    {
      firstName: "techacct",
      lastName: "7F3A2B91",
      accessLevelID: contributor.ID,
      licenseType: "R",
      emailAddr: "techacct-7f3a2b91@example.com",
      isActive: true,
    },
    {
      firstName: "Nina",
      lastName: "Castellano",
      emailAddr: "nina.castellano@example.com",
      isActive: true,
      lastLoginDate: null,
      loginCount: 0,
    },
    {
      firstName: "Otto",
      lastName: "Brandt",
      username: "OBRANDT",
      emailAddr: "otto.brandt@example.com",
      isActive: true,
    },
  ];
}
