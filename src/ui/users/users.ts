import type * as vscode from "vscode";
import { KeptFilters } from "./keptFilters";
import { TargetChooser } from "./targets";
import { UsersView, type UsersViewParts } from "./usersView";

export interface UsersParts extends Omit<UsersViewParts, "kept"> {
  readonly context: Pick<vscode.ExtensionContext, "globalState">;
}

/** The Users view, and what other features share with it. */
export class Users {
  readonly kept: KeptFilters;
  readonly view: UsersView;
  readonly targets: TargetChooser;

  constructor({ context, ...parts }: UsersParts) {
    this.kept = new KeptFilters(context.globalState, parts.connections);
    this.view = new UsersView({ ...parts, kept: this.kept });
    this.targets = new TargetChooser(parts.connections, this.view);
  }

  dispose(): void {
    this.view.dispose();
  }
}
