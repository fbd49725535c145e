import { back, type Answer, type Place } from "./answer";

/** One question of a dialog. Its answer is the part of the state that it decides. */
export interface Step<S> {
  /** Whether the question applies; it always does unless this is given. */
  readonly isNeeded?: (state: S) => boolean;
  readonly ask: (state: S, place: Place) => Promise<Answer<Partial<S>>>;
}

/**
 * Asks one question after another. Back leads to the question that was answered last, with that answer as it was typed.
 * @returns the state with all answers; `undefined` where a question was closed.
 */
export async function askInSteps<S>(steps: readonly Step<S>[], start: S): Promise<S | undefined> {
  const answered: Step<S>[] = [];
  let state = start;
  for (;;) {
    const open = steps.filter((step) => !answered.includes(step) && (step.isNeeded?.(state) ?? true));
    const [next] = open;
    if (!next) return state;
    const place = {
      step: answered.length + 1,
      totalSteps: answered.length + open.length,
      canGoBack: answered.length > 0,
    };
    const answer = await next.ask(state, place);
    if (answer === undefined) return undefined;
    if (answer === back) answered.pop();
    else {
      answered.push(next);
      state = { ...state, ...answer };
    }
  }
}
