import type * as vscode from "vscode";
import * as v from "valibot";
import type { UserCriteria } from "../../workfront/query";
import type { Connections } from "../connections/connections";
import type { Session } from "../connections/session";

const key = "workfrontUsers.filters";

const value = v.nullable(v.string());
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/));
const days = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What was kept by another version of this extension, or damaged, counts as nothing. */
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

type Kept = v.InferOutput<typeof keptSchema>;

/**
 * The filters, the order and the grouping of each connection, kept across restarts with the names of what they mention; a search
 * is not kept. Also knows the names of access levels and groups that were seen in this window.
 */
export class KeptFilters {
  readonly #names = new Map<string, string>();

  constructor(
    private readonly state: vscode.Memento,
    private readonly connections: Connections,
  ) {}

  /** The name of an access level, a group, a team or a manager, where it was seen. */
  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  learn(names: Iterable<readonly [id: string, name: string]>): void {
    for (const [id, name] of names) this.#names.set(id, name);
  }

  /** Lets the first reading of a session ask for what was kept. */
  restore({ connection, directory }: Session): void {
    const kept = v.safeParse(keptSchema, this.#all()[connection.id]);
    if (!kept.success) return;
    const { criteria, grouping, sort, names } = kept.output;
    this.learn(Object.entries(names));
    directory.begin(criteria, grouping, sort);
  }

  /** Keeps what the session's directory asks for, unless it is kept already. */
  keep({ connection, directory }: Session): void {
    // Who was found with work left is true for now only.
    const criteria = { ...directory.criteria, text: undefined, userIDs: undefined };
    const kept = { criteria, grouping: directory.grouping, sort: directory.chosenSort, names: this.#namesIn(criteria) };
    const others = Object.entries(this.#all()).filter(
      ([id]) => id !== connection.id && this.connections.all.some((known) => known.id === id),
    );
    const all = Object.fromEntries([...others, [connection.id, kept]]);
    if (JSON.stringify(all[connection.id]) === JSON.stringify(this.#all()[connection.id])) return;
    void this.state.update(key, all);
  }

  #all(): Record<string, unknown> {
    return this.state.get<Record<string, unknown>>(key, {});
  }

  #namesIn({ accessLevelIDs = [], homeGroupIDs = [], homeTeamIDs = [], managerIDs = [] }: UserCriteria): Kept["names"] {
    const ids = [...accessLevelIDs, ...homeGroupIDs, ...homeTeamIDs, ...managerIDs].filter((id) => id !== null);
    return Object.fromEntries(ids.map((id) => [id, this.#names.get(id) ?? id]));
  }
}
