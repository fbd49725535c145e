import { setTimeout } from "node:timers/promises";
import * as v from "valibot";
import type { Credential } from "./credential";
import { WorkfrontError } from "./errors";
import type { Transport } from "./transport";

/** An OAuth2 application as an administrator registers it in Workfront: one of the kind that has no secret. */
export interface Application {
  readonly clientId: string;
  /** Where Workfront sends the browser after the consent; the application must list exactly this address. */
  readonly redirectAddress: string;
}

/** What an OAuth sign-in is kept as. */
export const tokensSchema = v.object({
  accessToken: v.string(),
  /** Missing where Workfront gives none: then the sign-in ends with the access token. */
  refreshToken: v.optional(v.string()),
  /** When to exchange the access token for another, in milliseconds since 1970; null where its lifetime is unknown. */
  renewAt: v.nullable(v.number()),
});

export type Tokens = v.InferOutput<typeof tokensSchema>;

/** Where the tokens of one sign-in are kept, for every process that uses it. */
export interface TokenStore {
  read(): Promise<Tokens | undefined>;
  write(tokens: Tokens): Promise<void>;
  /** Whether this process is the first of all that share the store to claim a refresh token, and so may use it. */
  claim(refreshToken: string): Promise<boolean>;
  /** Lets others claim a refresh token that was not used up. */
  release(refreshToken: string): Promise<void>;
  /** Marks a refresh token as used up, for all processes that share the store: a fresh one is kept. */
  spend(refreshToken: string): Promise<void>;
  isSpent(refreshToken: string): Promise<boolean>;
}

/** Tokens that only this process knows yet. */
export class UnsharedTokens implements TokenStore {
  constructor(public tokens: Tokens) {}

  read(): Promise<Tokens> {
    return Promise.resolve(this.tokens);
  }

  write(tokens: Tokens): Promise<void> {
    this.tokens = tokens;
    return Promise.resolve();
  }

  claim(): Promise<boolean> {
    return Promise.resolve(true);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  spend(): Promise<void> {
    return Promise.resolve();
  }

  isSpent(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** Milliseconds between two looks at what another process may have kept. */
const pause = 50;

/**
 * Tokens of Workfront's OAuth 2, sent in the header `sessionID` as Workfront's API documentation says. They are renewed
 * before they expire and when one is refused, by one request however many wait for it. A refresh token may work once
 * only, and some servers end the whole sign-in when one is used again. So only the process that claims it uses it, the
 * others wait for what that one keeps, and a fresh one is kept before the access token beside it is used.
 */
export class OAuthCredential implements Credential {
  #tokens: Tokens | undefined;
  #renewing: Promise<boolean> | undefined;
  /** Received for a refresh token, but not kept yet. */
  #unkept: { readonly fresh: Tokens; readonly used: string } | undefined;
  /** The refresh token that was refused: to ask with it again would be in vain. */
  #dead: string | undefined;

  constructor(
    private readonly transport: Transport,
    private readonly application: Application,
    private readonly store: TokenStore,
    /** Milliseconds in which another process, whose claims cannot be seen here, may still keep what it was given. */
    private readonly patience = 2000,
  ) {}

  async headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    this.#tokens ??= await this.store.read();
    if (!this.#tokens) throw this.#signedOut();
    if (isDue(this.#tokens)) await this.renew({ sessionID: this.#tokens.accessToken }, signal);
    return { sessionID: this.#tokens.accessToken };
  }

  async renew(refused: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<boolean> {
    const { sessionID } = refused;
    if (this.#tokens && this.#tokens.accessToken !== sessionID) return false;
    this.#renewing ??= this.#renew(sessionID).finally(() => (this.#renewing = undefined));
    return unlessAborted(this.#renewing, signal);
  }

  async #renew(refused: string | undefined): Promise<boolean> {
    const other = this.#unkept ? undefined : await this.#obtain(refused);
    if (other) this.#tokens = other;
    if (!this.#unkept) return false;
    const { fresh, used } = this.#unkept;
    await this.store.write(fresh);
    this.#tokens = fresh;
    this.#unkept = undefined;
    if (fresh.refreshToken !== used) await this.store.spend(used);
    // Rotated or not: whoever claims it from here on reads the fresh tokens first.
    if (fresh.refreshToken !== undefined) await this.store.release(fresh.refreshToken);
    return true;
  }

  /** Gives what another process kept, or asks for fresh tokens, which are then to be kept. */
  async #obtain(refused: string | undefined): Promise<Tokens | undefined> {
    const end = performance.now() + this.patience;
    for (;;) {
      const kept = await this.store.read();
      if (kept && kept.accessToken !== refused && !isDue(kept)) return kept;
      const refreshToken = kept?.refreshToken;
      if (refreshToken === undefined || refreshToken === this.#dead) throw this.#signedOut();
      const isSpent = await this.store.isSpent(refreshToken);
      // An editor in a browser shows a window what others keep only after it is loaded again.
      if (isSpent && performance.now() >= end)
        throw new WorkfrontError({ kind: "outdated", host: this.transport.host });
      if (!isSpent && (await this.store.claim(refreshToken))) return this.#refresh(refreshToken);
      await setTimeout(pause);
    }
  }

  /** Asks for fresh tokens. Where they are refused because another process was quicker, gives what that one kept. */
  async #refresh(refreshToken: string): Promise<Tokens | undefined> {
    const { refreshTokens } = await import("./oauth");
    try {
      const fresh = await refreshTokens(this.transport, this.application, refreshToken);
      this.#unkept = { fresh, used: refreshToken };
      return undefined;
    } catch (error) {
      if (!(error instanceof WorkfrontError) || error.kind !== "unauthorized") {
        await this.store.release(refreshToken);
        throw error;
      }
      const newer = await this.#newerThan(refreshToken);
      if (newer) return newer;
      this.#dead = refreshToken;
      await this.store.release(refreshToken);
      throw error;
    }
  }

  async #newerThan(refreshToken: string): Promise<Tokens | undefined> {
    const end = performance.now() + this.patience;
    for (;;) {
      const kept = await this.store.read();
      if (!kept) return undefined;
      if (kept.refreshToken !== refreshToken) return kept;
      if (performance.now() >= end) return undefined;
      await setTimeout(pause);
    }
  }

  #signedOut(): WorkfrontError {
    return new WorkfrontError({ kind: "unauthorized", host: this.transport.host });
  }
}

function isDue({ renewAt }: Tokens): boolean {
  return renewAt !== null && Date.now() >= renewAt;
}

/** What the promise comes to, or the signal's reason as soon as it is aborted; what was begun for others goes on. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    // The reason is the caller's own, and theirs to choose.
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { signal: over.signal });
  });
  return Promise.race([promise, aborted]).finally(() => over.abort());
}
