import type { RunJournal } from "../../src/domain/journal";

/** Writes nothing down, for tests of what a run sends and tells. */
export const noJournal: RunJournal = {
  sent: () => Promise.resolve(),
  outcome: () => undefined,
  end: () => Promise.resolve(),
  abandon: () => undefined,
};
