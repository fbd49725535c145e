import type { RequestRecord } from "./request";

/** What goes wrong. "Done" means that the request was carried out before. */
export type Effect =
  /** Not done; any status with Workfront's JSON `error`. `retryAfter` is seconds or an HTTP date. */
  | { kind: "status"; status: number; message?: string; errorClass?: string; retryAfter?: number | string }
  /** Not done; an HTML page, as a proxy or a maintenance page sends it. `retryAfter` is seconds or an HTTP date. */
  | { kind: "html"; status: number; retryAfter?: number | string }
  /** Done; the JSON stops half-way, though the connection ends properly. */
  | { kind: "truncated" }
  /** Not done; 200 and valid JSON of another shape (`{"items":[]}` unless given). */
  | { kind: "otherShape"; body?: unknown }
  /** Not done; the connection is destroyed. */
  | { kind: "resetBefore" }
  /** Done; the connection is destroyed. */
  | { kind: "resetAfter" }
  /** Not done; no answer ever comes. */
  | { kind: "hang" }
  /** Done; no answer ever comes. */
  | { kind: "hangAfter" }
  /** Done; answered after so many milliseconds more. */
  | { kind: "slow"; milliseconds: number }
  /** Done; answered when that has happened, however long it takes. */
  | { kind: "held"; until: Promise<unknown> }
  /** Done only after so many milliseconds, and answered then: whoever did not wait hears nothing of it. */
  | { kind: "late"; milliseconds: number }
  /** Done; that many reads after it still see what was changed as it was before. */
  | { kind: "stale"; reads: number }
  /** Not done; sent elsewhere. */
  | { kind: "redirect"; location: string; status?: number }
  /** Answered like a successful edit, with 200, but `isActive` stays as it was and the answer says so. */
  | { kind: "unchanged" }
  /** Not done; 200 and a body that does not end until the client gives up. */
  | { kind: "tooLarge" }
  /** Runs a callback first, to change data at that moment; then the request is handled as ever. */
  | { kind: "call"; call: (request: RequestRecord) => void };

export interface Fault {
  /** Which requests it strikes; all of them unless given. */
  match?: (request: RequestRecord) => boolean;
  /** How many times it strikes; without end unless given. */
  times?: number;
  /** How many matching requests pass unharmed first. */
  after?: number;
  effect: Effect;
}

/** The switched-on faults. The oldest that strikes wins; a `call` strikes beside any other. */
export class Faults {
  private readonly active = new Set<{ fault: Fault; passed: number; struck: number }>();

  add(fault: Fault): { remove(): void } {
    const entry = { fault, passed: 0, struck: 0 };
    this.active.add(entry);
    return { remove: () => void this.active.delete(entry) };
  }

  strike(request: RequestRecord): Effect | undefined {
    for (const entry of this.active) {
      const { match, times = Infinity, after = 0, effect } = entry.fault;
      if (entry.struck >= times || (match && !match(request))) continue;
      if (entry.passed < after) {
        entry.passed++;
        continue;
      }
      entry.struck++;
      if (effect.kind !== "call") return effect;
      effect.call(request);
    }
    return undefined;
  }
}
