import * as v from "valibot";
import { AcceptedFields } from "../workfront/acceptedFields";
import { anonymous } from "./anonymousWords";
import type { WorkfrontClient } from "../workfront/client";
import { WorkfrontError, type Failure } from "../workfront/errors";
import { formOf, probesFor, type Probe } from "../workfront/probes";
import type { Parameter } from "../workfront/query";
import { oneOrMany, userDetailFields, userDetailSchema, type UserDetail } from "../workfront/records";
import { isVersionRefusal } from "../workfront/version";

/** What a server makes of one request form. */
export interface CheckedForm {
  /** What the product uses it for. */
  readonly use: string;
  /** The exact form that was tried, without values. */
  readonly form: string;
  readonly result: "works" | "declined" | "notAllowed" | "unknown";
  /** Workfront's words, or why it is not known; without what could name somebody. */
  readonly words?: string | undefined;
  /** What the product does where it does not work. */
  readonly instead: string;
}

export interface ConnectionCheck {
  readonly forms: readonly CheckedForm[];
  /** Versions that the server says it serves, or that were found to be served. */
  readonly served: readonly string[] | undefined;
  readonly isAdministrator: boolean | undefined;
  /** Of the requests that were answered. */
  readonly medianMilliseconds: number | undefined;
  readonly requests: number;
}

/** The most requests that one check sends. */
export const mostRequests = 25;

/** The most versions that a server is believed to have. */
const mostVersions = 40;

const groupFields = ["userGroups:isOwner", "userGroups:group:name"] as const;

const selfSchema = v.object({ ...userDetailSchema.entries, userGroups: v.optional(v.nullable(v.array(v.unknown()))) });
type Self = UserDetail & { readonly userGroups?: readonly unknown[] | null | undefined };

const versionsSchema = v.object({ versions: v.array(v.string()) });

type Outcome = Pick<CheckedForm, "result" | "words">;

/** There was no request left for it. */
class NotAsked extends Error {
  override readonly name = "NotAsked";
}

type Client = Pick<WorkfrontClient, "probe" | "whoAmI" | "requestsSent">;

/**
 * Finds out which request forms a server accepts: reads alone, at most 25, one after another. Forms that can share a
 * request do; where it is declined, they are asked one by one, and what the product asks instead after them, as far as
 * there are requests left.
 * @throws the signal's reason where it is canceled.
 */
export async function checkConnection(client: Client, signal?: AbortSignal): Promise<ConnectionCheck> {
  return new Check(client, signal).run();
}

class Check {
  readonly #forms: CheckedForm[] = [];
  readonly #times: number[] = [];
  #requests = 0;
  /** What the product asks instead of what was declined. */
  readonly #otherWays: Probe[] = [];
  /** What was sent or read of the signed-in user, which no word of the report may repeat. */
  #private: readonly string[] = [];
  #served: readonly string[] | undefined;

  constructor(
    private readonly client: Client,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async run(): Promise<ConnectionCheck> {
    const self = await this.#checkFields();
    this.#served ??= await this.#readVersions();
    const probes = self ? probesFor(self) : [];
    const declined: { readonly parts: readonly Probe[]; readonly outcome: Outcome }[] = [];
    for (const probe of probes.filter(({ canWait }) => !canWait)) {
      const outcome = await this.#check(probe);
      if (outcome) declined.push({ parts: probe.parts ?? [], outcome });
    }
    const waiting = probes.filter(({ canWait }) => canWait);
    for (const { parts, outcome } of declined) waiting.push(...(await this.#tellApart(parts, outcome)));
    for (const probe of this.#otherWays) await this.#check(probe);
    for (const probe of waiting) await this.#check(probe);
    const sorted = this.#times.toSorted((one, other) => one - other);
    return {
      forms: this.#forms,
      served: this.#served,
      isAdministrator: self?.isAdmin ?? undefined,
      medianMilliseconds: sorted[Math.floor(sorted.length / 2)],
      requests: this.#requests,
    };
  }

  /** Reads the signed-in user with all fields; without whom nothing else can be asked. */
  async #checkFields(): Promise<Self | undefined> {
    const fields = new AcceptedFields();
    const all = [...userDetailFields, ...groupFields];
    const use = "Fields of a user";
    const form = formOf({
      operation: "USER",
      parameters: [
        ["id", "$$USER"],
        ["fields", all.join(",")],
      ],
    });
    const instead = "The fields that Workfront does not know are left out.";
    try {
      const [self] = await fields.ask(all, (accepted) => this.#readSelf(accepted));
      if (self) this.#keepPrivate(self);
      const refused = fields.refused.map((field) => `\`${field}\``).join(", ");
      this.#forms.push({ use, form, instead, result: refused ? "declined" : "works", words: refused || undefined });
      this.#tellGroups(self, fields.refused);
      return self;
    } catch (error) {
      this.#forms.push({ use, form, instead, ...this.#failureOf(error, form) });
      return undefined;
    }
  }

  /** Where the version is not served, another one is agreed on first; probes alone never look for one. */
  async #readSelf(fields: Parameter): Promise<Self[]> {
    const read = () => this.#ask("USER", [["id", "$$USER"], fields], oneOrMany(selfSchema));
    try {
      return await read();
    } catch (error) {
      if (!isVersionRefusal(error)) throw error;
      await this.#agreeOnVersion();
      return read();
    }
  }

  async #agreeOnVersion(): Promise<void> {
    const before = this.client.requestsSent;
    try {
      await this.client.whoAmI({ signal: this.signal });
    } catch (error) {
      if (error instanceof WorkfrontError) this.#served = error.failure.served;
      throw error;
    } finally {
      this.#requests += this.client.requestsSent - before;
    }
  }

  async #readVersions(): Promise<readonly string[] | undefined> {
    try {
      const { versions } = await this.#ask("info", [], versionsSchema);
      return versions.filter((version) => /^v?\d{1,3}(?:\.\d)?$/.test(version)).slice(0, mostVersions);
    } catch (error) {
      this.#failureOf(error, "");
      return undefined;
    }
  }

  #tellGroups(self: Self | undefined, refused: readonly string[]): void {
    const isDeclined = groupFields.some((field) => refused.includes(field));
    this.#forms.push({
      use: "Assigned work: groups administered",
      form: `GET USER/search?ID=…&fields=${groupFields.join(",")}`,
      result: isDeclined ? "declined" : Array.isArray(self?.userGroups) ? "works" : "unknown",
      instead: "Shown as unknown.",
    });
  }

  /**
   * Finds out which of several forms are declined that were declined together. One that can wait needs no request of its own
   * where all others work without it.
   * @returns those that are still to be asked.
   */
  async #tellApart(parts: readonly Probe[], outcome: Outcome): Promise<readonly Probe[]> {
    const waiting = parts.filter(({ canWait }) => canWait);
    const before = this.#forms.length;
    for (const part of parts) if (!part.canWait) await this.#check(part);
    const [only, more] = waiting;
    if (!only || more || this.#forms.slice(before).some(({ result }) => result !== "works")) return waiting;
    this.#tell(only, outcome);
    return [];
  }

  /** @returns the outcome where the parts of the probe do not work together, and are to be asked one by one. */
  async #check(probe: Probe): Promise<Outcome | undefined> {
    let outcome: Outcome;
    let isApart: boolean;
    try {
      const data = await this.#ask(probe.operation, probe.parameters, probe.schema);
      const isRight = probe.isRight?.(data) ?? true;
      isApart = !isRight;
      outcome = isRight ? { result: "works" } : { result: "unknown", words: "accepted, but not what was asked for" };
    } catch (error) {
      outcome = this.#failureOf(error, formOf(probe));
      // A type that is not there is not there for any of the parts.
      isApart = outcome.result === "declined" && !(error instanceof WorkfrontError && error.kind === "notFound");
    }
    if (probe.parts && isApart && this.#requests < mostRequests) return outcome;
    this.#tell(probe, outcome);
    return undefined;
  }

  #tell(probe: Probe, outcome: Outcome): void {
    for (const use of probe.uses) this.#forms.push({ use, form: formOf(probe), instead: probe.instead, ...outcome });
    if (outcome.result === "declined") this.#otherWays.push(...(probe.otherwise ?? []));
  }

  async #ask<T>(operation: string, parameters: readonly Parameter[], schema: v.GenericSchema<unknown, T>): Promise<T> {
    this.signal?.throwIfAborted();
    if (this.#requests >= mostRequests) throw new NotAsked();
    this.#requests++;
    const started = performance.now();
    const noteTime = () => void this.#times.push(performance.now() - started);
    try {
      const data = await this.client.probe(operation, parameters, schema, this.signal);
      noteTime();
      return data;
    } catch (error) {
      if (error instanceof WorkfrontError && error.failure.status !== undefined) noteTime();
      throw error;
    }
  }

  /** @throws what is no failure of the request. */
  #failureOf(error: unknown, form: string): Pick<CheckedForm, "result" | "words"> {
    if (error instanceof NotAsked) return { result: "unknown", words: "not asked: too many requests for one check" };
    if (!(error instanceof WorkfrontError)) throw error;
    const { kind, status, code, words = "" } = error.failure;
    const what = [kind, status, code].filter((part) => part !== undefined).join(" ");
    const said = anonymous(words, this.#private, form);
    return { result: resultOf(error.failure), words: said ? `${what}: ${said}` : what };
  }

  #keepPrivate(self: Self): void {
    const { name, emailAddr, username } = self;
    const parts = [name, emailAddr, username].flatMap((text) => text?.split(/[\s.@_-]+/) ?? []);
    // Longer ones first, so that no half of one is left.
    this.#private = [...textsIn(self), ...parts]
      .filter((text) => text.length > 1)
      .sort((one, other) => other.length - one.length);
  }
}

/** All texts of an answer, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function resultOf({ kind }: Failure): CheckedForm["result"] {
  if (kind === "forbidden") return "notAllowed";
  return kind === "refused" || kind === "notFound" || kind === "versionRefused" ? "declined" : "unknown";
}
