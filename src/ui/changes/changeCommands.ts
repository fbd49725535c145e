import * as vscode from "vscode";
import type { Wish } from "../../domain/runs/plan";
import { onRows, type Commands } from "../editor/commands";
import type { TargetChooser } from "../users/targets";
import type { Changes } from "./changes";

/** Deactivate, reactivate and hand over: from rows, from the palette, by automation. */
export function registerChangeCommands(commands: Commands, targets: TargetChooser, changes: Changes): void {
  const register = (wish: Wish, title: string) => {
    const run = async (...args: unknown[]) => {
      const { connection } = await targets.session();
      // Nobody is offered whom the plan refuses: not oneself, and nobody who waits for approval.
      const among =
        wish === "deactivate"
          ? { isActive: true, exceptIDs: [connection.userID] }
          : { isActive: false, waitingForApproval: false };
      const chosen = await targets.chooseForChange(args, { title, among, several: true });
      if (chosen) await changes.change(chosen.session, wish, chosen.users);
    };
    commands.register(wish, onRows(run));
    // The icon on a row means that row alone, whatever else is selected.
    commands.register(
      `${wish}Row`,
      onRows((row) => run(row)),
    );
  };
  register("deactivate", vscode.l10n.t("Deactivate Users"));
  register("reactivate", vscode.l10n.t("Reactivate Users"));
  const handOver = async (...args: unknown[]) => {
    const chosen = await targets.chooseForHandOver(args, { title: vscode.l10n.t("Hand Over Work"), several: true });
    if (chosen) await changes.handOver(chosen.session, chosen);
  };
  commands.register("handOver", onRows(handOver));
  commands.register(
    "handOverRow",
    onRows((row) => handOver(row)),
  );
}
