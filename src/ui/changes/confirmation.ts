import * as vscode from "vscode";
import { countsByKind } from "../../domain/handOver/countsByKind";
import { isMovable } from "../../domain/handOver/kinds";
import { toReactivate } from "../../domain/handOver/plan";
import { readLeaversWork, type LeaversWork } from "../../domain/leaversWork";
import type { Plan } from "../../domain/runs/plan";
import { nameOf } from "../../domain/runs/record";
import { shown } from "../../domain/shown";
import type { UserDetail } from "../../domain/user";
import { groupedBy } from "../../workfront/chunksOf";
import type { Session } from "../connections/session";
import { askForText } from "../editor/input";
import type { MarkdownDocuments } from "../editor/markdownDocuments";
import { pick } from "../editor/pick";
import { withQuietProgress } from "../editor/progress";
import { ask } from "../editor/tell";
import { assignedWorkInLine, countsInLine } from "../words/assignedWork";
import { reactivateFirst } from "../words/handOver";
import { countInWords } from "../words/numbers";
import { briefRefusal, buttonInWords, leftOutInWords, questionInWords, wordsOfQuestion } from "../words/questions";
import { reviewOf } from "./review";
import { warningsOf } from "./warnings";

/** How many names a confirmation spells out. */
const spelledOut = 5;

/** How many characters fit on one line of the dialog, and how many of a name and an email that are longer together. */
const longest = { line: 48, name: 25, email: 20 };

/** More objects than this are confirmed by typing their number. */
const mostByButton = 20;

/**
 * `change`: the button with the verb was chosen, and the number typed where there are many. `first`: something else is to be done
 * before, and then this is to be asked again.
 */
export type Confirmation = "change" | "first" | undefined;

/** What is asked about. */
interface Asked {
  readonly plan: Plan;
  /** The users of the plan as just read. */
  readonly found: readonly UserDetail[];
  /** Whether an agent asks for it, and not the person who answers. */
  readonly isFromAgent?: boolean;
}

/** The one question before any change. It fits on a small screen, however many objects it is about; _Review…_ shows them all. */
export async function confirm(
  { plan, found, isFromAgent = false }: Asked,
  session: Session,
  documents: MarkdownDocuments,
): Promise<Confirmation> {
  const question = questionInWords(plan, session.connection);
  const ids = new Set(plan.change.map(({ ID }) => ID));
  const users = found.filter(({ ID }) => ids.has(ID));
  const work = await workOf(plan, users, session);
  const agent = vscode.l10n.t("An agent requested this. Make sure that these are the right users.");
  const warnings = [...(isFromAgent ? [agent] : []), ...warningsOf(plan, users)];
  const blocks = [
    [wordsOfQuestion(plan).consequence(plan.change.length === 1)],
    [...leftOut(plan), ...warnings],
    [...workLines(work), countsInLine(countsByKind(plan.change))].filter(Boolean),
    names(plan),
  ];
  const change = { title: buttonInWords(plan, mostByButton), value: "change" as const };
  const review = { title: vscode.l10n.t("Review…"), value: "review" as const };
  for (;;) {
    const answer = await ask(question, withSpaces(blocks), change, ...firstChoice(plan, work), review);
    if (answer === "change")
      return plan.change.length <= mostByButton || (await confirmNumber(plan, question)) ? answer : undefined;
    if (answer !== "review") return answer;
    const document = await reviewOf({ plan, found, session, question, warnings, work });
    // The focus is to be back in the view when all is answered.
    await documents.show(wordsOfQuestion(plan).title, document, { preserveFocus: true });
    if (!(await isReviewed(question))) return undefined;
  }
}

/** What is assigned to users who are to be deactivated. */
async function workOf(plan: Plan, leavers: readonly UserDetail[], session: Session): Promise<LeaversWork | undefined> {
  if (plan.kind !== "deactivate") return undefined;
  return withQuietProgress(vscode.l10n.t("Counting assigned work"), () => readLeaversWork(leavers, session));
}

/** One line of what is assigned, and Adobe's recommendation where it matters most. */
function workLines(leavers: LeaversWork | undefined): readonly string[] {
  const line = leavers && assignedWorkInLine(leavers.work);
  if (!leavers || !line) return [];
  const isAssigned = leavers.work.some(({ count = 0 }) => count > 0);
  if (!isAssigned || !leavers.someManageWork) return [line];
  return [line, vscode.l10n.t("Adobe recommends reassigning it first.")];
}

/** What had better be done before, where there is something. */
function firstChoice(plan: Plan, leavers: LeaversWork | undefined): { title: string; value: "first" }[] {
  if (leavers?.work.some(({ kind, count = 0 }) => count > 0 && isMovable(kind)))
    return [{ title: vscode.l10n.t("Hand Over Work First…"), value: "first" }];
  return toReactivate(plan).length > 0 ? [{ title: reactivateFirst(), value: "first" }] : [];
}

/** Waits beside the document, which a dialog would cover. */
async function isReviewed(question: string): Promise<boolean> {
  const answer = await pick({
    title: question,
    placeholder: vscode.l10n.t("Read the document, then go on here"),
    staysOpen: true,
    rows: [
      { label: vscode.l10n.t("Continue"), icon: "arrow-right", value: true },
      { label: vscode.l10n.t("Cancel: Change Nothing"), icon: "close", value: false },
    ],
  });
  return answer ?? false;
}

/** So many users are not changed by one click that was meant for something else. */
async function confirmNumber(plan: Plan, question: string): Promise<boolean> {
  const number = String(plan.change.length);
  const prompt = wordsOfQuestion(plan).typeNumber(number);
  const typed = await askForText({
    title: question,
    prompt,
    check: (text) => (text.trim() === number ? undefined : prompt),
  });
  return typed?.trim() === number;
}

function withSpaces(blocks: readonly (readonly string[])[]): readonly string[] {
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, index) => (index > 0 ? ["", ...lines] : lines));
}

/** One line for all reasons. */
function leftOut(plan: Plan): readonly string[] {
  const left = [
    ...plan.refused.map(({ change, reason }) => ({ change, reason: briefRefusal(reason) })),
    ...plan.unchanged.map((change) => ({ change, reason: wordsOfQuestion(plan).unchanged })),
  ];
  const parts = groupedBy(left, ({ reason }) => reason).map((group) =>
    leftOutInWords(
      group[0].reason,
      group.map(({ change }) => nameOf(change)),
    ),
  );
  return parts.length > 0 ? [vscode.l10n.t("Left out: {0}", parts.join(" · "))] : [];
}

/** Each name has one line of the dialog. */
function names({ change }: Plan): readonly string[] {
  const lines = change.slice(0, spelledOut).map((one) => {
    const [name, email] = [nameOf(one), one.detail ?? ""];
    if (!email || email === name) return shown(name, longest.line);
    // Either has the room that the other leaves, so that namesakes can be told apart by long emails.
    const beside = (other: string) => longest.line - " · ".length - other.length;
    return `${shown(name, Math.max(longest.name, beside(email)))} · ${shown(email, Math.max(longest.email, beside(name)))}`;
  });
  const more = change.length - lines.length;
  if (more === 0) return lines;
  const others = change.some(({ item }) => item)
    ? vscode.l10n.t("More items: {0}", countInWords(more))
    : vscode.l10n.t("and {0} more", countInWords(more));
  return [...lines, others];
}
