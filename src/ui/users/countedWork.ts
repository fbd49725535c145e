import { commonFailure, type AssignedWork } from "../../domain/assignedWork";
import type { User } from "../../domain/user";
import type { Session } from "../connections/session";

/** What is assigned to users: counted when somebody asks, and kept until the row of the user is read again. */
export class CountedWork {
  /** By the user as the directory has them: a row that is read again is another object. */
  readonly #counted = new WeakMap<User, Promise<AssignedWork[]>>();

  of(session: Session, user: User): Promise<AssignedWork[]> {
    const known = this.#counted.get(user);
    if (known) return known;
    const counted = session.countWork([user.ID]);
    this.#counted.set(user, counted);
    counted.then(
      (work) => {
        if (commonFailure(work)) this.#counted.delete(user);
      },
      () => this.#counted.delete(user),
    );
    return counted;
  }
}
