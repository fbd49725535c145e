import * as vscode from "vscode";
import type { AssignedWork, WorkKind } from "../../domain/assignedWork";
import { isMovable } from "../../domain/handOver/kinds";
import type { Change } from "../../domain/runs/record";
import { WorkfrontError } from "../../workfront/errors";
import { explainBriefly } from "./failures";
import { countInWords } from "./numbers";

/** What is assigned, and what could not be counted; empty where there is none of it. */
export function assignedWorkInWords(work: readonly AssignedWork[]): {
  readonly held: string;
  readonly unknown: string;
} {
  const held = work.filter(({ count }) => count !== undefined && count > 0);
  const unknown = work.filter(({ count }) => count === undefined);
  return {
    held: held.map(({ kind, count = 0 }) => `${workKindName(kind)}: ${countInWords(count)}`).join(" · "),
    unknown: unknown.map(({ kind }) => workKindName(kind)).join(" · "),
  };
}

/** How many kinds one line names. */
const kindsInLine = 3;

/** What is assigned in one line, the most first; empty where it is known that there is nothing. */
export function assignedWorkInLine(work: readonly AssignedWork[]): string {
  const parts = mostOf(work.map(({ kind, count = 0 }) => [kind, count]));
  const unknown = work.filter(({ count }) => count === undefined);
  const [only] = unknown;
  if (only && unknown.length === 1) parts.push(vscode.l10n.t("{0}: unknown", workKindName(only.kind)));
  else if (unknown.length === work.length) parts.push(vscode.l10n.t("unknown"));
  else if (unknown.length > 1) parts.push(vscode.l10n.t("{0} kinds unknown", countInWords(unknown.length)));
  return parts.length > 0 ? vscode.l10n.t("Assigned work (visible to you): {0}", parts.join(" · ")) : "";
}

/** The kinds of which there is most, and how much there is of all others. */
function mostOf(counts: readonly (readonly [kind: WorkKind, count: number])[]): string[] {
  const some = counts.filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
  const parts = some.slice(0, kindsInLine).map(([kind, count]) => `${workKindName(kind)}: ${countInWords(count)}`);
  const rest = some.slice(kindsInLine).reduce((sum, [, count]) => sum + count, 0);
  return rest > 0 ? [...parts, vscode.l10n.t("other: {0}", countInWords(rest))] : parts;
}

/** How much was left with somebody, and of what, the most first. */
export function leftInLine(counts: ReadonlyMap<WorkKind, number>): string {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (all === 0) return vscode.l10n.t("no work left");
  const items = all === 1 ? vscode.l10n.t("1 item") : vscode.l10n.t("{0} items", countInWords(all));
  return [items, ...mostOf([...counts])].join(" · ");
}

/** How much there is of each kind, in the order of the kinds. */
export function countsInLine(counts: ReadonlyMap<WorkKind, number>): string {
  return [...counts].map(([kind, count]) => `${workKindName(kind)}: ${countInWords(count)}`).join(" · ");
}

export function unknownKindsInWords(kinds: readonly WorkKind[]): string {
  return vscode.l10n.t("Unknown: {0}", kinds.map(workKindName).join(", "));
}

/** A kind of assigned work as a heading. */
export function workKindName(kind: WorkKind): string {
  switch (kind) {
    case "tasks":
      return vscode.l10n.t("Open tasks");
    case "issues":
      return vscode.l10n.t("Open issues");
    case "projects":
      return vscode.l10n.t("Projects owned");
    case "sponsored":
      return vscode.l10n.t("Projects sponsored");
    case "templates":
      return vscode.l10n.t("Templates owned");
    case "templatesManaged":
      return vscode.l10n.t("Templates as resource manager");
    case "portfolios":
      return vscode.l10n.t("Portfolios owned");
    case "programs":
      return vscode.l10n.t("Programs owned");
    case "resourceManaged":
      return vscode.l10n.t("Projects as resource manager");
    case "approvals":
      return vscode.l10n.t("Approvals awaited");
    case "documentApprovals":
      return vscode.l10n.t("Document approvals awaited");
    case "directReports":
      return vscode.l10n.t("Direct reports");
    case "timesheets":
      return vscode.l10n.t("Timesheets to approve");
    case "timesheetProfiles":
      return vscode.l10n.t("Timesheet profiles to approve");
    case "reports":
      return vscode.l10n.t("Reports that run as the user");
    case "deliveries":
      return vscode.l10n.t("Deliveries that run as the user");
    case "routingRules":
      return vscode.l10n.t("Routing rules to the user");
    case "groups":
      return vscode.l10n.t("Groups administered");
    case "teams":
      return vscode.l10n.t("Teams owned");
  }
}

/** The kind of work that a change hands over, as a later version may have written it; empty for a change of anything else. */
export function kindOfItem({ item }: Pick<Change, "item">): string {
  const { kind = "" } = item ?? {};
  return isMovable(kind) ? workKindName(kind) : kind;
}

/** A count, or that it is unknown, which is not the same as none, and why. */
export function workCount({ count, failure }: AssignedWork): string {
  if (count !== undefined) return countInWords(count);
  return failure
    ? vscode.l10n.t("unknown: {0}", explainBriefly(new WorkfrontError(failure)))
    : vscode.l10n.t("unknown");
}

/** What no request can see. */
export function notCounted(): string {
  return vscode.l10n.t("Unified Approvals, proofs, and shared documents cannot be counted.");
}
