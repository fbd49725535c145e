import * as vscode from "vscode";
import { planChange, wishedState, type ChosenUser, type Plan, type Wish } from "../../domain/plan";
import { carryOut, type Outcome } from "../../domain/run";
import { displayName } from "../../domain/user";
import { WorkfrontError } from "../../workfront/errors";
import type { Session } from "../connections/session";
import { commandID, type Commands } from "../host/commands";
import { explainFailure } from "../host/explain";
import { inNotification } from "../host/plainText";
import { withProgress } from "../host/progress";
import type { TargetChooser } from "../users/targets";
import { confirm, refusalInWords } from "./confirmation";

/** Deactivate and reactivate: from a row, from several, from the palette, by automation. */
export function registerChangeCommands(commands: Commands, targets: TargetChooser): void {
  const register = (wish: Wish, title: string, placeholder: string) => {
    const run = async (args: readonly unknown[]) => {
      const chosen = await targets.choose(args, { title, placeholder, several: true });
      if (chosen) await changeUsers(chosen.session, wish, chosen.users);
    };
    commands.register(wish, (...args) => run(args));
    // The icon on a row means that row alone, whatever else is selected.
    commands.register(`${wish}Row`, (row) => run([row]));
  };
  register("deactivate", vscode.l10n.t("Deactivate Users"), vscode.l10n.t("Tick the users to deactivate"));
  register("reactivate", vscode.l10n.t("Reactivate Users"), vscode.l10n.t("Tick the users to reactivate"));
}

/** The one way to change users: read again, plan, ask, send, verify, report. */
export async function changeUsers(session: Session, wish: Wish, chosen: readonly ChosenUser[]): Promise<void> {
  if (session.connection.readOnly) throw new WorkfrontError({ kind: "readOnly", host: session.host });
  const found = await session.client.getUsers(chosen.map(({ ID }) => ID));
  const plan = planChange(wish, chosen, found, session.connection.userID);
  if (plan.change.length === 0) {
    await session.directory.replace(found);
    tellNothingToDo(plan, session.host);
    return;
  }
  if (!(await confirm(plan, session.host))) return;
  const title = wish === "deactivate" ? vscode.l10n.t("Deactivating users") : vscode.l10n.t("Reactivating users");
  let done = 0;
  const outcomes = await withProgress(title, (signal, report) =>
    carryOut(plan, session.client, {
      signal,
      onOutcome: () => report(vscode.l10n.t("{0} of {1}", ++done, plan.change.length), 100 / plan.change.length),
    }),
  );
  const changed = outcomes.flatMap((outcome) => (outcome.result === "changed" ? [outcome.user] : []));
  void session.directory.replace([...changed, ...plan.unchanged]);
  tellOutcome(session, plan, outcomes);
}

function tellNothingToDo({ wish, unchanged, refused }: Plan, host: string): void {
  const lines = refused.map(({ user, reason }) => refusalInWords(displayName(user), reason));
  const [only] = unchanged;
  if (unchanged.length === 1 && only)
    lines.push(
      wish === "deactivate"
        ? vscode.l10n.t("{0} is already deactivated on {1}. Nothing was changed.", displayName(only), host)
        : vscode.l10n.t("{0} is already active on {1}. Nothing was changed.", displayName(only), host),
    );
  else if (unchanged.length > 1)
    lines.push(
      wish === "deactivate"
        ? vscode.l10n.t("All {0} users are already deactivated on {1}. Nothing was changed.", unchanged.length, host)
        : vscode.l10n.t("All {0} users are already active on {1}. Nothing was changed.", unchanged.length, host),
    );
  void vscode.window.showInformationMessage(inNotification(lines.join(" ")));
}

function tellOutcome(session: Session, { wish, change }: Plan, outcomes: readonly Outcome[]): void {
  const changed = outcomes.filter(({ result }) => result === "changed");
  const problems = outcomes.flatMap((outcome) => problemInWords(outcome, session.host));
  const undo = vscode.l10n.t("Undo");
  const message = inNotification([summary(wish, changed, change.length, session.host), ...problems].join(" "));
  const buttons = changed.length > 0 ? [undo] : [];
  const answer =
    problems.length > 0
      ? vscode.window.showErrorMessage(message, ...buttons)
      : vscode.window.showInformationMessage(message, ...buttons);
  void answer.then((button) => {
    if (button !== undo) return undefined;
    const opposite: Wish = wishedState(wish) ? "deactivate" : "reactivate";
    return vscode.commands.executeCommand(
      commandID(opposite),
      changed.map(({ user }) => user.ID),
    );
  });
}

function summary(wish: Wish, changed: readonly Outcome[], of: number, host: string): string {
  const [only] = changed;
  const count = changed.length;
  if (of === 1 && only)
    return wish === "deactivate"
      ? vscode.l10n.t("Deactivated {0} on {1}.", displayName(only.user), host)
      : vscode.l10n.t("Reactivated {0} on {1}.", displayName(only.user), host);
  return wish === "deactivate"
    ? vscode.l10n.t("Deactivated {0} of {1} users on {2}.", count, of, host)
    : vscode.l10n.t("Reactivated {0} of {1} users on {2}.", count, of, host);
}

function problemInWords(outcome: Outcome, host: string): string[] {
  const name = displayName(outcome.user);
  switch (outcome.result) {
    case "changed":
      return [];
    case "notAttempted":
      return [vscode.l10n.t("{0}: not attempted.", name)];
    case "failed":
      return [
        outcome.failure === "unchanged"
          ? vscode.l10n.t(
              "{0}: {1} answered without an error, but changed nothing. Check the user in Workfront.",
              name,
              host,
            )
          : `${name}: ${explainFailure(outcome.failure)}`,
      ];
  }
}
