import type { Plan } from "./plan";
import type { RunRecord } from "./record";

/** What became of a change that was asked for. */
export type ChangeOutcome =
  /** A run was made; its state and its results tell how far it came. */
  | { readonly kind: "run"; readonly run: RunRecord }
  /** There is nothing to change: everything chosen is as wished, or is refused. */
  | { readonly kind: "nothing"; readonly plan: Plan }
  /** The question was closed, or taken back before it was answered. Nothing was changed. */
  | { readonly kind: "canceled" };
