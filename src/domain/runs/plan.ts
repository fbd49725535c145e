import { omit, parse } from "valibot";
import { parseDate } from "../../workfront/records";
import type { UserDetail } from "../user";
import { usersNow, type Current, type CurrentState, type Refusal } from "./current";
import { changeSchema } from "./format";
import {
  isPending,
  keyOf,
  type Change,
  type ChangeResult,
  type Outcomes,
  type RunFailure,
  type RunHeader,
  type RunRecord,
} from "./record";

/** What is to become of chosen users. */
export type Wish = "deactivate" | "reactivate";

/** A user as chosen, before being read again. */
export interface ChosenUser extends Pick<UserDetail, "ID" | "name" | "emailAddr"> {
  /** The connection in whose users the choice was made; left out where there is only one to choose from. */
  readonly connectionID?: string | undefined;
}

/** Who is to make the changes, and where. */
export interface Changer {
  readonly connectionID: string;
  /** The user who is signed in. */
  readonly selfID: string;
  readonly readOnly: boolean;
}

/** What will be done, and what will not and why. Everything chosen is in exactly one of the three lists. */
export interface Plan {
  /** What the run is called: `deactivate`, `reactivate`, `handOver`, `handBack`. */
  readonly kind: string;
  /** Whose work is handed over, and to whom. */
  readonly from?: RunHeader["from"];
  readonly to?: RunHeader["to"];
  readonly change: readonly Change[];
  readonly unchanged: readonly Change[];
  readonly refused: readonly { readonly change: Change; readonly reason: Refusal }[];
  readonly undoes?: string | undefined;
  readonly retries?: string | undefined;
  /** What reading alone has settled of a run that is resumed. */
  readonly settled?: Outcomes;
}

/** The kind of run that undoes one; all others are undone by one of their own kind. */
const opposite: Readonly<Record<string, string>> = {
  deactivate: "reactivate",
  reactivate: "deactivate",
  handOver: "handBack",
  handBack: "handOver",
};

/** A change that is asked for, and what makes it inadmissible where something does. */
interface Wanted {
  readonly change: Change;
  readonly connectionID?: string | undefined;
  readonly isTheirs?: (current: Current) => boolean;
}

/** Sorts chosen users by what the server says of them. @param found as just read. */
export function planStatus(
  wish: Wish,
  chosen: readonly ChosenUser[],
  found: readonly UserDetail[],
  changer: Changer,
): Plan {
  const wished = wishedState(wish);
  const status = { objCode: "USER", field: "isActive", wished, ...(!wished && { datedBy: dateOfStatus }) };
  const wanted = chosen.map(({ ID, name, emailAddr, connectionID }) => ({
    change: { ...status, ID, name, detail: emailAddr },
    connectionID,
  }));
  return { kind: wish, ...sorted(wanted, usersNow(found), changer) };
}

/**
 * Changes back exactly what a run changed and what is still so: what has our value and, where Workfront dates it, our
 * date. That includes changes of which no answer told, but which are there; where they are not, Resume settles them.
 * @param now what `changesBack` are about, as just read.
 */
export function planUndo(run: RunRecord, now: CurrentState, changer: Changer): Plan {
  const isThere = (one: Change) => now.get(keyOf(one))?.before === one.wished;
  const made = undoable(run).filter((one) => one.result === "changed" || isThere(one));
  const wanted = made.map((done) => ({
    change: backwards(done),
    connectionID: run.connectionID,
    isTheirs: ({ dated }: Current) => done.result === "changed" && !isSameMoment(done.dated, dated),
  }));
  const people = { from: run.to, to: run.from };
  return { kind: opposite[run.kind] ?? run.kind, undoes: run.id, ...people, ...sorted(wanted, now, changer) };
}

/**
 * Tries once more what Workfront declined. References that it asked for, such as an access level, are sent along as they
 * were recorded; those that it declined, such as a job role, are left out.
 */
export function planRetry(run: RunRecord, now: CurrentState, changer: Changer): Plan {
  const wanted = failed(run).map((one) => {
    const { sendAlong = [], ...change } = changeOf(one);
    const beside = { ...change.beside, ...now.get(keyOf(one))?.beside };
    const declined = fieldsDeclined(one.failure);
    const along = [
      ...new Set([
        ...sendAlong.filter((field) => !declined.includes(field)),
        ...fieldsAskedFor(one.failure).filter((field) => beside[field]),
      ]),
    ];
    return { change: { ...change, ...(along.length > 0 && { sendAlong: along }) }, connectionID: run.connectionID };
  });
  return { kind: run.kind, retries: run.id, from: run.from, to: run.to, ...sorted(wanted, now, changer) };
}

/**
 * Does the rest of a run that was interrupted, canceled or stopped. What was sent without an answer and is there arrived. What
 * was so sent, is not there and may not be sent again stays not known.
 * @param undone the keys of what other runs have undone: it was there, too.
 */
export function planResume(run: RunRecord, now: CurrentState, changer: Changer, undone?: ReadonlySet<string>): Plan {
  const rest = pending(run);
  const unanswered = rest.filter(({ result }) => result === "unknown");
  const arrived = unanswered.filter((one) => undone?.has(keyOf(one)) || now.get(keyOf(one))?.before === one.wished);
  const wanted = rest
    .filter((one) => !arrived.includes(one))
    .map((one) => ({ change: changeOf(one), connectionID: run.connectionID }));
  const plan = sorted(wanted, now, changer);
  const open = new Set(unanswered.map(keyOf));
  const settled: Outcomes = [
    ...arrived.map((one) => {
      const dated = one.datedBy && now.get(keyOf(one))?.dated;
      return { id: keyOf(one), outcome: { result: "changed" as const, ...(dated && { dated }) } };
    }),
    ...plan.unchanged.map((change) => ({ id: keyOf(change), outcome: { result: "unchanged" as const } })),
    ...plan.refused
      .filter(({ change }) => !open.has(keyOf(change)))
      .map(({ change, reason }) => ({ id: keyOf(change), outcome: { result: "refused" as const, reason } })),
  ];
  return { kind: run.kind, from: run.from, to: run.to, ...plan, settled };
}

/** What a run has changed, or may have changed. */
export function undoable(run: RunRecord): readonly ChangeResult[] {
  return run.results.filter(
    (one) => one.before !== undefined && (one.result === "changed" || one.result === "unknown"),
  );
}

/** The changes that would undo a run, to be read for before they are planned. */
export function changesBack(run: RunRecord): readonly Change[] {
  return undoable(run).map(backwards);
}

/** What Workfront declined, which another try may mend. */
export function failed(run: RunRecord): readonly Extract<ChangeResult, { result: "failed" }>[] {
  return run.results.filter((one) => one.result === "failed");
}

/** What is still to be done before the run is what was confirmed. */
export function pending(run: RunRecord): readonly ChangeResult[] {
  return run.results.filter(isPending);
}

/** Fields that Workfront asks for before it reactivates, as its own dialog does. */
export function fieldsAskedFor(failure: RunFailure | "unchanged"): readonly string[] {
  const words = wordsOfRefusal(failure);
  return [
    ...(/access ?level/i.test(words) ? ["accessLevelID"] : []),
    ...(/home ?group/i.test(words) ? ["homeGroupID"] : []),
  ];
}

/** Fields without which Workfront may accept what it declined: a job role that the new assignee does not hold. */
export function fieldsDeclined(failure: RunFailure | "unchanged"): readonly string[] {
  return /cannot be assigned to (?:the )?role/i.test(wordsOfRefusal(failure)) ? ["roleID"] : [];
}

function wordsOfRefusal(failure: RunFailure | "unchanged"): string {
  const isTold = failure !== "unchanged" && (failure.kind === "refused" || failure.kind === "serverError");
  return isTold ? (failure.words ?? "") : "";
}

/** Whether `isActive` is to be true when the wish is fulfilled. */
export function wishedState(wish: Wish): boolean {
  return wish === "reactivate";
}

const dateOfStatus = "actualDeactivationDate";

/** Sorts changes of anything by what the server says of their objects. @param now as just read. */
export function sorted(
  wanted: readonly Wanted[],
  now: CurrentState,
  changer: Changer,
): Pick<Plan, "change" | "unchanged" | "refused"> {
  const change: Change[] = [];
  const unchanged: Change[] = [];
  const refused: Plan["refused"][number][] = [];
  for (const one of new Map(wanted.map((each) => [keyOf(each.change), each])).values()) {
    const current = now.get(keyOf(one.change));
    const reason = refusalOf(one, current, changer);
    const planned = asRead(one.change, current);
    if (reason) refused.push({ change: withName(one.change, planned), reason });
    else if (current?.before === one.change.wished) unchanged.push(planned);
    else change.push(planned);
  }
  return { change, unchanged, refused };
}

/** The change with what was just read of its object; what was recorded before fills in what is not there any more. */
function asRead(change: Change, { name = change.name, detail = change.detail, before, beside }: Current = {}): Change {
  return { ...change, name, detail, ...(before !== undefined && { before }), beside: { ...change.beside, ...beside } };
}

/** The change as it was wanted, with a name where it was wanted by its ID alone. */
function withName(change: Change, { name, detail }: Change): Change {
  return { ...change, name: change.name ?? name, detail: change.detail ?? detail };
}

/** Every guard. Whoever is as wished already is not refused: nothing is sent for them. */
function refusalOf(
  { change, connectionID, isTheirs }: Wanted,
  current: Current | undefined,
  { connectionID: here, selfID, readOnly }: Changer,
): Refusal | undefined {
  if (readOnly) return "readOnly";
  if (connectionID !== undefined && connectionID !== here) return "otherConnection";
  if (current?.hindrance) return current.hindrance;
  if (current?.before === undefined) return "unknown";
  if (current.before === change.wished) return undefined;
  if (change.ID === selfID && change.field === "isActive" && change.wished === false) return "self";
  if (change.field === "managerID" && change.ID === change.wished) return "ownManager";
  if (change.before !== undefined && current.before !== change.before) return "changedSince";
  return isTheirs?.(current) ? "changedSince" : current.receiver;
}

/** What goes along is another question on the way back. */
const sameForUndo = omit(changeSchema, ["sendAlong", "datedBy"]);

function backwards(done: ChangeResult): Change {
  const { field, before = null, wished, beside } = done;
  const isDated = field === "isActive" && before === false;
  return {
    ...parse(sameForUndo, done),
    before: wished,
    wished: before,
    ...(beside?.["roleID"] && { sendAlong: ["roleID"] }),
    ...(isDated && { datedBy: dateOfStatus }),
  };
}

function changeOf(one: ChangeResult): Change {
  return parse(changeSchema, one);
}

/** To the second; a date that is not known on one of the sides tells nothing. */
function isSameMoment(one: string | null | undefined, other: string | null | undefined): boolean {
  const [first, second] = [one, other].map((date) => (date ? parseDate(date)?.getTime() : undefined));
  return first === undefined || second === undefined || Math.abs(first - second) < 1000;
}
