import * as vscode from "vscode";
import type { LeaversWork } from "../../domain/leaversWork";
import { inMarkdown, markdownDocument, markdownTable } from "../../domain/markdown";
import type { Plan } from "../../domain/runs/plan";
import { nameOf, type Change } from "../../domain/runs/record";
import type { UserDetail } from "../../domain/user";
import type { Session } from "../connections/session";
import { workCount, workKindName } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { momentInWords, refusalInWords } from "../words/runs";
import { columnsFor, idLines, tableOf, type Column } from "./columns";

/** All that a question is about. */
export interface ReviewedQuestion {
  readonly plan: Plan;
  readonly found: readonly UserDetail[];
  readonly session: Session;
  readonly question: string;
  readonly warnings: readonly string[];
  readonly work: LeaversWork | undefined;
}

/** A Markdown document of everybody that a question is about: to change, left out and why, warnings, assigned work. */
export async function reviewOf(reviewed: ReviewedQuestion): Promise<string> {
  const { plan, found, session, question, warnings, work } = reviewed;
  const { change, unchanged, refused } = plan;
  const users = new Map(found.map((user) => [user.ID, user]));
  const ofUsers: readonly Column<Change>[] = [
    [vscode.l10n.t("Access level"), ({ ID }) => users.get(ID)?.accessLevel?.name ?? ""],
    [vscode.l10n.t("Home group"), ({ ID }) => users.get(ID)?.homeGroup?.name ?? ""],
  ];
  const left = [
    ...refused.map((one) => ({ ...one.change, reason: refusalInWords(nameOf(one.change), one.reason) })),
    ...unchanged.map((one) => ({ ...one, reason: vscode.l10n.t("No change needed. Nothing is sent.") })),
  ];
  const assigned = work?.work.filter(({ count }) => count !== 0) ?? [];
  const reason: Column<(typeof left)[number]> = [vscode.l10n.t("Reason"), (one) => one.reason];
  return markdownDocument(
    `# ${inMarkdown(question)}`,
    vscode.l10n.t("Before the change, {0}. Host: {1}", momentInWords(new Date()), inMarkdown(session.host)),
    heading(vscode.l10n.t("To change"), change.length),
    await tableOf([...columnsFor(change, plan), ...(found.length > 0 ? ofUsers : [])], change),
    left.length > 0 ? heading(vscode.l10n.t("Left out"), left.length) : "",
    await tableOf([...columnsFor(left, plan), reason], left),
    warnings.length > 0 ? heading(vscode.l10n.t("Warnings"), warnings.length) : "",
    warnings.map((line) => `- ${inMarkdown(line)}`).join("\n"),
    work ? `## ${vscode.l10n.t("Assigned work (visible to you)")}` : "",
    work && assigned.length === 0 ? vscode.l10n.t("No assigned work that you can see") : "",
    await markdownTable(
      [vscode.l10n.t("Kind"), vscode.l10n.t("Count")],
      assigned.map((one) => [workKindName(one.kind), workCount(one)]),
    ),
    `## ${vscode.l10n.t("IDs")}`,
    await idLines(change),
  );
}

function heading(text: string, count: number): string {
  return `## ${text} (${countInWords(count)})`;
}
