/** An object of Workfront, of any type. */
export interface WorkfrontObject {
  readonly objCode: string;
  readonly ID: string;
}

/** The types of object that have a page of their own: `/project/view?ID=…`, as Workfront's documentation links to them. */
const pages: Readonly<Record<string, string>> = {
  TASK: "task",
  OPTASK: "issue",
  PROJ: "project",
  TMPL: "template",
  PORT: "portfolio",
  PRGM: "program",
  DOCU: "document",
  TSHET: "timesheet",
  PTLSEC: "report",
  GROUP: "group",
  TEAMOB: "team",
};

/** The address of an object's page; `undefined` where Workfront has none for it alone. @param origin such as `https://acme.my.workfront.com`. */
export function workfrontPage(origin: string, { objCode, ID }: WorkfrontObject): string | undefined {
  if (objCode === "USER") return `${origin}/user/${ID}/details`;
  const page = Object.hasOwn(pages, objCode) ? pages[objCode] : undefined;
  return page && `${origin}/${page}/view?ID=${ID}`;
}
