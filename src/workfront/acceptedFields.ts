import { WorkfrontError } from "./errors";
import type { Parameter } from "./query";

/** Without these nothing can be known of an object. */
const indispensable: ReadonlySet<string> = new Set(["ID", "isActive"]);

/** The words of a refused field: the last part of its path, and the type of object that does not have it. */
const refusal = /does not support field (.+?)(?: \(([^)]*)\)|$)/;

interface Refusal {
  readonly name: string;
  readonly objectName: string;
}

/** Which fields one server accepts. A server refuses a whole request for one field that it does not know. */
export class AcceptedFields {
  readonly #refused = new Set<string>();

  /** Fields that this server does not know, in the order in which it named them. */
  get refused(): readonly string[] {
    return [...this.#refused];
  }

  /**
   * Asks with the fields that the server is known to accept, and leaves out, once and for all, those that it refuses.
   * @throws {WorkfrontError} for all else, and where it refuses a field without which nothing can be known.
   */
  async ask<T>(fields: readonly string[], read: (fields: Parameter) => Promise<T>): Promise<T> {
    const accepted = fields.filter((field) => !this.#refused.has(field));
    try {
      return await read(["fields", accepted.join(",")]);
    } catch (error) {
      const refused = refusalIn(error);
      const suspects = refused ? suspectsOf(refused, accepted) : [];
      if (!refused || suspects.length === 0) throw error;
      const isSure = suspects.length === 1 && !indispensable.has(refused.name);
      const culprits = isSure ? suspects : await this.#tryWithout(suspects, refused, accepted, read);
      if ("answer" in culprits) return culprits.answer;
      if (culprits.length === 0) throw error;
      for (const culprit of culprits) this.#refused.add(culprit);
    }
    return this.ask(fields, read);
  }

  /** Finds out which of several fields a refusal means: the one without which it does not come again; else all of them. */
  async #tryWithout<T>(
    suspects: readonly string[],
    refused: Refusal,
    accepted: readonly string[],
    read: (fields: Parameter) => Promise<T>,
  ): Promise<readonly string[] | { readonly answer: T }> {
    for (const suspect of suspects) {
      const others = accepted.filter((field) => field !== suspect);
      try {
        const answer = await read(["fields", others.join(",")]);
        this.#refused.add(suspect);
        return { answer };
      } catch (error) {
        const next = refusalIn(error);
        if (!next) throw error;
        if (next.name !== refused.name || next.objectName !== refused.objectName) return [suspect];
      }
    }
    return indispensable.has(refused.name) ? [] : suspects;
  }
}

function refusalIn(error: unknown): Refusal | undefined {
  const words = error instanceof WorkfrontError ? error.failure.words : undefined;
  const [, name, objectName = ""] = refusal.exec(words ?? "") ?? [];
  return name === undefined ? undefined : { name, objectName };
}

/** The fields that a refusal may mean, likely ones first: `nam (Company)` means `company:nam` rather than `role:nam`. */
function suspectsOf({ name, objectName }: Refusal, accepted: readonly string[]): string[] {
  const meant = accepted.filter((field) => `:${field}:`.includes(`:${name}:`) && !indispensable.has(field));
  const isLikely = (field: string) => field.toLowerCase().includes(`${objectName.toLowerCase()}:`);
  return [...meant.filter(isLikely), ...meant.filter((field) => !isLikely(field))];
}
