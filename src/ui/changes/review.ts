import * as vscode from "vscode";
import type { LeaversWork } from "../../domain/leaversWork";
import { inMarkdown, markdownDocument, markdownTable } from "../../domain/markdown";
import type { Plan } from "../../domain/runs/plan";
import { nameOf, type Change } from "../../domain/runs/record";
import type { UserDetail } from "../../domain/user";
import type { Session } from "../connections/session";
import { kindOfItem, workCount, workKindName } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { momentInWords, refusalInWords } from "../words/runs";

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
  const person = (one: Change) => [nameOf(one), one.detail ?? ""];
  const isOfWork = change.some(({ item }) => item);
  const rows = change.map((one) => {
    const user = users.get(one.ID);
    return [...person(one), user?.accessLevel?.name ?? "", user?.homeGroup?.name ?? "", one.ID];
  });
  const left = [
    ...refused.map(({ change: one, reason }) => [...person(one), refusalInWords(nameOf(one), reason)]),
    ...unchanged.map((one) => [...person(one), vscode.l10n.t("No change needed. Nothing is sent.")]),
  ];
  const [name, email] = [vscode.l10n.t("Name"), isOfWork ? vscode.l10n.t("Project") : vscode.l10n.t("Email")];
  return markdownDocument(
    `# ${inMarkdown(question)}`,
    vscode.l10n.t("Before the change, {0}. Host: {1}", momentInWords(new Date()), inMarkdown(session.host)),
    heading(vscode.l10n.t("To change"), rows.length),
    isOfWork
      ? await workTable(plan)
      : await markdownTable(
          [name, email, vscode.l10n.t("Access level"), vscode.l10n.t("Home group"), vscode.l10n.t("ID")],
          rows,
        ),
    left.length > 0 ? heading(vscode.l10n.t("Left out"), left.length) : "",
    await markdownTable([name, email, vscode.l10n.t("Reason")], left),
    warnings.length > 0 ? heading(vscode.l10n.t("Warnings"), warnings.length) : "",
    warnings.map((line) => `- ${inMarkdown(line)}`).join("\n"),
    work ? `## ${vscode.l10n.t("Assigned work (visible to you)")}` : "",
    work
      ? await markdownTable(
          [vscode.l10n.t("Kind"), vscode.l10n.t("Count")],
          work.work.map((one) => [workKindName(one.kind), workCount(one)]),
        )
      : "",
  );
}

/** Each item that is handed over, by kind. */
function workTable({ change, from = [] }: Plan): Promise<string> {
  const headings = [
    vscode.l10n.t("Kind"),
    vscode.l10n.t("Name"),
    vscode.l10n.t("Project"),
    vscode.l10n.t("Status"),
    vscode.l10n.t("From"),
    vscode.l10n.t("ID"),
  ];
  const holders = new Map<Change["before"], string>(from.map(({ ID, name }) => [ID, name]));
  const rows = change.map((one) => {
    const { project = "", status = "", shown = one } = one.item ?? {};
    return [kindOfItem(one), one.name ?? "", project, status, holders.get(one.before) ?? "", shown.ID];
  });
  return markdownTable(headings, rows);
}

function heading(text: string, count: number): string {
  return `## ${text} (${countInWords(count)})`;
}
