import * as vscode from "vscode";
import type { Commands } from "../editor/commands";
import type { TargetChooser } from "../users/targets";
import type { Changes } from "./changes";

/** Hand work over: from users, from rows of assigned work, from the palette, by automation. */
export function registerHandOverCommands(commands: Commands, targets: TargetChooser, changes: Changes): void {
  const handOver = async (...args: unknown[]) => {
    const chosen = await targets.chooseForHandOver(args, { title: vscode.l10n.t("Hand Over Work"), several: true });
    if (chosen) await changes.handOver(chosen.session, chosen);
  };
  commands.register("handOver", handOver);
  // The icon on a row means that row alone, whatever else is selected.
  commands.register("handOverRow", (row) => handOver(row));
}
