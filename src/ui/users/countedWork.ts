import { commonFailure, countAssignedWork, type AssignedWork } from "../../domain/assignedWork";
import type { User } from "../../domain/user";
import type { Session } from "../connections/session";
import type { Log } from "../editor/log";

/** What is assigned to users: counted when somebody asks, and kept until the row of the user is read again. */
export class CountedWork {
  /** By the user as the directory has them: a row that is read again is another object. */
  readonly #counted = new WeakMap<User, Promise<AssignedWork[]>>();

  constructor(private readonly log: Log) {}

  of({ client }: Session, user: User): Promise<AssignedWork[]> {
    const known = this.#counted.get(user);
    if (known) return known;
    const counted = countAssignedWork(client, [user.ID]);
    this.#counted.set(user, counted);
    counted.then(
      (work) => {
        logUnknown(this.log, work);
        if (commonFailure(work)) this.#counted.delete(user);
      },
      () => this.#counted.delete(user),
    );
    return counted;
  }
}

/** Keeps Workfront's words on what it does not count. */
export function logUnknown(log: Log, work: readonly AssignedWork[]): void {
  for (const { kind, failure } of work)
    if (failure)
      log.info(`Assigned work of the kind "${kind}" is unknown: ${failure.kind}, ${failure.words ?? "no words"}`);
}
