import { TargetChooser } from "./targets";
import { UsersView, type UsersViewParts } from "./usersView";

/** The Users view, and what other features share with it. */
export class Users {
  readonly view: UsersView;
  readonly targets: TargetChooser;

  constructor(parts: UsersViewParts) {
    this.view = new UsersView(parts);
    this.targets = new TargetChooser(parts.connections, this.view);
  }

  dispose(): void {
    this.view.dispose();
  }
}
