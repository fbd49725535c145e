import { setTimeout } from "node:timers/promises";
import * as vscode from "vscode";
import { isPreviewHost } from "../../domain/address";
import { countAssignedWork, type AssignedWork } from "../../domain/assignedWork";
import type { Plan } from "../../domain/runs/plan";
import { nameOf } from "../../domain/runs/record";
import { displayName, distinction, managesWork, type User, type UserDetail } from "../../domain/user";
import type { Session } from "../connections/session";
import { askForText } from "../editor/input";
import { withQuietProgress } from "../editor/progress";
import { ask } from "../editor/tell";
import { assignedWorkInWords } from "../words/assignedWork";
import { countInWords } from "../words/numbers";
import { refusalInWords } from "../words/runs";

/** How many names a confirmation spells out. */
const spelledOut = 10;

/** More users than this are confirmed by typing their number. */
const mostByButton = 20;

/** Milliseconds that counting what users hold may take; a confirmation never waits longer. */
const patience = 3000;

/** The one question before any change. `true` only where the button with the verb was chosen, and the number typed. */
export async function confirm(plan: Plan, found: readonly UserDetail[], session: Session): Promise<boolean> {
  const { kind, change } = plan;
  const count = change.length;
  const known = new Map(found.map((user) => [user.ID, user]));
  const users = change.flatMap(({ ID }) => known.get(ID) ?? []);
  const held = kind === "deactivate" ? await heldBy(users, session) : [];
  const blocks = [names(users), warnings(plan, users), held, sentAlong(plan), [consequence(plan)], skipped(plan)];
  const detail = blocks
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 ? ["", ...lines] : lines));
  const isAgreed = await ask(question(plan, session.host), detail, { title: buttonFor(kind, count), value: true });
  if (!isAgreed) return false;
  return count <= mostByButton || confirmNumber(plan, session.host);
}

function question({ kind, change }: Plan, host: string): string {
  const place = isPreviewHost(host) ? vscode.l10n.t("{0} (preview or sandbox)", host) : host;
  const [first] = change;
  if (change.length === 1 && first)
    return kind === "deactivate"
      ? vscode.l10n.t("Deactivate {0} on {1}?", nameOf(first), place)
      : vscode.l10n.t("Reactivate {0} on {1}?", nameOf(first), place);
  const count = countInWords(change.length);
  return kind === "deactivate"
    ? vscode.l10n.t("Deactivate {0} users on {1}?", count, place)
    : vscode.l10n.t("Reactivate {0} users on {1}?", count, place);
}

function buttonFor(kind: Plan["kind"], count: number): string {
  const deactivating = kind === "deactivate";
  if (count === 1) return deactivating ? vscode.l10n.t("Deactivate User") : vscode.l10n.t("Reactivate User");
  const number = countInWords(count);
  if (count > mostByButton)
    return deactivating
      ? vscode.l10n.t("Deactivate {0} Users…", number)
      : vscode.l10n.t("Reactivate {0} Users…", number);
  return deactivating ? vscode.l10n.t("Deactivate {0} Users", number) : vscode.l10n.t("Reactivate {0} Users", number);
}

/** So many users are not changed by one click that was meant for something else. */
async function confirmNumber({ kind, change }: Plan, host: string): Promise<boolean> {
  const number = String(change.length);
  const prompt =
    kind === "deactivate"
      ? vscode.l10n.t("Type {0} to deactivate that many users on {1}.", number, host)
      : vscode.l10n.t("Type {0} to reactivate that many users on {1}.", number, host);
  const typed = await askForText({
    title: kind === "deactivate" ? vscode.l10n.t("Deactivate Users") : vscode.l10n.t("Reactivate Users"),
    prompt,
    check: (text) => (text.trim() === number ? undefined : prompt),
  });
  return typed?.trim() === number;
}

function names(users: readonly User[]): string[] {
  const lines = users
    .slice(0, spelledOut)
    .map((user) => [displayName(user), distinction(user)].filter(Boolean).join(" · "));
  const more = users.length - lines.length;
  return [...lines, ...(more > 0 ? [vscode.l10n.t("and {0} more", countInWords(more))] : [])];
}

/** What the users still hold, as far as it can be counted in time, and Adobe's advice where it matters most. */
async function heldBy(users: readonly User[], session: Session): Promise<string[]> {
  const title = vscode.l10n.t("Counting what the users still hold");
  const ids = users.map(({ ID }) => ID);
  // Both at the same time, so that the dialog waits for one patience at most.
  const [work, labels] = await withQuietProgress(title, () =>
    Promise.all([
      countAssignedWork(session.client, ids, AbortSignal.timeout(patience)),
      Promise.race([session.licenseLabels(), setTimeout(patience, new Map<string, string>())]),
    ]),
  );
  const words = assignedWorkInWords(work);
  const lines: string[] = [];
  if (words.held)
    lines.push(
      users.length === 1
        ? vscode.l10n.t("Still held, as far as you can see: {0}.", words.held)
        : vscode.l10n.t("Still held by them together, as far as you can see: {0}.", words.held),
    );
  if (words.unknown) lines.push(vscode.l10n.t("Could not be counted: {0}.", words.unknown));
  if (isSomeAssigned(work) && users.some((user) => managesWork(user, labels)))
    lines.push(
      vscode.l10n.t(
        "Adobe advises to hand over the work of administrators and of users with a Standard or Plan license first.",
      ),
    );
  return lines;
}

function isSomeAssigned(work: readonly AssignedWork[]): boolean {
  return work.some(({ count }) => count !== undefined && count > 0);
}

function warnings({ kind }: Plan, users: readonly UserDetail[]): string[] {
  if (kind !== "deactivate") return [];
  const administrators = users.filter((user) => user.isAdmin);
  const scheduled = users.flatMap((user) =>
    user.scheduledDeactivationDate ? [{ user, on: user.scheduledDeactivationDate }] : [],
  );
  const date = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "long" });
  return [
    ...shortened(administrators.map((user) => vscode.l10n.t("{0} is an administrator.", displayName(user)))),
    ...shortened(
      scheduled.map(({ user, on }) =>
        vscode.l10n.t("Workfront is due to deactivate {0} on {1} anyway.", displayName(user), date.format(on)),
      ),
    ),
  ];
}

/** References that Workfront asked for, as they were recorded. */
function sentAlong({ change }: Plan): string[] {
  const lines = change.flatMap((one) => {
    const references = (one.sendAlong ?? []).flatMap((field) => one.beside?.[field] ?? []);
    return references.map(({ ID, name }) => `${nameOf(one)}: ${name ?? ID}`);
  });
  if (lines.length === 0) return [];
  return [
    vscode.l10n.t("Workfront asks for more to reactivate. These are sent along, as they were recorded:"),
    ...shortened(lines),
  ];
}

function consequence({ kind }: Plan): string {
  return kind === "deactivate"
    ? vscode.l10n.t(
        "Access to Workfront ends and the license becomes free. Assignments, notes, hours and documents stay, and work stays assigned. Reports that run as the user stop showing. The Adobe Admin Console is not touched.",
      )
    : vscode.l10n.t(
        "Access to Workfront begins again, which takes a license. Proof licenses do not come back. The Adobe Admin Console is not touched.",
      );
}

function skipped({ kind, unchanged, refused }: Plan): string[] {
  const lines: string[] = [];
  if (unchanged.length > 0)
    lines.push(
      kind === "deactivate"
        ? vscode.l10n.t("Already deactivated, left as they are: {0}", countInWords(unchanged.length))
        : vscode.l10n.t("Already active, left as they are: {0}", countInWords(unchanged.length)),
    );
  lines.push(...shortened(refused.map(({ change, reason }) => refusalInWords(nameOf(change), reason))));
  return lines;
}

/** A dialog has no scroll bar: the first lines, and how many more there are. */
function shortened(lines: readonly string[]): string[] {
  if (lines.length <= spelledOut) return [...lines];
  return [...lines.slice(0, spelledOut), vscode.l10n.t("and {0} more", countInWords(lines.length - spelledOut))];
}
