import fc from "fast-check";
import type { Effect, Fault } from "../sandbox/server";
import { isWrite } from "./scene";

/** Milliseconds after which the latest is done that is done late. */
export const longestDelay = 200;

const effect = fc.constantFrom<Effect>(
  { kind: "status", status: 429 },
  { kind: "status", status: 500 },
  { kind: "status", status: 503 },
  { kind: "status", status: 403 },
  { kind: "status", status: 422 },
  { kind: "status", status: 401 },
  { kind: "html", status: 200 },
  { kind: "truncated" },
  { kind: "otherShape" },
  { kind: "resetBefore" },
  { kind: "resetAfter" },
  { kind: "hangAfter" },
  { kind: "hang" },
  { kind: "unchanged" },
  { kind: "slow", milliseconds: 5 },
  { kind: "late", milliseconds: longestDelay },
  { kind: "stale", reads: 2 },
  { kind: "status", status: 503, retryAfter: 3600 },
  { kind: "html", status: 503, retryAfter: 3600 },
);

/** One way in which Workfront fails for a while, of all that the sandbox can simulate. */
export const anyFault: fc.Arbitrary<Fault> = fc
  .record({
    effect,
    times: fc.integer({ min: 1, max: 8 }),
    after: fc.nat(30),
    strikes: fc.constantFrom("writes", "reads", "everything"),
  })
  .map(({ strikes, ...fault }) => ({ ...fault, ...matching(strikes) }));

function matching(strikes: "writes" | "reads" | "everything"): Pick<Fault, "match"> {
  if (strikes === "everything") return {};
  return { match: (request) => isWrite(request) === (strikes === "writes") };
}
