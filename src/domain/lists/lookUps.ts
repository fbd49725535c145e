import type { WorkfrontClient } from "../../workfront/client";
import { WorkfrontError } from "../../workfront/errors";
import type { UserDetail } from "../user";
import { folded, type Identifier } from "./identifiers";
import { Turns } from "../turns";

/** What Workfront is asked for a list. */
export type Source = Pick<WorkfrontClient, "findUsers" | "findUsersByUsername">;

/** What one identifier leads to: users (perhaps none), or why that could not be looked up. */
export interface Answer {
  readonly users: readonly UserDetail[];
  readonly error?: unknown;
}

/** How much one request asks for; a request of this size fits into a URL. */
const request = { texts: 100, characters: 5000 } as const;

/** As many requests as the client may have under way; more would only wait in memory. */
const mostAtOnce = 6;

/** What the name of a parameter adds to each text. */
const nameLength = 25;

type Kind = Identifier["kind"];
type Asked = Pick<Identifier, "kind" | "text">;

/**
 * What was looked up for a list, so that nothing is asked twice. Each request fails alone: what it asked for could then
 * not be looked up, and the rest stands. A user counts only where their own ID, email or username equals the text,
 * compared here: a server may ignore a filter, and nobody may be matched by a guess.
 */
export class LookUps {
  readonly #answers: Record<Kind, Map<string, Answer>> = { ID: new Map(), email: new Map(), username: new Map() };

  constructor(
    private readonly source: Source,
    private readonly onProgress: (done: number, of: number) => void = () => undefined,
  ) {}

  /** What an identifier leads to; nothing where it was not looked up. */
  answer({ kind, text }: Asked): Answer | undefined {
    return this.#answers[kind].get(folded(text));
  }

  /**
   * Looks up what was not looked up yet. The first request goes alone: where that fails, hundreds more would, too.
   * @throws where the first request for IDs or emails fails, the sign-in has ended, or the signal says so.
   */
  async ask(identifiers: Iterable<Asked>, signal?: AbortSignal): Promise<void> {
    const batches = await batchesOf(identifiers, (one) => this.answer(one) === undefined);
    const [first, ...rest] = batches;
    if (!first) return;
    let done = 0;
    const ask = async (batch: Batch) => {
      await this.#askFor(batch, signal, batch === first && batch.kind !== "username");
      this.onProgress(++done, batches.length);
    };
    await ask(first);
    const work = async () => {
      for (let batch = rest.shift(); batch; batch = rest.shift()) await ask(batch);
    };
    await Promise.all(Array.from({ length: mostAtOnce }, work));
  }

  async #askFor({ kind, texts }: Batch, signal: AbortSignal | undefined, isVital: boolean): Promise<void> {
    const answers = this.#answers[kind];
    try {
      const users = await this.#find(kind, texts.flatMap(spellings), signal);
      for (const text of texts) answers.set(folded(text), { users: [] });
      const field = ({ ID: "ID", email: "emailAddr", username: "username" } as const)[kind];
      for (const user of users) {
        const own = folded(user[field] ?? "");
        const known = answers.get(own)?.users;
        if (known && !known.some(({ ID }) => ID === user.ID)) answers.set(own, { users: [...known, user] });
      }
    } catch (error) {
      if (isVital || !(error instanceof WorkfrontError) || error.kind === "unauthorized") throw error;
      for (const text of texts) answers.set(folded(text), { users: [], error });
    }
  }

  #find(kind: Kind, texts: readonly string[], signal: AbortSignal | undefined): Promise<UserDetail[]> {
    if (kind === "username") return this.source.findUsersByUsername(texts, { signal });
    return this.source.findUsers(kind === "ID" ? "ID" : "emailAddr", texts, { signal });
  }
}

/** As it was given, and composed and decomposed: a server compares the letters that it is sent. */
function spellings(text: string): string[] {
  return /^[\x20-\x7e]*$/.test(text) ? [text] : [...new Set([text, text.normalize("NFC"), text.normalize("NFD")])];
}

interface Batch {
  readonly kind: Kind;
  readonly texts: string[];
}

async function batchesOf(identifiers: Iterable<Asked>, isOpen: (one: Asked) => boolean): Promise<Batch[]> {
  const turns = new Turns();
  const asked = new Set<string>();
  const batches: Batch[] = [];
  const open = new Map<Kind, { batch: Batch; characters: number }>();
  for (const one of identifiers) {
    if (turns.isOver) await turns.next();
    if (!isOpen(one)) continue;
    const { kind, text } = one;
    const key = `${kind} ${folded(text)}`;
    if (asked.has(key)) continue;
    asked.add(key);
    const characters = spellings(text).reduce(
      (sum, one) => sum + encodeURIComponent(one.replace(/\p{Cs}/gu, "")).length + nameLength,
      0,
    );
    let current = open.get(kind);
    if (
      !current ||
      current.batch.texts.length === request.texts ||
      current.characters + characters > request.characters
    ) {
      current = { batch: { kind, texts: [] }, characters: 0 };
      open.set(kind, current);
      batches.push(current.batch);
    }
    current.batch.texts.push(text);
    current.characters += characters;
  }
  return batches;
}
