import { mostRows, type ToolInput } from "./inputs";
import { nameAlone, type Answer } from "./answer";
import type { AssignedWork, WorkKind } from "../assignedWork";
import type { Connection } from "../connection";
import type { FollowUps } from "../runs/followUps";
import type { ChangeResult, RunRecord, RunSummary } from "../runs/record";
import { stateOf, type User } from "../user";
import type { UserCriteria } from "../../workfront/query";

/** The users that a search means. */
export function criteriaOf({ text, status, notLoggedInDays }: ToolInput<"workfront_users_search">): UserCriteria {
  return {
    text,
    notLoggedInDays,
    ...(status && { isActive: status === "active" }),
    ...(status && status !== "active" && { waitingForApproval: status === "waitingForApproval" }),
  };
}

/** @param licenses what the organization calls its licenses. @param total by the server's count; `undefined` where it declines to count. */
export function searchAnswer(
  found: {
    readonly users: readonly User[];
    readonly total: number | undefined;
    readonly licenses: ReadonlyMap<string, string>;
  },
  { includeEmail }: Pick<ToolInput<"workfront_users_search">, "includeEmail">,
  connection: Connection,
): Answer {
  const { users, total, licenses } = found;
  const rows = users.map((user) => ({
    ...userData(user, includeEmail),
    isSignedIn: user.ID === connection.userID || undefined,
    isAdministrator: user.isAdmin || undefined,
    title: user.title,
    license: user.licenseType && (licenses.get(user.licenseType) ?? user.licenseType),
    accessLevel: user.accessLevel?.name,
    homeGroup: user.homeGroup?.name,
    lastLogin: user.lastLoginDate ?? (user.lastLoginDate === null ? "never" : "unknown"),
  }));
  const message = matchesInWords(rows.length, total);
  return { status: "read", message, connection, list: { name: "users", rows, total: total ?? rows.length } };
}

function matchesInWords(shown: number, total: number | undefined): string {
  if ((total ?? shown) === 0) return "No user matches, or none that the signed-in user can see.";
  if (total === undefined)
    return "Workfront did not count the matches: there can be more than are shown. Narrow the search if the right one is not among them.";
  return total > shown
    ? `Not all matches are shown. Narrow the search if the right one is not among them; limit can be at most ${mostRows}.`
    : "These are all matches. Several users can have the same name: where it is not certain who is meant, ask the person.";
}

/** @param kindName a kind of work in words. */
export function workAnswer(
  user: User,
  work: readonly AssignedWork[],
  connection: Connection,
  kindName: (kind: WorkKind) => string,
): Answer {
  const rows = work.map(({ kind, count }) => ({ kind: kindName(kind), count: count ?? "unknown" }));
  return {
    status: "read",
    message:
      'Counted is what the signed-in user can see. Unknown is not the same as none. Unified Approvals, proofs, and shared documents cannot be counted. Only the person can hand over work, with the command "Workfront Users: Hand Over Work…".',
    connection,
    data: { user: userData(user, false) },
    list: { name: "assignedWork", rows, total: rows.length },
  };
}

export function unknownUserAnswer(connection: Connection): Answer {
  const message =
    "There is no user with this ID, or none that the signed-in user can see. Find the user with workfront_users_search.";
  return { status: "refused", message, connection };
}

/** The latest changes of all connections. @param runs newest first. @param followedUp what the others did about each. */
export function historyAnswer(
  runs: readonly RunSummary[],
  followedUp: (run: RunSummary) => FollowUps,
  limit: number,
): Answer {
  const rows = runs.slice(0, limit).map((run) => ({ ...runData(run), undone: followedUp(run).undone || undefined }));
  const message =
    "Changes made with Workfront Users on this computer, newest first; others are not known here. Give runID for the result of each user. Only the person can undo, retry, or resume, in the History view.";
  return { status: "read", message, list: { name: "runs", rows, total: runs.length } };
}

/** One run with each of its results. @param reasonOf why a result is as it is, in words. */
export function runAnswer(run: RunRecord, reasonOf: (result: ChangeResult) => string): Answer {
  const message =
    "One change with the result of each user, those first that did not go well. Only the person can undo, retry, or resume it, in the History view.";
  return { ...withResults(run.results, reasonOf), status: "read", message, data: { run: runData(run) } };
}

export function unknownRunAnswer(): Answer {
  return { status: "refused", message: "There is no run with this ID. Call without runID for the latest runs." };
}

/** What is told of a run as a whole. Where Workfront told no name, the record has the email address in its place. */
export function runData(run: RunSummary): Record<string, unknown> {
  const { id, at, kind, host, by, state, count, counts, names, note } = run;
  const known = names.flatMap((name) => nameAlone(name) ?? []);
  return { id, at, kind, host, by: nameAlone(by.name), state, count, results: counts, names: known, note };
}

/** Results with what did not go well first, so that nothing of it is left out. */
export function withResults(
  results: readonly ChangeResult[],
  reasonOf: (result: ChangeResult) => string,
): Pick<Answer, "list"> & object {
  const isWell = ({ result }: ChangeResult) => Number(result === "changed") + Number(result === "unchanged");
  const rows = [...results]
    .sort((one, other) => isWell(one) - isWell(other))
    .map((one) => {
      const name = one.objCode === "USER" ? nameAlone(one.name) : one.name;
      return {
        id: one.ID,
        type: one.objCode === "USER" ? undefined : one.objCode,
        name,
        result: one.result,
        // Without the email address, which otherwise stands for a missing name.
        reason: reasonOf({ ...one, name: name ?? null, detail: null }) || undefined,
      };
    });
  return { list: { name: "results", rows, total: rows.length } };
}

/** Who a user is. The username is often the email address, and so is a name here and there: all are told together. */
function userData(user: User, includeEmail: boolean): Record<string, unknown> {
  const { ID, name, emailAddr, username } = user;
  const status = statusOf(user);
  return includeEmail
    ? { id: ID, name, status, email: emailAddr, username }
    : { id: ID, name: nameAlone(name), status };
}

/** In the word by which a search takes it. */
function statusOf(user: User): string {
  const state = stateOf(user);
  return state === "waiting" ? "waitingForApproval" : state;
}
