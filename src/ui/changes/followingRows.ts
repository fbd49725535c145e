import type { UserDirectory } from "../../domain/directory";
import { Pace } from "../../domain/pace";
import type { ChangeResult } from "../../domain/runs/record";
import type { UserDetail } from "../../domain/user";

/** Milliseconds for which results are gathered before the rows follow them. */
const gathering = 250;

/** Lets the rows of the Users view follow the results of a run: states of users, and what is assigned to them. */
export class FollowingRows {
  readonly #users: ReadonlyMap<string, UserDetail>;
  readonly #changed: ChangeResult[] = [];
  /** Users whose assigned work is another one than before. */
  readonly #holders = new Set<ChangeResult["wished"] | undefined>();
  readonly #pace = new Pace(() => this.directory.follow(this.#take()), gathering);

  /** @param found the users whose states the run changes, as just read. */
  constructor(
    private readonly directory: UserDirectory,
    found: readonly UserDetail[],
  ) {
    this.#users = new Map(found.map((user) => [user.ID, user]));
    directory.follow(found);
  }

  follow(results: readonly ChangeResult[]): void {
    this.#changed.push(...results.filter(({ result }) => result === "changed"));
    this.#pace.ask();
  }

  /** The counts, also those of assigned work, are asked for once, at the end. */
  end(): void {
    this.#pace.dispose();
    const states = this.#take();
    // What is assigned to a user is counted anew for a record that is another one.
    const recounted = this.directory.users.filter(({ ID }) => this.#holders.has(ID)).map((user) => ({ ...user }));
    void this.directory.replace([...recounted, ...states]);
  }

  /** The users whose states have changed since the last time; what was left with users follows at once. */
  #take(): UserDetail[] {
    const changed = this.#changed.splice(0);
    const work = changed.filter(({ item }) => item);
    for (const { before, wished } of work) this.#holders.add(before).add(wished);
    this.directory.followWork(work);
    return changed.flatMap(({ ID, wished }) => {
      const user = this.#users.get(ID);
      return user && typeof wished === "boolean" ? [{ ...user, isActive: wished }] : [];
    });
  }
}
