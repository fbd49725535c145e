import type { HeldWork, MovableItem } from "./heldWork";
import { isOffAtFirst, type MovableKind } from "./kinds";

/** Which items are handed over: at first all, but for kinds that have to be asked for. */
export class Selection {
  readonly #chosen = new Map<MovableKind, readonly MovableItem[]>();

  constructor(readonly held: readonly HeldWork[]) {
    for (const { kind, items } of held) this.#chosen.set(kind, isOffAtFirst(kind) ? [] : items);
  }

  /** How many items there are. */
  get total(): number {
    return this.held.reduce((sum, { items }) => sum + items.length, 0);
  }

  /** What is handed over, by kind. */
  get items(): readonly MovableItem[] {
    return this.held.flatMap(({ kind }) => this.of(kind));
  }

  of(kind: MovableKind): readonly MovableItem[] {
    return this.#chosen.get(kind) ?? [];
  }

  choose(kind: MovableKind, items: readonly MovableItem[]): void {
    this.#chosen.set(kind, items);
  }

  /** Leaves out a kind of which anything is chosen; takes all of one of which nothing is. */
  toggle(kind: MovableKind): void {
    const all = this.held.find((held) => held.kind === kind)?.items ?? [];
    this.choose(kind, this.of(kind).length > 0 ? [] : all);
  }
}
