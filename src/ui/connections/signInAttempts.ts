import * as v from "valibot";
import type { Claims } from "../../domain/claims";
import type { Secrets } from "./secrets";

const attemptKey = "workfrontUsers.signInAttempt";

const attemptSchema = v.object({
  origin: v.string(),
  clientId: v.string(),
  redirectAddress: v.string(),
  state: v.string(),
  verifier: v.string(),
  /** When it is over without an answer, in milliseconds since 1970. */
  endsAt: v.number(),
});

/** A sign-in whose person is in the browser. */
export type SignInAttempt = v.InferOutput<typeof attemptSchema>;

/**
 * The one sign-in through the browser that is under way; a later one takes its place. It is kept as a secret, because
 * the browser may come back to another window than the one it was opened from.
 */
export class SignInAttempts {
  constructor(
    private readonly secrets: Secrets,
    /** By which one of all windows that are told of the end at the same moment is the one that ends it. */
    private readonly claims: Pick<Claims, "claim">,
  ) {}

  async begin(attempt: SignInAttempt): Promise<void> {
    await this.secrets.store(attemptKey, JSON.stringify(attempt));
  }

  /** The attempt under way in any window; none once its time is over. */
  async current(): Promise<SignInAttempt | undefined> {
    const attempt = await this.#read();
    return attempt && Date.now() < attempt.endsAt ? attempt : undefined;
  }

  /** Ends an attempt, so that its state is good for nothing any more; `false` where it was over already. */
  async end(state: string): Promise<boolean> {
    if ((await this.#read())?.state !== state || !(await this.claims.claim(state))) return false;
    await this.secrets.delete(attemptKey);
    return true;
  }

  /** Settles when an attempt was answered or replaced, its time is over, or the signal is aborted. */
  over({ state, endsAt }: SignInAttempt, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        listener.dispose();
        clearTimeout(timer);
        resolve();
      };
      const listener = this.secrets.onDidChange(({ key }) => {
        if (key !== attemptKey) return;
        // What cannot be read now is over when its time is.
        this.#read().then(
          (kept) => kept?.state !== state && settle(),
          () => undefined,
        );
      });
      const timer = setTimeout(settle, endsAt - Date.now());
      signal.addEventListener("abort", settle, { once: true });
    });
  }

  async #read(): Promise<SignInAttempt | undefined> {
    const kept = await this.secrets.get(attemptKey);
    if (kept === undefined) return undefined;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), attemptSchema), kept);
    return parsed.success ? parsed.output : undefined;
  }
}
