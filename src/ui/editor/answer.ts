/** The answer of a person who wants the step before this one. */
export const back = Symbol("back");

/** What a question came to: its answer, the wish to go back, or nothing where it was closed. */
export type Answer<T> = T | typeof back | undefined;

/**
 * Closes a question that is answered, once what follows at once is shown in its place. With none in between, the editor
 * would give the focus back, and a page that takes it late closes what follows.
 */
export function closeSoon(question: { dispose(): unknown }): void {
  setImmediate(() => question.dispose());
}

/** Where a question stands in a dialog of several. */
export interface Place {
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}
