import * as vscode from "vscode";
import type { Holding, HoldingKind } from "../../domain/holdings";
import { countInWords } from "./numbers";

/** What is held, and what could not be counted; empty where there is none of it. */
export function holdingsInWords(holdings: readonly Holding[]): { readonly held: string; readonly unknown: string } {
  const held = holdings.filter(({ count }) => count !== undefined && count > 0);
  const unknown = holdings.filter(({ count }) => count === undefined);
  return {
    held: held.map(({ kind, count = 0 }) => `${holdingName(kind)}: ${countInWords(count)}`).join(" · "),
    unknown: unknown.map(({ kind }) => holdingName(kind)).join(" · "),
  };
}

/** A kind of holding as a heading. */
export function holdingName(kind: HoldingKind): string {
  switch (kind) {
    case "tasks":
      return vscode.l10n.t("Open tasks");
    case "issues":
      return vscode.l10n.t("Open issues");
    case "projects":
      return vscode.l10n.t("Projects owned");
    case "templates":
      return vscode.l10n.t("Templates owned");
    case "portfolios":
      return vscode.l10n.t("Portfolios owned");
    case "programs":
      return vscode.l10n.t("Programs owned");
    case "resourceManaged":
      return vscode.l10n.t("Projects with the user as resource manager");
    case "approvals":
      return vscode.l10n.t("Approvals awaited");
    case "directReports":
      return vscode.l10n.t("Direct reports");
    case "timesheets":
      return vscode.l10n.t("Timesheets to approve");
    case "reports":
      return vscode.l10n.t("Reports that run as the user");
    case "deliveries":
      return vscode.l10n.t("Scheduled deliveries that run as the user");
    case "routingRules":
      return vscode.l10n.t("Routing rules to the user");
    case "groups":
      return vscode.l10n.t("Groups administered");
    case "teams":
      return vscode.l10n.t("Teams owned");
  }
}

/** A count, or that it is not known; which is not the same as none. */
export function holdingCount(count: number | undefined): string {
  return count === undefined ? vscode.l10n.t("not known: could not be counted") : countInWords(count);
}
