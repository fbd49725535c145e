import * as v from "valibot";
import { AcceptedFields } from "../workfront/acceptedFields";
import type { WorkfrontClient } from "../workfront/client";
import { WorkfrontError, type Failure } from "../workfront/errors";
import { formOf, probesFor, type Probe } from "../workfront/probes";
import type { Parameter } from "../workfront/query";
import { oneOrMany, userDetailFields, userDetailSchema, type UserDetail } from "../workfront/records";

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
  /** Versions that the server says it serves. */
  readonly served: readonly string[] | undefined;
  readonly isAdministrator: boolean | undefined;
  /** Of the requests that were answered. */
  readonly medianMilliseconds: number | undefined;
  readonly requests: number;
}

/** The most requests that one check sends. */
export const mostRequests = 25;

const groupFields = ["userGroups:isOwner", "userGroups:group:name"] as const;

const selfSchema = v.object({ ...userDetailSchema.entries, userGroups: v.optional(v.nullable(v.array(v.unknown()))) });
type Self = UserDetail & { readonly userGroups?: readonly unknown[] | null | undefined };

const versionsSchema = v.object({ versions: v.array(v.string()) });

/** There was no request left for it. */
class NotAsked extends Error {
  override readonly name = "NotAsked";
}

type Client = Pick<WorkfrontClient, "probe">;

/**
 * Finds out which request forms a server accepts: reads alone, at most 25, one after another. Forms that can share a
 * request do; where it is declined, they are asked one by one, as far as there are requests left.
 * @throws the signal's reason where it is canceled.
 */
export async function checkConnection(client: Client, signal?: AbortSignal): Promise<ConnectionCheck> {
  return new Check(client, signal).run();
}

class Check {
  readonly #forms: CheckedForm[] = [];
  readonly #times: number[] = [];
  #requests = 0;
  /** What was sent or read of the signed-in user, which no word of the report may repeat. */
  #private: readonly string[] = [];

  constructor(
    private readonly client: Client,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async run(): Promise<ConnectionCheck> {
    const self = await this.#checkFields();
    const served = await this.#ask("info", [], versionsSchema).catch((error: unknown) => void this.#failureOf(error));
    const declined: Probe[] = [];
    for (const probe of self ? probesFor(self) : []) if (!(await this.#check(probe))) declined.push(probe);
    for (const part of declined.flatMap(({ parts = [] }) => parts)) await this.#check(part);
    const sorted = this.#times.toSorted((one, other) => one - other);
    return {
      forms: this.#forms,
      served: served?.versions.filter((version) => /^v?\d+(?:\.\d+)?$/.test(version)),
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
      const read = (accepted: Parameter) => this.#ask("USER", [["id", "$$USER"], accepted], oneOrMany(selfSchema));
      const [self] = await fields.ask(all, read);
      if (self) this.#keepPrivate(self);
      const refused = fields.refused.map((field) => `\`${field}\``).join(", ");
      this.#forms.push({ use, form, instead, result: refused ? "declined" : "works", words: refused || undefined });
      this.#tellGroups(self, fields.refused);
      return self;
    } catch (error) {
      this.#forms.push({ use, form, instead, ...this.#failureOf(error) });
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

  /** @returns false where the parts of the probe are to be asked one by one. */
  async #check(probe: Probe): Promise<boolean> {
    let outcome: Pick<CheckedForm, "result" | "words">;
    try {
      const data = await this.#ask(probe.operation, probe.parameters, probe.schema);
      const isRight = probe.isRight?.(data) ?? true;
      outcome = isRight ? { result: "works" } : { result: "unknown", words: "accepted, but not what was asked for" };
    } catch (error) {
      outcome = this.#failureOf(error);
      if (probe.parts && outcome.result === "declined" && this.#requests < mostRequests) return false;
    }
    for (const use of probe.uses) this.#forms.push({ use, form: formOf(probe), instead: probe.instead, ...outcome });
    return true;
  }

  async #ask<T>(operation: string, parameters: readonly Parameter[], schema: v.GenericSchema<unknown, T>): Promise<T> {
    this.signal?.throwIfAborted();
    if (this.#requests >= mostRequests) throw new NotAsked();
    this.#requests++;
    const started = performance.now();
    const data = await this.client.probe(operation, parameters, schema, this.signal);
    this.#times.push(performance.now() - started);
    return data;
  }

  /** @throws what is no failure of the request. */
  #failureOf(error: unknown): Pick<CheckedForm, "result" | "words"> {
    if (error instanceof NotAsked) return { result: "unknown", words: "not asked: too many requests for one check" };
    if (!(error instanceof WorkfrontError)) throw error;
    const { failure } = error;
    return { result: resultOf(failure), words: this.#harmless(failure) };
  }

  #keepPrivate(self: Self): void {
    const { ID, name, emailAddr, username, title, accessLevel, homeGroup, homeTeam, manager } = self;
    const names = [
      name,
      emailAddr,
      username,
      title,
      ...[accessLevel, homeGroup, homeTeam, manager].map((one) => one?.name),
    ];
    const texts = [ID, ...names.flatMap((text) => (text ? [text, ...text.split(/[\s.@_-]+/)] : []))];
    // Longer ones first, so that no half of one is left.
    this.#private = texts.filter((text) => text.length > 2).sort((one, other) => other.length - one.length);
  }

  /** Words without what was sent, without IDs, addresses, numbers and whatever stands in quotation marks. */
  #harmless({ kind, status, words = "" }: Failure): string {
    const known = this.#private.reduce((text, own) => text.replaceAll(anyCase(own), "…"), words);
    const anonymous = known
      .replaceAll(/"[^"]*"|'[^']*'|“[^”]*”/g, "…")
      .replaceAll(/\S*@\S*/g, "…")
      .replaceAll(/\b[0-9a-f]{16,}\b/gi, "…")
      .replaceAll(/\d{5,}/g, "…")
      // Two words with capital letters may be anybody's name.
      .replaceAll(/\p{Lu}[\p{Ll}'’-]+(?: \p{Lu}[\p{Ll}'’-]+)+/gu, "…");
    const what = [kind, status].filter((part) => part !== undefined).join(" ");
    return anonymous ? `${what}: ${anonymous}` : what;
  }
}

function anyCase(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`), "gi");
}

function resultOf({ kind }: Failure): CheckedForm["result"] {
  if (kind === "forbidden") return "notAllowed";
  return kind === "refused" || kind === "notFound" || kind === "versionRefused" ? "declined" : "unknown";
}
