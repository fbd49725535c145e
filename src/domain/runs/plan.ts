import { groupedBy } from "../../workfront/chunksOf";
import { parseDate } from "../../workfront/records";
import type { WorkfrontClient } from "../../workfront/client";
import { stateOf, type UserDetail } from "../user";
import { isPending, type Change, type ChangeResult, type RunFailure, type RunRecord } from "./record";

/** What is to become of chosen users. */
export type Wish = "deactivate" | "reactivate";

/** Why something is left as it is although its change was asked for. */
export type Refusal =
  /** Deactivating the user who is signed in would end the session that could undo it. */
  | "self"
  /** No such object, or none that the signed-in user may see. */
  | "unknown"
  /** Chosen in a list of another connection: the same ID may be somebody else here. */
  | "otherConnection"
  /** The connection allows no changes. */
  | "readOnly"
  /** Made by a group administrator and never approved: a change of the status would go around the approval. */
  | "waitingForApproval"
  /** Workfront does not say whether the user is active. */
  | "unknownState"
  /** Somebody else has changed it since the run that is followed up. */
  | "changedSince";

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
  /** What the run is called: `deactivate`, `reactivate`. */
  readonly kind: string;
  readonly change: readonly Change[];
  readonly unchanged: readonly Change[];
  readonly refused: readonly { readonly change: Change; readonly reason: Refusal }[];
  readonly undoes?: string | undefined;
  readonly retries?: string | undefined;
}

/** A plan for the rest of a run, and what reading alone has settled of it. */
export interface ResumePlan extends Plan {
  /** Changes that were sent, of which no answer arrived, and that are there: they arrived. */
  readonly settled: readonly Change[];
}

/** What an object is now, just read. */
export type Current = Partial<Pick<Change, "before" | "name" | "detail" | "beside">> & {
  readonly dated?: string | null | undefined;
  /** What forbids every change of it. */
  readonly hindrance?: Refusal | undefined;
};

/** By ID; objects that are not there, or that may not be seen, are missing. */
export type CurrentState = ReadonlyMap<string, Current>;

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
  const wanted = chosen.map(({ ID, name, emailAddr, connectionID }) => ({
    change: statusChange(wish, { ID, name, detail: emailAddr }),
    connectionID,
  }));
  return { kind: wish, ...sorted(wanted, usersNow(found), changer) };
}

/**
 * Changes back exactly what a run changed and what is still so: what has our value and, where Workfront dates it, our
 * date. That includes changes of which no answer told, but which are there.
 * @param now the objects of `undoable` as just read.
 */
export function planUndo(run: RunRecord, now: CurrentState, changer: Changer): Plan {
  const kind = run.kind === "deactivate" ? "reactivate" : run.kind === "reactivate" ? "deactivate" : run.kind;
  const wanted = undoable(run).map((done) => ({
    change: backwards(done),
    connectionID: run.connectionID,
    isTheirs: ({ dated }: Current) => done.result === "changed" && !isSameMoment(done.dated, dated),
  }));
  return { kind, undoes: run.id, ...sorted(wanted, now, changer) };
}

/**
 * Tries once more what Workfront declined. References that it asked for, such as an access level, are sent along as they
 * were recorded.
 */
export function planRetry(run: RunRecord, now: CurrentState, changer: Changer): Plan {
  const wanted = failed(run).map((one) => {
    const asked = fieldsAskedFor(one.failure).filter(
      (field) => one.beside?.[field] ?? now.get(one.ID)?.beside?.[field],
    );
    return {
      change: { ...changeOf(one), ...(asked.length > 0 && { sendAlong: asked }) },
      connectionID: run.connectionID,
    };
  });
  return { kind: run.kind, retries: run.id, ...sorted(wanted, now, changer) };
}

/** Does the rest of a run that was interrupted, canceled or stopped. */
export function planResume(run: RunRecord, now: CurrentState, changer: Changer): ResumePlan {
  const rest = pending(run);
  const wanted = rest.map((one) => ({ change: changeOf(one), connectionID: run.connectionID }));
  const plan = sorted(wanted, now, changer);
  const sent = new Set(rest.filter((one) => one.sent).map(({ ID }) => ID));
  return {
    kind: run.kind,
    ...plan,
    unchanged: plan.unchanged.filter(({ ID }) => !sent.has(ID)),
    settled: plan.unchanged.filter(({ ID }) => sent.has(ID)),
  };
}

/** What a run has changed, or may have changed. */
export function undoable(run: RunRecord): readonly ChangeResult[] {
  return run.results.filter(
    (one) => one.before !== undefined && (one.result === "changed" || one.result === "unknown"),
  );
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
  if (failure === "unchanged" || failure.kind !== "refused") return [];
  const words = failure.words ?? "";
  return [
    ...(/access ?level/i.test(words) ? ["accessLevelID"] : []),
    ...(/home ?group/i.test(words) ? ["homeGroupID"] : []),
  ];
}

/** What the users are now. */
export function usersNow(found: readonly UserDetail[]): CurrentState {
  return new Map(
    found.map((user) => {
      const { ID, name, emailAddr, isActive, accessLevel, homeGroup, actualDeactivationDate } = user;
      const current: Current = {
        name,
        detail: emailAddr,
        ...(isActive !== null && { before: isActive }),
        hindrance: hindranceOf(user),
        dated: actualDeactivationDate?.toISOString(),
        beside: {
          ...(accessLevel && { accessLevelID: { ID: accessLevel.ID, name: accessLevel.name } }),
          ...(homeGroup && { homeGroupID: { ID: homeGroup.ID, name: homeGroup.name } }),
        },
      };
      return [ID, current];
    }),
  );
}

function hindranceOf(user: UserDetail): Refusal | undefined {
  const state = stateOf(user);
  if (state === "waiting") return "waitingForApproval";
  return state === "unknown" ? "unknownState" : undefined;
}

/** Reads what the objects of some changes are now, whatever their type. */
export async function readNow(
  client: Pick<WorkfrontClient, "readFields">,
  changes: readonly Change[],
): Promise<CurrentState> {
  const now = new Map<string, Current>();
  for (const group of groupedBy(changes, ({ objCode, field }) => `${objCode} ${field}`)) {
    const [{ objCode, field, datedBy }] = group;
    const fields = datedBy === undefined ? [field] : [field, datedBy];
    const found = await client.readFields(
      objCode,
      group.map(({ ID }) => ID),
      fields,
    );
    for (const [id, values] of found) {
      const dated = datedBy === undefined ? undefined : values[datedBy];
      now.set(id, { before: values[field], dated: typeof dated === "string" ? dated : undefined });
    }
  }
  return now;
}

function statusChange(wish: Wish, user: Pick<Change, "ID" | "name" | "detail">): Change {
  const isActive = wishedState(wish);
  return { objCode: "USER", ...user, field: "isActive", wished: isActive, ...(!isActive && { datedBy: dateOfStatus }) };
}

/** Whether `isActive` is to be true when the wish is fulfilled. */
export function wishedState(wish: Wish): boolean {
  return wish === "reactivate";
}

const dateOfStatus = "actualDeactivationDate";

function sorted(
  wanted: readonly Wanted[],
  now: CurrentState,
  changer: Changer,
): Pick<Plan, "change" | "unchanged" | "refused"> {
  const change: Change[] = [];
  const unchanged: Change[] = [];
  const refused: Plan["refused"][number][] = [];
  for (const one of new Map(wanted.map((each) => [each.change.ID, each])).values()) {
    const current = now.get(one.change.ID);
    const reason = refusalOf(one, current, changer);
    const planned = asRead(one.change, current);
    if (reason) refused.push({ change: one.change, reason });
    else if (current?.before === one.change.wished) unchanged.push(planned);
    else change.push(planned);
  }
  return { change, unchanged, refused };
}

/** The change with what was just read of its object; what was recorded before fills in what is not there any more. */
function asRead(change: Change, { name = change.name, detail = change.detail, before, beside }: Current = {}): Change {
  return { ...change, name, detail, ...(before !== undefined && { before }), beside: { ...change.beside, ...beside } };
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
  if (change.before !== undefined && current.before !== change.before) return "changedSince";
  return isTheirs?.(current) ? "changedSince" : undefined;
}

function backwards(done: ChangeResult): Change {
  const { objCode, ID, name, detail, field, before = null, wished, beside } = done;
  const isDated = field === "isActive" && before === false;
  const back = { objCode, ID, name, detail, field, before: wished, wished: before };
  return { ...back, ...(beside && { beside }), ...(isDated && { datedBy: dateOfStatus }) };
}

function changeOf({
  objCode,
  ID,
  name,
  detail,
  field,
  before,
  wished,
  datedBy,
  beside,
  sendAlong,
}: ChangeResult): Change {
  return {
    objCode,
    ID,
    name,
    detail,
    field,
    wished,
    ...(before !== undefined && { before }),
    ...(datedBy !== undefined && { datedBy }),
    ...(beside && { beside }),
    ...(sendAlong && { sendAlong }),
  };
}

/** To the second; a date that is not known on one of the sides tells nothing. */
function isSameMoment(one: string | null | undefined, other: string | null | undefined): boolean {
  const [first, second] = [one, other].map((date) => (date ? parseDate(date)?.getTime() : undefined));
  return first === undefined || second === undefined || Math.abs(first - second) < 1000;
}
