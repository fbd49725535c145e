import type * as vscode from "vscode";
import * as v from "valibot";
import type { UserCriteria } from "../../workfront/query";
import type { Session } from "./session";

const key = "workfrontUsers.filters";

const value = v.nullable(v.string());
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/));
const days = v.pipe(v.number(), v.integer(), v.minValue(0));

const keptSchema = v.object({
  criteria: v.partial(
    v.object({
      isActive: v.boolean(),
      waitingForApproval: v.boolean(),
      licenseTypes: v.array(value),
      accessLevelIDs: v.array(v.string()),
      homeGroupIDs: v.array(value),
      homeTeamIDs: v.array(v.string()),
      managerIDs: v.array(v.string()),
      scheduled: v.picklist(["coming", "overdue"]),
      notLoggedInDays: days,
      neverLoggedIn: v.literal(true),
      lastLoginMonths: v.object({ from: v.optional(month), before: month }),
      createdDays: days,
      exceptIDs: v.array(v.string()),
    }),
  ),
  grouping: v.optional(v.picklist(["homeGroupID", "licenseType", "isActive"])),
  sort: v.optional(v.picklist(["name", "lastLogin", "created"])),
  names: v.record(v.string(), v.string()),
});

/**
 * Keeps the filters, the order and the grouping of a session's connection across restarts, with the names of what they
 * mention: its first reading asks for what was kept. A search is not kept.
 * @param isKnown whether there still is a connection with this ID; of others, nothing is kept any more.
 */
export function followFilters(state: vscode.Memento, session: Session, isKnown: (id: string) => boolean): void {
  restore(state, session);
  session.directory.on("changed", () => keep(state, session, isKnown));
}

/** What was kept by another version of this extension, or damaged, counts as nothing. */
function restore(state: vscode.Memento, session: Session): void {
  const kept = v.safeParse(keptSchema, allIn(state)[session.connection.id]);
  if (!kept.success) return;
  const { criteria, grouping, sort, names } = kept.output;
  session.learn(Object.entries(names));
  session.directory.begin(criteria, grouping, sort);
}

function keep(state: vscode.Memento, session: Session, isKnown: (id: string) => boolean): void {
  const { connection, directory } = session;
  // Who was found with work left is true for now only.
  const criteria = { ...directory.criteria, text: undefined, userIDs: undefined };
  const names = namesIn(criteria, session);
  const kept = { criteria, grouping: directory.grouping, sort: directory.chosenSort, names };
  const before = allIn(state);
  if (JSON.stringify(kept) === JSON.stringify(before[connection.id])) return;
  const others = Object.entries(before).filter(([id]) => id !== connection.id && isKnown(id));
  void state.update(key, Object.fromEntries([...others, [connection.id, kept]]));
}

function allIn(state: vscode.Memento): Record<string, unknown> {
  return state.get<Record<string, unknown>>(key, {});
}

function namesIn(
  { accessLevelIDs = [], homeGroupIDs = [], homeTeamIDs = [], managerIDs = [] }: UserCriteria,
  session: Session,
): Record<string, string> {
  const ids = [...accessLevelIDs, ...homeGroupIDs, ...homeTeamIDs, ...managerIDs].filter((id) => id !== null);
  return Object.fromEntries(ids.map((id) => [id, session.nameOf(id) ?? id]));
}
