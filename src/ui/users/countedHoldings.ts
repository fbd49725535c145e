import { countHoldings, type Holding } from "../../domain/holdings";
import type { User } from "../../domain/user";
import type { Session } from "../connections/session";

/** What users hold, counted when somebody asks and kept as long as the user's row is not read again. */
export class CountedHoldings {
  /** By the user as the directory has them: a row that is read again is another object. */
  readonly #counted = new WeakMap<User, Promise<Holding[]>>();

  of({ client }: Session, user: User): Promise<Holding[]> {
    const known = this.#counted.get(user);
    if (known) return known;
    const counted = countHoldings(client, [user.ID]);
    this.#counted.set(user, counted);
    counted.catch(() => this.#counted.delete(user));
    return counted;
  }
}
