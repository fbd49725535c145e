import { join } from "node:path";
import * as vscode from "vscode";
import { Claims } from "../../domain/claims";
import { hostOf } from "../../domain/connection";
import { answerTo, relayPage, stateFor } from "../../domain/redirectAddress";
import { signInWithTokens } from "../../domain/signIn";
import { displayName } from "../../domain/user";
import { strangerOf, WorkfrontError } from "../../workfront/errors";
import { authorizationAddress, createProof, exchangeCode, SignInDeclined } from "../../workfront/oauth";
import type { Application } from "../../workfront/oauthCredential";
import { commandID, runCommand } from "../editor/commands";
import type { ContextKeyStore } from "../editor/contextKeys";
import { askForText } from "../editor/input";
import type { ErrorReport } from "../editor/errorReport";
import { explain, Explanation } from "../words/failures";
import type { Log } from "../editor/log";
import { withProgress } from "../editor/progress";
import type { Settings } from "../editor/settings";
import { tell } from "../editor/tell";
import type { Connections } from "./connections";
import { callbackWith, editorAddress } from "./redirectAddress";
import { Secrets } from "./secrets";
import { createTransport } from "./session";
import { SignInAttempts, type SignInAttempt } from "./signInAttempts";

/** Enough for a password, a second factor and a search for the phone. */
const patience = 10 * 60 * 1000;

export interface BrowserSignInParts {
  readonly context: Pick<vscode.ExtensionContext, "secrets" | "extension" | "globalStorageUri">;
  readonly connections: Pick<Connections, "add">;
  readonly settings: Settings;
  readonly log: Log;
  readonly errors: Pick<ErrorReport, "show">;
  readonly keys: ContextKeyStore;
  /** Milliseconds that a person has in the browser. */
  readonly patience?: number;
}

/** Where to sign in, and as which of the organization's applications. */
export interface BrowserSignInRequest extends Application {
  readonly origin: string;
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
  #waiting: Waiting | undefined;

  constructor(private readonly parts: BrowserSignInParts) {
    const { context } = parts;
    const claims = new Claims(join(context.globalStorageUri.fsPath, "claims", "signIns"), () => 2 * patience);
    this.#attempts = new SignInAttempts(new Secrets(context.secrets), claims);
  }

  /** Opens the browser, and waits until it came back, time is over, or the person cancels. */
  async run(request: BrowserSignInRequest): Promise<void> {
    const { origin, clientId, redirectAddress } = request;
    const { state: nonce, verifier } = createProof();
    const state = stateFor(redirectAddress, nonce, await callbackWith(nonce, this.parts.context));
    const endsAt = Date.now() + (this.parts.patience ?? patience);
    const attempt: SignInAttempt = { origin, clientId, redirectAddress, state, verifier, endsAt };
    const address = await authorizationAddress(origin, request, attempt);
    await this.#attempts.begin(attempt);
    this.#setWaiting({ attempt, address });
    try {
      const isCanceled = await this.#wait(attempt, address);
      const isUnanswered = await this.#attempts.end(attempt.state);
      if (isUnanswered && !isCanceled) this.#tell(attempt, tooLate(attempt));
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
    const taken = await this.#take(answer);
    if (!taken) return void tell.warn(strayAnswer());
    const { attempt } = taken;
    try {
      await withProgress(vscode.l10n.t("Signing in to {0}…", hostOf(attempt)), (signal) =>
        this.#finish(attempt, taken.answer, signal),
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
      placeholder: `${attempt.redirectAddress}?code=…&state=…`,
      prompt: vscode.l10n.t(
        "Allow access in the browser. Then copy the address that the browser shows, even if that page does not load, and paste it here.",
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
      { title: vscode.l10n.t("Paste the Last Address of the Browser…"), command: commandID("pasteSignInAddress") },
    ];
    const wait = async (signal: AbortSignal) => {
      const over = this.#attempts.over(attempt, signal);
      // From a page of the organization nothing leads back to the editor.
      if (!this.#leadsBack(attempt)) this.pasteAddress().catch((error: unknown) => this.parts.errors.show(error));
      // Where no browser opens, the address can still be copied.
      vscode.env.openExternal(vscode.Uri.parse(address, true)).then(undefined, (error: unknown) => log.error(error));
      await over;
      return signal.aborted;
    };
    return withProgress(title, wait, { links, quietFor: 0 });
  }

  /** The attempt that an answer belongs to, which is over with that: a state is good for one answer. */
  async #take(answer: URLSearchParams): Promise<{ attempt: SignInAttempt; answer: URLSearchParams } | undefined> {
    const attempt = await this.#attempts.current();
    const original = attempt && answerTo(attempt.state, answer);
    if (!original || !(await this.#attempts.end(attempt.state))) return undefined;
    return { attempt, answer: original };
  }

  async #finish(attempt: SignInAttempt, answer: URLSearchParams, signal: AbortSignal): Promise<void> {
    const { settings, log, connections } = this.parts;
    const { origin, clientId, redirectAddress } = attempt;
    const transport = createTransport(origin, settings, log);
    try {
      const tokens = await exchangeCode(transport, attempt, attempt, answer);
      const signedIn = await signInWithTokens(transport, attempt, tokens, settings, signal);
      await connections.add({ origin, way: "oauth", clientId, redirectAddress }, signedIn);
      void tell.info(vscode.l10n.t("Connected to {0} as {1}.", hostOf(attempt), displayName(signedIn.user)));
    } finally {
      transport.dispose();
    }
  }

  #leadsBack({ redirectAddress }: SignInAttempt): boolean {
    return redirectAddress === relayPage || redirectAddress === editorAddress(this.parts.context);
  }

  #setWaiting(waiting: Waiting | undefined): void {
    this.#waiting = waiting;
    this.parts.keys.set({ "workfrontUsers.signingIn": waiting !== undefined });
  }

  #tell({ origin, clientId, redirectAddress }: SignInAttempt, problem: string): void {
    void tell.error(problem, {
      title: vscode.l10n.t("Try Again"),
      run: () => runCommand("connect", { url: origin, way: "oauth", clientId, redirectAddress }),
    });
  }
}

function answerIn(address: string): URLSearchParams {
  return new URL(address.trim()).searchParams;
}

function problemWith(text: string, { state }: SignInAttempt): string | undefined {
  if (!URL.canParse(text.trim()))
    return vscode.l10n.t("This is not an address. Copy everything in the browser's address bar.");
  const answer = answerIn(text);
  if (!answer.has("code") && !answer.has("error"))
    return vscode.l10n.t(
      "This address has no answer from Workfront yet. Allow access on that page, then copy its address again.",
    );
  if (!answerTo(state, answer))
    return vscode.l10n.t("This address belongs to another sign-in. Use the page that was opened last.");
  return undefined;
}

function explainAnswer(error: unknown, host: string): string {
  if (error instanceof SignInDeclined && error.reason === "access_denied")
    return vscode.l10n.t("Access to {0} was not allowed in the browser. No connection was added.", host);
  if (error instanceof SignInDeclined)
    return vscode.l10n.t(
      "{0} ended the sign-in: {1}. Check the client ID and the redirect address of the OAuth2 application in Workfront.",
      host,
      error.words ?? error.reason,
    );
  if (!(error instanceof WorkfrontError)) return explain(error);
  if (error.kind === "unauthorized")
    return vscode.l10n.t(
      "{0} did not accept the answer from the browser, which works once and for two minutes. Try again. If that does not help, check the client ID and the redirect address.",
      host,
    );
  if (error.kind === "notFound" || (error.kind === "notWorkfront" && strangerOf(error.failure) === "nothing"))
    return vscode.l10n.t("{0} does not offer to sign in with OAuth 2. Connect with an API key instead.", host);
  return explain(error);
}

function tooLate(attempt: SignInAttempt): string {
  return vscode.l10n.t("The browser did not come back from {0} in time. No connection was added.", hostOf(attempt));
}

function strayAnswer(): string {
  return vscode.l10n.t(
    "Ignored a sign-in that was not started here or is already finished. If you are signing in, start again with Connect….",
  );
}

function nothingUnderWay(): string {
  return vscode.l10n.t("No sign-in is in progress. Start one with Connect….");
}
