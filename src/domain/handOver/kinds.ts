import { isMovable, workSources, type MovableKind } from "../../workfront/workSources";
import { workKinds, type WorkKind } from "../assignedWork";

export type { MovableKind } from "../../workfront/workSources";
export { isMovable } from "../../workfront/workSources";

/** All kinds that can be handed over, in the order in which they are shown. */
export const movableKinds: readonly MovableKind[] = workKinds.filter((kind): kind is MovableKind => isMovable(kind));

/** Whether a kind is handed over only where somebody asks for it: what a report shows to all its readers changes with it. */
export function isOffAtFirst(kind: MovableKind): boolean {
  return kind === "reports";
}

/**
 * Why a kind cannot be handed over here. `decision`: an approval that somebody is asked for personally. `list`: one of several
 * people in a list, which the API replaces as a whole. `undocumented`: Workfront documents no way to change it.
 */
export type ByHandReason = "decision" | "list" | "undocumented";

/** What is to be moved by hand in Workfront, and why. */
export const byHand: Readonly<Record<Exclude<WorkKind, MovableKind>, ByHandReason>> = {
  resourceManaged: "list",
  templatesManaged: "list",
  approvals: "decision",
  documentApprovals: "decision",
  timesheets: "list",
  timesheetProfiles: "list",
  deliveries: "undocumented",
  groups: "list",
};

/** The type of object whose page shows a kind. */
export function objCodeOf(kind: WorkKind): string {
  return kind === "groups" ? "GROUP" : workSources[kind].objCode;
}
