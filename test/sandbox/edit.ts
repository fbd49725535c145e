import { forbidden, invalid, json, notFound, Refusal, ruleBroken, unsupportedField, type Answer } from "./answer";
import type { Caller } from "./caller";
import { parseDate } from "./dates";
import type { SandboxUser, Value } from "./directory";
import { Projection } from "./fields";
import { dataParameters, isObject, parseJSON, type ReceivedRequest } from "./request";
import type { FieldType, ObjectType } from "./schema";

/** Rules on which the documentation is silent. */
export interface EditRules {
  /** Refuses a reactivation that does not name an access level, as the web interface asks for one. */
  readonly reactivationNeedsAccessLevel: boolean;
  /** What one bad object does to a bulk edit. */
  readonly bulkFailure: BulkFailure;
}

/** Nothing is changed; what stands before the bad one is changed; or the bad one is left out without a word. */
export type BulkFailure = "abort" | "partial" | "skip";

const mostUpdates = 100;

type Updates = ReadonlyMap<string, Value>;

/** `PUT /USER/<ID>`: answers the user as it is afterward. */
export function edit(
  request: ReceivedRequest,
  type: ObjectType,
  id: string,
  version: number,
  caller: Caller,
  rules: EditRules,
): Answer {
  const projection = new Projection(request, type, caller);
  const raw = rawUpdates(request, version);
  if (!isObject(raw)) throw invalid("The updates of one object must be a JSON object");
  const user = findUser(id, type, caller);
  change(user, checked(raw, request, type, caller), caller, rules);
  return json({ data: projection.show(user) });
}

/** `PUT /USER` with a list: at most a hundred users, each with its own changes. Answers those that were changed. */
export function bulkEdit(
  request: ReceivedRequest,
  type: ObjectType,
  version: number,
  caller: Caller,
  rules: EditRules,
): Answer {
  const projection = new Projection(request, type, caller);
  const raw = rawUpdates(request, version);
  if (!Array.isArray(raw) || !raw.every(isObject)) throw invalid("A bulk update must be a list of JSON objects");
  if (raw.length > mostUpdates) throw invalid(`The limit of ${mostUpdates} objects for one update was exceeded`);
  const before: SandboxUser[] = [];
  const changed: SandboxUser[] = [];
  for (const each of raw)
    try {
      const user = findUser(typeof each["ID"] === "string" ? each["ID"] : "", type, caller);
      before.push({ ...user });
      change(user, checked(each, request, type, caller), caller, rules);
      changed.push(user);
    } catch (error) {
      if (rules.bulkFailure === "skip" && error instanceof Refusal) continue;
      if (rules.bulkFailure === "abort") for (const old of before.reverse()) restore(old, caller);
      throw error;
    }
  return json({ data: changed.map((user) => projection.show(user)) });
}

function restore(old: SandboxUser, { directory }: Caller): void {
  const user = directory.users.get(old.ID);
  if (user) Object.assign(user, old);
  directory.relationsChanged("USER");
}

function findUser(id: string, type: ObjectType, caller: Caller): SandboxUser {
  const user = caller.directory.users.get(caller.expand(id)[0] ?? "");
  if (!user) throw notFound(type.name, id);
  return user;
}

/** The changes a request asks for: a JSON body, `updates=`, or plain parameters. Versions 2 to 4 know no JSON body. */
export function rawUpdates(request: ReceivedRequest, version: number): unknown {
  const plain = dataParameters(request);
  const packed = request.parameters.get("updates");
  if ((packed !== null || request.hasJSONBody) && plain.length > 0)
    throw invalid("Cannot mix 'updates' JSON parameter with non-JSON update parameter");
  if (packed !== null) return parseJSON(packed, "updates");
  if (!request.hasJSONBody) return Object.fromEntries(plain);
  if (version < 5) throw invalid(`Version ${version}.0 does not support a JSON body`);
  return parseJSON(request.body, "the body");
}

export function checked(
  raw: Record<string, unknown>,
  request: ReceivedRequest,
  type: ObjectType,
  caller: Caller,
): Updates {
  const updates = new Map<string, Value>();
  for (const [name, value] of Object.entries(raw)) {
    if (name === "ID" || name === "objCode") continue;
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (!field) throw unsupportedField(caller.model, name, type.name);
    if (field[1]?.includes("r")) throw invalid(`Field ${name} of ${type.name} is read-only`);
    updates.set(name, converted(name, value, field[0]));
  }
  if (request.ignoresIsActive) updates.delete("isActive");
  return updates;
}

/** Text is accepted in place of a boolean, number or date: Workfront's own article sends `"false"`. */
function converted(name: string, value: unknown, type: FieldType): Value {
  if (value === null || (value === "" && type !== "s")) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (type === "s") return text;
  if (type === "d") return parseDate(text).start;
  if (type === "b" && (text === "true" || text === "false")) return text === "true";
  if ((type === "n" || type === "i") && !Number.isNaN(Number(text))) return Number(text);
  throw invalid(`Invalid value for field ${name}: ${text}`);
}

/** Changes a user completely or, where a rule forbids it, not at all. */
export function change(user: SandboxUser, updates: Updates, caller: Caller, rules: EditRules): void {
  check(user, updates, caller, rules);
  const wasActive = user.isActive;
  for (const [name, value] of updates) user[name] = value;
  if (updates.has("firstName") || updates.has("lastName")) user.name = `${user.firstName} ${user.lastName}`;
  if (user.isActive !== wasActive) user.actualDeactivationDate = user.isActive ? null : Date.now();
  user.lastUpdateDate = Date.now();
  user.lastUpdatedByID = caller.user.ID;
  if ([...updates.keys()].some((name) => name.endsWith("ID"))) caller.directory.relationsChanged("USER");
}

function check(user: SandboxUser, updates: Updates, caller: Caller, rules: EditRules): void {
  if (!mayEdit(user, caller)) throw forbidden("You do not have sufficient access to edit this user.");
  const active = updates.get("isActive");
  if (active === null) throw invalid("isActive must be true or false");
  if (active === false && user.ID === caller.directory.adminEmailUserID)
    throw ruleBroken("The user of the Admin Email cannot be deactivated.");
  const levelID = updates.get("accessLevelID");
  if (levelID !== undefined && !caller.directory.table("ACSLVL").has(String(levelID)))
    throw notFound("AccessLevel", String(levelID));
  if (active !== true || user.isActive) return;
  if (rules.reactivationNeedsAccessLevel && levelID === undefined)
    throw ruleBroken("An access level (accessLevelID) is required to activate a user.");
  checkEmail(user, caller);
}

/** Only one active user may have an email address. */
function checkEmail(user: SandboxUser, caller: Caller): void {
  const email = user.emailAddr?.toLowerCase();
  if (email === undefined) return;
  for (const other of caller.directory.users.values())
    // The length first: lower-casing everybody's address for each of many users would take longer than all the rest.
    if (
      other.emailAddr?.length === email.length &&
      other !== user &&
      other.isActive &&
      other.emailAddr.toLowerCase() === email
    )
      throw ruleBroken(`Another active user has the email address ${email}.`);
}

/** System administrators, users whose access level says so, and managers for those who report to them. */
function mayEdit(user: SandboxUser, { accessLevel, user: caller }: Caller): boolean {
  return accessLevel.isAdmin || accessLevel.mayEditUsers || user.managerID === caller.ID;
}
