import { setImmediate } from "node:timers/promises";
import type { carryOut } from "../../src/domain/runs/carryOut";
import type { Current, CurrentState } from "../../src/domain/runs/current";
import { keyOf, type Change } from "../../src/domain/runs/record";
import { WorkfrontError, type Failure } from "../../src/workfront/errors";
import type { Random } from "../sandbox/random";

type Client = Parameters<typeof carryOut>[2];
type Shown = Awaited<ReturnType<Client["edit"]>>;

/** One object, with everybody who has set its value to another one. */
export interface Thing {
  readonly ID: string;
  value: Change["wished"];
  date: string | null;
  readonly writes: { readonly by: string; readonly value: Change["wished"] }[];
}

/** Who changes things here beside the runs. */
export const somebodyElse = "somebody else";

const failures: readonly Omit<Failure, "host">[] = [
  { kind: "timeout" },
  { kind: "unreachable", code: "ECONNRESET" },
  { kind: "badReply", status: 200 },
  { kind: "notWorkfront", status: 404 },
  { kind: "notWorkfront", status: 502 },
  { kind: "unavailable", status: 503 },
  { kind: "serverError", status: 500 },
  { kind: "refused", status: 422 },
  { kind: "forbidden", status: 403 },
];
/** After which nothing was looked at. */
const untouched: readonly Omit<Failure, "host">[] = [
  { kind: "throttled", status: 429 },
  { kind: "unreachable", isUnsent: true },
  { kind: "unauthorized", status: 401 },
];

/**
 * A Workfront in memory that does what it is asked to in part, later, or not at all, and answers whatever it likes, while
 * somebody else changes the same: quick enough for many stories.
 */
export class UnreliableWorkfront {
  readonly things: ReadonlyMap<string, Thing>;
  /** Whether anything goes wrong, and anybody else is at work. */
  isCalm = false;
  /** What was sent although the sender had read that somebody else has changed it. */
  readonly overwritten: string[] = [];
  readonly #late: (() => void)[] = [];
  #clock = Date.UTC(2026, 10, 26);

  /** @param values what a thing may be: at first, as wished, and by others. */
  constructor(
    private readonly random: Random,
    size: number,
    private readonly values: readonly Change["wished"][],
  ) {
    const [value = null] = values;
    const all = Array.from({ length: size }, (_, index): Thing => ({ ID: `${index}`, value, date: null, writes: [] }));
    this.things = new Map(all.map((thing) => [thing.ID, thing]));
  }

  /** What these are now. */
  now(changes: readonly Change[]): CurrentState {
    const current = ({ ID }: Change): Current => ({ before: this.#thing(ID).value, dated: this.#thing(ID).date });
    return new Map(changes.map((change) => [keyOf(change), current(change)]));
  }

  /** Does what was asked for long ago. */
  catchUp(): void {
    for (const act of this.#late.splice(0)) act();
  }

  /**
   * The client of one window.
   * @param step called before each request; what it returns is waited for.
   */
  client(by: string, changes: readonly Change[], step: () => Promise<void> | void): Client {
    const before = new Map(changes.map((change) => [change.ID, change.before]));
    const read = new Map<string, unknown>();
    const pass = async () => {
      for (let turns = this.#chance(2) ? 0 : this.random.below(4); turns > 0; turns--) await setImmediate();
      await step();
      this.#others();
    };
    const editMany: Client["editMany"] = async (_, edits, [field = "", ...others], signal) => {
      await pass();
      signal?.throwIfAborted();
      for (const { ID, [field]: wished } of edits)
        if (read.has(ID) && read.get(ID) !== before.get(ID) && read.get(ID) !== wished) this.overwritten.push(ID);
      const acts = edits.map(({ ID, [field]: wished }) => [ID, () => this.#set(by, ID, wished ?? null)] as const);
      const shown = (ids: readonly string[]) => new Map(ids.map((ID) => [ID, this.#show(ID, [field, ...others])]));
      const all = edits.map(({ ID }) => ID);
      if (!this.#chance(3)) {
        for (const [, act] of acts) act();
        await pass();
        return shown(all);
      }
      if (this.#chance(3)) throw this.#failure(untouched);
      if (this.#chance(4)) {
        this.#late.push(() => acts.forEach(([, act]) => act()));
        throw this.#failure(failures.slice(0, 3));
      }
      for (const [, act] of acts) if (this.#chance(2)) act();
      await pass();
      if (this.#chance(2)) throw this.#failure(failures);
      return shown(all.filter(() => this.#chance(2)));
    };
    return {
      editMany,
      edit: async (objCode, ID, edit, fields, signal) => {
        const shown = (await editMany(objCode, [{ ...edit, ID }], fields, signal)).get(ID);
        if (!shown) throw this.#failure([{ kind: "badReply", status: 200 }]);
        return shown;
      },
      readFields: async (_, ids, fields) => {
        await pass();
        if (this.#chance(8)) throw this.#failure(failures);
        const found = new Map(ids.flatMap((ID) => (this.#chance(20) ? [] : [[ID, this.#show(ID, fields)] as const])));
        for (const [ID, shown] of found) read.set(ID, shown[fields[0] ?? ""]);
        return found;
      },
      waitBeforeAgain: async (_, __, signal) => {
        await pass();
        signal?.throwIfAborted();
      },
    };
  }

  #others(): void {
    if (this.#chance(40))
      this.#set(somebodyElse, `${this.random.below(this.things.size)}`, this.random.pick(this.values));
    if (this.#chance(10)) this.#late.shift()?.();
  }

  #set(by: string, ID: string, value: Change["wished"]): void {
    const thing = this.#thing(ID);
    if (thing.value === value) return;
    thing.value = value;
    thing.date = value === false ? new Date((this.#clock += 2000)).toISOString() : null;
    thing.writes.push({ by, value });
  }

  /** Sometimes without what was asked for. */
  #show(ID: string, [field = "", dated]: readonly string[]): Shown {
    if (this.#chance(10)) return {};
    const { value, date } = this.#thing(ID);
    return { [field]: value, ...(dated && { [dated]: date }) };
  }

  #thing(ID: string): Thing {
    return this.things.get(ID)!;
  }

  #chance(of: number): boolean {
    return !this.isCalm && this.random.below(of) === 0;
  }

  #failure(of: readonly Omit<Failure, "host">[]): WorkfrontError {
    return new WorkfrontError({ ...this.random.pick(of), host: "acme.my.workfront.com" });
  }
}
