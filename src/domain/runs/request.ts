import type { Plan } from "./plan";
import type { RunRecord } from "./record";
import type { ReviewedList } from "./runs";

/** Where a change comes from that is asked for; from a person who chose the users in the editor unless given. */
export interface ChangeOptions {
  /** The list from which the choice comes; it is kept with the run and shown in its report. */
  readonly list?: ReviewedList | undefined;
  readonly agent?: AgentRequest | undefined;
}

/** An agent in the editor that asks for a change. */
export interface AgentRequest {
  /** Takes the request back: nothing more is sent. */
  readonly signal: AbortSignal;
  /** Called with the ID of the run once the person has agreed and it is on the disk. */
  readonly onRun: (id: string) => void;
}

/** What became of a change that was asked for. */
export type ChangeOutcome =
  /** A run was made; its state and its results tell how far it came. */
  | { readonly kind: "run"; readonly run: RunRecord }
  /** There is nothing to change: everything chosen is as wished, or is refused. */
  | { readonly kind: "nothing"; readonly plan: Plan }
  /** The question was closed, or taken back before it was answered. Nothing was changed. */
  | { readonly kind: "canceled" };
