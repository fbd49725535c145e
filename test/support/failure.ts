import assert from "node:assert/strict";
import { WorkfrontError, type Failure } from "../../src/workfront/errors";

/** The failure that a call ends in, without what is not known of it; anything else it ends in fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    (value) => assert.fail(`no failure, but ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkfrontError)) throw error;
  return Object.fromEntries(Object.entries(error.failure).filter(([, value]) => value !== undefined)) as never;
}
