/** The answer of a person who wants the step before this one. */
export const back = Symbol("back");

/** What a question came to: its answer, the wish to go back, or nothing where it was closed. */
export type Answer<T> = T | typeof back | undefined;

/** Where a question stands in a dialog of several. */
export interface Place {
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}
