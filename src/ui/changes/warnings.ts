import * as vscode from "vscode";
import type { Plan } from "../../domain/runs/plan";
import { displayName, type UserDetail } from "../../domain/user";
import { handOverWarnings } from "../words/handOver";
import { countInWords } from "../words/numbers";
import { quoted } from "../words/people";
import { namesInWords } from "../words/questions";

/** How many of the references that are sent along are named. */
const named = 2;

/**
 * What deserves a second look before a change, a line for each kind of thing, however many users it concerns.
 * @param users who are to be changed, as just read.
 */
export function warningsOf(plan: Plan, users: readonly UserDetail[]): readonly string[] {
  const ofLeavers = plan.kind === "deactivate" ? [...administrators(users), ...scheduled(users)] : [];
  return [...ofLeavers, ...(plan.change.some(({ item }) => item) ? handOverWarnings(plan) : sentAlong(plan))];
}

function administrators(users: readonly UserDetail[]): readonly string[] {
  const found = users.filter(({ isAdmin }) => isAdmin === true);
  const [first] = found;
  if (!first) return [];
  if (users.length === 1) return [vscode.l10n.t("This user is an administrator.")];
  const all = countInWords(users.length);
  if (found.length === 1)
    return [vscode.l10n.t("1 of the {0} users is an administrator: {1}", all, quoted(displayName(first)))];
  return [vscode.l10n.t("{0} of the {1} users are administrators.", countInWords(found.length), all)];
}

function scheduled(users: readonly UserDetail[]): readonly string[] {
  const found = users.flatMap((user) =>
    user.scheduledDeactivationDate ? [{ user, on: user.scheduledDeactivationDate }] : [],
  );
  const [first] = found;
  if (!first) return [];
  const on = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "long" }).format(first.on);
  if (users.length === 1) return [vscode.l10n.t("Workfront is scheduled to deactivate this user on {0}.", on)];
  const all = countInWords(users.length);
  if (found.length === 1) {
    const name = quoted(displayName(first.user));
    return [vscode.l10n.t("Workfront is scheduled to deactivate 1 of the {0} users on {1}: {2}", all, on, name)];
  }
  return [vscode.l10n.t("Workfront is scheduled to deactivate {0} of the {1} users.", countInWords(found.length), all)];
}

/** References that Workfront asks for, as they were recorded. */
function sentAlong({ change }: Plan): readonly string[] {
  const names = change.flatMap(({ sendAlong = [], beside }) =>
    sendAlong.flatMap((field) => beside?.[field]?.name ?? beside?.[field]?.ID ?? []),
  );
  if (names.length === 0) return [];
  const unique = namesInWords([...new Set(names)], named);
  return [vscode.l10n.t("Sent along, because Workfront asks for it: {0}", unique)];
}
