import * as vscode from "vscode";
import { hostOf } from "../../domain/connection";
import { displayName } from "../../domain/user";
import { Limit } from "../../workfront/limit";
import { strangerOf, WorkfrontError } from "../../workfront/errors";
import { authorizationAddress, createProof, exchangeCode, SignInDeclined } from "../../workfront/oauth";
import { commandID, runCommand } from "../editor/commands";
import type { ContextKeyStore } from "../editor/contextKeys";
import { askForText } from "../editor/input";
import { explain, Explanation } from "../words/failures";
import type { Log } from "../editor/log";
import { withProgress } from "../editor/progress";
import type { Settings } from "../editor/settings";
import { tell } from "../editor/tell";
import type { Connections } from "./connections";
import { redirectAddress } from "./redirectAddress";
import { createTransport } from "./session";
import { signInWithTokens } from "../../domain/signIn";
import { SignInAttempts, type SignInAttempt } from "./signInAttempts";

/** Enough for a password, a second factor and a search for the phone. */
const patience = 10 * 60 * 1000;

export interface BrowserSignInParts {
  readonly context: Pick<vscode.ExtensionContext, "secrets" | "extension">;
  readonly connections: Pick<Connections, "add">;
  readonly settings: Settings;
  readonly log: Log;
  readonly keys: ContextKeyStore;
  /** Milliseconds that a person has in the browser. */
  readonly patience?: number;
}

interface Waiting {
  readonly attempt: SignInAttempt;
  readonly address: string;
}

/**
 * Signing in through the browser, with OAuth 2. The window that sends a person there waits; the one that the browser
 * comes back to, or that its last address is pasted in, finishes: with what was kept, even where nobody waits any more.
 */
export class BrowserSignIn {
  readonly #attempts: SignInAttempts;
  readonly #oneAtATime = new Limit(() => 1);
  #waiting: Waiting | undefined;

  constructor(private readonly parts: BrowserSignInParts) {
    this.#attempts = new SignInAttempts(parts.context.secrets);
  }

  /** Opens the browser, and waits until it came back, time is over, or the person cancels. */
  async run(origin: string, clientId: string): Promise<void> {
    const endsAt = Date.now() + (this.parts.patience ?? patience);
    const attempt: SignInAttempt = { origin, clientId, ...createProof(), endsAt };
    const address = await authorizationAddress(origin, this.#application(attempt), attempt);
    await this.#attempts.begin(attempt);
    this.#setWaiting({ attempt, address });
    try {
      const canceled = await this.#wait(attempt, address);
      const isUnanswered = await this.#attempts.end(attempt.state);
      if (isUnanswered && !canceled) this.#tell(attempt, tooLate(attempt));
    } finally {
      if (this.#waiting?.attempt === attempt) this.#setWaiting(undefined);
    }
  }

  /** Takes an address that the browser handed to the editor, whose query is decoded: a plus sign in it is one. */
  receiveUri({ query }: vscode.Uri): Promise<void> {
    return this.receive(new URLSearchParams(query.replaceAll("+", "%2B")));
  }

  /** Takes what the browser came back with. What nobody here has asked for is told and otherwise ignored. */
  async receive(answer: URLSearchParams): Promise<void> {
    const attempt = await this.#oneAtATime.run(() => this.#take(answer));
    if (!attempt) return void tell.warn(strayAnswer());
    try {
      await withProgress(vscode.l10n.t("Signing in to {0}…", hostOf(attempt)), (signal) =>
        this.#finish(attempt, answer, signal),
      );
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") return;
      this.parts.log.error(error);
      this.#tell(attempt, explainAnswer(error, hostOf(attempt)));
    }
  }

  /** For a browser that cannot find the way to the page by itself. */
  async copyAddress(): Promise<void> {
    if (!this.#waiting) throw new Explanation(nothingUnderWay());
    await vscode.env.clipboard.writeText(this.#waiting.address);
  }

  /** For a browser that cannot come back by itself. */
  async pasteAddress(): Promise<void> {
    const attempt = await this.#attempts.current();
    if (!attempt) throw new Explanation(nothingUnderWay());
    const answer = await askForText<URLSearchParams>({
      title: vscode.l10n.t("Sign in to {0}", hostOf(attempt)),
      placeholder: `${redirectAddress(this.parts.context)}?code=…`,
      prompt: vscode.l10n.t(
        "Allow the access in the browser, then copy the address that it ended on, even if the page cannot be shown.",
      ),
      check: (text) => problemWith(text, attempt),
      accept: answerIn,
      explainProblem: explain,
    });
    if (answer) await this.receive(answer);
  }

  async #wait(attempt: SignInAttempt, address: string): Promise<boolean> {
    const { log } = this.parts;
    const title = vscode.l10n.t("Continue in the browser to sign in to {0}", hostOf(attempt));
    const links = [
      { title: vscode.l10n.t("Copy Address"), command: commandID("copySignInAddress") },
      { title: vscode.l10n.t("Paste the Address the Browser Ended On…"), command: commandID("pasteSignInAddress") },
    ];
    const wait = async (signal: AbortSignal) => {
      const over = this.#attempts.over(attempt, signal);
      // Where no browser opens, the address can still be copied.
      vscode.env.openExternal(vscode.Uri.parse(address, true)).then(undefined, (error: unknown) => log.error(error));
      await over;
      return signal.aborted;
    };
    return withProgress(title, wait, links);
  }

  /** The attempt that an answer belongs to, which is over with that: a state is good for one answer. */
  async #take(answer: URLSearchParams): Promise<SignInAttempt | undefined> {
    const attempt = await this.#attempts.current();
    if (!attempt || answer.get("state") !== attempt.state) return undefined;
    return (await this.#attempts.end(attempt.state)) ? attempt : undefined;
  }

  async #finish(attempt: SignInAttempt, answer: URLSearchParams, signal: AbortSignal): Promise<void> {
    const { settings, log, connections } = this.parts;
    const { origin, clientId } = attempt;
    const application = this.#application(attempt);
    const transport = createTransport(origin, settings, log);
    try {
      const tokens = await exchangeCode(transport, application, attempt, answer);
      const signedIn = await signInWithTokens(transport, application, tokens, settings, signal);
      await connections.add({ origin, way: "oauth", clientId }, signedIn);
      const message = vscode.l10n.t("Connected to {0} as {1}.", hostOf(attempt), displayName(signedIn.user));
      void tell.info(message);
    } finally {
      transport.dispose();
    }
  }

  #application({ clientId }: SignInAttempt) {
    return { clientId, redirectAddress: redirectAddress(this.parts.context) };
  }

  #setWaiting(waiting: Waiting | undefined): void {
    this.#waiting = waiting;
    this.parts.keys.set({ "workfrontUsers.signingIn": waiting !== undefined });
  }

  #tell({ origin, clientId }: SignInAttempt, problem: string): void {
    void tell.error(problem, {
      title: vscode.l10n.t("Try Again"),
      run: () => runCommand("connect", { url: origin, way: "oauth", clientId }),
    });
  }
}

function answerIn(address: string): URLSearchParams {
  return new URL(address.trim()).searchParams;
}

function problemWith(text: string, { state }: SignInAttempt): string | undefined {
  if (!URL.canParse(text.trim()))
    return vscode.l10n.t("This is not an address. Copy all of the browser's address bar.");
  const answer = answerIn(text);
  if (!answer.has("code") && !answer.has("error"))
    return vscode.l10n.t("This address holds no answer of Workfront yet. Allow the access there, then copy it again.");
  if (answer.get("state") !== state)
    return vscode.l10n.t("This address belongs to another sign-in. Use the page that was opened last.");
  return undefined;
}

function explainAnswer(error: unknown, host: string): string {
  if (error instanceof SignInDeclined && error.reason === "access_denied")
    return vscode.l10n.t("The access to {0} was not allowed in the browser, so that nothing was connected.", host);
  if (error instanceof SignInDeclined)
    return vscode.l10n.t(
      "{0} ended the sign-in: {1}. Check the client ID and the redirect address of the OAuth2 application in Workfront.",
      host,
      error.words ?? error.reason,
    );
  if (!(error instanceof WorkfrontError)) return explain(error);
  if (error.kind === "unauthorized")
    return vscode.l10n.t(
      "{0} did not accept the browser's answer. It is good for two minutes and one use: try again, and check the client ID if it happens again.",
      host,
    );
  if (error.kind === "notFound" || (error.kind === "notWorkfront" && strangerOf(error.failure) === "nothing"))
    return vscode.l10n.t("{0} does not offer the sign-in with OAuth 2. Connect with an API key instead.", host);
  return explain(error);
}

function tooLate(attempt: SignInAttempt): string {
  return vscode.l10n.t(
    "The browser did not come back from {0} in time, so that nothing was connected.",
    hostOf(attempt),
  );
}

function strayAnswer(): string {
  return vscode.l10n.t(
    "A browser brought an answer of Workfront that this editor is not waiting for. It was ignored. If you are signing in, start again with Connect….",
  );
}

function nothingUnderWay(): string {
  return vscode.l10n.t("No sign-in is waiting for the browser. Start with Connect….");
}
