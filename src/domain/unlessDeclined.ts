import { WorkfrontError } from "../workfront/errors";

/**
 * What the server answers to one of several questions; `undefined` where this one fails, so that the others stand.
 * @throws what is no failure of one question: the sign-in is refused, or the question was taken back.
 */
export async function unlessDeclined<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof WorkfrontError && error.kind !== "unauthorized") return undefined;
    throw error;
  }
}
